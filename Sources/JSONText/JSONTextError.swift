/// Why a text is not JSON, and where.
package struct JSONTextError: Error, Sendable, CustomStringConvertible {
  /// What is wrong and what was expected.
  package var message: String
  /// Where the reader stood.
  package var position: SourcePosition

  /// An error with a message and a place.
  package init(_ message: String, at position: SourcePosition) {
    self.message = message
    self.position = position
  }

  /// `line:column: message`.
  package var description: String { "\(position.line):\(position.column): \(message)" }
}
