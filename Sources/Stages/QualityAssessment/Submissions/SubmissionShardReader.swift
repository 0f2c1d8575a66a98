internal import ByteIO
internal import Crypto
internal import PipelineModel
internal import Synchronization
internal import Tables

/// What a file was and what became of it.
enum SubmissionReceipt {
  static let schema = TableSchema([
    Column("file", .string), Column("laboratory", .string), Column("sha256", .string),
    Column("rows", .integer), Column("refused", .integer), Column("encoding", .string),
    Column("delimiter", .string), Column("rules", .string),
  ])
}

/// The columns that are asked for.
struct SubmissionLayout: Sendable {
  let wanted: [SubmissionHeader.Wanted]
  let mayBeAbsent: Set<String>
}

/// The rows of a submission with its receipt.
struct SubmissionBatch: Batch {
  let rows: [UInt8]
  let recordCount: Int
  let receipt: [UInt8]
}

/// A submission as a whole: they are forms that people fill in.
struct SubmissionChunk: SourceChunk {
  let fileIndex: Int
  let raw: [UInt8]
  let lineCount: Int
  var precedingLines: Int { 0 }
  var expectedRecords: Int? { nil }
}

/// Reads submissions, a file at a time.
final class SubmissionShardReader: ShardReader {
  private let paths: [String]
  private let layout: SubmissionLayout
  private let pieces: Mutex<FileSequence>
  private let text = Mutex<[UInt8]>([])

  init(paths: [String], layout: SubmissionLayout) {
    self.paths = paths
    self.layout = layout
    pieces = Mutex(FileSequence(paths))
  }

  func next() throws(StageError) -> FilePiece? {
    try pieces.withLock { pieces throws(StageError) in try pieces.next() }
  }

  func prepare(_ raw: FilePiece) throws(StageError) -> TextPiece {
    try raw.inflated()
  }

  func cut(_ prepared: TextPiece?) throws(StageError) -> [SubmissionChunk] {
    switch prepared {
    case .text(_, let block):
      text.withLock { $0 += block.text }
      return []
    case .end(let file):
      let whole = text.withLock { text in
        defer { text = [] }
        return text
      }
      let ends = count(of: UInt8(ascii: "\n"), in: whole.span, 0..<whole.count)
      return [SubmissionChunk(fileIndex: file, raw: whole, lineCount: ends + 1)]
    case nil: return []
    }
  }

  func parse(_ chunk: SubmissionChunk, _ log: inout RecordLog) throws(StageError) -> any Batch {
    let name = paths[chunk.fileIndex].split(separator: "/").last.map(String.init) ?? ""
    var rows = SubmissionRows(SubmissionText(chunk.raw), layout, fileName: name)
    try rows.read(path: paths[chunk.fileIndex], &log)
    var receipt = RowWriter()
    receipt.append(name)
    receipt.append(rows.laboratories.sorted().joined(separator: ";"))
    receipt.append(SHA256.hash(data: chunk.raw).map(Self.hexadecimal).joined())
    receipt.append(rows.writer.rowCount)
    receipt.append(rows.refused)
    receipt.append(rows.text.encoding.rawValue)
    receipt.append(rows.text.delimiterInWords)
    receipt.append((rows.text.rules + rows.rules.sorted()).joined(separator: ";"))
    receipt.endRow()
    return SubmissionBatch(
      rows: rows.writer.takeBytes(), recordCount: rows.writer.rowCount,
      receipt: receipt.takeBytes())
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }
}

/// The rows of one submission.
struct SubmissionRows {
  let text: SubmissionText
  fileprivate(set) var writer = RowWriter()
  private(set) var laboratories: Set<String> = []
  private(set) var rules: Set<String> = []
  private(set) var refused = 0
  private let layout: SubmissionLayout
  private let fileLaboratory: String

  init(_ text: SubmissionText, _ layout: SubmissionLayout, fileName: String) {
    self.text = text
    self.layout = layout
    var stem = fileName[...]
    for ending in [".gz", ".csv", ".tsv", ".txt"] where stem.lowercased().hasSuffix(ending) {
      stem = stem.dropLast(ending.count)
    }
    fileLaboratory = String(stem)
  }

  mutating func read(path: String, _ log: inout RecordLog) throws(StageError) {
    let bytes = text.bytes
    let span = bytes.span
    var reader = RowReader(delimiter: text.delimiter)
    var header: SubmissionHeader?
    var laboratory: Int?
    while true {
      var fault: TableError?
      do throws(TableError) {
        guard try reader.next(span) else { break }
      } catch {
        fault = error
      }
      let cells = reader.cells.indices.map { reader.string($0, in: span) }
      guard let found = header else {
        let names = cells.map { $0 ?? "" }
        let columns = SubmissionHeader(names, wanted: layout.wanted)
        try check(columns, path)
        header = columns
        laboratory = names.firstIndex { SubmissionHeader.plain($0) == "laboratory" }
        continue
      }
      if cells.allSatisfy({ $0 == nil }) { continue }
      log.read(1)
      if fault != nil || cells.count != found.columnCount {
        refused += 1
        try log.reject(
          RejectedRecord(
            lineInChunk: reader.line - 1, offset: UInt64(reader.rowRange.lowerBound),
            rule: "columns", field: nil,
            message: "the row has \(cells.count) cells where the header has \(found.columnCount)",
            raw: Array(bytes[reader.rowRange])))
        continue
      }
      write(cells, found, laboratory)
      log.keep(1)
    }
    if header == nil {
      throw StageError(
        .input, "the file has no header line", remedy: "name the columns on the first line",
        file: path, line: 1)
    }
    if writer.rowCount == 0 { laboratories.insert(fileLaboratory) }
  }

  private func check(_ header: SubmissionHeader, _ path: String) throws(StageError) {
    for (column, place) in zip(layout.wanted, header.places)
    where place == nil && !layout.mayBeAbsent.contains(column.name) {
      throw StageError(
        .input, "the file has no column \"\(column.name)\"",
        remedy:
          "mend its header, or add what the file calls it to \"columns\", or name it as \"optional\"",
        file: path, line: 1)
    }
  }

  private mutating func write(
    _ cells: [String?], _ header: SubmissionHeader, _ laboratory: Int?
  ) {
    let code = laboratory.flatMap { cells[$0] } ?? fileLaboratory
    if laboratory.flatMap({ cells[$0] }) == nil { rules.insert("laboratory-from-file") }
    laboratories.insert(code)
    writer.append(code)
    for (place, isInPercent) in zip(header.places, header.isInPercent) {
      var cell = place.flatMap { cells[$0] }
      if isInPercent, let written = cell, let last = written.last, last != "%",
        written.contains(where: \.isNumber)
      {
        cell = written + " %"
        rules.insert("unit-in-header")
      }
      writer.append(cell)
    }
    writer.endRow()
  }
}
