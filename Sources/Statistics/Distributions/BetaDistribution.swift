internal import Foundation

/// The beta distribution: of proportions.
package struct BetaDistribution: Sendable {
  /// The first parameter.
  package let alpha: Double
  /// The second parameter.
  package let beta: Double

  /// A distribution; nil for parameters that are not positive and finite.
  package init?(alpha: Double, beta: Double) {
    guard alpha > 0, beta > 0, alpha.isFinite, beta.isFinite else { return nil }
    self.alpha = alpha
    self.beta = beta
  }

  /// P(X ≤ x), the regularised incomplete beta function Iₓ(alpha, beta), to about 1e-13 relative however small.
  ///
  /// - Returns: Not a number outside of 0...1.
  package func lowerTail(upTo x: Double) -> Double {
    guard x >= 0, x <= 1 else { return .nan }
    return Self.tails(alpha, beta, x).lower
  }

  /// P(X ≥ x), with the precision of ``lowerTail(upTo:)``.
  package func upperTail(from x: Double) -> Double {
    guard x >= 0, x <= 1 else { return .nan }
    return Self.tails(alpha, beta, x).upper
  }

  /// The x with P(X ≤ x) = `probability`, to about 1e-13 relative.
  ///
  /// - Returns: Not a number for a probability outside of 0...1.
  package func quantile(_ probability: Double) -> Double {
    guard probability >= 0, probability <= 1 else { return .nan }
    if probability == 0 { return 0 }
    if probability == 1 { return 1 }
    return bracketedRoot(in: 0...1, start: alpha / (alpha + beta)) { x in
      let (lower, upper) = Self.tails(alpha, beta, x)
      // Of the two differences, which are equal, the one of the smaller numbers has more digits.
      let value = lower < 0.5 ? lower - probability : (1 - probability) - upper
      return (value, density(x))
    }
  }

  /// The density at x within 0..<1.
  private func density(_ x: Double) -> Double {
    exp(Self.logFront(alpha, beta, x) - log(x) - log1p(-x))
  }

  /// ln of xᵃ (1 - x)ᵇ / B(a, b).
  private static func logFront(_ a: Double, _ b: Double, _ x: Double) -> Double {
    SaddlePoint.logBinomial(a, b, x, rest: 1 - x) + log(a) + log(b) - log(a + b)
  }

  private static func tails(
    _ a: Double, _ b: Double, _ x: Double
  ) -> (lower: Double, upper: Double) {
    if x == 0 { return (0, 1) }
    if x == 1 { return (1, 0) }
    let front = exp(logFront(a, b, x))
    // The fraction converges fast on this side of the mean only.
    if x < (a + 1) / (a + b + 2) {
      let lower = front * fraction(a, b, x) / a
      return (lower, 1 - lower)
    }
    let upper = front * fraction(b, a, 1 - x) / b
    return (1 - upper, upper)
  }

  /// The continued fraction of the incomplete beta function (NIST Handbook of Mathematical Functions 8.17.22),
  /// evaluated forwards by the modified method of Lentz.
  private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var c = 1.0
    var d = 1 / nonZero(1 - (a + b) * x / (a + 1), tiny)
    var result = d
    var m = 1.0
    while m < 100_000 {
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / nonZero(1 + even * d, tiny)
      c = nonZero(1 + even / c, tiny)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / nonZero(1 + odd * d, tiny)
      c = nonZero(1 + odd / c, tiny)
      let step = d * c
      result *= step
      if abs(step - 1) < 1e-16 { break }
      m += 1
    }
    return result
  }

  private static func nonZero(_ value: Double, _ tiny: Double) -> Double {
    abs(value) < tiny ? tiny : value
  }
}
