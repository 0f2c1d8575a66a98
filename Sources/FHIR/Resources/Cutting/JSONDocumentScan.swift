/// Finds the entries of a Bundle in JSON by its brackets, as its text comes in.
struct JSONDocumentScan: Sendable {
  /// The next byte to look at.
  private(set) var offset: Int
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  /// Where the string begins that is being passed at the top level.
  private var stringStart = 0
  /// The latest key of the top level.
  private var key: [UInt8] = []
  private var isKeyNext = true
  private var isBundle = false
  private var isInEntries = false
  private var needsComma = false
  private var isAfterComma = false
  private var isScalar = false

  init(from offset: Int) {
    self.offset = offset
  }

  /// Looks at what has come in.
  mutating func scan(_ text: Span<UInt8>, _ found: inout PieceList) {
    while offset < text.count {
      if isInString, !isEscaped {
        // Most bytes stand in strings; only their ends matter.
        var next = offset
        while next < text.count, text[next] != UInt8(ascii: "\""), text[next] != UInt8(ascii: "\\")
        {
          next &+= 1
        }
        offset = next
        if next == text.count { return }
      }
      let byte = text[offset]
      if isInString {
        passString(byte, text)
      } else {
        switch byte {
        case 0x0A: found.countLine()
        case 0x20, 0x09, 0x0D: break
        default:
          if isInEntries, depth == 2 { beginElement(byte, &found) }
          pass(byte, text, &found)
        }
        if isScalar, byte <= 0x20 { endScalar(&found) }
      }
      offset &+= 1
    }
  }

  /// Tells the scan that text before its offset is gone.
  mutating func drop(_ count: Int) {
    offset -= count
    stringStart -= count
  }

  private mutating func passString(_ byte: UInt8, _ text: Span<UInt8>) {
    if isEscaped {
      isEscaped = false
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else if byte == UInt8(ascii: "\"") {
      isInString = false
      if depth == 1, offset - stringStart < 20 { endTopString(text) }
    }
  }

  /// A string of the top level is a key, or the value that says what the document is.
  private mutating func endTopString(_ text: Span<UInt8>) {
    var string: [UInt8] = []
    for place in stringStart + 1..<offset { string.append(text[place]) }
    if isKeyNext {
      key = string
    } else if key.elementsEqual("resourceType".utf8), string.elementsEqual("Bundle".utf8) {
      isBundle = true
    }
  }

  private mutating func pass(_ byte: UInt8, _ text: Span<UInt8>, _ found: inout PieceList) {
    switch byte {
    case UInt8(ascii: "\""):
      isInString = true
      stringStart = offset
      if depth == 1, isKeyNext { key = [] }
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      if byte == UInt8(ascii: "["), depth == 1, isBundle, !found.hasEntries, !isKeyNext,
        key.elementsEqual("entry".utf8)
      {
        isInEntries = true
        needsComma = false
        isAfterComma = false
        found.beginEntries(text, at: offset + 1)
      }
      depth += 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      depth -= 1
      if isInEntries, depth == 2 { found.endPiece(at: offset + 1) }
      if isInEntries, depth == 1 { endEntries(&found) }
    case UInt8(ascii: ":"):
      if depth == 1 { isKeyNext = false }
    case UInt8(ascii: ","):
      if depth == 1 { isKeyNext = true }
    default: break
    }
  }

  /// Handles what stands between the brackets of the entries, and not within one.
  private mutating func beginElement(_ byte: UInt8, _ found: inout PieceList) {
    switch byte {
    case UInt8(ascii: ","):
      if isScalar { endScalar(&found) }
      if !needsComma { found.note(",") }
      needsComma = false
      isAfterComma = true
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      if isScalar { endScalar(&found) }
    default:
      if isScalar { return }
      if needsComma { found.note("0 0") }
      needsComma = true
      isAfterComma = false
      found.beginPiece(at: offset)
      isScalar = byte != UInt8(ascii: "{") && byte != UInt8(ascii: "[")
    }
  }

  private mutating func endScalar(_ found: inout PieceList) {
    guard isInEntries, depth == 2, !isInString else { return }
    isScalar = false
    found.endPiece(at: offset)
  }

  private mutating func endEntries(_ found: inout PieceList) {
    if isAfterComma { found.note("0,") }
    isInEntries = false
    key = []
    found.goOnWithEnvelope(at: offset)
  }
}
