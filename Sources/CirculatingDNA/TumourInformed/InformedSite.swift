internal import Foundation

/// A site at which the tumour has a known variant, and what a plasma sample shows there.
package struct InformedSite: Sendable, Equatable {
  /// k, molecules with the variant.
  package var mutant: Int
  /// n, molecules with the variant or with the reference.
  package var molecules: Int
  /// t, the share of the tumour's molecules that carry the variant, from 0 to 1.
  package var tumourShare: Double
  /// e, the share of molecules that show the variant by error.
  package var errorRate: Double

  /// A site.
  package init(mutant: Int, molecules: Int, tumourShare: Double, errorRate: Double) {
    self.mutant = mutant
    self.molecules = molecules
    self.tumourShare = tumourShare
    self.errorRate = errorRate
  }

  /// q(p) = p (t(1 - e) + (1 - t)e) + (1 - p)e = e + p t(1 - 2e): the share of molecules that show the variant at a ctDNA
  /// fraction (Wan et al., Science Translational Medicine 12:eaaz8084, 2020).
  package func shown(at fraction: Double) -> Double { errorRate + fraction * slope }

  /// dq/dp = t(1 - 2e).
  package var slope: Double { tumourShare * (1 - 2 * errorRate) }
}
