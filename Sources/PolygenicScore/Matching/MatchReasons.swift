/// Why a row is excluded, or what was special about it.
package struct MatchReasons: OptionSet, Sendable, BitwiseCopyable {
  /// The bits.
  package var rawValue: UInt8

  /// A set from its bits.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Several rows of the score meet this variant.
  package static let duplicateID = MatchReasons(rawValue: 1)
  /// The complement of REF is ALT.
  package static let ambiguous = MatchReasons(rawValue: 2)
  /// The record has several alternative alleles.
  package static let multiallelic = MatchReasons(rawValue: 4)
  /// The row's alleles are the complements of the record's.
  package static let flip = MatchReasons(rawValue: 8)
  /// The record says that it was imputed too poorly.
  package static let lowR2 = MatchReasons(rawValue: 16)
  /// The record's REF is not what the reference genome has there.
  package static let referenceMismatch = MatchReasons(rawValue: 32)

  /// All reasons with the names that outputs print, in the order in which the rules are applied.
  package static let named: [(reason: MatchReasons, name: String)] = [
    (.duplicateID, "duplicate_ID"), (.ambiguous, "ambiguous"), (.multiallelic, "multiallelic"),
    (.flip, "flip"), (.lowR2, "low_r2"), (.referenceMismatch, "reference_mismatch"),
  ]

  /// The names that outputs print.
  package var names: [String] { Self.named.filter { contains($0.reason) }.map(\.name) }
}
