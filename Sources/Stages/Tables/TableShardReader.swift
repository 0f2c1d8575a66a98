internal import ByteIO
internal import PipelineModel
internal import Synchronization
internal import Tables

/// Whole rows of a file, before they are checked.
struct TableChunk: SourceChunk {
  let text: TextChunk
  let fileIndex: Int
  let lineCount: Int
  let precedingLines: Int
  let expectedRecords: Int?
  /// Where each column of the contract stands in the file.
  let layout: TableLayout
  /// Rows, by number in the chunk, that repeat an earlier row's value in a column of the contract.
  let repeated: [Int: Int]
}

/// How the columns of a contract stand in a file.
struct TableLayout: Sendable {
  /// How many columns the file has.
  let columnCount: Int
  /// The place in the file of each column of the contract.
  let places: [Int]
  let delimiter: UInt8
}

/// Reads the rows of one shard under a contract, chunk by chunk.
final class TableShardReader: ShardReader {
  private let columns: [ContractedColumn]
  private let pieces: Mutex<FileSequence>
  private let cutting: Mutex<RowCutter>

  init(paths: [String], columns: [ContractedColumn], delimiter: UInt8?) {
    self.columns = columns
    pieces = Mutex(FileSequence(paths))
    cutting = Mutex(RowCutter(paths: paths, columns: columns, delimiter: delimiter))
  }

  func next() throws(StageError) -> FilePiece? {
    try pieces.withLock { pieces throws(StageError) in try pieces.next() }
  }

  func prepare(_ raw: FilePiece) throws(StageError) -> TextPiece {
    try raw.inflated()
  }

  func cut(_ prepared: TextPiece?) throws(StageError) -> [TableChunk] {
    guard let prepared else { return [] }
    return try cutting.withLock { cutter throws(StageError) in try cutter.append(prepared) }
      .map { [$0] } ?? []
  }

  func parse(_ chunk: TableChunk, _ log: inout RecordLog) throws(StageError) -> any Batch {
    var checks = try RowChecks(columns, chunk)
    while try checks.next(&log) {}
    return EncodedRows(rows: checks.writer.takeBytes(), recordCount: checks.writer.rowCount)
  }
}

/// Checks the rows of one chunk and encodes those that keep the contract.
private struct RowChecks {
  var writer = RowWriter()
  private let columns: [ContractedColumn]
  private let checkers: [CellChecker]
  private let chunk: TableChunk
  private var reader: RowReader
  private var number = 0

  init(_ columns: [ContractedColumn], _ chunk: TableChunk) throws(StageError) {
    self.columns = columns
    self.chunk = chunk
    reader = RowReader(delimiter: chunk.layout.delimiter, columnCount: chunk.layout.columnCount)
    var checkers: [CellChecker] = []
    do throws(TableError) {
      for column in columns { checkers.append(try CellChecker(column.contract)) }
    } catch {
      throw StageError(.internal, error.description)
    }
    self.checkers = checkers
  }

  /// Checks the next row; false after the last.
  mutating func next(_ log: inout RecordLog) throws(StageError) -> Bool {
    let bytes = chunk.text.text
    let text = bytes.span
    var fault: TableError?
    do throws(TableError) {
      guard try reader.next(text) else { return false }
    } catch {
      fault = error
    }
    log.read(1)
    defer { number += 1 }
    if let fault {
      let field = fault.column.map { "column \($0)" }
      try reject(fault.code.rawValue, field, fault.message, &log)
    } else if let (column, rule) = broken(text) {
      try reject(rule.rawValue, columns[column].name, message(rule, column), &log)
    } else {
      for place in chunk.layout.places { write(reader.cells[place], text) }
      writer.endRow()
      log.keep(1)
    }
    return true
  }

  private func broken(_ text: Span<UInt8>) -> (column: Int, ColumnContract.Rule)? {
    for (column, place) in chunk.layout.places.enumerated() {
      if let rule = checkers[column].check(reader.cells[place], in: text) { return (column, rule) }
    }
    return chunk.repeated[number].map { ($0, .unique) }
  }

  private mutating func write(_ cell: CellBounds, _ text: Span<UInt8>) {
    if cell.isNull {
      writer.appendNull()
    } else if cell.hasDoubledQuotes {
      var bytes: [UInt8] = []
      RowReader.appendText(cell, in: text, to: &bytes)
      writer.append(bytes)
    } else {
      writer.append(text, cell.range)
    }
  }

  private func reject(
    _ rule: String, _ field: String?, _ message: String, _ log: inout RecordLog
  ) throws(StageError) {
    try log.reject(
      RejectedRecord(
        lineInChunk: reader.line - 1,
        offset: chunk.text.virtualOffset(of: reader.rowRange.lowerBound), rule: rule, field: field,
        message: message, raw: Array(chunk.text.text[reader.rowRange])))
  }

  private func message(_ rule: ColumnContract.Rule, _ column: Int) -> String {
    let contract = columns[column].contract
    return switch rule {
    case .required: "the cell is empty, but the column must have a value in every row"
    case .type: "the cell is not \(contract.type.inWords)"
    case .minimum: "the value is below the minimum of \(contract.minimum ?? "")"
    case .maximum: "the value is above the maximum of \(contract.maximum ?? "")"
    case .enum: "the value is none of those that \"enum\" allows"
    case .pattern: "the cell does not match the column's \"pattern\" as a whole"
    case .unique: "an earlier row has the same value, but the column is \"unique\""
    }
  }
}
