internal import Statistics

/// The test of a sample by simulation, as Newman et al. (Nature Biotechnology 34:547-555, 2016) and ctDNAtools do it:
/// one error rate for the whole sample, a third of it for each of the three other bases.
///
/// A simulated sample counts when its mean allele fraction and its number of sites with the allele are both at least what
/// was seen. Each simulation has its own stream of random numbers, so that the answer does not depend on how they
/// are shared out.
package struct NullSimulation: Sendable {
  private let samplers: [BinomialSampler]
  private let depths: [Double]
  private let seen: (meanFraction: Double, sites: Int)
  private let seed: UInt64

  /// A simulation of what errors alone show at some sites; those without molecules are left out.
  ///
  /// - Parameters:
  ///   - errorRate: Errors a molecule, to any other base.
  /// - Returns: Nil for a rate that is none, or without any molecule.
  package init?(_ counts: [(mutant: Int, molecules: Int)], errorRate: Double, seed: UInt64) {
    let covered = counts.filter { $0.molecules > 0 }
    var samplers: [BinomialSampler] = []
    for count in covered {
      guard let sampler = BinomialSampler(trials: count.molecules, probability: errorRate / 3)
      else { return nil }
      samplers.append(sampler)
    }
    guard !covered.isEmpty else { return nil }
    self.samplers = samplers
    depths = covered.map { Double($0.molecules) }
    seen = Self.summary(covered.map(\.mutant), depths)
    self.seed = seed
  }

  /// How many simulations of a range count.
  package func successes(_ simulations: Range<Int>) -> Int {
    var drawn = [Int](repeating: 0, count: samplers.count)
    var successes = 0
    for simulation in simulations {
      var random = RandomStream(seed: seed, stream: UInt64(simulation))
      for place in samplers.indices { drawn[place] = samplers[place].draw(&random) }
      let found = Self.summary(drawn, depths)
      if found.meanFraction >= seen.meanFraction, found.sites >= seen.sites { successes += 1 }
    }
    return successes
  }

  /// (s + 1) / (N + 1): never 0, and never less than 1 / (N + 1).
  package static func pValue(successes: Int, of simulations: Int) -> Double {
    Double(successes + 1) / Double(simulations + 1)
  }

  private static func summary(
    _ counts: [Int], _ depths: [Double]
  ) -> (meanFraction: Double, sites: Int) {
    var (sum, sites) = (0.0, 0)
    for (count, depth) in zip(counts, depths) where count > 0 {
      sum += Double(count) / depth
      sites += 1
    }
    return (sum / Double(depths.count), sites)
  }
}
