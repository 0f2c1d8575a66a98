import JSONText
package import PipelineModel
import TableDatabase
import Tables

/// Runs one SQL query (SQLite dialect) over committed tables (`table.sql`).
///
/// The query is prepared against the columns of its inputs at compile time, so that a misspelt column is refused
/// before any input is read.
package struct TableSQL: TableStage {
  private static let query = Setting<String>(
    required: "query", .query,
    "One SELECT in SQLite's dialect, as a string or as a list of its lines; each name under `from` is a table."
  )
  private static let privacy = Setting<Privacy?>(
    optional: "privacy", .oneOf,
    "What the rows say about persons: at least what the inputs say, unless every row aggregates; then `aggregate`."
  )

  /// What is known about the kind.
  package static let kind = StageKind(
    "table.sql", shape: .table,
    "Joins, filters and counts tables with one SQL query.",
    inputs: [InputPort("tables", .table, .named)],
    outputs: [OutputPort("table", .table, "The rows of the query.")],
    settings: [query, privacy])

  /// The type of the output.
  package let outputs: [String: EdgeType]
  private let sql: String

  /// Checks the query against the columns of its inputs.
  package init(_ context: inout StageContext) throws(StageRefusal) {
    sql = try context[Self.query]
    let inputs = context.edges.map(\.type.privacy).max() ?? .released
    let level = try Self.level(&context, inputs: inputs, sql)
    do throws(TableDatabaseError) {
      let columns = try Self.columns(sql, context.edges)
      outputs = ["table": EdgeType(.table, columns: columns, privacy: level)]
    } catch {
      context.refuse(
        Self.query, rule: "bad-query", "cannot run: \(error)",
        remedy: Self.remedy(error, context.edges))
      throw StageRefusal()
    }
  }

  private static func level(
    _ context: inout StageContext, inputs: Privacy, _ sql: String
  ) throws(StageRefusal) -> Privacy {
    guard let named = try context[privacy] else { return inputs }
    if named >= inputs { return named }
    guard named == .aggregate, (try? TableQuery(sql))?.aggregates == true else {
      context.refuse(
        privacy, rule: "privacy",
        "says \"\(named.rawValue)\", but the inputs are \(inputs.rawValue)",
        remedy: named == .released
          ? "only hta.suppress makes counts fit to be released"
          : "a query that lowers the level to \"aggregate\" has GROUP BY or gives counts only")
      throw StageRefusal()
    }
    return named
  }

  /// The columns of a query over the inputs; nil where an input's columns are not known yet.
  private static func columns(
    _ sql: String, _ edges: [IncomingEdge]
  ) throws(TableDatabaseError) -> [PortColumn]? {
    let query = try TableQuery(sql)
    let database = try TableDatabase(path: nil)
    for edge in edges {
      guard let columns = edge.type.columns else { return nil }
      try database.create(edge.name, columns.map { ($0.name, $0.type) })
    }
    let columns = try query.columns(in: database)
    let names = columns.map(\.name)
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      throw TableDatabaseError(
        isQueryFault: true, "two columns are called \"\(name)\"; rename one with AS")
    }
    return columns.map { PortColumn($0.name, $0.type) }
  }

  /// The nearest known name for what SQLite does not know.
  private static func remedy(_ error: TableDatabaseError, _ edges: [IncomingEdge]) -> String? {
    let message = error.message
    for (start, names) in [
      ("no such column: ", edges.flatMap { ($0.type.columns ?? []).map(\.name) }),
      ("no such table: ", edges.map(\.name)),
    ] where message.hasPrefix(start) {
      let name = String(message.dropFirst(start.count).split(separator: ".").last ?? "")
      return NearestName.remedy(name, among: Set(names))
    }
    return nil
  }

  /// Runs the query over the committed tables in a database file of the task's own.
  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    let path = resources.scratchFolder + "/tables.sqlite"
    do throws(TableDatabaseError) {
      let query = try TableQuery(sql)
      let database = try TableDatabase(path: path)
      resources.interruption.onInterruption { database.interrupt() }
      for (name, table) in inputs.tables {
        try database.load(name, table.schema, parts: table.parts)
      }
      let columns = try query.columns(in: database)
      let open = TableSchema(columns.map { Column($0.name, $0.type ?? .string) })
      try Self.declare(open, output)
      let schema = try query.run(in: database) { block, count in
        try output.appendRows(block, count: count, to: "table")
      }
      try Self.declare(schema, output)
    } catch {
      throw StageError(
        error.isQueryFault ? .input : .io, "the query failed: \(error)",
        remedy: error.isQueryFault ? "mend \"query\"" : "check that the disk has room",
        file: error.isQueryFault ? nil : path)
    }
  }

  private static func declare(
    _ schema: TableSchema, _ output: any TaskOutput
  ) throws(TableDatabaseError) {
    do throws(StageError) {
      try output.declareTable("table", schema: schema)
    } catch {
      throw TableDatabaseError(isQueryFault: false, error.description)
    }
  }
}

extension SettingType where Value == String {
  /// A query on one line, or as a list of its lines.
  static let query = SettingType(
    phrase: "a query such as \"SELECT … FROM name\", or a list of its lines",
    schema: [
      "anyOf": [["type": "string"], ["type": "array", "items": ["type": "string"], "minItems": 1]]
    ]
  ) { node, decoder in
    let lines = (node.elements ?? [node]).map(\.string)
    guard !lines.isEmpty, !lines.contains(nil) else {
      decoder.wrongType(node, expected: "a query in double quotes, or a list of its lines")
      return nil
    }
    return lines.compactMap(\.self).joined(separator: "\n")
  }
}
