internal import GRDB
internal import Tables

/// Loads a table into an SQLite file, in one transaction.
struct SQLiteLoad {
  let load: TableLoad

  init(_ load: TableLoad) {
    self.load = load
  }

  func run(
    _ path: String, onStart: (@escaping @Sendable () -> Void) -> Void
  ) throws(SQLDatabaseError) -> TableLoad.Outcome {
    var configuration = Configuration()
    configuration.busyMode = .timeout(60)
    let queue: DatabaseQueue
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
    } catch {
      throw fault(error, row: nil)
    }
    onStart { queue.interrupt() }
    do {
      var outcome = TableLoad.Outcome(rows: 0, wasLoadedBefore: false)
      try queue.writeWithoutTransaction { database in
        try database.inTransaction(.immediate) {
          outcome = try run(in: database)
          return outcome.wasLoadedBefore ? .rollback : .commit
        }
      }
      return outcome
    } catch let error as SQLDatabaseError {
      throw error
    } catch {
      throw fault(error, row: nil)
    }
  }

  private func run(in database: Database) throws -> TableLoad.Outcome {
    try makeTable(database)
    switch load.mode {
    case .replace: try database.execute(sql: "DELETE FROM \(load.quotedTable)")
    case .append:
      if try isMarked(database) { return TableLoad.Outcome(rows: 0, wasLoadedBefore: true) }
    case .upsert: break
    }
    return TableLoad.Outcome(rows: try insert(database), wasLoadedBefore: false)
  }

  private func makeTable(_ database: Database) throws {
    var lines = load.schema.columns.map { "\(quotedName($0.name)) \(Self.type($0.type))" }
    if load.mode == .upsert { lines.append("UNIQUE (\(load.quotedKey))") }
    try database.execute(
      sql: "CREATE TABLE IF NOT EXISTS \(load.quotedTable) (\(lines.joined(separator: ", ")))")
  }

  private static func type(_ type: ColumnType) -> String {
    switch type {
    case .string: "TEXT"
    case .integer: "INTEGER"
    case .number: "REAL"
    case .boolean: "BOOLEAN"
    case .date: "DATE_TEXT"
    case .instant: "INSTANT_TEXT"
    }
  }

  /// Whether these rows were appended before; if not, the transaction leaves the mark that they are now.
  private func isMarked(_ database: Database) throws -> Bool {
    try database.execute(
      sql: """
        CREATE TABLE IF NOT EXISTS \(TableLoad.marks) (
          table_name TEXT, content TEXT, loaded_at TEXT DEFAULT CURRENT_TIMESTAMP,
          PRIMARY KEY (table_name, content))
        """)
    try database.execute(
      sql: "INSERT OR IGNORE INTO \(TableLoad.marks) (table_name, content) VALUES (?, ?)",
      arguments: [load.table, load.content])
    return database.changesCount == 0
  }

  private func insert(_ database: Database) throws -> Int {
    let places = load.schema.columns.map { _ in "?" }.joined(separator: ", ")
    let merging = load.mode == .upsert ? " " + load.onConflict : ""
    let statement = try database.makeStatement(
      sql:
        "INSERT INTO \(load.quotedTable) (\(load.quotedColumns)) VALUES (\(places))\(merging)")
    var row = 0
    var cells: [TypedCell] = []
    var reader = TypedRowReader(load.schema)
    for part in load.parts {
      reader = TypedRowReader(load.schema)
      try PartFiles(parts: [part]).read { (text, isFinal) throws(SQLDatabaseError) in
        reader.beginBlock()
        while true {
          do throws(TableError) {
            guard try reader.next(text, isFinal: isFinal, into: &cells) else { break }
          } catch {
            throw SQLDatabaseError(.input, "table \"\(load.table)\": \(error.description)")
          }
          row += 1
          try store(cells, row, statement)
        }
        return reader.offset
      }
    }
    return row
  }

  private func store(
    _ cells: [TypedCell], _ row: Int, _ statement: Statement
  ) throws(SQLDatabaseError) {
    var values: [(any DatabaseValueConvertible)?] = []
    for (column, cell) in cells.enumerated() {
      switch cell {
      case .null: values.append(nil)
      case .integer(let value): values.append(value)
      case .number(let value): values.append(value)
      case .boolean(let value): values.append(value)
      case .text(let value):
        if value.utf8.contains(0) {
          throw .nulCharacter(table: load.table, row: row, column: load.schema.columns[column].name)
        }
        values.append(value)
      }
    }
    do {
      try statement.execute(arguments: StatementArguments(values))
    } catch {
      throw fault(error, row: row)
    }
  }

  /// A failure in words that quote no cell; SQLite's own name tables and columns only.
  private func fault(_ error: any Error, row: Int?) -> SQLDatabaseError {
    let place = "table \"\(load.table)\"" + (row.map { ", row \($0)" } ?? "")
    guard let error = error as? DatabaseError else {
      return SQLDatabaseError(.io, "\(place): the database failed")
    }
    switch error.resultCode {
    case .SQLITE_CONSTRAINT, .SQLITE_ERROR, .SQLITE_MISMATCH, .SQLITE_NOTADB, .SQLITE_READONLY:
      return SQLDatabaseError(.input, "\(place): \(error.message ?? "the row cannot be stored")")
    case .SQLITE_CANTOPEN:
      return SQLDatabaseError(
        .input, "the database cannot be reached: its file cannot be opened",
        remedy: "check the path in the secret")
    default:
      return SQLDatabaseError(.io, "\(place): \(error.message ?? "\(error.resultCode)")")
    }
  }
}
