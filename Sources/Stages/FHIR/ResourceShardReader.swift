internal import ByteIO
internal import FHIR
internal import PipelineModel
internal import Synchronization

/// Lines of a file, or a whole document, before they are parsed.
struct ResourceChunk: SourceChunk {
  let text: TextChunk
  let format: ResourceFormat
  let fileIndex: Int
  let lineCount: Int
  let precedingLines = 0
  let expectedRecords: Int?

  init(_ text: TextChunk, _ format: ResourceFormat, fileIndex: Int) {
    self.text = text
    self.format = format
    self.fileIndex = fileIndex
    let bytes = text.text.span
    let newlines = count(of: UInt8(ascii: "\n"), in: bytes, 0..<bytes.count)
    let isOpen = text.text.last.map { $0 != UInt8(ascii: "\n") } ?? false
    lineCount = newlines + (isOpen ? 1 : 0)
    expectedRecords = format == .lines ? ResourceFormat.recordCount(lines: bytes) : nil
  }
}

/// Resources of one chunk of a file.
struct ResourceChunkBatch: Batch {
  /// The resources and the index over them.
  let resources: ResourceBatch
  /// The text with the place of its parts in the file.
  let chunk: TextChunk

  /// How many resources the batch holds.
  var recordCount: Int { resources.resources.count }
}

/// Reads resources file by file, chunk by chunk.
///
/// Lines are cut into chunks; a document is one chunk, whatever its size, since JSON can be checked as a
/// whole only.
final class ResourceShardReader: ShardReader {
  private struct Cutting {
    var format: ResourceFormat?
    var cutter = LineCutter()
    var document = TextBlock(text: [], origins: [])
    var hasGiven = false
  }

  private let paths: [String]
  private let reader: ResourceReader
  private let pieces: Mutex<FileSequence>
  private let cutting = Mutex(Cutting())

  init(paths: [String], types: [String]?) {
    self.paths = paths
    reader = ResourceReader(types: types)
    pieces = Mutex(FileSequence(paths))
  }

  func next() throws(StageError) -> FilePiece? {
    try pieces.withLock { pieces throws(StageError) in try pieces.next() }
  }

  func prepare(_ raw: FilePiece) throws(StageError) -> TextPiece {
    try raw.inflated()
  }

  func cut(_ prepared: TextPiece?) throws(StageError) -> [ResourceChunk] {
    try cutting.withLock { state throws(StageError) in
      guard let chunk = try cut(prepared, &state) else { return [] }
      state.hasGiven = true
      return [chunk]
    }
  }

  private func cut(
    _ prepared: TextPiece?, _ state: inout Cutting
  ) throws(StageError) -> ResourceChunk? {
    switch prepared {
    case .text(let file, let block):
      if state.format == nil {
        state.format = .of(fileName: paths[file], beginning: block.text.span)
        state.cutter = LineCutter(path: paths[file])
      }
      if state.format == .lines {
        do throws(ByteIOError) {
          return try state.cutter.append(block).map {
            ResourceChunk($0, .lines, fileIndex: file)
          }
        } catch {
          throw StageError(reading: error)
        }
      }
      let length = state.document.text.count
      state.document.text += block.text
      state.document.origins += block.origins.map {
        TextOrigin(textOffset: $0.textOffset + length, virtualOffset: $0.virtualOffset)
      }
      return nil
    case .end(let file):
      defer { state = Cutting(hasGiven: state.hasGiven) }
      if state.format == .lines {
        return state.cutter.finish().map { ResourceChunk($0, .lines, fileIndex: file) }
      }
      let chunk = TextChunk(
        index: 0, text: state.document.text, origins: state.document.origins)
      return ResourceChunk(chunk, .document, fileIndex: file)
    case nil:
      if state.hasGiven { return nil }
      return ResourceChunk(TextChunk(index: 0, text: [], origins: []), .lines, fileIndex: 0)
    }
  }

  func parse(_ chunk: ResourceChunk, _ log: inout RecordLog) throws(StageError) -> any Batch {
    let text = chunk.text.text
    let reading = chunk.format == .lines ? reader.read(lines: text) : reader.read(document: text)
    log.read(reading.readCount)
    for (rule, count) in reading.dropped { log.drop(count, rule: rule) }
    for fault in reading.faults {
      try log.reject(
        RejectedRecord(
          lineInChunk: fault.line, offset: chunk.text.virtualOffset(of: fault.record.lowerBound),
          rule: fault.rule.rawValue, field: nil, message: fault.message,
          raw: Array(text[fault.record])))
    }
    log.keep(reading.batch.resources.count)
    return ResourceChunkBatch(resources: reading.batch, chunk: chunk.text)
  }
}
