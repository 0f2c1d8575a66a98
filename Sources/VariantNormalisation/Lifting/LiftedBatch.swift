package import VCF

/// Why a record could not be brought to the other genome; the word is the rule it is kept aside under.
package enum UnliftedReason: String, CaseIterable, Sendable {
  /// No chain has its position.
  case noChain = "no-chain"
  /// Its reference allele reaches over a gap between blocks, and none of its alleles explains the gap.
  case gap
  /// Neither REF nor an ALT is what the new genome has there.
  case mismatch
  /// REF is not what the old genome has there.
  case oldMismatch = "old-mismatch"
  /// The new genome's file has no such contig, or it ends before.
  case noContig = "no-contig"
  /// It names a second place: a breakend, or a symbolic allele with a length.
  case structural
  /// Its fields cannot be brought to the new alleles.
  case fields

  /// What is said about such a record.
  var message: String {
    switch self {
    case .noChain: "no chain leads from this position to the new genome"
    case .gap: "the reference allele reaches over a gap of the chain"
    case .mismatch: "neither REF nor an alternate allele is what the new genome has there"
    case .oldMismatch: "the reference allele is not what the old genome has there"
    case .noContig:
      "the new genome's file has no sequence for the contig that the chain names, or a shorter one"
    case .structural: "a record about a second place is not lifted"
    case .fields: "a field does not have as many values as the record has alleles"
    }
  }
}

/// What lifting did to records.
package struct LiftCounts: Sendable, Equatable {
  /// Records that came in.
  package var total = 0
  /// Records that went on.
  package var lifted = 0
  /// Those whose REF and an ALT changed places.
  package var swapped = 0
  /// Those on the reverse strand.
  package var reversed = 0
  /// Those that were trimmed or moved to the left in the new genome.
  package var realigned = 0
  /// Records kept aside, by the order of ``UnliftedReason``.
  package var unlifted = Array(repeating: 0, count: UnliftedReason.allCases.count)

  /// Nothing yet.
  package init() {}

  /// All counts in the order of ``names``.
  package var numbers: [Int] { [total, lifted, swapped, reversed, realigned] + unlifted }

  /// What they are called in reports.
  package static let names =
    ["total", "lifted", "swapped", "reversed", "realigned"]
    + UnliftedReason.allCases.map { $0.rawValue.replacing("-", with: "_") }
}

/// Records in the coordinates of another genome, and what was done.
package struct LiftedBatch: Sendable {
  /// The records.
  package var records: RecordBatch
  /// What was done to how many.
  package var counts: LiftCounts
  /// Records that could not be lifted.
  package var refused: [RefusedRecord] = []
}
