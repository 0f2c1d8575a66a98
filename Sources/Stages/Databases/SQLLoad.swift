internal import ByteIO
internal import Crypto
package import PipelineModel
internal import SQLDatabases
internal import Tables

/// Loads a table into a database, PostgreSQL or SQLite (`sql.load`).
///
/// All rows are loaded in one transaction. A task that is repeated, because the program was killed before it could
/// note the end, does no harm: `replace` and `upsert` give the same again, and `append` knows its rows by a mark that
/// the transaction leaves.
package struct SQLLoad: TableStage {
  private static let database = Setting<String>(
    required: "database", .secret, role: .secret,
    "A secret with the address: `postgresql://user:password@host/database`, or `sqlite:/absolute/path`."
  )
  private static let table = Setting<String>(
    required: "table", .string,
    "The table, with its schema before a point where it has one; made where there is none.")
  private static let mode = Setting<TableLoad.Mode>(
    "mode", .oneOf, default: .replace, shown: "\"replace\"",
    "What becomes of the rows that are there: `replace` removes them, `append` keeps them, `upsert` gives those with the key of a new row its values."
  )
  private static let key = Setting<[String]?>(
    optional: "key", .list(of: .string), "With `upsert`: the columns that tell rows apart.")

  /// What is known about the kind.
  package static let kind = StageKind(
    "sql.load", shape: .table,
    "Loads a table into a database, PostgreSQL or SQLite, in one transaction.",
    inputs: [InputPort("table", .table)],
    outputs: [
      OutputPort(
        "report", .table,
        "One row: `table, mode, rows`. It says what the table was given, whether now or by an earlier attempt."
      )
    ], settings: [database, table, mode, key])

  private static let schema = TableSchema([
    Column("table", .string), Column("mode", .string), Column("rows", .integer),
  ])

  /// The report, which says nothing about persons.
  package let outputs = ["report": EdgeType.table(schema, privacy: .released)]
  private let secret: String
  private let target: String
  private let mode: TableLoad.Mode
  private let key: [String]

  /// Reads the settings.
  package init(_ context: inout StageContext) throws(StageRefusal) {
    secret = try context[Self.database]
    target = try context[Self.table]
    mode = try context[Self.mode]
    key = try context[Self.key] ?? []
    let parts = target.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count > 2 || parts.contains(where: \.isEmpty) || target.utf8.contains(0) {
      context.refuse(
        Self.table, "is not the name of a table", remedy: "write \"table\" or \"schema.table\"")
    }
    if mode == .upsert, key.isEmpty {
      context.refuse(
        Self.mode, "needs to know what tells rows apart", remedy: "name it under \"key\"")
    }
    if mode != .upsert, context.isGiven(Self.key) {
      context.refuse(Self.key, "belongs to \"upsert\"", remedy: "set \"mode\": \"upsert\"")
    }
    if let edge = context.edge("table") {
      for column in key { context.requireColumn(column, on: edge) }
    }
  }

  /// Loads the rows.
  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    let table = try inputs.table("table")
    let load = TableLoad(
      table: target, mode: mode, key: key, schema: table.schema, parts: table.parts,
      content: mode == .append ? try content(of: table) : "")
    let outcome: TableLoad.Outcome
    do throws(SQLDatabaseError) {
      let address = try DatabaseAddress(secretValue: resources.secrets, secret)
      outcome = try load.run(in: address) { resources.interruption.onInterruption($0) }
    } catch {
      throw StageError(error)
    }
    guard outcome.wasLoadedBefore || outcome.rows == table.rowCount else {
      throw StageError(
        .internal,
        "the database took \(outcome.rows) rows of \(table.rowCount) into \"\(target)\"")
    }
    try output.declareTable("report", schema: Self.schema)
    var row = RowWriter()
    row.append(target)
    row.append(mode.rawValue)
    row.append(table.rowCount)
    row.endRow()
    try output.appendRows(row.takeBytes(), count: 1, to: "report")
  }

  /// A digest of the rows and their columns.
  private func content(of table: TableArtifact) throws(StageError) -> String {
    var hash = SHA256()
    for column in table.schema.columns {
      hash.update(data: Array("\(column.name)\t\(column.type.rawValue)\n".utf8))
    }
    do throws(ByteIOError) {
      for part in table.parts {
        let file = try FileBytes(path: part)
        while case let block = try file.next(upTo: 1 << 20), !block.isEmpty {
          hash.update(data: block)
        }
      }
    } catch {
      throw StageError(reading: error)
    }
    return hash.finalize().map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}

extension DatabaseAddress {
  /// The address that a secret holds.
  init(secretValue secrets: SecretValues, _ name: String) throws(SQLDatabaseError) {
    let value: String
    do throws(StageError) { value = try secrets.value(name) } catch {
      throw SQLDatabaseError(.input, error.message, remedy: error.remedy)
    }
    try self.init(value)
  }
}

extension StageError {
  /// A failure of a database.
  init(_ error: SQLDatabaseError) {
    self.init(
      error.category == .input ? .input : .io, error.message, remedy: error.remedy)
  }
}
