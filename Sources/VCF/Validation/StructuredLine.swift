/// The value of a structured meta line, read to the letter: which values are quoted is kept, and a
/// value that does not have the form is refused with the reason.
///
/// `MetaLine` reads the same text for those who want the values only.
struct StructuredLine {
  /// One `key=value`.
  struct Field {
    let key: String
    /// The value without quotes; escapes are kept, for nothing here depends on them.
    let value: String
    let isQuoted: Bool
  }

  /// Why a value does not have the form.
  struct Fault: Error {
    let message: String
  }

  let fields: [Field]

  /// The field of a key; the first of several.
  subscript(key: String) -> Field? {
    fields.first { $0.key == key }
  }

  /// Reads `<key=value,key="quoted, \"value\"",key=[a, b]>`.
  init(_ value: String) throws(Fault) {
    let bytes = Array(value.utf8)
    guard bytes.first == UInt8(ascii: "<") else {
      throw Fault(message: "a value of the form <ID=…,…> was expected")
    }
    guard bytes.count > 2, bytes[bytes.count - 1] == UInt8(ascii: ">") else {
      throw Fault(message: "the value must hold key=value pairs and end with '>'")
    }
    let end = bytes.count - 1
    var cursor = 1
    var fields: [Field] = []
    while true {
      fields.append(try Self.readField(bytes, &cursor, end))
      guard cursor < end else { break }
      // readField stops at a comma or at the end.
      cursor += 1
    }
    self.fields = fields
  }

  private static func readField(
    _ bytes: [UInt8], _ cursor: inout Int, _ end: Int
  ) throws(Fault) -> Field {
    let keyStart = cursor
    while cursor < end, bytes[cursor] != UInt8(ascii: "="), bytes[cursor] != UInt8(ascii: ",") {
      cursor += 1
    }
    guard cursor > keyStart, cursor < end, bytes[cursor] == UInt8(ascii: "=") else {
      throw Fault(message: "between commas stands key=value; a comma in a value needs quotes")
    }
    let key = String(decoding: bytes[keyStart..<cursor], as: UTF8.self)
    guard !key.contains(where: { $0.isWhitespace || $0 == "\"" || $0 == "<" || $0 == ">" }) else {
      throw Fault(message: "a key may not hold whitespace, quotes or angle brackets")
    }
    cursor += 1
    let start = cursor
    switch cursor < end ? bytes[cursor] : 0 {
    case UInt8(ascii: "\""):
      cursor = try closingQuote(bytes, start, end) + 1
    case UInt8(ascii: "["):
      guard let close = bytes[start..<end].firstIndex(of: UInt8(ascii: "]")) else {
        throw Fault(message: "the list that '[' begins must end with ']'")
      }
      cursor = close + 1
    default:
      while cursor < end, bytes[cursor] != UInt8(ascii: ",") { cursor += 1 }
    }
    guard cursor == end || bytes[cursor] == UInt8(ascii: ",") else {
      throw Fault(
        message: "a quote within a quoted value must be written \\\", and a comma must follow it")
    }
    let isQuoted = bytes[start] == UInt8(ascii: "\"") && cursor > start
    let range = isQuoted ? start + 1..<cursor - 1 : start..<cursor
    return Field(
      key: key, value: String(decoding: bytes[range], as: UTF8.self), isQuoted: isQuoted)
  }

  private static func closingQuote(
    _ bytes: [UInt8], _ start: Int, _ end: Int
  ) throws(Fault) -> Int {
    var cursor = start + 1
    while cursor < end {
      if bytes[cursor] == UInt8(ascii: "\"") { return cursor }
      cursor += bytes[cursor] == UInt8(ascii: "\\") ? 2 : 1
    }
    throw Fault(message: "the quote before the value is not closed")
  }
}
