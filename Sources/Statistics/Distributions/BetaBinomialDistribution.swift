internal import Foundation

/// Successes among trials whose probability is itself drawn from a beta distribution: a binomial with more spread.
package struct BetaBinomialDistribution: Sendable {
  /// n, the trials.
  package let trials: Int
  /// a, the first parameter of the beta distribution.
  package let alpha: Double
  /// b, the second one; the probability is a / (a + b) on average.
  package let beta: Double

  /// A distribution; nil for negative trials, or parameters that are not positive and finite.
  package init?(trials: Int, alpha: Double, beta: Double) {
    guard trials >= 0, alpha > 0, beta > 0, alpha.isFinite, beta.isFinite else { return nil }
    self.trials = trials
    self.alpha = alpha
    self.beta = beta
  }

  /// ln P(X = count); -∞ outside of 0...n.
  ///
  /// - Complexity: O(count): the ratios of neighbours, from the probability of none.
  package func logProbability(of count: Int) -> Double {
    (0...trials).contains(count) ? logProbability(count) : -.infinity
  }

  /// P(X ≥ count), summed term by term from there on, to about 1e-12 relative however small.
  ///
  /// - Complexity: O(count + √n) terms; O(n) where the distribution rises again towards n (`beta` below 1).
  package func upperTail(from count: Int) -> Double { exp(logUpperTail(from: count)) }

  /// ln P(X ≥ count), for tails below the smallest number there is.
  package func logUpperTail(from count: Int) -> Double { logUpper(count) }

  /// P(X ≤ count), with the precision of ``upperTail(from:)``.
  package func lowerTail(upTo count: Int) -> Double { exp(logLower(count)) }

  /// ln P(X = 0) = ln B(a, n + b) - ln B(a, b), with all that is large and cancels taken out beforehand.
  private var logNone: Double {
    let n = Double(trials)
    if trials == 0 { return 0 }
    // What Stirling leaves of Γ(x) is what it leaves of Γ(x + 1) = x Γ(x).
    let errors =
      SaddlePoint.stirlingError(n + beta) - SaddlePoint.stirlingError(beta)
      + SaddlePoint.stirlingError(alpha + beta) - SaddlePoint.stirlingError(n + alpha + beta)
    let shared = (beta - 0.5) * log1p(n * alpha / (beta * (n + alpha + beta)))
    return shared - n * log1p(alpha / (n + beta)) - alpha * log1p(n / (alpha + beta)) + errors
  }

}

extension BetaBinomialDistribution: CountDistribution {
  var largest: Int? { trials }
  var mean: Double { Double(trials) * (alpha / (alpha + beta)) }
  var ratiosFall: Bool { alpha >= 1 && beta >= 1 }
  /// With `beta` below 1 the probabilities may rise again towards n.
  var hasOneHump: Bool { beta >= 1 }

  func logProbability(_ count: Int) -> Double {
    var logarithm = logNone
    var product = 1.0
    for place in 0..<count {
      product *= ratio(place)
      if product < 1e-200 || product > 1e200 {
        logarithm += log(product)
        product = 1
      }
    }
    return logarithm + log(product)
  }

  func ratio(_ count: Int) -> Double {
    let x = Double(count)
    let rest = Double(trials - count)
    return rest / (x + 1) * ((x + alpha) / (rest - 1 + beta))
  }
}
