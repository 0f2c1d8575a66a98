internal import ByteIO
internal import FHIR
internal import PipelineModel

/// Lines of a file, or parts of a document, before they are parsed.
struct ResourceChunk: SourceChunk {
  enum Content: Sendable {
    case lines(TextChunk)
    /// Pieces of a document, and where each stands in the file.
    case document(DocumentChunk, places: [UInt64])
  }

  let content: Content
  let fileIndex: Int
  let lineCount: Int
  let precedingLines = 0
  let expectedRecords: Int?

  /// Lines of NDJSON.
  init(lines: TextChunk, fileIndex: Int) {
    content = .lines(lines)
    self.fileIndex = fileIndex
    lineCount = lines.lineCount
    expectedRecords = ResourceFormat.recordCount(lines: lines.text.span)
  }

  /// Parts of a document.
  init(_ chunk: DocumentChunk, places: [UInt64], fileIndex: Int) {
    content = .document(chunk, places: places)
    self.fileIndex = fileIndex
    lineCount = chunk.lineCount
    expectedRecords =
      switch chunk.content {
      case .entries, .xmlEntries, .refusal: chunk.pieces.count
      case .document, .xmlDocument: nil
      }
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
