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

  /// Copies in the first and the second call; nil when the word does not hold two such calls.
  @inline(__always)
  func counts(_ word: UInt64) -> (first: UInt8, second: UInt8)? {
    let difference = word ^ reference
    let between = difference & ~Self.alleleLanes
    if between != 0 {
      // Phased and unphased calls may stand side by side; partial matches of the bits may not.
      let first = between & 0xFFFF_FFFF
      let second = between >> 32
      guard first == 0 || first == 0x5300, second == 0 || second == 0x5300 else { return nil }
    }
    let alleles = difference & Self.alleleLanes
    // Lanes are 16 bits wide here, so no sum reaches its neighbour.
    guard (alleles &+ beyondLast) & 0xFF80_FF80_FF80_FF80 == 0 else { return nil }
    let unequal = (alleles ^ wanted) &+ 0x007F_007F_007F_007F
    let equal = ((unequal >> 7) & Self.lowestBits) ^ Self.lowestBits
    let sums = equal &+ (equal >> 16)
    return (UInt8(truncatingIfNeeded: sums), UInt8(truncatingIfNeeded: sums >> 32))
  }
}
