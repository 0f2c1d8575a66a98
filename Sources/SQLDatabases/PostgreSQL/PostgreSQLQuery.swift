internal import Tables

/// Reads the rows of a query from PostgreSQL with `COPY … TO STDOUT`, as they come.
struct PostgreSQLQuery {
  let query: String

  /// Bytes that are gathered before they are handed on.
  private static let handedOver = 1 << 18

  init(_ query: String) {
    self.query = query
  }

  func run(
    _ url: String, onStart: (@escaping @Sendable () -> Void) -> Void,
    write: ([UInt8]) throws -> Void
  ) throws(SQLDatabaseError) -> TableSchema {
    let place = PostgreSQLFault.Place()
    let connection = try PostgreSQLConnection(url)
    onStart(connection.interruption)
    try connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", [], place)
    let columns = try connection.execute(
      "SELECT * FROM (\(query)\n) AS pcmflow_query LIMIT 0", [], place
    ).columns
    guard !columns.isEmpty else {
      throw SQLDatabaseError(.input, "the query gives no columns")
    }
    let cells = columns.map {
      "\(Self.cell(quotedName($0.name), $0.type)) AS \(quotedName($0.name))"
    }
    try connection.execute(
      "COPY (SELECT \(cells.joined(separator: ", ")), 1 AS \(QueryReading.lastColumn)"
        + " FROM (\(query)\n) AS pcmflow_query) TO STDOUT (FORMAT csv)", [], place)
    var block = QueryReading.header(columns.map(\.name) + [QueryReading.lastColumn])
    while try connection.nextCopied(place, into: &block) {
      if block.count >= Self.handedOver {
        try Self.hand(block, to: write)
        block.removeAll(keepingCapacity: true)
      }
    }
    try Self.hand(block, to: write)
    try connection.execute("COMMIT", [], place)
    return TableSchema(columns.map { Column($0.name, Self.type($0.type)) })
  }

  private static func hand(
    _ block: [UInt8], to write: ([UInt8]) throws -> Void
  ) throws(SQLDatabaseError) {
    do { try write(block) } catch { throw SQLDatabaseError(.io, "\(error)") }
  }

  /// The type of a column's cells, from the number of its type (PostgreSQL's `pg_type.dat`).
  private static func type(_ number: UInt32) -> ColumnType {
    switch number {
    case 16: .boolean
    case 20, 21, 23: .integer
    case 700, 701, 1700: .number
    case 1082: .date
    case 1184: .instant
    default: .string
    }
  }

  /// A column as its cells are spelled here.
  private static func cell(_ name: String, _ number: UInt32) -> String {
    switch number {
    case 16: "CASE WHEN \(name) THEN 'true' WHEN NOT \(name) THEN 'false' END"
    case 20, 21, 23: name
    case 700, 701, 1700:
      "CASE WHEN \(name)::text IN ('NaN', 'Infinity', '-Infinity')"
        + " THEN replace(lower(\(name)::text), 'inity', '') ELSE \(name)::text END"
    case 1082: "to_char(\(name), 'YYYY-MM-DD')"
    case 1114: "to_char(\(name), 'YYYY-MM-DD\"T\"HH24:MI:SS.US')"
    case 1184: "to_char(\(name) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    default: "\(name)::text"
    }
  }
}
