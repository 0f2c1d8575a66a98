internal import ByteIO
internal import FHIR
internal import JSONText
internal import PipelineModel
internal import Synchronization
internal import Tables

/// Reads files that were fetched: resources, and in a file of its own what was deleted.
final class FetchedShardReader: ShardReader {
  private let resources: ResourceShardReader

  init(paths: [String], types: [String]?) {
    resources = ResourceShardReader(paths: paths, types: types)
  }

  func next() throws(StageError) -> FilePiece? { try resources.next() }

  func prepare(_ raw: FilePiece) throws(StageError) -> TextPiece { try resources.prepare(raw) }

  func cut(_ prepared: TextPiece?) throws(StageError) -> [ResourceChunk] {
    try resources.cut(prepared)
  }

  func parse(_ chunk: ResourceChunk, _ log: inout RecordLog) throws(StageError) -> any Batch {
    guard chunk.text.text.starts(with: DeletedRows.beginning) else {
      return try resources.parse(chunk, &log)
    }
    let count = ResourceFormat.recordCount(lines: chunk.text.text.span)
    log.read(count)
    log.drop(count, rule: "deleted")
    return ResourceChunkBatch(
      resources: ResourceBatch(text: chunk.text.text, index: JSONIndex(), resources: []),
      chunk: chunk.text)
  }
}

/// Makes the rows of what was deleted.
final class DeletedRows: Sink {
  /// The columns.
  static let schema = TableSchema([
    Column("resource_type", .string), Column("id", .string),
  ])
  /// How every line begins that says what was deleted.
  static let beginning = Array("{\"deleted\":".utf8)

  private let isDeclared = Mutex(false)

  func process(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> EncodedRows {
    guard let batch = batch as? ResourceChunkBatch else {
      throw StageError(.internal, "a batch of resources was expected")
    }
    log.read(batch.recordCount)
    log.drop(batch.recordCount, rule: "notDeleted")
    var writer = RowWriter()
    let text = batch.chunk.text
    if text.starts(with: Self.beginning) {
      for line in text.split(separator: UInt8(ascii: "\n")) {
        guard let node = try? JSONParser.parse(Array(line)) else {
          throw StageError(.internal, "a line of what was deleted is broken")
        }
        writer.append(node["deleted"]?.string)
        writer.append(node["id"]?.string)
        writer.endRow()
      }
    }
    let count = writer.rowCount
    return EncodedRows(rows: writer.takeBytes(), recordCount: count)
  }

  func absorb(_ partial: EncodedRows, into output: any TaskOutput) throws(StageError) {
    try isDeclared.withLock { isDeclared throws(StageError) in
      if !isDeclared { try output.declareTable("deleted", schema: Self.schema) }
      isDeclared = true
    }
    try output.appendRows(partial.rows, count: partial.recordCount, to: "deleted")
  }

  func finish(into output: any TaskOutput) throws(StageError) {}
}
