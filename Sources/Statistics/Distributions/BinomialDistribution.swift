internal import Foundation

/// Successes among independent trials of one probability.
package struct BinomialDistribution: Sendable {
  /// n, the trials.
  package let trials: Int
  /// p, the probability of success.
  package let probability: Double

  /// A distribution; nil for negative trials or a probability outside of 0...1.
  package init?(trials: Int, probability: Double) {
    guard trials >= 0, (0...1).contains(probability) else { return nil }
    self.trials = trials
    self.probability = probability
  }

  /// ln P(X = count), to a few units in the last place; -∞ outside of 0...n.
  package func logProbability(of count: Int) -> Double {
    (0...trials).contains(count) ? logProbability(count) : -.infinity
  }

  /// P(X = count).
  package func probability(of count: Int) -> Double { exp(logProbability(of: count)) }

  /// P(X ≥ count), which is I_p(count, n - count + 1), to about 1e-13 relative however small.
  ///
  /// - Complexity: O(√n) terms, or O(n p) where the count is below the mean.
  package func upperTail(from count: Int) -> Double { exp(logUpperTail(from: count)) }

  /// ln P(X ≥ count), for tails below the smallest number there is.
  package func logUpperTail(from count: Int) -> Double {
    if count <= 0 { return 0 }
    if probability == 1 { return count <= trials ? 0 : -.infinity }
    return probability == 0 ? -.infinity : logUpper(count)
  }

  /// P(X ≤ count), with the precision of ``upperTail(from:)``.
  package func lowerTail(upTo count: Int) -> Double {
    if count < 0 { return 0 }
    if probability == 1 { return count >= trials ? 1 : 0 }
    return probability == 0 ? 1 : exp(logLower(count))
  }
}

extension BinomialDistribution: CountDistribution {
  var largest: Int? { trials }
  var mean: Double { Double(trials) * probability }
  var ratiosFall: Bool { true }
  var hasOneHump: Bool { true }

  func logProbability(_ count: Int) -> Double {
    SaddlePoint.logBinomial(
      Double(count), Double(trials - count), probability, rest: 1 - probability)
  }

  func ratio(_ count: Int) -> Double {
    Double(trials - count) / Double(count + 1) * (probability / (1 - probability))
  }
}
