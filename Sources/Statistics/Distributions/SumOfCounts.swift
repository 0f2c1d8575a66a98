internal import Foundation

/// The upper tails of sums of independent counts.
package enum SumOfCounts {
  /// Trials of one probability among those whose successes are summed.
  package struct Part: Sendable, Equatable {
    /// How many trials.
    package var trials: Int
    /// The probability of success.
    package var probability: Double

    /// Trials of a probability.
    package init(trials: Int, probability: Double) {
      self.trials = trials
      self.probability = probability
    }
  }

  /// P(Σ Bin(nᵢ, pᵢ) ≥ count), exactly.
  ///
  /// The terms summed are those from `count` on, up to where they no longer matter, so that small tails keep their
  /// relative precision (about 1e-11).
  ///
  /// - Parameter parts: The trials; negative ones and probabilities outside of 0...1 count as none.
  /// - Complexity: O(parts + count + √λ), where λ is the expected sum and probabilities are small; O(parts × (count + √λ) ×
  ///   largest count of a part that matters) otherwise.
  package static func upperTail(from count: Int, _ parts: [Part]) -> Double {
    if count <= 0 { return 1 }
    let parts = parts.filter { $0.trials > 0 && $0.probability > 0 && $0.probability <= 1 }
    let trials = parts.reduce(0) { $0 + $1.trials }
    if count > trials { return 0 }
    let mean = parts.reduce(0) { $0 + Double($1.trials) * $1.probability }
    // Behind this the terms are less than 1e-17 of the tail: it falls at least as a Poisson tail does.
    let reach = max(Double(count), mean)
    let last = min(trials, Int(reach + 12 * reach.squareRoot()) + 50)
    if let tail = tailByRecursion(from: count, through: last, parts) { return tail }
    var sums = [Double](repeating: 0, count: last + 1)
    sums[0] = 1
    var largest = 0
    for part in parts {
      let probabilities = probabilities(part, upTo: last)
      let next = min(last, largest + probabilities.count - 1)
      convolve(&sums, upTo: largest, next, with: probabilities)
      largest = next
    }
    // From the smallest on.
    return min(1, sums[count...].reversed().reduce(0, +))
  }

  /// P(Σ Bernoulli(pᵢ) ≥ count): the Poisson-binomial distribution.
  ///
  /// - Complexity: O(n × count).
  package static func upperTail(from count: Int, probabilities: [Double]) -> Double {
    if count <= 0 { return 1 }
    var below = [Double](repeating: 0, count: count)
    below[0] = 1
    var reached = 0.0
    for probability in probabilities {
      reached += below[count - 1] * probability
      for place in stride(from: count - 1, to: 0, by: -1) {
        below[place] = below[place] * (1 - probability) + below[place - 1] * probability
      }
      below[0] *= 1 - probability
    }
    return min(1, reached)
  }

  /// The probabilities of 0, 1, 2 … successes, up to where they no longer matter to anything that can be written.
  private static func probabilities(_ part: Part, upTo last: Int) -> [Double] {
    guard
      let distribution = BinomialDistribution(trials: part.trials, probability: part.probability)
    else { return [1] }
    var result: [Double] = []
    let mean = Double(part.trials) * part.probability
    for count in 0...min(part.trials, last) {
      let probability = distribution.probability(of: count)
      if Double(count) > mean, probability < .leastNormalMagnitude { break }
      result.append(probability)
    }
    return result
  }

  /// Adds one count to the sums, in place: from the largest sum down, as smaller ones are still needed.
  private static func convolve(
    _ sums: inout [Double], upTo largest: Int, _ next: Int, with probabilities: [Double]
  ) {
    for place in stride(from: next, through: 0, by: -1) {
      var sum = 0.0
      for count in max(0, place - largest)..<min(probabilities.count, place + 1) {
        sum += sums[place - count] * probabilities[count]
      }
      sums[place] = sum
    }
  }
}
