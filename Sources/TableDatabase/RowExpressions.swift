import GRDB
import GRDBSQLite
package import Tables

/// SQL expressions over the columns of one row, evaluated row by row without storing the rows.
///
/// The row stands under the table's name, and its columns have the affinities that they have in a table that is loaded, so
/// an expression gives what it gives there. No other table can be named.
package struct RowExpressions: Sendable {
  private let sql: String
  private let schema: TableSchema
  /// The columns that are bound, in the order of their parameters.
  private let columns: [Int]
  private let isText: [Bool]

  /// Expressions over the rows of a table.
  ///
  /// - Parameter isText: Of each expression, whether its text is asked for rather than its number.
  package init(
    _ expressions: [String], isText: [Bool], table: String, schema: TableSchema
  ) {
    let text = expressions.joined(separator: "\n").lowercased()
    // A column that is spelt nowhere is not asked for; a name with a quote may be spelt otherwise.
    let columns = schema.columns.indices.filter {
      let name = schema.columns[$0].name.lowercased()
      return name.contains("\"") || text.contains(name)
    }
    var list = columns.enumerated().map { place, column in
      let type = Self.affinity(schema.columns[column].type)
      let name = TableDatabase.quoted(schema.columns[column].name)
      return "CAST(?\(place + 1) AS \(type)) AS \(name)"
    }
    if list.isEmpty { list = ["NULL AS \"no column\""] }
    sql = """
      SELECT \(expressions.joined(separator: ",\n  "))
      FROM (SELECT \(list.joined(separator: ", "))) AS \(TableDatabase.quoted(table))
      """
    self.schema = schema
    self.columns = columns
    self.isText = isText
  }

  private static func affinity(_ type: ColumnType) -> String {
    switch type {
    case .integer: "INTEGER"
    case .number: "REAL"
    case .boolean: "NUMERIC"
    case .string, .date, .instant: "TEXT"
    }
  }

  /// Does work that evaluates the expressions.
  ///
  /// - Throws: What SQLite finds wrong with the expressions, before the work begins; or what the work throws.
  package func evaluating<Value: Sendable>(
    in database: TableDatabase, _ work: @Sendable (borrowing Evaluator) throws -> Value
  ) throws(TableDatabaseError) -> Value {
    try database.write { connection in
      let statement = try connection.makeStatement(sql: sql)
      guard statement.columnCount == isText.count else {
        throw TableDatabaseError(isQueryFault: true, "an expression gives more than one value")
      }
      return try work(Evaluator(statement, self))
    }
  }

  /// Evaluates the expressions for one row after the other.
  package struct Evaluator: ~Copyable {
    private let statement: Statement
    private let expressions: RowExpressions

    fileprivate init(_ statement: Statement, _ expressions: RowExpressions) {
      self.statement = statement
      self.expressions = expressions
    }

    /// Evaluates all expressions for a row.
    ///
    /// - Throws: A cell that is not of its column's type, or what an expression fails with.
    package func evaluate(
      _ cells: [CellBounds], in text: Span<UInt8>, into row: inout RowValues
    ) throws(TableDatabaseError) {
      // SAFETY: the statement is alive and used by this thread only. Bound texts are not copied: they stay where they are
      // until the statement is reset, which happens before the span's bytes may go.
      let code = unsafe text.withUnsafeBufferPointer { bytes -> CInt in
        var code = SQLITE_OK
        for (place, column) in expressions.columns.enumerated() where code == SQLITE_OK {
          code = unsafe bind(cells[column], column, CInt(place + 1), text, bytes)
        }
        guard code == SQLITE_OK else { return code }
        code = unsafe sqlite3_step(statement.sqliteStatement)
        if code == SQLITE_ROW { read(into: &row) }
        return code
      }
      guard code == SQLITE_ROW else { throw failure(code) }
      _ = unsafe sqlite3_reset(statement.sqliteStatement)
    }

    private func failure(_ code: CInt) -> TableDatabaseError {
      // SAFETY: SQLite's message lives until the next call on the connection, and is copied at once.
      let reason = unsafe String(
        cString: sqlite3_errmsg(sqlite3_db_handle(statement.sqliteStatement)))
      _ = unsafe sqlite3_reset(statement.sqliteStatement)
      if code == SQLITE_MISMATCH {
        return TableDatabaseError(isQueryFault: false, "a cell is not of its column's type")
      }
      return TableDatabaseError(isQueryFault: code == SQLITE_ERROR, reason)
    }

    private func bind(
      _ cell: CellBounds, _ column: Int, _ place: CInt, _ text: Span<UInt8>,
      _ bytes: UnsafeBufferPointer<UInt8>
    ) -> CInt {
      let handle = unsafe statement.sqliteStatement
      // SAFETY: as in `evaluate`; what is copied is copied before the call returns.
      if cell.isNull { return unsafe sqlite3_bind_null(handle, place) }
      let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      let type = expressions.schema.columns[column].type
      if [.string, .date, .instant].contains(type), !cell.hasDoubledQuotes {
        guard let base = bytes.baseAddress else { return SQLITE_MISMATCH }
        return unsafe (base + cell.start).withMemoryRebound(
          to: CChar.self, capacity: max(cell.range.count, 1)
        ) { unsafe sqlite3_bind_text(handle, place, $0, CInt(cell.range.count), nil) }
      }
      switch TypedRowReader.value(cell, in: text, type) {
      case nil: return SQLITE_MISMATCH
      case .null: return unsafe sqlite3_bind_null(handle, place)
      case .integer(let value): return unsafe sqlite3_bind_int64(handle, place, Int64(value))
      case .number(let value): return unsafe sqlite3_bind_double(handle, place, value)
      case .boolean(let value): return unsafe sqlite3_bind_int64(handle, place, value ? 1 : 0)
      case .text(let value):
        return unsafe value.withCString {
          unsafe sqlite3_bind_text(handle, place, $0, CInt(value.utf8.count), copied)
        }
      }
    }

    private func read(into row: inout RowValues) {
      // SAFETY: as in `evaluate`; texts are copied before the statement is reset.
      let handle = unsafe statement.sqliteStatement
      for (place, isText) in expressions.isText.enumerated() {
        let index = CInt(place)
        row.isNull[place] = unsafe sqlite3_column_type(handle, index) == SQLITE_NULL
        if isText {
          row.texts[place].removeAll(keepingCapacity: true)
          if let text = unsafe sqlite3_column_text(handle, index) {
            let count = unsafe Int(sqlite3_column_bytes(handle, index))
            unsafe row.texts[place].append(
              contentsOf: UnsafeBufferPointer(start: text, count: count))
          }
        } else {
          row.numbers[place] = unsafe sqlite3_column_double(handle, index)
        }
      }
    }
  }

  /// Room for the values of a row.
  package var emptyValues: RowValues { RowValues(count: isText.count) }
}

/// What expressions gave for a row.
package struct RowValues: Sendable {
  /// The numbers; a yes is 1.
  package fileprivate(set) var numbers: [Double]
  /// Which gave nothing.
  package fileprivate(set) var isNull: [Bool]
  /// The texts of those that are to give one.
  package fileprivate(set) var texts: [[UInt8]]

  fileprivate init(count: Int) {
    numbers = [Double](repeating: 0, count: count)
    isNull = [Bool](repeating: true, count: count)
    texts = [[UInt8]](repeating: [], count: count)
  }
}
