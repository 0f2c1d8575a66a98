extension JSONNode {
  /// The value in one canonical spelling: no space, members sorted by key, strings with the fewest escapes.
  ///
  /// Numbers keep their spelling, so that `1.0` and `1` stay different; used where a setting enters a digest.
  package var canonicalText: String {
    var text: [UInt8] = []
    append(to: &text, isSorted: true)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the value on one line, its members sorted by key or in their own order.
  func append(to text: inout [UInt8], isSorted: Bool) {
    switch value {
    case .null: text += "null".utf8
    case .bool(let flag): text += (flag ? "true" : "false").utf8
    case .number(let spelling): text += spelling.utf8
    case .string(let string): Self.appendQuoted(string, to: &text)
    case .array(let elements):
      text.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        element.append(to: &text, isSorted: isSorted)
      }
      text.append(UInt8(ascii: "]"))
    case .object(let members):
      text.append(UInt8(ascii: "{"))
      let members = isSorted ? members.sorted { $0.key < $1.key } : members
      for (index, member) in members.enumerated() {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        Self.appendQuoted(member.key, to: &text)
        text.append(UInt8(ascii: ":"))
        member.value.append(to: &text, isSorted: isSorted)
      }
      text.append(UInt8(ascii: "}"))
    }
  }

  /// A text as a JSON string with its quotes.
  package static func quoted(_ text: String) -> String {
    var result: [UInt8] = []
    appendQuoted(text, to: &result)
    return String(decoding: result, as: UTF8.self)
  }

  /// Appends a text as a JSON string with its quotes.
  static func appendQuoted(_ string: String, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    // Bytes above 127 belong to characters that need no escape.
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""): text += #"\""#.utf8
      case UInt8(ascii: "\\"): text += #"\\"#.utf8
      case UInt8(ascii: "\n"): text += #"\n"#.utf8
      case UInt8(ascii: "\r"): text += #"\r"#.utf8
      case UInt8(ascii: "\t"): text += #"\t"#.utf8
      case 0..<0x20:
        let hexadecimal = String(byte, radix: 16)
        text += (#"\u"# + String(repeating: "0", count: 4 - hexadecimal.utf8.count)).utf8
        text += hexadecimal.utf8
      default: text.append(byte)
      }
    }
    text.append(UInt8(ascii: "\""))
  }
}
