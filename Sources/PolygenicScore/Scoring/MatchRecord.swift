/// What became of one scoring row that met a record, without the genotypes.
package struct MatchRecord: Sendable, BitwiseCopyable, Equatable {
  /// The row's number among the rows of all scores (`ScoreIndex.number`).
  package var row: UInt32
  /// Where the record's REF and, right after it, the matched ALT stand in the pool of alleles.
  package var alleles: UInt32
  /// The length of REF.
  package var referenceCount: UInt32
  /// The length of the ALT.
  package var alternativeCount: UInt32
  /// The best candidate's type.
  package var type: MatchType
  /// What is special about the best candidate.
  package var labels: MatchReasons
  /// For which of its labels the row was left out of the score.
  package var exclusions: MatchReasons
  /// On what grounds the row is matched.
  package var method = MatchMethod.exact
  /// The type as outputs print it.
  package var typeName: String {
    method == .interaction ? method.suffix : type.name + method.suffix
  }
  /// Whether the row was left out of the score.
  package var isExcluded: Bool { !exclusions.isEmpty }
  /// Where REF stands in the pool of alleles.
  package var reference: Range<Int> { Int(alleles)..<Int(alleles) + Int(referenceCount) }
  /// Where the matched ALT stands in the pool of alleles.
  package var alternative: Range<Int> {
    reference.upperBound..<reference.upperBound + Int(alternativeCount)
  }
}
