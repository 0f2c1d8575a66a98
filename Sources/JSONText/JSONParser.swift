/// Reads JSON with `//` comments (RFC 8259 otherwise) into a tree that knows its places.
///
/// Duplicate keys, trailing commas, unknown escapes and nesting deeper than 200 are errors.
package struct JSONParser {
  private let bytes: [UInt8]
  private var offset = 0
  private var line = 1
  /// A place in the line at hand and its column.
  private var counted = (offset: 0, column: 1)
  private static let maximumDepth = 200

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      offset = 3
      counted = (3, 1)
    }
  }

  /// Parses one document.
  ///
  /// - Throws: The first thing in the text that is not JSON, with its line and column.
  /// - Complexity: O(n) in the length of the text.
  package static func parse(_ bytes: [UInt8]) throws(JSONTextError) -> JSONNode {
    var parser = JSONParser(bytes)
    try parser.skipSpace()
    guard parser.offset < bytes.count else {
      throw parser.error("the file is empty; a JSON document was expected")
    }
    let node = try parser.value(depth: 0)
    try parser.skipSpace()
    guard parser.offset == bytes.count else {
      throw parser.error("there is text after the end of the document; remove it")
    }
    return node
  }

  /// Parses the UTF-8 bytes of a string.
  package static func parse(_ text: String) throws(JSONTextError) -> JSONNode {
    try parse(Array(text.utf8))
  }

  private var position: SourcePosition {
    var (index, column) = counted
    while index < offset && index < bytes.count {
      if bytes[index] & 0xC0 != 0x80 { column += 1 }
      index += 1
    }
    return SourcePosition(line: line, column: column)
  }

  /// The position, from which columns are counted on: counted from the line's beginning each time, a document on one
  /// line would take time with the square of its length.
  private mutating func markedPosition() -> SourcePosition {
    let position = position
    counted = (offset, position.column)
    return position
  }

  private func error(_ message: String) -> JSONTextError {
    JSONTextError(message, at: position)
  }

  private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func skipSpace() throws(JSONTextError) {
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\n"):
        offset += 1
        line += 1
        counted = (offset, 1)
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        offset += 1
      case UInt8(ascii: "/"):
        guard offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: "/") else {
          throw error("a single '/' stands here; comments begin with '//'")
        }
        while let byte = current, byte != UInt8(ascii: "\n") { offset += 1 }
      default:
        return
      }
    }
  }

  private mutating func value(depth: Int) throws(JSONTextError) -> JSONNode {
    guard depth < Self.maximumDepth else {
      throw error("values are nested deeper than \(Self.maximumDepth); flatten the document")
    }
    let start = markedPosition()
    switch current {
    case UInt8(ascii: "{"): return JSONNode(.object(try object(depth: depth)), at: start)
    case UInt8(ascii: "["): return JSONNode(.array(try array(depth: depth)), at: start)
    case UInt8(ascii: "\""): return JSONNode(.string(try string()), at: start)
    case UInt8(ascii: "t"): return try word("true", .bool(true), start)
    case UInt8(ascii: "f"): return try word("false", .bool(false), start)
    case UInt8(ascii: "n"): return try word("null", .null, start)
    case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
      return JSONNode(.number(try number()), at: start)
    case nil:
      throw error("the document ends where a value was expected")
    default:
      throw error(
        "a value was expected here: an object, array, string, number, true, false or null")
    }
  }

  private mutating func word(
    _ word: String, _ value: JSONNode.Content, _ start: SourcePosition
  ) throws(JSONTextError) -> JSONNode {
    guard bytes[offset...].starts(with: word.utf8) else {
      throw error("a value was expected here; text must stand in double quotes")
    }
    offset += word.utf8.count
    return JSONNode(value, at: start)
  }

  private mutating func object(depth: Int) throws(JSONTextError) -> [JSONMember] {
    offset += 1
    var members: [JSONMember] = []
    var seen: Set<String> = []
    try skipSpace()
    if current == UInt8(ascii: "}") {
      offset += 1
      return members
    }
    while true {
      guard current == UInt8(ascii: "\"") else {
        throw error(
          current == UInt8(ascii: "}")
            ? "a comma stands before this '}'; remove the comma"
            : "a key in double quotes was expected here")
      }
      let keyPosition = markedPosition()
      let key = try string()
      guard seen.insert(key).inserted else {
        throw JSONTextError(
          "the key \"\(key)\" stands twice in this object; keep one", at: keyPosition)
      }
      try skipSpace()
      guard current == UInt8(ascii: ":") else { throw error("a ':' was expected after the key") }
      offset += 1
      try skipSpace()
      members.append(
        JSONMember(key: key, keyPosition: keyPosition, value: try value(depth: depth + 1)))
      if try endOfList(UInt8(ascii: "}"), "object") { return members }
    }
  }

  private mutating func array(depth: Int) throws(JSONTextError) -> [JSONNode] {
    offset += 1
    var elements: [JSONNode] = []
    try skipSpace()
    if current == UInt8(ascii: "]") {
      offset += 1
      return elements
    }
    while true {
      if current == UInt8(ascii: "]") {
        throw error("a comma stands before this ']'; remove the comma")
      }
      elements.append(try value(depth: depth + 1))
      if try endOfList(UInt8(ascii: "]"), "array") { return elements }
    }
  }

  /// Steps over `,` or the closing byte; true at the end of the list.
  private mutating func endOfList(_ close: UInt8, _ kind: String) throws(JSONTextError) -> Bool {
    try skipSpace()
    switch current {
    case close:
      offset += 1
      return true
    case UInt8(ascii: ","):
      offset += 1
      try skipSpace()
      return false
    case nil:
      throw error("the document ends inside an \(kind)")
    default:
      throw error("a ',' or the end of the \(kind) was expected here")
    }
  }

  private mutating func number() throws(JSONTextError) -> String {
    let start = offset
    if current == UInt8(ascii: "-") { offset += 1 }
    let integerStart = offset
    let integerDigits = digits()
    guard integerDigits > 0 else { throw error("a digit was expected here") }
    if integerDigits > 1 && bytes[integerStart] == UInt8(ascii: "0") {
      throw error("a number does not begin with 0; remove the leading zeros")
    }
    if current == UInt8(ascii: ".") {
      offset += 1
      guard digits() > 0 else { throw error("a digit was expected after the decimal point") }
    }
    if let byte = current, byte | 0x20 == UInt8(ascii: "e") {
      offset += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { offset += 1 }
      guard digits() > 0 else { throw error("a digit was expected in the exponent") }
    }
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  private mutating func digits() -> Int {
    let start = offset
    while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { offset += 1 }
    return offset - start
  }

  private mutating func string() throws(JSONTextError) -> String {
    offset += 1
    var content: [UInt8] = []
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        offset += 1
        guard let text = String(validating: content, as: UTF8.self) else {
          throw error("the text before this place is not UTF-8; save the file as UTF-8")
        }
        return text
      case UInt8(ascii: "\\"):
        try escape(into: &content)
      case 0..<0x20:
        throw error(
          byte == UInt8(ascii: "\n")
            ? "the line ends inside a string; close it with '\"'"
            : "a control character stands inside a string; write it as an escape")
      default:
        content.append(byte)
        offset += 1
      }
    }
    throw error("the document ends inside a string")
  }

  private mutating func escape(into content: inout [UInt8]) throws(JSONTextError) {
    offset += 1
    guard let byte = current else { throw error("the document ends inside a string") }
    let plain: [UInt8: UInt8] = [
      UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
      UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12,
      UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9,
    ]
    if let replacement = plain[byte] {
      content.append(replacement)
      offset += 1
      return
    }
    guard byte == UInt8(ascii: "u") else {
      throw error("'\\' begins an escape here, but this is none; a backslash is written '\\\\'")
    }
    offset += 1
    var scalar = try hexadecimal()
    if (0xD800..<0xDC00).contains(scalar) {
      guard current == UInt8(ascii: "\\"), offset + 1 < bytes.count,
        bytes[offset + 1] == UInt8(ascii: "u")
      else { throw error("the second half of a surrogate pair was expected here") }
      offset += 2
      let low = try hexadecimal()
      guard (0xDC00..<0xE000).contains(low) else {
        throw error("the second half of a surrogate pair was expected here")
      }
      scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let unicode = Unicode.Scalar(scalar) else {
      throw error("this escape names no character")
    }
    content.append(contentsOf: Array(String(Character(unicode)).utf8))
  }

  private mutating func hexadecimal() throws(JSONTextError) -> UInt32 {
    guard offset + 4 <= bytes.count,
      let value = UInt32(String(decoding: bytes[offset..<offset + 4], as: UTF8.self), radix: 16),
      bytes[offset] != UInt8(ascii: "+")
    else { throw error("four hexadecimal digits were expected after '\\u'") }
    offset += 4
    return value
  }
}
