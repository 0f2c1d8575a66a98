internal import Foundation

/// A location and a spread that a few wild results do not move.
package struct RobustEstimate: Sendable, Equatable {
  /// x*, where the results lie.
  package var location: Double
  /// s*, their standard deviation without the wild ones.
  package var spread: Double

  /// An estimate.
  package init(location: Double, spread: Double) {
    self.location = location
    self.spread = spread
  }

  /// The factor that makes the median absolute deviation a standard deviation, 1/Φ⁻¹(¾), as R rounds it.
  package static let deviationFactor = 1.4826
  /// What makes up for winsorising at 1.5 standard deviations, as ISO 13528 rounds it.
  package static let winsorFactor = 1.134

  /// MADe: the scaled median of distances from the median (ISO 13528:2022, C.2.2).
  package static func scaledDeviation(_ values: [Double]) -> Double? {
    guard let middle = median(values) else { return nil }
    return median(values.map { abs($0 - middle) }).map { deviationFactor * $0 }
  }

  /// nIQR: the interquartile range over 1.349 (C.2.3), with quartiles of type 7.
  package static func normalisedRange(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    return (quantile(ofSorted: sorted, 0.75) - quantile(ofSorted: sorted, 0.25)) / 1.349
  }

  /// Algorithm A (ISO 13528:2022, C.3): mean and standard deviation of results that are drawn in to 1.5 s* about x*, again
  /// and again until neither changes by 1e-13 of s*.
  ///
  /// Where more than half of the results agree exactly it begins with their ordinary standard deviation.
  ///
  /// - Returns: Nil for fewer than two results.
  /// - Complexity: O(n) a step, some hundred steps.
  package static func algorithmA(_ values: [Double]) -> RobustEstimate? {
    guard values.count >= 2, var location = median(values),
      var spread = scaledDeviation(values)
    else { return nil }
    if spread == 0 { spread = standardDeviation(values) }
    for _ in 0..<100_000 where spread > 0 {
      let limits = (location - 1.5 * spread)...(location + 1.5 * spread)
      let drawn = values.map { min(max($0, limits.lowerBound), limits.upperBound) }
      let mean = sum(drawn) / Double(drawn.count)
      let squares = sum(drawn.map { ($0 - mean) * ($0 - mean) })
      let next = winsorFactor * (squares / Double(drawn.count - 1)).squareRoot()
      let isSettled = max(abs(mean - location), abs(next - spread)) <= 1e-13 * next
      (location, spread) = (mean, next)
      if isSettled { break }
    }
    return RobustEstimate(location: location, spread: spread)
  }

  /// The standard deviation with n - 1; 0 for fewer than two values.
  static func standardDeviation(_ values: [Double]) -> Double {
    guard values.count > 1 else { return 0 }
    let mean = sum(values) / Double(values.count)
    return (sum(values.map { ($0 - mean) * ($0 - mean) }) / Double(values.count - 1)).squareRoot()
  }

  /// The sum, with what rounding loses carried along (Neumaier's form of Kahan's sum).
  static func sum(_ values: [Double]) -> Double {
    var (sum, lost) = (0.0, 0.0)
    for value in values {
      let next = sum + value
      lost += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
      sum = next
    }
    return sum + lost
  }
}
