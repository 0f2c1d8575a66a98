internal import Foundation

/// Whether the items that laboratories get are enough alike, from duplicate measurements of some of them
/// (ISO 13528:2022, annex B).
package struct Homogeneity: Sendable, Equatable {
  /// The mean of all items.
  package let mean: Double
  /// s_w², the variance of duplicates.
  package let withinVariance: Double
  /// s_s², the variance between items: max(0, s_x̄² - s_w² / 2).
  package let betweenVariance: Double
  /// The criterion that the standard deviation between items is held to.
  package let criterion: Double
  /// s_s ≤ 0.3 σ_pt.
  package let isHomogeneous: Bool
  /// The same, with what chance alone may add: s_s ≤ √(F₁ (0.3 σ_pt)² + F₂ s_w²). Nil but for 7 to 20 items.
  package let isHomogeneousExpanded: Bool?
  /// The right side of the expanded criterion.
  package let expandedCriterion: Double?

  /// F₁ and F₂ for 7 to 20 items (annex B, table B.1).
  private static let factors: [(first: Double, second: Double)] = [
    (2.10, 1.43), (2.01, 1.25), (1.94, 1.11), (1.88, 1.01), (1.83, 0.93), (1.79, 0.86),
    (1.75, 0.80), (1.72, 0.75), (1.69, 0.71), (1.67, 0.68), (1.64, 0.64), (1.62, 0.62),
    (1.60, 0.59), (1.59, 0.57),
  ]

  /// - Parameters:
  ///   - duplicates: Two measurements of each item.
  ///   - spread: σ_pt.
  /// - Returns: Nil for fewer than two items.
  package init?(duplicates: [(Double, Double)], spread: Double) {
    guard duplicates.count >= 2 else { return nil }
    let means = duplicates.map { ($0 + $1) / 2 }
    let betweenMeans = RobustEstimate.standardDeviation(means)
    mean = RobustEstimate.sum(means) / Double(means.count)
    withinVariance =
      RobustEstimate.sum(duplicates.map { ($0 - $1) * ($0 - $1) }) / Double(2 * duplicates.count)
    betweenVariance = max(0, betweenMeans * betweenMeans - withinVariance / 2)
    criterion = 0.3 * spread
    let between = betweenVariance.squareRoot()
    isHomogeneous = between <= criterion
    let place = duplicates.count - 7
    guard Self.factors.indices.contains(place) else {
      (isHomogeneousExpanded, expandedCriterion) = (nil, nil)
      return
    }
    let (first, second) = Self.factors[place]
    let expanded = (first * criterion * criterion + second * withinVariance).squareRoot()
    expandedCriterion = expanded
    isHomogeneousExpanded = between <= expanded
  }

  /// Whether items have kept: |ȳ₁ - ȳ₂| ≤ 0.3 σ_pt, of means before and after the round.
  package static func isStable(before: Double, after: Double, spread: Double) -> Bool {
    abs(before - after) <= 0.3 * spread
  }
}
