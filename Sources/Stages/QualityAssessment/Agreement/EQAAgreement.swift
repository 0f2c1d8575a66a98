internal import JSONText
package import PipelineModel
internal import ProficiencyTesting
internal import Statistics
internal import Tables

/// Says how laboratories, or methods, agree on the same items (`eqa.agreement`).
package struct EQAAgreement: TableStage {
  private static let reference = Setting<String?>(
    optional: "reference", .string,
    "The laboratory or method with which each other one is compared; without it every two of at most eight."
  )
  private static let youden = Setting<[String]?>(
    optional: "youden", .list(of: .string),
    "Two measurands, of similar items, that the Youden plot is made of; without it the first two of a round of two."
  )
  private static let unit = Setting<ReportedValue.Unit>(
    "unit", .oneOf, default: .other, shown: "\"other\"",
    "What values are in: with `fraction` and `percent` a percent sign is understood, with `other` refused."
  )
  private static let ties = Setting<TieRule>(
    "ties", .oneOf, default: .decimal, shown: "\"decimal\"",
    "Whether Passing and Bablok's slopes are of the digits as written, or of binary numbers, as R's mcr takes them."
  )
  private static let laboratories = Setting<[String]?>(
    optional: "laboratories", .list(of: .string),
    "The codes of the participants: others are refused, and those without a result noted.")

  enum TieRule: String, CaseIterable, Sendable { case decimal, binary }

  package static let kind = StageKind(
    "eqa.agreement", shape: .table,
    "Says how laboratories or methods agree on the same items: Bland and Altman, Passing and Bablok, ICC, Mandel, Youden.",
    inputs: [InputPort("results", .table)],
    outputs: [
      OutputPort(
        "pairs", .table,
        "One row a statistic of two methods: \(PairRows.schema.columns.map(\.name).joined(separator: ", "))."
      ),
      OutputPort(
        "correlation", .table,
        "One row an intraclass correlation: \(CorrelationRows.schema.columns.map(\.name).joined(separator: ", "))."
      ),
      OutputPort(
        "mandel", .table,
        "One row a laboratory and measurand: \(MandelRows.schema.columns.map(\.name).joined(separator: ", "))."
      ),
      OutputPort(
        "youden", .table,
        "One row a laboratory: \(YoudenRows.schema.columns.map(\.name).joined(separator: ", "))."),
      SubmissionNotes.port,
    ],
    settings: [reference, youden, unit, ties, laboratories])

  package let outputs: [String: EdgeType]
  private let standard: String?
  private let items: [String]?
  private let unitOfScheme: ReportedValue.Unit
  private let comparesInBinary: Bool
  private let participants: [String]?

  package init(_ context: inout StageContext) throws(StageRefusal) {
    standard = try context[Self.reference]
    items = try context[Self.youden]
    unitOfScheme = try context[Self.unit]
    comparesInBinary = try context[Self.ties] == .binary
    participants = try context[Self.laboratories]
    if let items, items.count != 2 {
      context.refuse(
        Self.youden, "names \(items.count) measurands, not two", remedy: "write [\"A\", \"B\"]")
    }
    context.requireColumns(["laboratory", "measurand", "value"], at: "results")
    let privacy = context.incomingPrivacy
    outputs = [
      "pairs": .table(PairRows.schema, privacy: privacy),
      "correlation": .table(CorrelationRows.schema, privacy: privacy),
      "mandel": .table(MandelRows.schema, privacy: privacy),
      "youden": .table(YoudenRows.schema, privacy: privacy),
      "notes": .table(SubmissionNotes.schema, privacy: privacy),
    ]
  }

  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    var notes = SubmissionNotes()
    let rows = try MeasuredRows(
      try inputs.table("results"), unit: unitOfScheme, participants: participants, &notes)
    let values = MeasuredTable(rows)
    if let standard, !values.laboratories.contains(standard) {
      notes.add(
        standard, nil, row: nil, rule: "no-reference", isAccepted: false,
        "the method of reference has no result, so that none is compared with it")
    }
    var pairs = PairRows(values, reference: standard, comparesInBinary: comparesInBinary)
    try Self.write(&pairs.writer, PairRows.schema, "pairs", output)
    var correlation = CorrelationRows(values)
    try Self.write(&correlation.writer, CorrelationRows.schema, "correlation", output)
    var mandel = MandelRows(values)
    try Self.write(&mandel.writer, MandelRows.schema, "mandel", output)
    let chosen = items ?? (values.measurands.count == 2 ? values.measurands : [])
    var youden = YoudenRows(values, chosen)
    try Self.write(&youden.writer, YoudenRows.schema, "youden", output)
    try notes.write(output)
  }

  private static func write(
    _ writer: inout RowWriter, _ schema: TableSchema, _ port: String, _ output: any TaskOutput
  ) throws(StageError) {
    try output.declareTable(port, schema: schema)
    try output.appendRows(writer.takeBytes(), count: writer.rowCount, to: port)
  }
}
