package import PipelineModel
internal import Tables

/// Follows patients over time (`ctdna.monitor`).
package struct CTDNAMonitor: TableStage {
  private static let baseline = Setting<String>(
    "baseline", .string, default: "first", shown: "\"first\"",
    "Which sample later ones are compared with: `first`, or the sample of this name; a true `baseline` in the table of samples goes first."
  )
  private static let cutoff = Setting<Double?>(
    optional: "responseCutoff", .number(0...100),
    "The ratio to the baseline up to which there is a molecular response; no value is generally agreed on."
  )

  package static let kind = StageKind(
    "ctdna.monitor", shape: .table,
    "Follows the variants of a patient's baseline through later samples, as allele fractions and as copies per millilitre.",
    inputs: [
      InputPort("samples", .table), InputPort("mrd", .table, .optional),
      InputPort("sites", .table, .optional), InputPort("calls", .table, .optional),
    ],
    outputs: [
      OutputPort(
        "trajectory", .table,
        "One row a sample, by patient and date: \(TrajectoryRows.schema.columns.map(\.name).joined(separator: ", "))."
      )
    ], settings: [baseline, cutoff])

  private let baseline: String
  private let cutoff: Double?

  package init(_ context: inout StageContext) throws(StageRefusal) {
    baseline = try context[Self.baseline]
    cutoff = try context[Self.cutoff]
    if let edge = context.edge("samples") {
      for column in ["sample", "patient", "date"] { context.requireColumn(column, on: edge) }
    }
    let names = ["mrd", "sites", "calls"].filter { context.edge($0) != nil }
    if names.isEmpty || (names.contains("calls") && names.count > 1) || names == ["sites"] {
      context.diagnostics.error(
        "missing-edge",
        "stage \"\(context.stageName)\" needs either the calls or the residual disease of samples",
        remedy: "name \"calls\", or \"mrd\" and perhaps its \"sites\"", at: context.position)
    }
  }

  package var outputs: [String: EdgeType] {
    ["trajectory": .table(TrajectoryRows.schema, privacy: .identifiable)]
  }

  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    let visits = try VisitTable(try inputs.table("samples"))
    var measurements = Measurements()
    if let calls = inputs.optional("calls") { try measurements.add(calls: calls) }
    let sites = inputs.optional("sites")
    if let sites { try measurements.add(sites: sites) }
    if let mrd = inputs.optional("mrd") {
      try measurements.add(mrd: mrd, withoutSites: sites == nil)
    }
    try output.declareTable("trajectory", schema: TrajectoryRows.schema)
    var rows = TrajectoryRows()
    for patient in visits.patients {
      rows.append(
        Trajectory(
          visits.visits[patient] ?? [], baseline: baseline == "first" ? nil : baseline,
          measurements.samples, cutoff: cutoff))
    }
    var writer = rows.writer
    try output.appendRows(writer.takeBytes(), count: writer.rowCount, to: "trajectory")
  }
}
