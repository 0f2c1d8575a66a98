import GRDB

/// Why tables could not be loaded or queried; never quotes a cell.
package struct TableDatabaseError: Error, Sendable, CustomStringConvertible {
  /// Whether the query is at fault; otherwise it is the disk or the table.
  package let isQueryFault: Bool
  /// What happened, in SQLite's words where it says it best.
  package let message: String

  /// An error.
  package init(isQueryFault: Bool, _ message: String) {
    self.isQueryFault = isQueryFault
    self.message = message
  }

  /// The message.
  package var description: String { message }

  /// The error behind a failure of the database.
  static func of(_ error: any Error) -> TableDatabaseError {
    guard let error = error as? DatabaseError else {
      return TableDatabaseError(isQueryFault: false, "\(error)")
    }
    let isQueryFault = error.resultCode == .SQLITE_ERROR
    return TableDatabaseError(isQueryFault: isQueryFault, error.message ?? "\(error.resultCode)")
  }
}
