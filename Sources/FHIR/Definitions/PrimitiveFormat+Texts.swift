extension PrimitiveFormat {
  /// Whether a range of a text is a `code`: single spaces at most, and none at its ends.
  static func isCode(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var wasSpace = true
    for offset in range {
      let byte = text[offset]
      let isSpace = byte == 0x20
      if byte < 0x20 || isSpace && wasSpace { return false }
      wasSpace = isSpace
    }
    return !wasSpace
  }

  /// Whether a range of a text is a `uri` (without white space), an `oid` or a `uuid`.
  static func isURI(_ text: Span<UInt8>, _ range: Range<Int>, _ kind: ElementKind) -> Bool {
    for offset in range where text[offset] <= 0x20 { return false }
    switch kind {
    case .oid: return starts(text, range, with: "urn:oid:") && isOID(text, range.dropFirst(8))
    case .uuid:
      return starts(text, range, with: "urn:uuid:") && isUUID(text, range.dropFirst(9))
    default:
      return !starts(text, range, with: "urn:uuid:") || isUUID(text, range.dropFirst(9))
    }
  }

  /// Whether a range of a text is an `id`: letters, digits, dashes and dots, at most 64.
  static func isIdentifier(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count <= 64 else { return false }
    for offset in range {
      let byte = text[offset]
      let isLetter = (byte | 0x20) &- UInt8(ascii: "a") < 26
      let isDigit = byte &- UInt8(ascii: "0") < 10
      guard isLetter || isDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") else {
        return false
      }
    }
    return true
  }

  /// Whether a range of a text is base64, with white space anywhere.
  static func isBase64(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var characters = 0
    var padding = 0
    for offset in range {
      let byte = text[offset]
      if byte <= 0x20 { continue }
      characters += 1
      if byte == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      let isLetter = (byte | 0x20) &- UInt8(ascii: "a") < 26
      let isDigit = byte &- UInt8(ascii: "0") < 10
      guard padding == 0,
        isLetter || isDigit || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
      else { return false }
    }
    return characters % 4 == 0 && padding <= 2
  }

  private static func starts(_ text: Span<UInt8>, _ range: Range<Int>, with start: String) -> Bool {
    guard range.count >= start.utf8.count else { return false }
    for (index, byte) in start.utf8.enumerated() where text[range.lowerBound + index] != byte {
      return false
    }
    return true
  }

  private static func isOID(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var scan = FormatScan(range)
    guard let root = scan.number(1, text), root <= 2 else { return false }
    while !scan.isAtEnd {
      guard scan.take(".", text) else { return false }
      let start = scan.offset
      let count = scan.digits(text)
      guard count > 0, count == 1 || text[start] != UInt8(ascii: "0") else { return false }
    }
    return range.count > 1
  }

  /// 8-4-4-4-12 hexadecimal digits; the official validator takes either case.
  private static func isUUID(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count == 36 else { return false }
    for (index, offset) in range.enumerated() {
      let byte = text[offset]
      if [8, 13, 18, 23].contains(index) {
        guard byte == UInt8(ascii: "-") else { return false }
      } else {
        let isDigit = byte &- UInt8(ascii: "0") < 10
        guard isDigit || (byte | 0x20) &- UInt8(ascii: "a") < 6 else { return false }
      }
    }
    return true
  }
}
