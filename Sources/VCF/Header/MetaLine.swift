/// One `##` line of a header.
package struct MetaLine: Sendable, Equatable {
  /// Line in the file, from 1.
  package let line: Int
  /// What stands before the first `=`.
  package let key: String
  /// What stands behind it, as written.
  package let value: String
  /// The keys and values of a structured line `<ID=…,…>` in order, quotes and escapes removed; nil
  /// for other lines.
  package let fields: [Field]?

  /// One key of a structured line.
  package struct Field: Sendable, Equatable {
    /// The key.
    package let key: String
    /// The value without its quotes.
    package let value: String
  }

  /// The value of a key of a structured line.
  package subscript(key: String) -> String? {
    fields?.first { $0.key == key }?.value
  }

  /// Reads the text behind `##`.
  init(_ text: String, line: Int) {
    self.line = line
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    key = String(parts[0])
    value = parts.count > 1 ? String(parts[1]) : ""
    fields = Self.parseFields(value)
  }

  /// Reads `<key=value,key="quoted, \"value\"",…>`; nil when the text is not of this form.
  private static func parseFields(_ text: String) -> [Field]? {
    let bytes = Array(text.utf8)
    guard bytes.first == UInt8(ascii: "<"), bytes.last == UInt8(ascii: ">"), bytes.count > 2
    else { return nil }
    var fields: [Field] = []
    var cursor = 1
    let end = bytes.count - 1
    while cursor < end {
      guard let equals = bytes[cursor..<end].firstIndex(of: UInt8(ascii: "=")) else { return nil }
      let key = String(decoding: bytes[cursor..<equals], as: UTF8.self)
      guard !key.isEmpty, !key.contains(",") else { return nil }
      cursor = equals + 1
      guard let value = parseValue(bytes, &cursor, end) else { return nil }
      fields.append(Field(key: key, value: value))
      if cursor < end {
        guard bytes[cursor] == UInt8(ascii: ","), cursor + 1 < end else { return nil }
        cursor += 1
      }
    }
    return fields
  }

  private static func parseValue(_ bytes: [UInt8], _ cursor: inout Int, _ end: Int) -> String? {
    var value: [UInt8] = []
    guard cursor < end, bytes[cursor] == UInt8(ascii: "\"") else {
      let stop = bytes[cursor..<end].firstIndex(of: UInt8(ascii: ",")) ?? end
      value = Array(bytes[cursor..<stop])
      cursor = stop
      return String(decoding: value, as: UTF8.self)
    }
    cursor += 1
    while cursor < end, bytes[cursor] != UInt8(ascii: "\"") {
      if bytes[cursor] == UInt8(ascii: "\\"), cursor + 1 < end { cursor += 1 }
      value.append(bytes[cursor])
      cursor += 1
    }
    guard cursor < end else { return nil }
    cursor += 1
    return String(decoding: value, as: UTF8.self)
  }
}
