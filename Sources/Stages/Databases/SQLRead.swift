internal import ByteIO
package import PipelineModel
internal import SQLDatabases
internal import Tables

/// Reads the rows of a query from a database, PostgreSQL or SQLite (`sql.read`).
///
/// They are read before the run is planned, into the work folder, in one transaction that only reads: from there on
/// they are a file like any other, so that unchanged rows are not computed with again.
package struct SQLRead: FetchingStage, SinkStage {
  private static let database = Setting<String>(
    required: "database", .secret, role: .secret,
    "A secret with the address: `postgresql://user:password@host/database`, or `sqlite:/absolute/path`."
  )
  private static let query = Setting<String>(
    required: "query", .query,
    "One SELECT in the dialect of the database, as a string or as a list of its lines.")
  private static let privacy = Setting<Privacy>(
    "privacy", .oneOf, default: .identifiable, shown: "\"identifiable\"",
    "What the rows say about persons: `identifiable`, `aggregate` or `released`.")

  /// What is known about the kind.
  package static let kind = StageKind(
    "sql.read", shape: .reader,
    "Reads the rows of a query from a database, PostgreSQL or SQLite.",
    outputs: [
      OutputPort(
        "table", .table, "The columns of the query, with the types that the database gives them.")
    ],
    settings: [database, query, privacy] + ReaderSettings.withoutFileChoice)

  /// The files that were fetched: the rows, and their columns.
  package let files: [PathPattern]
  /// What happens to bad records.
  package let contract: ReaderContract
  /// The type of the table; its columns are known once the query has run.
  package let outputs: [String: EdgeType]
  /// Stands for what is asked for.
  package let request: String
  /// All rows of the query, each time.
  package let reach = FetchReach.everything
  private let secret: String
  private let reading: QueryReading

  /// Reads the settings.
  package init(_ context: inout StageContext) throws(StageRefusal) {
    contract = try ReaderSettings.contract(&context, hasFileChoice: false)
    secret = try context[Self.database]
    reading = QueryReading(try context[Self.query])
    files = Self.files(of: context.stageName, at: context.position)
    request = secret + "\n" + reading.query
    outputs = ["table": EdgeType(.table, privacy: try context[Self.privacy])]
  }

  /// The rows and their columns belong together.
  package var isSplitByFile: Bool { false }

  /// Runs the query; what an attempt before has left is written anew.
  package func fetch(_ delivery: Delivery) throws(StageError) -> FetchRecord {
    let path = delivery.folder + "/rows.csv"
    let columns = delivery.folder + "/columns.csv"
    let schema: TableSchema
    do throws(SQLDatabaseError) {
      let address = try DatabaseAddress(secretValue: delivery.secrets, secret)
      let rows = RowFile(path)
      schema = try reading.run(in: address) {
        delivery.interruption.onInterruption($0)
      } write: {
        try rows.append($0)
      }
      try rows.close()
    } catch {
      throw StageError(error)
    }
    try QueryColumns.write(schema, to: columns)
    var record = FetchRecord()
    record.files = [path, columns]
    return record
  }

  /// Opens what was fetched.
  package func open(
    paths: [String], resources: StageResources, wanted: [any WantedRecords]
  ) throws(StageError) -> any ShardReader {
    guard paths.count == 2 else { throw StageError(.internal, "two files were expected") }
    return QueryShardReader(rows: paths[0], schema: try QueryColumns.read(paths[1]))
  }

  /// A writer of the rows.
  package func makeSink(_ resources: StageResources) throws(StageError) -> any Sink {
    QueryRows()
  }
}
