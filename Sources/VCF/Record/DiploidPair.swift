/// Counts one allele in two neighbouring calls of the form `a|b⇥`, held in one word.
///
/// The lanes of the word are the bytes of the text: allele, separator, allele, tab, twice. Alleles are
/// single digits; anything else is left to the general decoder.
struct DiploidPair {
  /// `0|0⇥0|0⇥` with the separator of the row.
  let reference: UInt64
  private let wanted: UInt64
  private let beyondLast: UInt64

  private static let alleleLanes: UInt64 = 0x00FF_00FF_00FF_00FF
  private static let lowestBits: UInt64 = 0x0001_0001_0001_0001

  /// A counter for a record with at most ten alleles.
  init(separator: UInt8, alleles: Int, alleleIndex: Int) {
    let half = UInt64(0x0930_0030) | UInt64(separator) << 8
    reference = half << 32 | half
    wanted = Self.lowestBits &* UInt64(alleleIndex)
    // Added to an allele, it reaches bit 7 exactly when the allele is not one of the record.
    beyondLast = Self.lowestBits &* UInt64(0x80 - alleles)
  }

  /// Copies in the first call (byte 0) and in the second (byte 4), all other bytes 0. Meaningless when
  /// `wrong` gets bits set, which says that the word does not hold two such calls.
  @inline(__always)
  func counts(_ word: UInt64, wrong: inout UInt64) -> UInt64 {
    let difference = word ^ reference
    // Phased and unphased calls may stand side by side: `/` and `|` differ by 0x53, in whole only.
    let between = difference & ~Self.alleleLanes
    let changed = (between >> 8) & 0x0000_0001_0000_0001
    wrong |= between ^ (changed &* 0x5300)
    let alleles = difference & Self.alleleLanes
    // Lanes are 16 bits wide here, so no sum reaches its neighbour.
    wrong |= (alleles &+ beyondLast) & 0xFF80_FF80_FF80_FF80
    let unequal = (alleles ^ wanted) &+ 0x007F_007F_007F_007F
    let equal = ((unequal >> 7) & Self.lowestBits) ^ Self.lowestBits
    return (equal &+ (equal >> 16)) & 0x0000_0003_0000_0003
  }
}
