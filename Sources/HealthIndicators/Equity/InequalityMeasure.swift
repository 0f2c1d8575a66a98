internal import Foundation

/// A measure of inequality between groups.
///
/// Differences have the unit of the indicator, ratios none; positive values and ratios above 1 say that the indicator is
/// higher among the advantaged. pᵢ are shares of the people, yᵢ values, μ their weighted mean, bᵢ ranks.
package enum InequalityMeasure: String, Sendable, CaseIterable {
  /// The difference of the most advantaged and the most disadvantaged group; without order of the highest and lowest.
  case difference = "RD"
  /// Their ratio.
  case ratio = "RR"
  /// The slope index of inequality: weighted least squares on ranks (Low and Low, J Public Health 26:391-395, 2004).
  case slope = "SII"
  /// The relative index of inequality, (c₀ + SII) / c₀.
  case relativeSlope = "RII"
  /// The slope index from the same fit to ln y.
  case slopeOfLogs = "SII_log"
  /// The relative index from the fit to ln y.
  case relativeSlopeOfLogs = "RII_log"
  /// The slope index from the same fit to log odds; proportions only.
  case slopeOfLogOdds = "SII_logodds"
  /// The relative index from the fit to log odds.
  case relativeSlopeOfLogOdds = "RII_logodds"
  /// The slope index from a logistic regression of people on ranks; proportions only.
  case slopeOfLogit = "SII_logit"
  /// The relative index from the logistic regression.
  case relativeSlopeOfLogit = "RII_logit"
  /// The absolute concentration index, Σ pᵢ (2bᵢ - 1) yᵢ.
  case absoluteConcentration = "ACI"
  /// The relative concentration index, ACI / μ.
  case relativeConcentration = "RCI"
  /// Theil's index, Σ pᵢ rᵢ ln rᵢ with rᵢ = yᵢ/μ.
  case theil = "Theil"
  /// The mean log deviation, -Σ pᵢ ln rᵢ.
  case meanLogDeviation = "MLD"
  /// Gini's index between groups, Σᵢⱼ pᵢ pⱼ |yᵢ - yⱼ| / (2μ).
  case gini = "Gini"
  /// The variance between groups, Σ pᵢ (yᵢ - μ)².
  case betweenGroupVariance = "BGV"
  /// The weighted index of disparity, 100 Σ pᵢ |yᵢ - μ| / μ.
  case disparity = "IDISW"
  /// The population attributable risk: the best group's value less μ, at least 0.
  case attributableRisk = "PAR"
  /// PAR as a share of μ, in percent.
  case attributableFraction = "PAF"

  /// Whether the measure needs an order of the groups.
  package var needsOrder: Bool {
    switch self {
    case .slope, .relativeSlope, .slopeOfLogs, .relativeSlopeOfLogs, .slopeOfLogOdds,
      .relativeSlopeOfLogOdds, .slopeOfLogit, .relativeSlopeOfLogit, .absoluteConcentration,
      .relativeConcentration:
      true
    default: false
    }
  }
}

/// All measures of one set of groups.
package struct InequalityMeasures: Sendable, Equatable {
  /// What takes the place of a zero in the logarithms of ``InequalityMeasure/theil`` and
  /// ``InequalityMeasure/meanLogDeviation``, as healthequal does.
  package static let epsilon = 1e-6

  /// The values; measures that are not defined are absent.
  package private(set) var values: [InequalityMeasure: Double] = [:]
  /// Whether ``epsilon`` stood for a zero.
  package let replacedZero: Bool
  /// The group that others are measured against: the most advantaged, or without order the best.
  package let best: Int
  /// The group that is compared with it: the most disadvantaged, or without order the worst.
  package let worst: Int

  /// Computes all measures.
  ///
  /// - Parameter isFavourable: Whether higher values are better; says which group is best where there is no order, and on
  ///   which side PAR is cut at 0.
  /// - Complexity: O(n log n) for n groups.
  package init(_ dimension: EquityGroups, isFavourable: Bool = true) {
    let y = dimension.groups.map(\.value)
    let p = dimension.shares
    let mean = zip(p, y).reduce(0) { $0 + $1.0 * $1.1 }
    let highest = y.indices.max { y[$0] < y[$1] } ?? 0
    let lowest = y.indices.min { y[$0] < y[$1] } ?? 0
    if dimension.isOrdered {
      (worst, best) = (0, y.count - 1)
    } else {
      (worst, best) = isFavourable ? (lowest, highest) : (highest, lowest)
    }
    replacedZero = mean > 0 && y.contains(0)
    let (first, second) = dimension.isOrdered ? (y[best], y[worst]) : (y[highest], y[lowest])
    values[.difference] = first - second
    if second != 0 { values[.ratio] = first / second }
    values[.betweenGroupVariance] = zip(p, y).reduce(0) {
      $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean)
    }
    let risk = y[best] - mean
    let attributable = isFavourable ? max(0, risk) : min(0, risk)
    values[.attributableRisk] = attributable
    if mean > 0, y.allSatisfy({ $0 >= 0 }) {
      let ratios = y.map { $0 == 0 ? Self.epsilon / mean : $0 / mean }
      values[.theil] = zip(p, ratios).reduce(0) { $0 + $1.0 * $1.1 * log($1.1) }
      values[.meanLogDeviation] = -zip(p, ratios).reduce(0) { $0 + $1.0 * log($1.1) }
      values[.gini] = Self.meanDifference(p, y) / (2 * mean)
      values[.disparity] = 100 * zip(p, y).reduce(0) { $0 + $1.0 * abs($1.1 - mean) } / mean
    }
    if mean != 0 { values[.attributableFraction] = 100 * attributable / mean }
    guard dimension.isOrdered else { return }
    let ranks = dimension.ranks
    let concentration = y.indices.reduce(0) { $0 + p[$1] * (2 * ranks[$1] - 1) * y[$1] }
    values[.absoluteConcentration] = concentration
    if mean != 0 { values[.relativeConcentration] = concentration / mean }
    for (model, measures) in Self.slopes {
      guard let fit = SlopeIndex(dimension, ranks: ranks, shares: p, model: model) else { continue }
      values[measures.0] = fit.absolute
      values[measures.1] = fit.relative
    }
  }

  private static let slopes: [(SlopeIndex.Model, (InequalityMeasure, InequalityMeasure))] = [
    (.linear, (.slope, .relativeSlope)), (.log, (.slopeOfLogs, .relativeSlopeOfLogs)),
    (.logOdds, (.slopeOfLogOdds, .relativeSlopeOfLogOdds)),
    (.logistic, (.slopeOfLogit, .relativeSlopeOfLogit)),
  ]

  /// Σᵢⱼ pᵢ pⱼ |yᵢ - yⱼ|, over values in rising order.
  private static func meanDifference(_ p: [Double], _ y: [Double]) -> Double {
    var (share, moment, sum) = (0.0, 0.0, 0.0)
    for place in y.indices.sorted(by: { y[$0] < y[$1] }) {
      sum += p[place] * (share * y[place] - moment)
      share += p[place]
      moment += p[place] * y[place]
    }
    return 2 * sum
  }
}
