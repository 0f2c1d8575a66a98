/// A condition over the columns of one table, in SQLite's dialect, that can stand in parentheses of a query.
package struct SQLCondition: Sendable, Equatable {
  /// The condition as its author wrote it.
  package let text: String

  /// Accepts a condition that cannot reach beyond its parentheses.
  ///
  /// - Throws: Where quotes and parentheses are not closed, or a comment or semicolon stands outside of
  ///   quotes. Whether the columns exist is left to SQLite.
  package init(_ text: String) throws(SQLConditionError) {
    self.text = text
    if let problem = Self.problem(Array(text.utf8)) { throw SQLConditionError(message: problem) }
  }

  private static func problem(_ bytes: [UInt8]) -> String? {
    var depth = 0
    var quote: UInt8?
    var isBlank = true
    for (offset, byte) in bytes.enumerated() {
      if byte > 0x20 { isBlank = false }
      if byte == 0 { return "the condition holds a NUL character" }
      if let open = quote {
        // A doubled quote closes and opens again, which comes to the same.
        if byte == open { quote = nil }
        continue
      }
      let next = offset + 1 < bytes.count ? bytes[offset + 1] : 0
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): quote = byte
      case UInt8(ascii: "["): quote = UInt8(ascii: "]")
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        depth -= 1
        if depth < 0 { return "a parenthesis is closed that was never opened" }
      case UInt8(ascii: ";"): return "a condition is one expression; remove the semicolon"
      case UInt8(ascii: "-") where next == UInt8(ascii: "-"),
        UInt8(ascii: "/") where next == UInt8(ascii: "*"):
        return "a comment may not stand inside of a condition; use // beside it in the file"
      default: break
      }
    }
    if isBlank { return "the condition is empty" }
    if quote != nil { return "a quote is not closed" }
    return depth > 0 ? "a parenthesis is not closed" : nil
  }
}

/// Why a text cannot be a condition.
package struct SQLConditionError: Error, Sendable {
  /// What is wrong.
  package let message: String
}
