/// What has become of one row of a scoring file so far.
package enum RowFate: UInt8, Sendable, BitwiseCopyable {
  /// No record stood at its position.
  case notMet
  /// Records stood there, but none has its alleles.
  case unfitting
  /// It met a record, but a rule left it out of the score.
  case excluded
  /// It counts in the score.
  case matched
}

/// What became of one row of a scoring file; every row has exactly one outcome.
package enum RowOutcome: Sendable, Equatable {
  /// The row counts in the score.
  case matched
  /// The row met a record but was left out by a rule.
  case excluded
  /// The row met no record.
  case unmatched(UnmatchedReason)

  /// The name that outputs print.
  package var name: String {
    switch self {
    case .matched: "matched"
    case .excluded: "excluded"
    case .unmatched: "unmatched"
    }
  }
}

/// Why a row of a scoring file met no record.
package enum UnmatchedReason: UInt8, Sendable, BitwiseCopyable {
  /// The row describes more than one variant, not all of which were met.
  case haplotype, diplotype, interaction
  /// The row names no contig and position, or no effect allele.
  case noPosition, noEffectAllele
  /// Scores are not defined on the row's contig.
  case contigNotScored
  /// Effect allele and other allele are the same, so that no variant can have both.
  case sameAlleles
  /// The input has no record at the position.
  case positionAbsent
  /// The input has records at the position, but their alleles are others.
  case allelesDiffer

  /// The name that outputs print.
  package var name: String {
    switch self {
    case .haplotype: "haplotype"
    case .diplotype: "diplotype"
    case .interaction: "interaction"
    case .noPosition: "no_position"
    case .noEffectAllele: "no_effect_allele"
    case .contigNotScored: "contig_not_scored"
    case .sameAlleles: "same_alleles"
    case .positionAbsent: "position_absent"
    case .allelesDiffer: "alleles_differ"
    }
  }
}
