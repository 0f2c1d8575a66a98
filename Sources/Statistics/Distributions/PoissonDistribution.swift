internal import Foundation

/// Events that happen independently at a constant rate.
package struct PoissonDistribution: Sendable {
  /// λ, the expected events.
  package let mean: Double

  /// A distribution; nil for a mean that is negative or not finite.
  package init?(mean: Double) {
    guard mean >= 0, mean.isFinite else { return nil }
    self.mean = mean
  }

  /// ln P(X = count); -∞ below 0.
  package func logProbability(of count: Int) -> Double {
    count < 0 ? -.infinity : logProbability(count)
  }

  /// P(X ≥ count), the lower regularised gamma function P(count, λ), to about 1e-13 relative however small.
  ///
  /// - Complexity: O(√λ) terms, or O(λ) where the count is below the mean.
  package func upperTail(from count: Int) -> Double { exp(logUpperTail(from: count)) }

  /// ln P(X ≥ count), for tails below the smallest number there is.
  package func logUpperTail(from count: Int) -> Double {
    if count <= 0 { return 0 }
    return mean == 0 ? -.infinity : logUpper(count)
  }

  /// P(X ≤ count), with the precision of ``upperTail(from:)``.
  package func lowerTail(upTo count: Int) -> Double {
    if count < 0 { return 0 }
    return mean == 0 ? 1 : exp(logLower(count))
  }
}

extension PoissonDistribution: CountDistribution {
  var largest: Int? { nil }
  var ratiosFall: Bool { true }
  var hasOneHump: Bool { true }

  func logProbability(_ count: Int) -> Double {
    SaddlePoint.logPoisson(Double(count), mean: mean)
  }

  func ratio(_ count: Int) -> Double { mean / Double(count + 1) }
}
