import Foundation
import GRDB
import GRDBSQLite
package import Tables

/// Tables in a SQLite database, for queries and for publishing as a database file.
package final class TableDatabase: Sendable {
  private let database: DatabaseQueue

  /// Opens a database.
  ///
  /// - Parameter path: The file, which must not exist; nil for one in memory.
  package init(path: String?) throws(TableDatabaseError) {
    do {
      var configuration = Configuration()
      configuration.label = "tables"
      configuration.prepareDatabase { database in
        try database.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
      }
      database =
        try path.map { try DatabaseQueue(path: $0, configuration: configuration) }
        ?? DatabaseQueue(configuration: configuration)
    } catch {
      throw .of(error)
    }
  }

  /// Opens a database that is there, to read it.
  package init(reading path: String) throws(TableDatabaseError) {
    do {
      var configuration = Configuration()
      configuration.label = "read"
      configuration.readonly = true
      configuration.busyMode = .timeout(60)
      database = try DatabaseQueue(path: path, configuration: configuration)
    } catch {
      throw TableDatabaseError(isQueryFault: false, "the database's file cannot be opened")
    }
  }

  /// Creates an empty table; a type that is not known yet is left open.
  package func create(
    _ name: String, _ columns: [(name: String, type: ColumnType?)]
  ) throws(TableDatabaseError) {
    let list = columns.map { "\(Self.quoted($0.name)) \($0.type.map(Self.declaration) ?? "")" }
    let sql = "CREATE TABLE \(Self.quoted(name))(\(list.joined(separator: ", ")))"
    try write { try $0.execute(sql: sql) }
  }

  /// Creates a table and fills it with the rows of part files.
  ///
  /// - Throws: A part file that cannot be read or is not of the schema, naming the table.
  /// - Complexity: O(rows); memory does not grow with them where the database is a file.
  package func load(
    _ name: String, _ schema: TableSchema, parts: [String]
  ) throws(TableDatabaseError) {
    try create(name, schema.columns.map { ($0.name, $0.type) })
    let places = schema.columns.map { _ in "?" }.joined(separator: ", ")
    let sql = "INSERT INTO \(Self.quoted(name)) VALUES (\(places))"
    try write { database in
      let statement = try database.makeStatement(sql: sql)
      for part in parts { try Self.insert(part, schema, name, statement) }
    }
  }

  private static func insert(
    _ part: String, _ schema: TableSchema, _ name: String, _ statement: Statement
  ) throws {
    guard let file = FileHandle(forReadingAtPath: part) else {
      throw TableDatabaseError(
        isQueryFault: false, "a part of table \"\(name)\" cannot be opened: \(part)")
    }
    defer { try? file.close() }
    var reader = TypedRowReader(schema)
    var rest: [UInt8] = []
    var cells: [TypedCell] = []
    var isFinal = false
    while !isFinal {
      let block = try file.read(upToCount: 1 << 20) ?? Data()
      isFinal = block.isEmpty
      let text = rest + [UInt8](block)
      reader.beginBlock()
      do throws(TableError) {
        while try reader.next(text.span, isFinal: isFinal, into: &cells) {
          try Self.execute(statement, cells)
        }
      } catch {
        throw TableDatabaseError(isQueryFault: false, "table \"\(name)\": \(error.description)")
      }
      rest = Array(text[reader.offset...])
    }
  }

  /// Stores a row, straight through SQLite's own calls.
  private static func execute(_ statement: Statement, _ cells: [TypedCell]) throws(TableError) {
    // SAFETY: the statement is alive and used by this thread only; SQLite copies each text before the call returns.
    let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    var code = SQLITE_OK
    for (place, cell) in cells.enumerated() where code == SQLITE_OK {
      let index = Int32(place + 1)
      switch cell {
      case .null: code = unsafe sqlite3_bind_null(statement.sqliteStatement, index)
      case .integer(let value):
        code = unsafe sqlite3_bind_int64(statement.sqliteStatement, index, Int64(value))
      case .number(let value):
        code = unsafe sqlite3_bind_double(statement.sqliteStatement, index, value)
      case .boolean(let value):
        code = unsafe sqlite3_bind_int64(statement.sqliteStatement, index, value ? 1 : 0)
      case .text(var text):
        code = text.withUTF8 { bytes in
          unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
            unsafe sqlite3_bind_text(
              statement.sqliteStatement, index, characters.baseAddress, Int32(characters.count),
              copied)
          }
        }
      }
    }
    if code == SQLITE_OK { code = unsafe sqlite3_step(statement.sqliteStatement) }
    let reset = unsafe sqlite3_reset(statement.sqliteStatement)
    guard code == SQLITE_DONE, reset == SQLITE_OK else {
      // SAFETY: SQLite's texts for codes are constants.
      let reason = unsafe String(cString: sqlite3_errstr(code == SQLITE_DONE ? reset : code))
      throw TableError(.contract, "the row cannot be stored: \(reason)")
    }
  }

  /// Makes a query that is running on another thread fail soon.
  package func interrupt() { database.interrupt() }

  /// Runs statements.
  func write<Value: Sendable>(
    _ work: @Sendable (Database) throws -> Value
  ) throws(TableDatabaseError) -> Value {
    do { return try database.write(work) } catch let error as TableDatabaseError {
      throw error
    } catch { throw .of(error) }
  }

  /// Runs queries.
  func read<Value: Sendable>(
    _ work: @Sendable (Database) throws -> Value
  ) throws(TableDatabaseError) -> Value {
    do { return try database.read(work) } catch let error as TableDatabaseError {
      throw error
    } catch { throw .of(error) }
  }

  /// A name as SQL quotes it.
  package static func quoted(_ name: String) -> String {
    "\"" + name.replacing("\"", with: "\"\"") + "\""
  }

  /// How a column's type is declared, so that it can be read back from a query's columns.
  static func declaration(_ type: ColumnType) -> String {
    switch type {
    case .string: "TEXT"
    case .integer: "INTEGER"
    case .number: "REAL"
    case .boolean: "BOOLEAN"
    case .date: "DATE_TEXT"
    case .instant: "INSTANT_TEXT"
    }
  }
}
