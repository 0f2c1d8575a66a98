/// What became of one scoring row that met a record, without the genotypes.
package struct MatchRecord: Sendable, BitwiseCopyable, Equatable {
  /// The row's number among the rows of all scores (`ScoreIndex.number`).
  package var row: Int
  /// Where the record's REF and, right after it, the matched ALT stand in `ScoreAccumulator.alleles`.
  package var alleles: Int
  /// The length of REF.
  package var referenceCount: Int32
  /// The length of the ALT.
  package var alternativeCount: Int32
  /// The best candidate's type.
  package var type: MatchType
  /// What is special about the best candidate.
  package var labels: MatchReasons
  /// For which of its labels the row was left out of the score.
  package var exclusions: MatchReasons
  /// Whether the row was left out of the score.
  package var isExcluded: Bool { !exclusions.isEmpty }
}
