internal import ByteIO
internal import FHIR
internal import PipelineModel
internal import Synchronization

/// Reads resources file by file, chunk by chunk.
///
/// Lines are cut into chunks, and so are the entries of a Bundle; another document is one chunk.
final class ResourceShardReader: ShardReader {
  private let reader: ResourceReader
  private let pieces: Mutex<FileSequence>
  private let cutting: Mutex<ResourceCutter>

  init(paths: [String], reader: ResourceReader) {
    self.reader = reader
    pieces = Mutex(FileSequence(paths))
    cutting = Mutex(ResourceCutter(paths: paths))
  }

  func next() throws(StageError) -> FilePiece? {
    try pieces.withLock { pieces throws(StageError) in try pieces.next() }
  }

  func prepare(_ raw: FilePiece) throws(StageError) -> TextPiece {
    try raw.inflated()
  }

  func cut(_ prepared: TextPiece?) throws(StageError) -> [ResourceChunk] {
    try cutting.withLock { cutter throws(StageError) in try cutter.append(prepared) }
  }

  func parse(_ chunk: ResourceChunk, _ log: inout RecordLog) throws(StageError) -> any Batch {
    switch chunk.content {
    case .lines(let lines):
      let reading = reader.read(lines: lines.text)
      try account(reading, of: lines, &log)
      return ResourceChunkBatch(resources: reading.batch, chunk: lines)
    case .document(let document, let origins):
      let reading = reader.read(document)
      let text = TextChunk(index: 0, text: document.text, origins: origins)
      try account(reading, of: text, &log)
      guard reading.origins.isEmpty else {
        return ResourceChunkBatch(
          resources: reading.batch,
          chunk: TextChunk(index: 0, text: reading.batch.text, origins: []),
          source: ResourceChunkBatch.Source(chunk: text, origins: reading.origins))
      }
      return ResourceChunkBatch(resources: reading.batch, chunk: text)
    }
  }

  /// Accounts for what was read of a text.
  private func account(
    _ reading: ResourceReading, of chunk: TextChunk, _ log: inout RecordLog
  ) throws(StageError) {
    log.read(reading.readCount)
    for (rule, count) in reading.dropped { log.drop(count, rule: rule) }
    for fault in reading.faults {
      try log.reject(
        RejectedRecord(
          lineInChunk: fault.line, offset: chunk.virtualOffset(of: fault.record.lowerBound),
          rule: fault.rule.rawValue, field: nil, message: fault.message,
          raw: Array(chunk.text[fault.record])))
    }
    log.keep(reading.batch.resources.count)
  }
}

/// Cuts the text of files into chunks of whole records.
private struct ResourceCutter: Sendable {
  /// What one file is.
  private enum Form: Sendable {
    case lines(LineCutter)
    case document(DocumentCutter)
  }

  private let paths: [String]
  private var form: Form?
  private var decoder = UTF16Decoder()
  /// Where the blocks of a document stand in the file.
  private var origins: [TextOrigin] = []
  private var length = 0
  private var hasGiven = false

  init(paths: [String]) {
    self.paths = paths
  }

  /// The chunks that a piece of the input completes; at the end of the input an empty one, if there was none.
  mutating func append(_ prepared: TextPiece?) throws(StageError) -> [ResourceChunk] {
    let chunks: [ResourceChunk]
    switch prepared {
    case .text(let file, let block):
      do throws(ByteIOError) {
        chunks = try append(decoded(block), file: file)
      } catch {
        throw StageError(reading: error)
      }
    case .end(let file): chunks = finish(file: file)
    case nil:
      if hasGiven { return [] }
      chunks = [
        ResourceChunk(lines: TextChunk(index: 0, text: [], origins: []), fileIndex: 0)
      ]
    }
    hasGiven = hasGiven || !chunks.isEmpty
    return chunks
  }

  private mutating func decoded(_ block: TextBlock) -> TextBlock {
    var text = block.text
    if block.start > 0 { text.removeFirst(block.start) }
    let origins = block.start > 0 ? block.droppingFirst(block.start).origins : block.origins
    let decoded = decoder.decode(text)
    guard decoder.isUTF16 else { return TextBlock(text: decoded, origins: origins) }
    // Places within a block of UTF-16 are those of its beginning.
    return TextBlock(text: decoded, origins: Array(origins.prefix(1)))
  }

  private mutating func append(
    _ block: TextBlock, file: Int
  ) throws(ByteIOError) -> [ResourceChunk] {
    switch form ?? begin(block, file: file) {
    case .lines(var cutter):
      let chunk = try cutter.append(block)
      form = .lines(cutter)
      return chunk.map { [ResourceChunk(lines: $0, fileIndex: file)] } ?? []
    case .document(var cutter):
      form = nil
      origins += block.origins.map {
        TextOrigin(textOffset: $0.textOffset + length, virtualOffset: $0.virtualOffset)
      }
      length += block.text.count
      let chunk = cutter.append(block.text)
      form = .document(cutter)
      return chunk.map { [document($0, file: file)] } ?? []
    }
  }

  private func begin(_ block: TextBlock, file: Int) -> Form {
    switch ResourceFormat.of(fileName: paths[file], beginning: block.text.span) {
    case .lines: .lines(LineCutter(path: paths[file]))
    case .document: .document(DocumentCutter(isFromUTF16: decoder.isUTF16))
    }
  }

  private mutating func finish(file: Int) -> [ResourceChunk] {
    defer {
      form = nil
      decoder = UTF16Decoder()
      origins = []
      length = 0
    }
    let rest = decoder.finish()
    switch form {
    case .lines(var cutter):
      var chunk = cutter.finish()
      if !rest.isEmpty {
        chunk = TextChunk(
          index: chunk?.index ?? 0, text: (chunk?.text ?? []) + rest, origins: chunk?.origins ?? [])
      }
      return chunk.map { [ResourceChunk(lines: $0, fileIndex: file)] } ?? []
    case .document(var cutter):
      let last = rest.isEmpty ? nil : cutter.append(rest)
      return ((last.map { [$0] } ?? []) + cutter.finish()).map { document($0, file: file) }
    case nil: return []
    }
  }

  /// A chunk of a document, and where the parts of its text stand in the file.
  private func document(_ chunk: DocumentChunk, file: Int) -> ResourceChunk {
    let blocks = TextBlock(text: [], origins: origins)
    var places: [TextOrigin] = []
    for piece in chunk.pieces {
      places.append(
        TextOrigin(
          textOffset: piece.start, virtualOffset: blocks.virtualOffset(of: piece.offset)))
      let end = piece.offset + piece.end - piece.start
      for origin in origins[firstOrigin(after: piece.offset)...] {
        guard origin.textOffset < end else { break }
        places.append(
          TextOrigin(
            textOffset: piece.start + origin.textOffset - piece.offset,
            virtualOffset: origin.virtualOffset))
      }
    }
    return ResourceChunk(chunk, origins: places, fileIndex: file)
  }

  /// The first of the places that stands behind an offset of the document.
  private func firstOrigin(after offset: Int) -> Int {
    var low = 0
    var high = origins.count
    while low < high {
      let middle = (low + high) / 2
      if origins[middle].textOffset <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
