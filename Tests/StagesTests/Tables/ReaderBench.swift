import PipelineModel
import Synchronization

/// What a reader and a sink made of one shard.
struct ShardResult {
  var rows = ""
  var rowCount = 0
  var chunks = 0
  /// Line within its file, counted from 1, and rule of each record kept aside.
  var quarantined: [String] = []
  var offsets: [UInt64] = []
  var raw: [String] = []
  var dropped: [String: Int] = [:]
  var read = 0
  var kept = 0
}

/// Runs a reader, and the sink behind it, over one shard, as the engine does but in one thread.
func runShard(
  _ reader: any ReaderStage, _ sink: any SinkStage, _ paths: [String],
  onBad: ReaderContract.BadRecords = .quarantine
) throws -> ShardResult {
  let resources = StageResources(files: [:], scratchFolder: "")
  return try run(
    try reader.open(paths: paths, resources: resources, wanted: []),
    try sink.makeSink(resources), onBad)
}

private func run<Reader: ShardReader, Made: Sink>(
  _ reader: Reader, _ sink: Made, _ onBad: ReaderContract.BadRecords
) throws -> ShardResult {
  var result = ShardResult()
  let output = RecordedOutput()
  var file = -1
  var line = 1
  func take(_ chunk: Reader.Chunk) throws {
    if chunk.fileIndex != file { (file, line) = (chunk.fileIndex, 1) }
    line += chunk.precedingLines
    result.chunks += 1
    var log = RecordLog(onBad: onBad)
    let batch: any Batch
    do {
      batch = try reader.parse(chunk, &log)
    } catch {
      var located = error
      located.line = error.line.map { $0 + line }
      throw located
    }
    if let expected = chunk.expectedRecords, expected != log.read {
      throw StageError(.internal, "expected \(expected) records, read \(log.read)")
    }
    var sinkLog = RecordLog(onBad: onBad)
    try sink.absorb(try sink.process(batch, &sinkLog), into: output)
    for log in [log, sinkLog] {
      if !log.isBalanced { throw StageError(.internal, "unbalanced log") }
      result.quarantined += log.quarantined.map {
        "\(line + $0.lineInChunk):\($0.field.map { $0 + ":" } ?? "")\($0.rule)"
      }
      result.offsets += log.quarantined.map(\.offset)
      result.raw += log.quarantined.map { String(decoding: $0.raw, as: UTF8.self) }
      result.dropped.merge(log.dropped) { $0 + $1 }
    }
    result.read += log.read
    result.kept += sinkLog.kept
    line += chunk.lineCount
  }
  while let raw = try reader.next() {
    for chunk in try reader.cut(try reader.prepare(raw)) { try take(chunk) }
  }
  for chunk in try reader.cut(nil) { try take(chunk) }
  try sink.finish(into: output)
  result.rows = output.rows("table")
  result.rowCount = output.count("table") ?? 0
  return result
}
