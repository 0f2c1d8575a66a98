internal import TableDatabase
package import Tables

/// A query whose rows are read from a database, in one transaction that only reads.
package struct QueryReading: Sendable {
  /// One SELECT in the dialect of the database.
  package let query: String

  /// The column that stands behind those of the query: without it a row of one null would be an empty line.
  package static let lastColumn = "pcmflow_row"

  /// A query; a semicolon at its end is left out.
  package init(_ query: String) {
    var text = query[...]
    while let last = text.last, last.isWhitespace || last == ";" { text.removeLast() }
    self.query = String(text)
  }

  /// Reads the rows, as they come.
  ///
  /// - Parameters:
  ///   - onStart: Takes what interrupts the query from another thread.
  ///   - write: Takes CSV in blocks: a header line, then rows; ``lastColumn`` at the end of each.
  /// - Returns: The columns of the query.
  package func run(
    in address: DatabaseAddress, onStart: (@escaping @Sendable () -> Void) -> Void,
    write: @escaping @Sendable ([UInt8]) throws -> Void
  ) throws(SQLDatabaseError) -> TableSchema {
    switch address {
    case .postgresql(let url): try PostgreSQLQuery(query).run(url, onStart: onStart, write: write)
    case .sqlite(let path): try runSQLite(path, onStart: onStart, write: write)
    }
  }

  /// The line that names the columns.
  static func header(_ names: [String]) -> [UInt8] {
    var writer = RowWriter()
    for name in names { writer.append(name) }
    writer.endRow()
    return writer.takeBytes()
  }

  private func runSQLite(
    _ path: String, onStart: (@escaping @Sendable () -> Void) -> Void,
    write: @escaping @Sendable ([UInt8]) throws -> Void
  ) throws(SQLDatabaseError) -> TableSchema {
    do throws(TableDatabaseError) {
      let database = try TableDatabase(reading: path)
      onStart { database.interrupt() }
      _ = try TableQuery(query)
      let whole = try TableQuery("SELECT *, 1 AS \(Self.lastColumn) FROM (\(query)\n)")
      let names = try whole.columns(in: database).map(\.name)
      do { try write(Self.header(names)) } catch {
        throw TableDatabaseError(isQueryFault: false, "\(error)")
      }
      let schema = try whole.run(in: database) { block, _ in try write(block) }
      return TableSchema(schema.columns.dropLast())
    } catch {
      throw SQLDatabaseError(
        error.isQueryFault ? .input : .io, "the query cannot run: \(error)",
        remedy: error.isQueryFault ? nil : "check the path in the secret")
    }
  }
}
