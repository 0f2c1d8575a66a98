internal import Foundation
package import Statistics

/// Whether a plasma sample holds DNA of a tumour whose variants are known, and how much.
package struct ResidualDisease: Sendable {
  /// What the test says.
  package enum Call: String, Sendable {
    case positive
    case negative
    /// Nothing was found, but what was asked for would not have been found either.
    case indeterminate
  }

  /// Sites tested: those left after outliers.
  package let sites: Int
  /// Sites with at least one molecule.
  package let informativeSites: Int
  /// K, mutant molecules of all sites.
  package let mutant: Int
  /// Molecules of all sites.
  package let molecules: Int
  /// Σ nᵢeᵢ, mutant molecules expected by error.
  package let expected: Double
  /// P(Σ Bin(nᵢ, eᵢ) ≥ K), exactly.
  package let pValue: Double
  /// P(Pois(Σ nᵢeᵢ) ≥ K), which other programs use.
  package let pPoisson: Double
  /// The most likely ctDNA fraction.
  package let fraction: Double
  /// Its profile-likelihood interval.
  package let interval: ConfidenceInterval
  /// The fraction that this sample would have shown with a probability of 0.95; nil where none would.
  package let limit: Double?
  /// What follows.
  package let call: Call

  /// Tests a sample.
  ///
  /// - Parameters:
  ///   - sites: The sites that count; see ``outliers(_:fraction:level:)``.
  ///   - level: α.
  ///   - requiredLimit: The fraction that must have been detectable for a negative answer; nil for any.
  /// - Complexity: O(sites × (K + √λ)) for the exact p, O(sites) for each step of the rest.
  package init(
    _ sites: [InformedSite], level: Double, requiredLimit: Double?, confidence: Double = 0.95
  ) {
    self.sites = sites.count
    informativeSites = sites.count { $0.molecules > 0 && $0.slope > 0 }
    mutant = sites.reduce(0) { $0 + $1.mutant }
    molecules = sites.reduce(0) { $0 + $1.molecules }
    expected = sites.reduce(0) { $0 + Double($1.molecules) * $1.errorRate }
    pValue = SumOfCounts.upperTail(
      from: mutant, sites.map { .init(trials: $0.molecules, probability: $0.errorRate) })
    pPoisson = PoissonDistribution(mean: expected)?.upperTail(from: mutant) ?? .nan
    let likelihood = FractionLikelihood(sites)
    fraction = likelihood.mostLikely()
    interval = likelihood.interval(about: fraction, confidence: confidence)
    limit = DetectionLimit.sites(sites, level: level).fraction
    call = Self.call(pValue, level, limit, requiredLimit, isInformed: informativeSites > 0)
  }

  private static func call(
    _ pValue: Double, _ level: Double, _ limit: Double?, _ required: Double?, isInformed: Bool
  ) -> Call {
    if pValue <= level { return .positive }
    guard isInformed, let limit else { return .indeterminate }
    if let required, limit > required { return .indeterminate }
    return .negative
  }

  /// The sites that show more than the whole sample explains: P(Bin(nᵢ, p̂) ≥ kᵢ) ≤ `level` / sites, with p̂ the sample's
  /// fraction and at least what the site would show at it (Wan et al., 2020). They speak for a variant of another origin,
  /// and are listed and left out.
  ///
  /// - Returns: Their places.
  package static func outliers(
    _ sites: [InformedSite], fraction: Double, level: Double = 0.05
  ) -> [Int] {
    sites.indices.filter { place in
      let site = sites[place]
      guard site.mutant > 0, site.molecules > 0,
        let share = BinomialDistribution(
          trials: site.molecules, probability: min(1, max(fraction, site.shown(at: fraction))))
      else { return false }
      return share.upperTail(from: site.mutant) <= level / Double(sites.count)
    }
  }
}
