package import JSONText

/// One thing that is wrong with a definition, its arguments or its data: what, where, why and how to mend it.
package struct Diagnostic: Error, Sendable, CustomStringConvertible {
  /// What the program does about a diagnostic.
  package enum Severity: String, Sendable {
    /// The definition is refused.
    case error
    /// The definition runs, but its author should know.
    case warning
  }

  /// Whether the definition is refused.
  package var severity: Severity
  /// The rule that was broken, a stable word such as `unknown-key`; for machines and for tests.
  package var rule: String
  /// What is wrong, in one sentence without a full stop.
  package var message: String
  /// What to do about it, in one sentence without a full stop; nil where the message says it.
  package var remedy: String?
  /// The file that holds the place, as the user named it; nil for an argument.
  package var file: String?
  /// The place in the file.
  package var position: SourcePosition?

  /// A diagnostic.
  package init(
    _ severity: Severity = .error, rule: String, _ message: String, remedy: String? = nil,
    file: String? = nil, position: SourcePosition? = nil
  ) {
    self.severity = severity
    self.rule = rule
    self.message = message
    self.remedy = remedy
    self.file = file
    self.position = position
  }

  /// `file:line:column: error: what is wrong [rule]; what to do`.
  package var description: String {
    var text = ""
    if let file {
      text += file + ":"
      if let position { text += "\(position.line):\(position.column):" }
      text += " "
    }
    text += "\(severity.rawValue): \(message)"
    if let remedy { text += "; \(remedy)" }
    return text + " [\(rule)]"
  }

  /// The diagnostic as an object for machines.
  package var json: JSONNode {
    .object([
      ("severity", .text(severity.rawValue)), ("rule", .text(rule)), ("message", .text(message)),
      ("remedy", remedy.map { .text($0) } ?? nil), ("file", file.map { .text($0) } ?? nil),
      ("line", position.map { .integer($0.line) } ?? nil),
      ("column", position.map { .integer($0.column) } ?? nil),
    ])
  }
}
