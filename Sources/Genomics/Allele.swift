/// Operations on the bases of an allele, given as bytes.
@usableFromInline
package enum Allele {
  /// Whether a range holds one or more of `A`, `C`, `G`, `T` and nothing else.
  package static func isACGT(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard !range.isEmpty else { return false }
    for offset in range where complement(of: text[offset]) == nil { return false }
    return true
  }

  /// Whether a byte is `A`, `C`, `G`, `T` or `N`, in either case.
  @inlinable
  @inline(__always)
  package static func isBase(_ byte: UInt8) -> Bool {
    // A bit for each of the letters, by its number in the alphabet.
    let bases: UInt32 = 1 << 1 | 1 << 3 | 1 << 7 | 1 << 20 | 1 << 14
    return byte & 0xC0 == 0x40 && bases &>> UInt32(byte & 0x1F) & 1 == 1
  }

  /// The complementary base; nil for anything but `A`, `C`, `G`, `T`.
  @inlinable
  package static func complement(of base: UInt8) -> UInt8? {
    switch base {
    case UInt8(ascii: "A"): UInt8(ascii: "T")
    case UInt8(ascii: "C"): UInt8(ascii: "G")
    case UInt8(ascii: "G"): UInt8(ascii: "C")
    case UInt8(ascii: "T"): UInt8(ascii: "A")
    default: nil
    }
  }

  /// Every base replaced by its complement, the order kept; an allele that is not `[ACGT]+` is
  /// returned as it is.
  ///
  /// This is how scoring files are flipped to the other strand (pgscatalog.match), not the reverse
  /// complement.
  package static func complemented(_ allele: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(allele.count)
    for base in allele {
      guard let other = complement(of: base) else { return allele }
      result.append(other)
    }
    return result
  }

  /// The IUPAC nucleotide codes a reference allele may consist of, in either case.
  @inlinable
  package static func isNucleotideCode(_ byte: UInt8) -> Bool {
    switch byte & 0xDF {
    case UInt8(ascii: "A"), UInt8(ascii: "C"), UInt8(ascii: "G"), UInt8(ascii: "T"),
      UInt8(ascii: "N"), UInt8(ascii: "R"), UInt8(ascii: "Y"), UInt8(ascii: "S"),
      UInt8(ascii: "W"), UInt8(ascii: "K"), UInt8(ascii: "M"), UInt8(ascii: "B"),
      UInt8(ascii: "D"), UInt8(ascii: "H"), UInt8(ascii: "V"), UInt8(ascii: "U"):
      true
    default: false
    }
  }
}
