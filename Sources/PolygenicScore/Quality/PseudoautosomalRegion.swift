package import Genomics

/// The pseudo-autosomal regions of X, where men have two copies as women do.
package enum PseudoautosomalRegion {
  /// Whether a position (from 1) of X lies in one; positions of an unknown build do not.
  ///
  /// The regions are those of the Genome Reference Consortium for GRCh37 and GRCh38, and of the T2T consortium
  /// for CHM13 v2.0.
  package static func contains(_ position: Int, in assembly: Assembly?) -> Bool {
    guard let assembly else { return false }
    let (first, second): (ClosedRange<Int>, ClosedRange<Int>) =
      switch assembly {
      case .grch37: (60_001...2_699_520, 154_931_044...155_260_560)
      case .grch38: (10_001...2_781_479, 155_701_383...156_030_895)
      case .t2t: (1...2_394_410, 153_925_835...154_259_566)
      }
    return first.contains(position) || second.contains(position)
  }
}
