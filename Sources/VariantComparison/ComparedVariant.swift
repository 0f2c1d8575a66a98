/// One allele at one place, as a file says it.
package struct ComparedVariant: Sendable, Equatable {
  /// POS, from 1.
  package var position: Int
  /// REF, in capitals.
  package var reference: [UInt8]
  /// One of ALT, in capitals where it is of bases.
  package var alternative: [UInt8]
  /// The share of molecules that have it; nil where the file does not say.
  package var alleleFraction: Double?

  /// An allele.
  package init(
    position: Int, reference: [UInt8], alternative: [UInt8], alleleFraction: Double? = nil
  ) {
    self.position = position
    self.reference = Self.capital(reference)
    self.alternative = Self.spelling(alternative)
    self.alleleFraction = alleleFraction
  }

  /// An allele in capitals where it is of bases, otherwise as it is.
  package static func spelling(_ allele: [UInt8]) -> [UInt8] {
    allele.allSatisfy(isBase) ? capital(allele) : allele
  }

  /// The change without the bases that both alleles share; nil for symbolic alleles, breakends and no change.
  package var trimmed: TrimmedVariant? {
    guard !reference.isEmpty, !alternative.isEmpty, reference.allSatisfy(Self.isBase),
      alternative.allSatisfy(Self.isBase)
    else { return nil }
    return TrimmedVariant(
      position: position - 1, reference: reference, alternative: alternative)
  }

  private static func capital(_ bases: [UInt8]) -> [UInt8] { bases.map { $0 & 0xDF } }

  static func isBase(_ byte: UInt8) -> Bool {
    switch byte & 0xDF {
    case 0x41, 0x43, 0x47, 0x54, 0x4E: true
    default: false
    }
  }
}
