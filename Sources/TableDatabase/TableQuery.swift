import GRDB
package import Tables

/// One read-only query over tables, checked before it runs.
package struct TableQuery: Sendable {
  /// The text of the query.
  package let sql: String

  /// A query.
  ///
  /// - Throws: When it is not a single SELECT, or would give other rows each time it runs.
  package init(_ sql: String) throws(TableDatabaseError) {
    self.sql = sql
    let text = QueryText(sql)
    guard let first = text.words.first, ["select", "with", "values"].contains(first) else {
      throw TableDatabaseError(
        isQueryFault: true, "the query does not begin with SELECT, WITH or VALUES")
    }
    if let foreign = text.words.first(where: {
      $0.hasPrefix("pragma_") || $0.hasPrefix("sqlite_") || $0 == "load_extension"
    }) {
      throw TableDatabaseError(
        isQueryFault: true, "\(foreign) looks beside the tables that come in; name those only")
    }
    let end = text.bare.lastIndex { !$0.isWhitespace && $0 != ";" } ?? text.bare.startIndex
    if text.bare[..<end].contains(";") {
      throw TableDatabaseError(
        isQueryFault: true, "there is more than one statement; write a stage for each")
    }
    if let changing = text.changing {
      throw TableDatabaseError(
        isQueryFault: true,
        "\(changing) gives something else each time, so results could not be repeated; use '${run.date}'"
      )
    }
  }

  /// Whether every row of the query stands for a group of rows: each column counts or sums, or is named under the
  /// query's own GROUP BY. Window functions keep the rows apart, so a query with one does not count.
  ///
  /// What the rows are grouped by is the author's word; a key of persons makes groups of one.
  package var aggregates: Bool { AggregateShape(QueryText(sql)).holds }

  /// The columns that the query gives, with the types that the tables fix.
  ///
  /// - Throws: What SQLite finds wrong with the query.
  package func columns(
    in database: TableDatabase
  ) throws(TableDatabaseError) -> [(name: String, type: ColumnType?)] {
    try database.read { database in
      let statement = try Self.prepare(sql, database)
      return Self.columns(statement)
    }
  }

  /// Runs the query and writes its rows in blocks.
  ///
  /// A column whose type the tables do not fix takes the narrowest type that holds all its values.
  /// - Parameter write: Takes each block of rows as ``RowWriter`` encodes them, and their number.
  /// - Returns: The schema of the rows.
  package func run(
    in database: TableDatabase, write: @Sendable ([UInt8], Int) throws -> Void
  ) throws(TableDatabaseError) -> TableSchema {
    try database.read { database in
      let statement = try Self.prepare(sql, database)
      let columns = Self.columns(statement)
      var seen = [SeenTypes](repeating: SeenTypes(), count: columns.count)
      var writer = RowWriter()
      let rows = try Row.fetchCursor(statement)
      while let row = try rows.next() {
        for (index, column) in columns.enumerated() {
          let value: DatabaseValue = row[index]
          try Self.append(value, column, to: &writer, &seen[index])
        }
        writer.endRow()
        if writer.bytes.count >= 1 << 18 {
          let count = writer.rowCount
          try write(writer.takeBytes(), count)
        }
      }
      let count = writer.rowCount
      try write(writer.takeBytes(), count)
      return TableSchema(
        zip(columns, seen).map { column, seen in
          Column(column.name, column.type ?? seen.type)
        })
    }
  }

  /// The storage classes that a column's values had.
  private struct SeenTypes {
    var hasInteger = false
    var hasNumber = false
    var hasText = false

    var type: ColumnType {
      if hasText { return .string }
      if hasNumber { return .number }
      return hasInteger ? .integer : .string
    }
  }

  private static func prepare(_ sql: String, _ database: Database) throws -> Statement {
    let statement = try database.makeStatement(sql: sql)
    guard statement.isReadonly, statement.columnCount > 0 else {
      throw TableDatabaseError(isQueryFault: true, "the query changes something; only read tables")
    }
    return statement
  }

  private static func columns(_ statement: Statement) -> [(name: String, type: ColumnType?)] {
    statement.columnNames.enumerated().map { index, name in
      (name, ColumnDeclaration.type(statement, index))
    }
  }

  private static func append(
    _ value: DatabaseValue, _ column: (name: String, type: ColumnType?), to writer: inout RowWriter,
    _ seen: inout SeenTypes
  ) throws {
    switch value.storage {
    case .null: writer.appendNull()
    case .int64(let number) where column.type == .boolean: writer.append(number != 0)
    case .int64(let number) where column.type == .number: writer.append(Double(number))
    case .int64(let number):
      seen.hasInteger = true
      writer.append(Int(number))
    case .double(let number):
      seen.hasNumber = true
      writer.append(number)
    case .string(let text):
      seen.hasText = true
      writer.append(text)
    case .blob:
      throw TableDatabaseError(
        isQueryFault: true, "column \"\(column.name)\" holds binary data; convert it to text")
    }
  }
}
