internal import Foundation

/// The gamma distribution of scale 1: of the waiting time for events, and of rates that have given a count.
package struct GammaDistribution: Sendable {
  /// The shape.
  package let shape: Double

  /// A distribution; nil for a shape that is not positive and finite.
  package init?(shape: Double) {
    guard shape > 0, shape.isFinite else { return nil }
    self.shape = shape
  }

  /// P(X ≤ x), the lower regularised gamma function P(shape, x), to about 1e-13 relative however small.
  ///
  /// - Returns: Not a number below 0.
  package func lowerTail(upTo x: Double) -> Double { x >= 0 ? tails(x).lower : .nan }

  /// P(X ≥ x), with the precision of ``lowerTail(upTo:)``.
  package func upperTail(from x: Double) -> Double { x >= 0 ? tails(x).upper : .nan }

  /// The x with P(X ≤ x) = `probability`, to about 1e-13 relative.
  ///
  /// - Returns: ∞ at 1; not a number for a probability outside of 0...1.
  package func quantile(_ probability: Double) -> Double {
    guard probability >= 0, probability <= 1 else { return .nan }
    if probability == 0 { return 0 }
    if probability == 1 { return .infinity }
    var top = 2 * shape + 10
    while upperTail(from: top) > 1 - probability { top *= 2 }
    return bracketedRoot(in: 0...top, start: min(shape, top / 2)) { x in
      let (lower, upper) = tails(x)
      let value = lower < 0.5 ? lower - probability : (1 - probability) - upper
      return (value, x > 0 ? exp(logFront(x)) / x : 0)
    }
  }

  /// ln of xˢ e⁻ˣ / Γ(s).
  private func logFront(_ x: Double) -> Double {
    SaddlePoint.logPoisson(shape, mean: x) + log(shape)
  }

  private func tails(_ x: Double) -> (lower: Double, upper: Double) {
    if x == 0 { return (0, 1) }
    if x == .infinity { return (1, 0) }
    let front = exp(logFront(x))
    if x < shape + 1 {
      let lower = front * series(x)
      return (lower, 1 - lower)
    }
    let upper = front * fraction(x)
    return (1 - upper, upper)
  }

  /// Σ xᵏ / (s (s + 1) … (s + k)) (NIST Handbook of Mathematical Functions 8.11.4).
  private func series(_ x: Double) -> Double {
    var term = 1 / shape
    var sum = term
    var next = shape + 1
    while term > sum * 1e-17 {
      term *= x / next
      sum += term
      next += 1
    }
    return sum
  }

  /// The continued fraction of the upper function (8.9.2), by the modified method of Lentz.
  private func fraction(_ x: Double) -> Double {
    let tiny = 1e-300
    var b = x + 1 - shape
    var c = 1 / tiny
    var d = 1 / (b == 0 ? tiny : b)
    var result = d
    var k = 1.0
    while k < 100_000 {
      let factor = k * (shape - k)
      b += 2
      let denominator = factor * d + b
      d = 1 / (denominator == 0 ? tiny : denominator)
      c = b + factor / c
      if c == 0 { c = tiny }
      let step = d * c
      result *= step
      if abs(step - 1) < 1e-16 { break }
      k += 1
    }
    return result
  }
}
