/// How much of one score the input could serve.
package struct ScoreSummary: Sendable, Equatable {
  /// The score's identifier.
  package var accession: String
  /// The rows of the scoring file.
  package var rows = 0
  /// Rows that count in the score.
  package var matched = 0
  /// Rows that met a record and were left out by a rule.
  package var excluded = 0
  /// Rows that met no record.
  package var unmatched = 0
  /// Matched rows that met their insertion or deletion written differently.
  package var normalised = 0
  /// Matched rows whose genotypes come from a block, from coverage or from an assumption.
  package var withoutRecord = 0
  /// Unmatched rows that describe haplotypes, diplotypes or interactions.
  package var unsupported = 0
  /// Σ |weight| of those over that of all rows; nil where all weights are 0.
  package var unsupportedWeightShare: Double?
  /// Σ |weight| of the matched rows over that of all rows; nil where all weights are 0.
  package var weightShare: Double?
  /// Σ 2p(1 - p)·weight² of the matched rows over that of all rows with a given effect-allele frequency p;
  /// nil where the file gives no frequency.
  package var varianceShare: Double?
  /// Whether the score reaches the minimum overlap (`OverlapGate`).
  package var passed = false

  /// Matched over all rows; 0 for a file without rows.
  package var matchRate: Double { rows == 0 ? 0 : Double(matched) / Double(rows) }
}
