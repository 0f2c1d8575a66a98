internal import ByteIO
internal import PipelineModel
internal import SQLDatabases
internal import Synchronization
internal import Tables

/// A file of rows while it is written; what an earlier attempt has left there makes way.
final class RowFile: Sendable {
  private let file: Mutex<AppendingFile?>
  private let path: String

  init(_ path: String) {
    self.path = path
    file = Mutex(nil)
  }

  /// Appends bytes.
  func append(_ bytes: [UInt8]) throws {
    try file.withLock { file in
      if file == nil {
        removeFile(path)
        file = try AppendingFile(path: path, mode: 0o600)
      }
      try file?.append(bytes)
    }
  }

  /// Puts the file on the disk.
  func close() throws(SQLDatabaseError) {
    do { try file.withLock { try $0?.close() } } catch {
      throw SQLDatabaseError(.io, "the rows cannot be kept: \(error)")
    }
  }
}

/// Reads the rows of a query as the rows of any table, with the columns that the database gave.
final class QueryShardReader: ShardReader {
  private let table: TableShardReader
  private let schema: TableSchema

  init(rows: String, schema: TableSchema) {
    self.schema = schema
    let columns = schema.columns.map {
      ContractedColumn(name: $0.name, contract: ColumnContract($0.type))
    }
    table = TableShardReader(paths: [rows], columns: columns, delimiter: nil)
  }

  func next() throws(StageError) -> FilePiece? { try table.next() }

  func prepare(_ raw: FilePiece) throws(StageError) -> TextPiece { try table.prepare(raw) }

  func cut(_ prepared: TextPiece?) throws(StageError) -> [TableChunk] { try table.cut(prepared) }

  func parse(_ chunk: TableChunk, _ log: inout RecordLog) throws(StageError) -> any Batch {
    guard let rows = try table.parse(chunk, &log) as? EncodedRows else {
      throw StageError(.internal, "a batch of rows was expected")
    }
    return QueryBatch(rows: rows, schema: schema)
  }
}

/// Rows of a query, and their columns.
struct QueryBatch: Batch {
  let rows: EncodedRows
  let schema: TableSchema

  var recordCount: Int { rows.recordCount }
}

/// Appends rows of a query in order.
final class QueryRows: Sink {
  private let isDeclared = Mutex(false)

  func process(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> QueryBatch {
    guard let batch = batch as? QueryBatch else {
      throw StageError(.internal, "a batch of rows was expected")
    }
    log.read(batch.recordCount)
    log.keep(batch.recordCount)
    return batch
  }

  func absorb(_ partial: QueryBatch, into output: any TaskOutput) throws(StageError) {
    try isDeclared.withLock { isDeclared throws(StageError) in
      if !isDeclared { try output.declareTable("table", schema: partial.schema) }
      isDeclared = true
    }
    try output.appendRows(partial.rows.rows, count: partial.rows.recordCount, to: "table")
  }

  func finish(into output: any TaskOutput) throws(StageError) {}
}
