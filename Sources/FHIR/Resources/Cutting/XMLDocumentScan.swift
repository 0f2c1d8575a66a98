/// Finds the entries of a Bundle in XML by its tags, as its text comes in.
///
/// It knows tags, comments, CDATA and processing instructions; whether the text is XML is for its reader to find. A
/// document type is refused here, before any reader sees it.
struct XMLDocumentScan: Sendable {
  private enum State: Sendable {
    case text
    case startTag(quote: UInt8?)
    case endTag, comment, characters, instruction
  }

  /// The next byte to look at.
  private(set) var offset: Int
  private var state = State.text
  private var depth = 0
  private var tagStart = 0
  private var tagLine = 0
  private var hasBegun = false
  private var isBundle = false
  /// The tag of the document's element.
  private(set) var root: [UInt8] = []
  /// The declaration `<?xml ...?>`, where there is one.
  private(set) var declaration: [UInt8] = []
  /// Whether a document type has been found.
  private(set) var hasDoctype = false

  init(from offset: Int) {
    self.offset = offset
  }

  /// Tells the scan that text before its offset is gone.
  mutating func drop(_ count: Int) {
    offset -= count
    tagStart -= count
  }

  /// Looks at what has come in; what cannot be told apart yet waits for more.
  mutating func scan(_ text: Span<UInt8>, _ found: inout PieceList) {
    while offset < text.count, !hasDoctype {
      let byte = text[offset]
      if byte == 0x0A { found.countLine() }
      switch state {
      case .text:
        if byte == UInt8(ascii: "<") {
          guard begin(text, found.line) else { return }
          continue
        }
      case .startTag(let quote):
        if let quote {
          if byte == quote { state = .startTag(quote: nil) }
        } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
          state = .startTag(quote: byte)
        } else if byte == UInt8(ascii: ">") {
          state = .text
          endStartTag(text, &found)
        }
      case .endTag:
        if byte == UInt8(ascii: ">") {
          state = .text
          depth -= 1
          endElement(text, &found)
        }
      case .comment:
        if byte == UInt8(ascii: ">"), ends(text, with: "--") { state = .text }
      case .characters:
        if byte == UInt8(ascii: ">"), ends(text, with: "]]") { state = .text }
      case .instruction:
        if byte == UInt8(ascii: ">"), ends(text, with: "?") { endInstruction(text, &found) }
      }
      offset &+= 1
    }
  }

  /// Steps behind the beginning of a tag, comment, CDATA or instruction; false where more text is needed.
  private mutating func begin(_ text: Span<UInt8>, _ line: Int) -> Bool {
    guard offset + 1 < text.count else { return false }
    tagStart = offset
    tagLine = line
    switch text[offset + 1] {
    case UInt8(ascii: "/"): state = .endTag
    case UInt8(ascii: "?"): state = .instruction
    case UInt8(ascii: "!"):
      guard offset + 9 <= text.count else { return false }
      if isNext("<!--", text) {
        state = .comment
        offset += 2
      } else if isNext("<![CDATA[", text) {
        state = .characters
        offset += 7
      } else if isNext("<!DOCTYPE", text) {
        hasDoctype = true
      }
    default: state = .startTag(quote: nil)
    }
    offset += 2
    return true
  }

  private func isNext(_ sign: String, _ text: Span<UInt8>) -> Bool {
    for (index, byte) in sign.utf8.enumerated() where text[offset + index] != byte { return false }
    return true
  }

  private func ends(_ text: Span<UInt8>, with sign: String) -> Bool {
    let start = offset - sign.utf8.count
    // What stands in the beginning does not belong to the end: <!--> is no comment.
    guard start >= tagStart + 2 else { return false }
    for (index, byte) in sign.utf8.enumerated() where text[start + index] != byte { return false }
    return true
  }

  private mutating func endInstruction(_ text: Span<UInt8>, _ found: inout PieceList) {
    state = .text
    guard !hasBegun, declaration.isEmpty else { return }
    for place in tagStart...offset { declaration.append(text[place]) }
    guard declaration.starts(with: Array("<?xml".utf8)) else { return }
    found.goOnWithEnvelope(at: offset + 1)
  }

  private mutating func endStartTag(_ text: Span<UInt8>, _ found: inout PieceList) {
    let isEmpty = text[offset - 1] == UInt8(ascii: "/")
    if !hasBegun {
      hasBegun = true
      isBundle = isTag("Bundle", text) && !isEmpty
      for place in tagStart...offset { root.append(text[place]) }
    } else if depth == 1, isBundle, isTag("entry", text) {
      if !found.hasEntries { found.beginEntries(text, at: tagStart) }
      found.leaveEnvelope(text, at: tagStart)
      found.beginPiece(at: tagStart, line: tagLine)
    }
    if isEmpty { endElement(text, &found) } else { depth += 1 }
  }

  /// Whether the tag that begins at its start has a name, whatever its prefix.
  private func isTag(_ name: String, _ text: Span<UInt8>) -> Bool {
    var start = tagStart + 1
    var end = start
    while end < offset {
      let byte = text[end]
      if byte == UInt8(ascii: ":") { start = end + 1 }
      if byte <= 0x20 || byte == UInt8(ascii: "/") { break }
      end += 1
    }
    guard end - start == name.utf8.count else { return false }
    for (index, byte) in name.utf8.enumerated() where text[start + index] != byte { return false }
    return true
  }

  private mutating func endElement(_ text: Span<UInt8>, _ found: inout PieceList) {
    guard depth == 1, found.openPiece != nil else { return }
    found.endPiece(at: offset + 1)
    found.goOnWithEnvelope(at: offset + 1)
  }
}
