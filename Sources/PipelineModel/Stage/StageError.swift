/// Why a task failed: what happened, where, and what to do.
///
/// A message names file, line and field, never the content of a record about a person.
package struct StageError: Error, Sendable, Codable, CustomStringConvertible {
  /// What may be done about it by the engine and by the exit code.
  package enum Category: String, Sendable, Codable {
    /// The input is broken; the same input fails again.
    case input
    /// A data contract of the definition is broken.
    case contract
    /// Reading or writing failed; trying again can help.
    case io
    /// The stage took longer than its timeout.
    case timeout
    /// Memory ran out.
    case outOfMemory
    /// The run was told to stop.
    case cancelled
    /// A mistake in the program.
    case `internal`
  }

  /// What kind of failure it is.
  package var category: Category
  /// What happened, in one sentence without a full stop.
  package var message: String
  /// What to do, in one sentence without a full stop.
  package var remedy: String?
  /// The file it happened in.
  package var file: String?
  /// The line in that file, from 1; within a chunk until the engine has added the chunk's first line.
  package var line: Int?
  /// The byte offset in that file (virtual offset for BGZF).
  package var offset: UInt64?
  /// The field of the record, such as `POS` or `INFO/AF`.
  package var field: String?

  /// A failure.
  package init(
    _ category: Category, _ message: String, remedy: String? = nil, file: String? = nil,
    line: Int? = nil, offset: UInt64? = nil, field: String? = nil
  ) {
    self.category = category
    self.message = message
    self.remedy = remedy
    self.file = file
    self.line = line
    self.offset = offset
    self.field = field
  }

  /// `file:line:field: what happened; what to do`.
  package var description: String {
    var text = ""
    if let file { text += file + ":" }
    if let line { text += "\(line):" }
    if let field { text += field + ":" }
    if !text.isEmpty { text += " " }
    text += message
    if let remedy { text += "; \(remedy)" }
    return text
  }
}
