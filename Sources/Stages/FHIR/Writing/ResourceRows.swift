internal import FHIR
internal import PipelineModel
internal import Tables

/// Takes the resources out of a column of a table, checks them, and hands them to a writer in blocks.
struct ResourceRows {
  private static let blockSize = 1 << 20

  private let writer: ResourceFileWriter
  private let column: Int
  private let name: String
  private let reader = ResourceReader()
  private var text: [UInt8] = []
  private var records: [Range<Int>] = []
  /// Rows that have been written.
  private var written = 0

  init(_ writer: ResourceFileWriter, column: Int, named name: String) {
    self.writer = writer
    self.column = column
    self.name = name
  }

  /// Takes the resource of the row that was read last.
  ///
  /// - Throws: A row without a resource, by its number.
  mutating func add(
    _ row: RowReader, _ block: Span<UInt8>, _ output: any TaskOutput
  ) throws(StageError) {
    let cell = row.cells[column]
    guard !cell.isNull else {
      throw refusal(
        ofRow: written + records.count, "has nothing in \"\(name)\"",
        remedy: "leave such rows out, for example by a condition in table.sql")
    }
    let start = text.count
    RowReader.appendText(cell, in: block, to: &text)
    records.append(start..<text.count)
    if text.count >= Self.blockSize { try flush(output) }
  }

  /// Writes what is left, and ends the file.
  mutating func finish(_ output: any TaskOutput) throws(StageError) {
    try flush(output)
    try writer.finish(into: output)
  }

  private mutating func flush(_ output: any TaskOutput) throws(StageError) {
    guard !records.isEmpty else { return }
    let reading = reader.read(records: records, of: text)
    if let fault = reading.faults.first {
      throw refusal(
        ofRow: written + fault.line, "has no resource in \"\(name)\": \(fault.message)",
        remedy: "mend what makes the column")
    }
    try writer.absorb(try writer.encoded(reading.batch), into: output)
    written += records.count
    text.removeAll(keepingCapacity: true)
    records.removeAll(keepingCapacity: true)
  }

  private func refusal(ofRow row: Int, _ what: String, remedy: String) -> StageError {
    StageError(.input, "row \(row + 1) of the table \(what)", remedy: remedy)
  }
}
