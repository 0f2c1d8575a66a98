/// The pieces that a scan finds in a text, and what stands around them.
struct PieceList: Sendable {
  /// The pieces that are complete; lines are counted from the beginning of the document.
  private(set) var pieces: [DocumentPiece] = []
  /// The piece that is not complete.
  private(set) var openPiece: (start: Int, line: Int)?
  /// The document without its entries.
  private(set) var envelope: [UInt8] = []
  /// Where text begins that belongs to the envelope and is not in it yet; nil within entries.
  private(set) var envelopeStart: Int?
  /// Whether entries have been found, so that the document is not one piece.
  private(set) var hasEntries = false
  /// How many bytes the complete pieces have.
  private(set) var size = 0
  /// The line of the byte that is looked at, from 0.
  private(set) var line = 0
  /// How many bytes of the document stood before the text that is kept.
  private var droppedCount = 0

  /// A list at the beginning of a text.
  init(from offset: Int) {
    envelopeStart = offset
  }

  mutating func countLine() { line += 1 }

  /// What stands before the first entry is the beginning of the envelope; of a document that is not cut, nothing is.
  mutating func beginEntries(_ text: Span<UInt8>, at offset: Int) {
    hasEntries = true
    leaveEnvelope(text, at: offset)
  }

  /// Text from here on does not belong to the envelope.
  mutating func leaveEnvelope(_ text: Span<UInt8>, at offset: Int) {
    guard let start = envelopeStart.take() else { return }
    var isBlank = true
    for place in start..<offset where text[place] > 0x20 {
      isBlank = false
      break
    }
    if isBlank { return }
    for place in start..<offset { envelope.append(text[place]) }
  }

  /// Text from here on belongs to the envelope.
  mutating func goOnWithEnvelope(at offset: Int) { envelopeStart = offset }

  /// Puts something between the entries that makes the envelope wrong, as what stands there is.
  mutating func note(_ text: String) { envelope += Array(text.utf8) }

  mutating func beginPiece(at offset: Int) { openPiece = (offset, line) }

  mutating func beginPiece(at offset: Int, line: Int) { openPiece = (offset, line) }

  mutating func endPiece(at offset: Int) {
    guard let open = openPiece.take() else { return }
    size += offset - open.start
    pieces.append(
      DocumentPiece(
        start: open.start, end: offset, line: open.line, offset: droppedCount + open.start))
  }

  /// Takes the pieces that are complete off a text, with what stands before the next one.
  ///
  /// - Parameter firstLine: The line that those of the pieces are counted from.
  /// - Returns: The text of the pieces, the pieces in it, and how many bytes the text has lost.
  mutating func take(
    from text: inout [UInt8], scanned: Int, firstLine: Int
  ) -> (text: [UInt8], pieces: [DocumentPiece], dropped: Int) {
    let start = pieces.first?.start ?? 0
    let end = pieces.last?.end ?? 0
    let kept = min(openPiece?.start ?? scanned, envelopeStart ?? scanned)
    let cut = Array(text[start..<end])
    let moved = pieces.map {
      DocumentPiece(
        start: $0.start - start, end: $0.end - start, line: $0.line - firstLine, offset: $0.offset)
    }
    text.removeFirst(kept)
    droppedCount += kept
    pieces = []
    size = 0
    openPiece?.start -= kept
    envelopeStart = envelopeStart.map { $0 - kept }
    return (cut, moved, kept)
  }
}
