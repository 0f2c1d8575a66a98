internal import CirculatingDNA
package import PipelineModel
internal import Tables

/// Limits of blank, detection and quantitation of an assay, from a dilution series (`ctdna.validate`).
package struct CTDNAValidate: TableStage {
  private static let alpha = Setting<Double>(
    "alpha", .number(0.001...0.2), default: 0.05, shown: "0.05",
    "The share of blank results that may lie above the limit of blank, for its rank form.")
  private static let goal = Setting<Double>(
    "goalCV", .number(0.001...2), default: 0.2, shown: "0.2",
    "The coefficient of variation up to which a level can be quantified.")
  private static let lowest = Setting<Int>(
    "lowLevels", .integer(1...20), default: 1, shown: "1",
    "How many of the lowest levels the standard deviation of the classical limit of detection comes from."
  )
  private static let power = Setting<Double>(
    "power", .number(0.5...0.999), default: 0.95, shown: "0.95",
    "How often the limit of detection by probit is detected.")

  package static let kind = StageKind(
    "ctdna.validate", shape: .table,
    "Estimates limits of blank, detection and quantitation by CLSI EP17-A2 from results of a dilution series, and repeatability at each level.",
    inputs: [InputPort("results", .table)],
    outputs: [
      OutputPort(
        "limits", .table,
        "One row a limit: \(limitSchema.columns.map(\.name).joined(separator: ", "))."),
      OutputPort(
        "levels", .table,
        "One row a level: \(levelSchema.columns.map(\.name).joined(separator: ", "))."),
    ], settings: [alpha, goal, lowest, power])

  private static let limitSchema = TableSchema([
    Column("limit", .string), Column("method", .string), Column("value", .number),
    Column("results", .integer), Column("samples", .integer), Column("remark", .string),
  ])
  private static let levelSchema = TableSchema([
    Column("level", .number), Column("results", .integer), Column("detected", .integer),
    Column("detection_rate", .number), Column("mean", .number), Column("sd", .number),
    Column("cv", .number), Column("fitted_rate", .number),
  ])

  private let alpha: Double
  private let goal: Double
  private let lowest: Int
  private let power: Double

  package init(_ context: inout StageContext) throws(StageRefusal) {
    alpha = try context[Self.alpha]
    goal = try context[Self.goal]
    lowest = try context[Self.lowest]
    power = try context[Self.power]
    guard let edge = context.edge("results") else { return }
    for column in ["level", "value"] { context.requireColumn(column, on: edge) }
  }

  package var outputs: [String: EdgeType] {
    [
      "limits": .table(Self.limitSchema, privacy: .released),
      "levels": .table(Self.levelSchema, privacy: .released),
    ]
  }

  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    let series = try DilutionSeries(try inputs.table("results"))
    let curve = ProbitLimit(series.detections)
    try output.declareTable("limits", schema: Self.limitSchema)
    try output.declareTable("levels", schema: Self.levelSchema)
    var limits = RowWriter()
    func append(
      _ limit: String, _ method: String, _ value: Double?, _ results: Int, _ samples: Int,
      missing: String
    ) {
      limits.append(limit)
      limits.append(method)
      limits.append(value)
      limits.append(results)
      limits.append(samples)
      limits.append(value == nil ? missing : nil)
      limits.endRow()
    }
    let blanks = series.blanks
    let classical = LimitsOfBlank.classical(blanks: blanks, samples: series.blankSamples)
    append(
      "lob", "classical", classical, blanks.count, series.blankSamples,
      missing: "fewer than two blank results a sample")
    append(
      "lob", "rank", LimitsOfBlank.rank(blanks: blanks, alpha: alpha), blanks.count,
      series.blankSamples, missing: "no blank results")
    let low = series.lowSamples(lowest)
    append(
      "lod", "classical",
      classical.flatMap { LimitsOfBlank.detection(limitOfBlank: $0, low: low) },
      low.reduce(0) { $0 + $1.count }, low.count,
      missing: "no limit of blank, or a low sample with fewer than two results")
    append(
      "lod", "probit", curve?.level(power), series.detections.count, series.detections.count,
      missing: "detection does not rise from some to all over the levels")
    append(
      "loq", "cv", LimitsOfBlank.quantitation(levels: series.levels, goal: goal),
      series.levels.count, series.levels.count, missing: "no level keeps to the goal")
    try output.appendRows(limits.takeBytes(), count: limits.rowCount, to: "limits")
    let levels = series.rows(curve)
    try output.appendRows(levels.bytes, count: levels.count, to: "levels")
  }
}
