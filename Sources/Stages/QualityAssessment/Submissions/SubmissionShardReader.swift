internal import ByteIO
internal import Crypto
internal import Foundation
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
  /// The units that a header may name, by column.
  var units: [String: [String]] = [:]
  /// The names that a column may hold, as the round writes them, by column and then by their plain spelling.
  var names: [String: [String: String]] = [:]
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
    try pieces.withLock { pieces throws(StageError) in
      // Workbooks and empty files are refused as submissions are, not as broken files, which would stop the round for
      // everybody.
      if let next = pieces.nextFile, let first = try Self.bytes(paths[next], upTo: 4),
        first.isEmpty || SubmissionText.isWorkbook(first)
      {
        return pieces.skip()
      }
      return try pieces.next()
    }
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
    let path = paths[chunk.fileIndex]
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    // The digest is that of the file as it was sent, packed or not, so that its sender can check it.
    let sent = try Self.bytes(path) ?? chunk.raw
    let isWorkbook = SubmissionText.isWorkbook(sent)
    var rows = SubmissionRows(
      SubmissionText(isWorkbook ? [] : chunk.raw), layout, fileName: name)
    if isWorkbook {
      log.read(1)
      try log.reject(
        RejectedRecord(
          lineInChunk: 0, offset: 0, rule: "workbook", field: nil,
          message: "the file is a workbook of a spreadsheet, not a table in text", raw: []))
    } else {
      try rows.read(&log)
    }
    var receipt = RowWriter()
    receipt.append(name)
    receipt.append(
      isWorkbook ? rows.fileLaboratory : rows.laboratories.sorted().joined(separator: ";"))
    receipt.append(SHA256.hash(data: sent).map(Self.hexadecimal).joined())
    receipt.append(rows.writer.rowCount)
    receipt.append(isWorkbook ? 1 : rows.refused)
    receipt.append(isWorkbook ? nil : rows.text.encoding.rawValue)
    receipt.append(isWorkbook ? nil : rows.text.delimiterInWords)
    receipt.append(
      isWorkbook ? "workbook" : (rows.text.rules + rows.rules.sorted()).joined(separator: ";"))
    receipt.endRow()
    return SubmissionBatch(
      rows: rows.takeBytes(), recordCount: rows.writer.rowCount, receipt: receipt.takeBytes())
  }

  /// The bytes of a file as it stands, at most so many; nil for standard input.
  private static func bytes(_ path: String, upTo count: Int = .max) throws(StageError) -> [UInt8]? {
    if path == "-" { return nil }
    do {
      let file = try FileHandle(forReadingFrom: URL(filePath: path))
      defer { try? file.close() }
      let data = count == .max ? try file.readToEnd() : try file.read(upToCount: count)
      return [UInt8](data ?? Data())
    } catch {
      throw StageError(
        .io, "the file cannot be read", remedy: "check that it is there and that you may read it",
        file: path)
    }
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }
}
