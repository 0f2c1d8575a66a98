/// How the alleles of a scoring row meet those of a record; a lower number wins.
///
/// EA is the effect allele, OA the other allele, c() the base-wise complement without reversal.
/// The order is that of pgscatalog.match 0.4.0, `lib/_match/match.py`.
package enum MatchType: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// EA = REF and OA = ALT.
  case refalt
  /// EA = ALT and OA = REF.
  case altref
  /// c(EA) = REF and c(OA) = ALT.
  case refaltFlip
  /// c(EA) = ALT and c(OA) = REF.
  case altrefFlip
  /// No OA; EA = REF.
  case noOARef
  /// No OA; EA = ALT.
  case noOAAlt
  /// No OA; c(EA) = REF.
  case noOARefFlip
  /// No OA; c(EA) = ALT.
  case noOAAltFlip

  /// Whether the effect allele is the record's ALT rather than its REF.
  package var effectIsAlternative: Bool { rawValue & 1 == 1 }

  /// Whether the alleles were compared as complements.
  package var isFlip: Bool { rawValue & 2 == 2 }

  /// The type with the row's alleles read on the other strand; the effect allele of an ambiguous row is then the
  /// record's other allele.
  package var onOtherStrand: MatchType {
    switch self {
    case .refalt: .altrefFlip
    case .altref: .refaltFlip
    case .refaltFlip: .altref
    case .altrefFlip: .refalt
    case .noOARef: .noOAAltFlip
    case .noOAAlt: .noOARefFlip
    case .noOARefFlip: .noOAAlt
    case .noOAAltFlip: .noOARef
    }
  }

  /// The name that outputs print, as pgscatalog.match writes it.
  package var name: String {
    switch self {
    case .refalt: "refalt"
    case .altref: "altref"
    case .refaltFlip: "refalt_flip"
    case .altrefFlip: "altref_flip"
    case .noOARef: "no_oa_ref"
    case .noOAAlt: "no_oa_alt"
    case .noOARefFlip: "no_oa_ref_flip"
    case .noOAAltFlip: "no_oa_alt_flip"
    }
  }
}
