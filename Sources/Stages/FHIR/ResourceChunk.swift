internal import ByteIO
internal import FHIR
internal import PipelineModel

/// Lines of a file, or parts of a document, before they are parsed.
struct ResourceChunk: SourceChunk {
  enum Content: Sendable {
    case lines(TextChunk)
    /// Pieces of a document, and where the parts of their text stand in the file.
    case document(DocumentChunk, origins: [TextOrigin])
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
  init(_ chunk: DocumentChunk, origins: [TextOrigin], fileIndex: Int) {
    content = .document(chunk, origins: origins)
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
  /// What resources were made from that are not the text of the file, as those that came as XML.
  struct Source: Sendable {
    /// The text of the file, with the place of its parts.
    let chunk: TextChunk
    /// What each resource was made from.
    let origins: [ResourceOrigin]
  }

  /// The resources and the index over them.
  let resources: ResourceBatch
  /// The text with the place of its parts in the file.
  let chunk: TextChunk
  /// What the text was made from; nil where it is that of the file.
  var source: Source?

  /// How many resources the batch holds.
  var recordCount: Int { resources.resources.count }

  /// A resource as a refusal, with the bytes that it has in the file.
  func refusal(
    of resource: ResourceBounds, rule: String, field: String? = nil, message: String
  ) -> RejectedRecord {
    var chunk = chunk
    var range = resource.range
    if let source, let origin = source.origins.last(where: { $0.start <= range.lowerBound }) {
      chunk = source.chunk
      range = origin.piece.range
    }
    return RejectedRecord(
      lineInChunk: resource.line, offset: chunk.virtualOffset(of: range.lowerBound), rule: rule,
      field: field, message: message, raw: Array(chunk.text[range]))
  }
}
