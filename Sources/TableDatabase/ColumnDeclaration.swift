import GRDB
import GRDBSQLite
import Tables

/// Reads how a column of a query was declared in its table.
enum ColumnDeclaration {
  /// The type of a column that comes straight from a table; nil for one that is computed.
  static func type(_ statement: Statement, _ index: Int) -> ColumnType? {
    // SAFETY: the statement is alive, and SQLite's text is copied at once.
    guard let text = unsafe sqlite3_column_decltype(statement.sqliteStatement, Int32(index)) else {
      return nil
    }
    let declared = unsafe String(cString: text)
    return ColumnType.allCases.first { TableDatabase.declaration($0) == declared }
  }
}
