internal import Foundation
internal import Statistics

/// The least that a test finds with a given probability.
package enum DetectionLimit {
  /// The allele fraction that one site shows with a probability: v with P(Bin(n, v + e - 2 v e) ≥ k) = `power`, where k is
  /// the critical count.
  ///
  /// The count steps up as molecules are added, so the limit is not monotone in them.
  ///
  /// - Parameters:
  ///   - total: n, molecules at the site.
  ///   - level: The type-I error that the critical count holds.
  /// - Returns: Nil where so few molecules cannot show anything.
  package static func site(
    molecules total: Int, _ model: ErrorModel, level: Double, power: Double = 0.95
  ) -> Double? {
    let critical = model.criticalCount(of: total, level: level)
    return fraction(critical: critical, of: total, errorRate: model.rate, power: power)
  }

  /// The allele fraction at which at least `critical` of n molecules show the allele with a probability.
  package static func fraction(
    critical: Int, of total: Int, errorRate: Double, power: Double = 0.95
  ) -> Double? {
    guard total > 0, critical <= total, critical > 0, errorRate < 0.5 else { return nil }
    let shown = binomialProportion(fewerThan: critical, of: total, with: 1 - power)
    return min(1, max(0, (shown - errorRate) / (1 - 2 * errorRate)))
  }

  /// The allele fraction that leaves a number of molecules among those sequenced with a probability, where errors do not
  /// matter: the γ quantile of `support` over the molecules.
  package static func support(
    molecules: Int, minimumSupport: Int, power: Double = 0.95
  ) -> Double? {
    guard molecules > 0, let waiting = GammaDistribution(shape: Double(minimumSupport)) else {
      return nil
    }
    return waiting.quantile(power) / Double(molecules)
  }

  /// The ctDNA fraction that a test of all sites together finds with a probability.
  ///
  /// The critical count K is the smallest with P(Pois(Σ nᵢeᵢ) ≥ K) ≤ `level`; the limit is the p with
  /// P(Pois(Σ nᵢqᵢ(p)) ≥ K) = `power`.
  ///
  /// - Returns: Nil where even a fraction of one is not found so often; the critical count in either case.
  /// - Complexity: O(sites) once; qᵢ is linear in p.
  package static func sites(
    _ sites: [InformedSite], level: Double, power: Double = 0.95
  ) -> (fraction: Double?, criticalCount: Int) {
    let background = sites.reduce(0) { $0 + Double($1.molecules) * $1.errorRate }
    let gain = sites.reduce(0) { $0 + Double($1.molecules) * $1.slope }
    var critical = max(1, Int(background))
    guard let noise = PoissonDistribution(mean: background) else { return (nil, critical) }
    while noise.upperTail(from: critical) > level { critical += 1 }
    while critical > 1, noise.upperTail(from: critical - 1) <= level { critical -= 1 }
    // P(Pois(λ) ≥ K) = power is the γ quantile of K.
    guard let needed = GammaDistribution(shape: Double(critical))?.quantile(power), gain > 0 else {
      return (nil, critical)
    }
    let fraction = (needed - background) / gain
    return (fraction <= 1 ? max(0, fraction) : nil, critical)
  }
}
