/// Cuts a document that comes in blocks into parts that can be read by themselves, so that a Bundle is never held as a
/// whole: its entries are cut off, and what is around them is read at its end.
///
/// Anything else is one piece. Where a Bundle in JSON says what it is only after its entries, it is one piece too. The
/// cuts are those of the document's brackets alone; whether the pieces are JSON or XML is for their reader to find.
package struct DocumentCutter: Sendable {
  /// The largest resource or entry, in bytes.
  package static let maximumPiece = 1 << 27
  /// How many bytes of entries are cut off together, once there are so many.
  private static let chunkSize = 1 << 19

  private enum Scan: Sendable {
    case undecided
    case json(JSONDocumentScan)
    case xml(XMLDocumentScan)
    case refused
  }

  private var scan = Scan.undecided
  /// Text that has come in and is not cut off yet, from the beginning of the unfinished piece on.
  private var text: [UInt8] = []
  private var found = PieceList(from: 0)
  private var cutLine = 0
  private var hasReadDeclaration = false
  private let isFromUTF16: Bool

  /// A cutter at the beginning of a document.
  ///
  /// - Parameter isFromUTF16: Whether the text was in UTF-16, as its declaration may say.
  package init(isFromUTF16: Bool = false) {
    self.isFromUTF16 = isFromUTF16
  }

  /// Whether the document is XML; known once some text that is not blank has come in.
  package var isXML: Bool {
    if case .xml = scan { true } else { false }
  }

  /// Takes text in UTF-8; returns the entries that are complete with it, once there are enough of them.
  ///
  /// - Complexity: O(n) in the length of the text.
  package mutating func append(_ block: [UInt8]) -> DocumentChunk? {
    if case .refused = scan { return nil }
    text += block
    if case .undecided = scan { begin() }
    switch scan {
    case .json(var json):
      let text = text
      json.scan(text.span, &found)
      scan = .json(json)
    case .xml(var xml):
      let text = text
      xml.scan(text.span, &found)
      scan = .xml(xml)
      if xml.hasDoctype { return refusal(.xml, XMLEvents.doctype) }
      if !hasReadDeclaration, !xml.declaration.isEmpty {
        hasReadDeclaration = true
        if let message = wrongEncoding(xml.declaration) { return refusal(.xml, message) }
      }
    case .undecided, .refused: break
    }
    let chunk = found.size >= Self.chunkSize ? takePieces() : nil
    guard max(text.count, found.envelope.count) <= Self.maximumPiece else { return tooLong() }
    return chunk
  }

  /// Ends the document: the entries that are left, then what is around them or the document as a whole.
  package mutating func finish() -> [DocumentChunk] {
    if case .refused = scan { return [] }
    var chunks: [DocumentChunk] = []
    guard found.hasEntries else {
      chunks.append(whole(text, isEnvelope: false))
      return chunks
    }
    let isCutOff = found.openPiece != nil
    found.endPiece(at: text.count)
    if let chunk = takePieces() { chunks.append(chunk) }
    // The entry that is cut off is refused already.
    if isCutOff { return chunks }
    let rest = text
    found.leaveEnvelope(rest.span, at: rest.count)
    chunks.append(whole(found.envelope, isEnvelope: true))
    return chunks
  }

  private mutating func begin() {
    let start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard text.count > 3, let first = text[start...].first(where: { $0 > 0x20 }) else { return }
    found = PieceList(from: start)
    scan =
      first == UInt8(ascii: "<")
      ? .xml(XMLDocumentScan(from: start)) : .json(JSONDocumentScan(from: start))
  }

  private mutating func takePieces() -> DocumentChunk? {
    guard !found.pieces.isEmpty else { return nil }
    let content: DocumentChunk.Content
    let cut: (text: [UInt8], pieces: [DocumentPiece], dropped: Int)
    switch scan {
    case .xml(var xml):
      content = .xmlEntries(root: xml.root)
      cut = found.take(from: &text, scanned: xml.offset, firstLine: cutLine)
      xml.drop(cut.dropped)
      scan = .xml(xml)
    case .json(var json):
      content = .entries
      cut = found.take(from: &text, scanned: json.offset, firstLine: cutLine)
      json.drop(cut.dropped)
      scan = .json(json)
    case .undecided, .refused: return nil
    }
    defer { cutLine = found.line }
    return DocumentChunk(
      content: content, text: cut.text, pieces: cut.pieces, lineCount: found.line - cutLine)
  }

  private func whole(_ text: [UInt8], isEnvelope: Bool) -> DocumentChunk {
    let start = isEnvelope ? 0 : found.envelopeStart ?? 0
    let piece = DocumentPiece(start: start, end: text.count, line: 0, offset: start)
    return DocumentChunk(
      content: isXML ? .xmlDocument(isEnvelope: isEnvelope) : .document(isEnvelope: isEnvelope),
      text: text, pieces: [piece], lineCount: found.line - cutLine)
  }

  private mutating func refusal(
    _ rule: ResourceFault.Rule, _ message: String
  ) -> DocumentChunk {
    scan = .refused
    let beginning = Array(text.prefix(4096))
    text = []
    return DocumentChunk(
      content: .refusal(rule, message), text: beginning,
      pieces: [DocumentPiece(start: 0, end: beginning.count, line: 0, offset: 0)],
      lineCount: found.line - cutLine)
  }

  private mutating func tooLong() -> DocumentChunk {
    let size = "\(Self.maximumPiece >> 20) MiB"
    let rule: ResourceFault.Rule = isXML ? .xml : .json
    if found.hasEntries {
      return refusal(
        rule, "an entry of the Bundle is longer than \(size), or the Bundle around it is")
    }
    return refusal(
      rule,
      "the document is longer than \(size) and is no Bundle that can be cut into its entries;"
        + " a Bundle must say \"resourceType\" before \"entry\"")
  }

  /// What is wrong about the encoding that a declaration names; nil where it is that of the text.
  private func wrongEncoding(_ declaration: [UInt8]) -> String? {
    let text = String(decoding: declaration, as: UTF8.self)
    guard let match = text.firstMatch(of: /encoding\s*=\s*["']([^"']*)["']/) else { return nil }
    let name = match.1.lowercased()
    let isRight =
      isFromUTF16 ? name.hasPrefix("utf-16") : ["utf-8", "utf8", "us-ascii"].contains(name)
    return isRight ? nil : "the declaration names another encoding than the text has; write UTF-8"
  }
}
