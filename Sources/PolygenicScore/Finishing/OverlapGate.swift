/// How much of a score must be matched for it to pass.
///
/// Rows are judged as pgsc_calc does: 1 - matched/rows is at most 1 - minimum. Shares of weight and of variance
/// are judged only where a minimum is given; a share that is not known does not reach it.
package struct OverlapGate: Sendable, Equatable {
  /// The least share of rows.
  package var rows: Double
  /// The least share of Σ |weight|.
  package var weight: Double?
  /// The least share of Σ 2p(1 - p)·weight².
  package var variance: Double?

  /// A gate; pgsc_calc's by default.
  package init(rows: Double = 0.75, weight: Double? = nil, variance: Double? = nil) {
    self.rows = rows
    self.weight = weight
    self.variance = variance
  }

  /// Whether a score passes.
  func isPassed(by summary: ScoreSummary) -> Bool {
    summary.rows > 0 && 1 - summary.matchRate <= 1 - rows
      && Self.reaches(summary.weightShare, weight)
      && Self.reaches(summary.varianceShare, variance)
  }

  private static func reaches(_ share: Double?, _ minimum: Double?) -> Bool {
    guard let minimum else { return true }
    return (share ?? -1) >= minimum
  }
}
