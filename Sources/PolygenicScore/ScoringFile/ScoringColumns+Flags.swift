internal import ByteIO

/// The columns that say what a row is.
extension ScoringColumns {
  /// How the row's effect depends on the dosage.
  ///
  /// - Throws: `scoringFile` when the row is both dominant and recessive.
  func model(
    _ line: TabbedLine, _ text: Span<UInt8>
  ) throws(PolygenicScoreError) -> EffectModel {
    let isDominant = try flag(isDominant, line, text)
    let isRecessive = try flag(isRecessive, line, text)
    switch (isDominant, isRecessive) {
    case (true, true):
      throw PolygenicScoreError(
        .scoringFile,
        "the row is marked both dominant and recessive; only one can be true, so set the other to FALSE",
        line: line.number, field: "is_dominant, is_recessive")
    case (true, false): return .dominant
    case (false, true): return .recessive
    case (false, false): return .additive
    }
  }

  /// What the row describes.
  func form(_ line: TabbedLine, _ text: Span<UInt8>) throws(PolygenicScoreError) -> RowForm {
    if try flag(isHaplotype, line, text) { return .haplotype }
    if try flag(isDiplotype, line, text) { return .diplotype }
    return try flag(isInteraction, line, text) ? .interaction : .variant
  }

  /// Whether a column says true; an empty cell, `NA`, `NR` and `.` say nothing, which is false.
  ///
  /// - Throws: `scoringFile` for any other spelling: what it means would have to be guessed.
  private func flag(
    _ column: Int?, _ line: TabbedLine, _ text: Span<UInt8>
  ) throws(PolygenicScoreError) -> Bool {
    guard let column else { return false }
    let range = line.cell(column, text)
    if range.isEmpty { return false }
    switch string(text, range).lowercased() {
    case "true", "t", "1", "yes": return true
    case "false", "f", "0", "no", "na", "nr", ".": return false
    default:
      throw PolygenicScoreError(
        .scoringFile, "the flag is neither true nor false; write TRUE or FALSE, or leave it empty",
        line: line.number, field: names[column])
    }
  }
}
