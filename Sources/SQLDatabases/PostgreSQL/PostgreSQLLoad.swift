internal import Tables

/// Loads a table into PostgreSQL with `COPY`, in one transaction.
struct PostgreSQLLoad {
  let load: TableLoad

  /// Where rows wait that are to be merged by their key.
  private static let incoming = "pcmflow_incoming"
  /// Bytes that are gathered before they are handed to the server.
  private static let handedOver = 1 << 18

  init(_ load: TableLoad) {
    self.load = load
  }

  private var place: PostgreSQLFault.Place {
    PostgreSQLFault.Place(table: load.table, columns: load.schema.columns.map(\.name))
  }

  func run(
    _ url: String, onStart: (@escaping @Sendable () -> Void) -> Void
  ) throws(SQLDatabaseError) -> TableLoad.Outcome {
    let connection = try PostgreSQLConnection(url)
    onStart(connection.interruption)
    // Whatever fails: the connection goes, and the server rolls the transaction back.
    try connection.execute("BEGIN", [], place)
    try makeTable(connection)
    if load.mode == .append, try isMarked(connection) {
      try connection.execute("ROLLBACK", [], place)
      return TableLoad.Outcome(rows: 0, wasLoadedBefore: true)
    }
    let rows: Int
    switch load.mode {
    case .replace:
      // Unlike TRUNCATE this lets others read the old rows until the new ones are committed.
      try connection.execute("DELETE FROM \(load.quotedTable)", [], place)
      rows = try copy(into: load.quotedTable, connection)
    case .append: rows = try copy(into: load.quotedTable, connection)
    case .upsert: rows = try merge(connection)
    }
    try connection.execute("COMMIT", [], place)
    return TableLoad.Outcome(rows: rows, wasLoadedBefore: false)
  }

  private func makeTable(_ connection: PostgreSQLConnection) throws(SQLDatabaseError) {
    let found = try connection.execute("SELECT to_regclass($1)", [load.quotedTable], place)
    guard found.rows.first?.first == .some(nil) else { return }
    var lines = load.schema.columns.map { "\(quotedName($0.name)) \(Self.type($0.type))" }
    if load.mode == .upsert { lines.append("UNIQUE (\(load.quotedKey))") }
    try connection.execute(
      "CREATE TABLE \(load.quotedTable) (\(lines.joined(separator: ", ")))", [], place)
  }

  private static func type(_ type: ColumnType) -> String {
    switch type {
    case .string: "text"
    case .integer: "bigint"
    case .number: "double precision"
    case .boolean: "boolean"
    case .date: "date"
    case .instant: "timestamptz"
    }
  }

  /// Whether these rows were appended before; if not, the transaction leaves the mark that they are now.
  private func isMarked(_ connection: PostgreSQLConnection) throws(SQLDatabaseError) -> Bool {
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS \(TableLoad.marks) (
        table_name text, content text, loaded_at timestamptz DEFAULT now(), PRIMARY KEY (table_name, content))
      """, [], place)
    let inserted = try connection.execute(
      "INSERT INTO \(TableLoad.marks) (table_name, content) VALUES ($1, $2) ON CONFLICT DO NOTHING",
      [load.table, load.content], place)
    return inserted.changed == 0
  }

  private func merge(_ connection: PostgreSQLConnection) throws(SQLDatabaseError) -> Int {
    try connection.execute(
      """
      CREATE TEMPORARY TABLE \(Self.incoming) ON COMMIT DROP AS
        SELECT \(load.quotedColumns) FROM \(load.quotedTable) WITH NO DATA
      """, [], place)
    let rows = try copy(into: Self.incoming, connection)
    try connection.execute(
      """
      INSERT INTO \(load.quotedTable) (\(load.quotedColumns))
        SELECT \(load.quotedColumns) FROM \(Self.incoming) \(load.onConflict)
      """, [], place)
    return rows
  }

  private func copy(
    into table: String, _ connection: PostgreSQLConnection
  ) throws(SQLDatabaseError) -> Int {
    try connection.execute("COPY \(table) (\(load.quotedColumns)) FROM STDIN", [], place)
    var text = CopyText(load)
    for part in load.parts {
      var reader = RowReader.parts(of: load.schema)
      try PartFiles(parts: [part]).read { (block, isFinal) throws(SQLDatabaseError) in
        let used = try text.append(block, isFinal: isFinal, &reader)
        if text.bytes.count >= Self.handedOver { try connection.put(text.take(), place) }
        return used
      }
    }
    try connection.put(text.take(), place)
    return try connection.endCopy(place)
  }
}
