/// Draws from a binomial distribution by inversion of its distribution function, tabulated once.
package struct BinomialSampler: Sendable {
  /// The distribution function from the first count that matters on.
  private let cumulative: [Double]
  private let first: Int

  /// A sampler; nil where there is no such distribution.
  ///
  /// - Complexity: O(√(n p)) terms.
  package init?(trials: Int, probability: Double) {
    guard let distribution = BinomialDistribution(trials: trials, probability: probability) else {
      return nil
    }
    let mean = Double(trials) * probability
    let spread = 9 * mean.squareRoot() + 9
    first = max(0, Int(mean - spread))
    var cumulative: [Double] = []
    var sum = first == 0 ? 0 : distribution.lowerTail(upTo: first - 1)
    for count in first...trials {
      sum += distribution.probability(of: count)
      cumulative.append(sum)
      if Double(count) > mean, sum > 1 - 1e-15 || Double(count) > mean + 4 * spread { break }
    }
    self.cumulative = cumulative
  }

  /// One draw.
  package func draw(_ generator: inout RandomStream) -> Int {
    let uniform = generator.uniform()
    // Most draws are one of the first few counts where the mean is small.
    if cumulative.count <= 16 || uniform < cumulative[4] {
      for (place, bound) in cumulative.enumerated() where uniform < bound { return first + place }
      return first + cumulative.count - 1
    }
    var (low, high) = (0, cumulative.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] > uniform { high = middle } else { low = middle + 1 }
    }
    return first + low
  }
}
