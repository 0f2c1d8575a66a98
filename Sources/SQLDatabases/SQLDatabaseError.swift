/// Why a database could not be loaded or read; never quotes a cell, an address or a credential.
package struct SQLDatabaseError: Error, Sendable, CustomStringConvertible {
  /// What may be done about it.
  package enum Category: Sendable {
    /// The same would fail again: the address, the table, the rows or the query have to be mended.
    case input
    /// Trying again may help.
    case io
  }

  /// What may be done about it.
  package let category: Category
  /// What happened, with table, row and column where they are known.
  package let message: String
  /// What to do.
  package let remedy: String?

  /// An error.
  package init(_ category: Category, _ message: String, remedy: String? = nil) {
    self.category = category
    self.message = message
    self.remedy = remedy
  }

  /// What happened and what to do.
  package var description: String { remedy.map { "\(message); \($0)" } ?? message }
}
