internal import Foundation

/// The t with P(|T| ≤ t) = `confidence` for Student's distribution.
///
/// From T²/(ν + T²) ~ Beta(½, ν/2), to about 1e-13 relative.
/// - Returns: Not a number for a confidence outside of 0..<1 or degrees of freedom that are not positive.
package func studentQuantile(confidence: Double, degrees: Double) -> Double {
  guard confidence >= 0, confidence < 1,
    let beta = BetaDistribution(alpha: 0.5, beta: degrees / 2)
  else { return .nan }
  let share = beta.quantile(confidence)
  return (degrees * share / (1 - share)).squareRoot()
}

/// A quantile by linear interpolation between order statistics, x₍ₕ₎ with h = (n - 1) p + 1: R's type 7 (Hyndman and
/// Fan, The American Statistician 50:361-365, 1996).
///
/// - Parameter sorted: In rising order.
/// - Returns: Nil for no values or a share outside of 0...1.
package func quantile(_ share: Double, ofSorted sorted: [Double]) -> Double? {
  guard !sorted.isEmpty, (0...1).contains(share) else { return nil }
  let place = Double(sorted.count - 1) * share
  let below = Int(place)
  let rest = place - Double(below)
  guard rest > 0, below + 1 < sorted.count else { return sorted[below] }
  return sorted[below] + rest * (sorted[below + 1] - sorted[below])
}

extension ConfidenceInterval {
  /// The interval of the mean of a normal sample: mean ∓ t s/√n with n - 1 degrees of freedom.
  ///
  /// - Parameter deviation: s, the standard deviation with n - 1.
  /// - Returns: Nil for fewer than two values.
  package static func mean(
    _ mean: Double, deviation: Double, count: Int, confidence: Double
  ) -> ConfidenceInterval? {
    guard count > 1, confidence > 0, confidence < 1 else { return nil }
    let t = studentQuantile(confidence: confidence, degrees: Double(count - 1))
    let half = t * deviation / Double(count).squareRoot()
    return ConfidenceInterval(lower: mean - half, upper: mean + half)
  }

  /// The distribution-free interval of a quantile: two order statistics whose ranks leave at most α/2 on each side, by
  /// the binomial distribution (Conover, Practical Nonparametric Statistics, 3.2).
  ///
  /// The lower rank is the largest r with P(B ≤ r - 1) ≤ α/2, the upper one the smallest with P(B ≤ r - 1) ≥ 1 - α/2,
  /// for B ~ Bin(n, share).
  /// - Parameter sorted: In rising order.
  /// - Returns: Each limit nil where the sample is too small to have one.
  /// - Complexity: O(√n) terms of the distribution.
  package static func quantileRanks(
    _ share: Double, ofSorted sorted: [Double], confidence: Double
  ) -> (lower: Double?, upper: Double?) {
    guard !sorted.isEmpty, confidence > 0, confidence < 1,
      let counts = BinomialDistribution(trials: sorted.count, probability: share)
    else { return (nil, nil) }
    let half = (1 - confidence) / 2
    // Both tails grow with the rank: bisection finds where each crosses its bound.
    let lower = lastRank(in: sorted.count) { counts.lowerTail(upTo: $0 - 1) <= half }
    let beforeUpper = lastRank(in: sorted.count) { counts.upperTail(from: $0) > half }
    return (
      lower == 0 ? nil : sorted[lower - 1],
      beforeUpper == sorted.count ? nil : sorted[beforeUpper]
    )
  }

  /// The largest rank of 1...count for which a condition holds that holds up to some rank; 0 for none.
  private static func lastRank(in count: Int, where holds: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high + 1) / 2
      if holds(middle) { low = middle } else { high = middle - 1 }
    }
    return low
  }
}
