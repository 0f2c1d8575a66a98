internal import ByteIO
internal import PipelineModel
internal import Tables

extension TableArtifact {
  /// Where a column stands that a stage cannot do without.
  func index(of column: String, for port: String) throws(StageError) -> Int {
    guard let index = schema.index(of: column) else {
      throw StageError(
        .input, "the table at \"\(port)\" has no column \"\(column)\"",
        remedy: NearestName.remedy(column, among: schema.columns.map(\.name)))
    }
    return index
  }
}

extension RowReader {
  /// The text of a cell of the row that was read last; nil for a null, or without a column.
  func string(_ column: Int?, in text: Span<UInt8>) -> String? {
    column.flatMap { Self.string(cells[$0], in: text) }
  }

  /// The number in a cell; nil for a null, for what is no finite number, or without a column.
  func number(_ column: Int?, in text: Span<UInt8>) -> Double? {
    guard let column, let value = parseDouble(text, cells[column].range), value.isFinite else {
      return nil
    }
    return value
  }

  /// The whole number in a cell, also where it is spelt `12.0`; nil otherwise.
  func integer(_ column: Int?, in text: Span<UInt8>) -> Int? {
    guard let column else { return nil }
    return parseInteger(text, cells[column].range)
      ?? number(column, in: text).flatMap { Int(exactly: $0) }
  }

  /// Yes or no, spelt `true`, `false`, `1` or `0`; nil otherwise.
  func flag(_ column: Int?, in text: Span<UInt8>) -> Bool? {
    switch string(column, in: text)?.lowercased() {
    case "true", "1", "1.0": true
    case "false", "0", "0.0": false
    default: nil
    }
  }
}
