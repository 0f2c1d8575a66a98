internal import PipelineModel
internal import Tables

/// What was noticed about submissions: one row for each thing that a rule handled or refused.
struct SubmissionNotes {
  static let schema = TableSchema([
    Column("laboratory", .string), Column("subject", .string), Column("row", .integer),
    Column("rule", .string), Column("accepted", .boolean), Column("remark", .string),
  ])

  private var writer = RowWriter()

  /// Adds a row.
  ///
  /// - Parameters:
  ///   - subject: The measurand or sample.
  ///   - row: Of the table that came in, from 1; nil for what no row says.
  ///   - isAccepted: Whether the row counts all the same.
  mutating func add(
    _ laboratory: String?, _ subject: String?, row: Int?, rule: String, isAccepted: Bool,
    _ remark: String
  ) {
    writer.append(laboratory)
    writer.append(subject)
    writer.append(row)
    writer.append(rule)
    writer.append(isAccepted)
    writer.append(remark)
    writer.endRow()
  }

  mutating func write(_ output: any TaskOutput) throws(StageError) {
    try output.declareTable("notes", schema: Self.schema)
    try output.appendRows(writer.takeBytes(), count: writer.rowCount, to: "notes")
  }

  /// The port that holds them.
  static let port = OutputPort(
    "notes", .table,
    "One row for each thing that a rule handled or refused: \(schema.columns.map(\.name).joined(separator: ", "))."
  )
}

extension TableArtifact {
  /// The cells of every row, by the columns asked for; nil for a null and for a column that is absent.
  func texts(_ columns: [String]) throws(StageError) -> [[String?]] {
    let places = columns.map { schema.index(of: $0) }
    var rows: [[String?]] = []
    try forEachRow { (reader, text) throws(StageError) in
      rows.append(places.map { reader.string($0, in: text) })
    }
    return rows
  }
}

extension StageContext {
  /// Reports each column that the stage needs and a port's table lacks.
  mutating func requireColumns(_ columns: [String], at port: String) {
    guard let edge = edge(port) else { return }
    for column in columns { requireColumn(column, on: edge) }
  }

  /// The most that the tables coming in say about persons.
  var incomingPrivacy: Privacy { edges.map(\.type.privacy).max() ?? .released }
}
