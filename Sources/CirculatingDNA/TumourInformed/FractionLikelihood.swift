internal import Foundation
package import Statistics

/// The likelihood of the ctDNA fraction p, given what all sites of a sample show.
///
/// l(p) = Σ kᵢ ln qᵢ + (nᵢ - kᵢ) ln(1 - qᵢ), which is concave in p; coefficients without p are left out.
package struct FractionLikelihood: Sendable {
  private let sites: [InformedSite]
  /// The largest p at which every q is below 1.
  private static let largest = 1 - 1e-12

  /// The likelihood of some sites; those without molecules say nothing.
  package init(_ sites: [InformedSite]) {
    self.sites = sites.filter { $0.molecules > 0 && $0.slope > 0 }
  }

  /// l(p).
  package func logLikelihood(_ fraction: Double) -> Double {
    var sum = 0.0
    for site in sites {
      let shown = site.shown(at: fraction)
      if site.mutant > 0 { sum += Double(site.mutant) * log(shown) }
      if site.mutant < site.molecules {
        sum += Double(site.molecules - site.mutant) * log1p(-shown)
      }
    }
    return sum
  }

  /// l'(p) and l''(p).
  private func slopes(_ fraction: Double) -> (first: Double, second: Double) {
    var (first, second) = (0.0, 0.0)
    for site in sites {
      let shown = site.shown(at: fraction)
      let with = site.mutant > 0 ? Double(site.mutant) / shown : 0
      let without = Double(site.molecules - site.mutant) / (1 - shown)
      first += site.slope * (with - without)
      let curvature = (site.mutant > 0 ? with / shown : 0) + without / (1 - shown)
      second -= site.slope * site.slope * curvature
    }
    return (first, second)
  }

  /// The p that makes the sample most likely: 0 where the likelihood falls from there on.
  package func mostLikely() -> Double {
    guard !sites.isEmpty, slopes(0).first > 0 else { return 0 }
    if slopes(Self.largest).first >= 0 { return 1 }
    let molecules = sites.reduce(0) { $0 + Double($1.molecules) * $1.slope }
    let excess = sites.reduce(0) {
      $0 + Double($1.mutant) - Double($1.molecules) * $1.errorRate
    }
    return bracketedRoot(in: 0...Self.largest, start: excess / molecules) { fraction in
      let slopes = slopes(fraction)
      return (-slopes.first, -slopes.second)
    }
  }

  /// The profile-likelihood interval {p : 2 (l(p̂) - l(p)) ≤ χ²₁} about the most likely p. With no mutant molecule it
  /// still has a finite upper limit.
  package func interval(about best: Double, confidence: Double) -> ConfidenceInterval {
    guard !sites.isEmpty else { return ConfidenceInterval(lower: 0, upper: 1) }
    let z = normalQuantile(0.5 + confidence / 2)
    let target = logLikelihood(best) - z * z / 2
    var lower = 0.0
    if best > 0, logLikelihood(0) < target {
      lower = bracketedRoot(in: 0...best, start: best / 2) { fraction in
        (logLikelihood(fraction) - target, slopes(fraction).first)
      }
    }
    guard best < Self.largest, logLikelihood(Self.largest) < target else {
      return ConfidenceInterval(lower: lower, upper: 1)
    }
    let information = -slopes(best).second
    let guess = information > 0 ? best + z / information.squareRoot() : best * 2
    let upper = bracketedRoot(in: best...Self.largest, start: guess) { fraction in
      (target - logLikelihood(fraction), -slopes(fraction).first)
    }
    return ConfidenceInterval(lower: lower, upper: upper)
  }

  /// 2 (l(p̂) - l(0)): how much better some ctDNA explains the sample than none.
  package func ratio(at best: Double) -> Double {
    max(0, 2 * (logLikelihood(best) - logLikelihood(0)))
  }
}
