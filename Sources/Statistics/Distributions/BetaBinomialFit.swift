internal import Foundation

/// The most likely beta-binomial distribution of counts with known trials.
package enum BetaBinomialFit {
  /// Successes among trials, and in how many places these were seen.
  package struct Observation: Sendable {
    let successes: Int
    let trials: Int
    /// The mean of the beta distribution there.
    let mean: Double

    /// An observation about a place of a known mean.
    package init(_ successes: Int, of trials: Int, mean: Double) {
      self.successes = successes
      self.trials = trials
      self.mean = mean
    }
  }

  /// The strengths a + b that are looked at.
  package static let strengths: ClosedRange<Double> = 10...1e8

  /// The most likely strength a + b where the means are known, by golden-section search over its logarithm.
  ///
  /// - Returns: Nil where the likelihood keeps rising towards an end of ``strengths``: there is either no more spread
  ///   than a binomial has, or too little to see it by.
  /// - Complexity: O(observations + successes) for each of some fifty steps.
  package static func strength(_ observations: [Observation]) -> Double? {
    guard observations.contains(where: { $0.successes > 0 }) else { return nil }
    let (bottom, top) = (log(strengths.lowerBound), log(strengths.upperBound))
    let best = maximum(bottom...top) { logLikelihood(observations, strength: exp($0)) }
    return best - bottom < 1e-3 || top - best < 1e-3 ? nil : exp(best)
  }

  /// The most likely mean and strength of counts from one distribution.
  ///
  /// - Parameter counts: Successes and trials.
  /// - Returns: a and b; nil where there is no success, or no more spread than a binomial has.
  package static func parameters(
    _ counts: [(successes: Int, trials: Int)]
  ) -> (alpha: Double, beta: Double)? {
    let successes = counts.reduce(0) { $0 + $1.successes }
    let trials = counts.reduce(0) { $0 + $1.trials }
    guard successes > 0, successes < trials else { return nil }
    let pooled = Double(successes) / Double(trials)
    func observations(_ mean: Double) -> [Observation] {
      counts.map { Observation($0.successes, of: $0.trials, mean: mean) }
    }
    // The profile over the mean, on the scale of its logarithm about the pooled one.
    let centre = log(pooled)
    let mean = exp(
      maximum(centre - 3...min(centre + 3, -1e-9)) { logarithm in
        let observations = observations(exp(logarithm))
        guard let strength = strength(observations) else { return -.infinity }
        return logLikelihood(observations, strength: strength)
      })
    guard let strength = strength(observations(mean)) else { return nil }
    return (mean * strength, (1 - mean) * strength)
  }

  /// Σ ln P, without what no parameter changes: Σ ln B(x + a, n - x + b) - ln B(a, b).
  package static func logLikelihood(_ observations: [Observation], strength: Double) -> Double {
    observations.reduce(0) { sum, seen in
      sum + term(seen, seen.mean * strength, (1 - seen.mean) * strength)
    }
  }

  /// ln of a (a + 1) … (a + x - 1) · b … (b + n - x - 1) / ((a + b) … (a + b + n - 1)).
  private static func term(_ seen: Observation, _ a: Double, _ b: Double) -> Double {
    let failures = seen.trials - seen.successes
    return rising(a, seen.successes) + fallingShare(b, failures, a)
      - rising(a + b + Double(failures), seen.successes)
  }

  /// ln of x (x + 1) … (x + n - 1).
  private static func rising(_ x: Double, _ n: Int) -> Double {
    if n > 40 { return lgamma(x + Double(n)) - lgamma(x) }
    var (sum, product) = (0.0, 1.0)
    for step in 0..<n {
      product *= x + Double(step)
      if product > 1e250 {
        sum += log(product)
        product = 1
      }
    }
    return sum + log(product)
  }

  /// ln of b … (b + n - 1) / ((a + b) … (a + b + n - 1)), the probability of n failures in a row.
  private static func fallingShare(_ b: Double, _ n: Int, _ a: Double) -> Double {
    BetaBinomialDistribution(trials: n, alpha: a, beta: b)?.logProbability(of: 0) ?? -.infinity
  }

  /// Where a function with one summit has it, to 1e-9 of the range.
  private static func maximum(
    _ range: ClosedRange<Double>, _ function: (Double) -> Double
  ) -> Double {
    let golden = (5.0.squareRoot() - 1) / 2
    var (low, high) = (range.lowerBound, range.upperBound)
    var (left, right) = (high - golden * (high - low), low + golden * (high - low))
    var (atLeft, atRight) = (function(left), function(right))
    while high - low > 1e-9 * (range.upperBound - range.lowerBound) {
      if atLeft >= atRight {
        (high, right, atRight) = (right, left, atLeft)
        left = high - golden * (high - low)
        atLeft = function(left)
      } else {
        (low, left, atLeft) = (left, right, atRight)
        right = low + golden * (high - low)
        atRight = function(right)
      }
    }
    return (low + high) / 2
  }
}
