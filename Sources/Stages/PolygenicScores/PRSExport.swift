package import PipelineModel
internal import Tables

/// Writes scores and matches in the forms that other programs read and write (`prs.export`).
package struct PRSExport: TableStage {
  private static let format = Setting<ScoreFileFormat>(
    required: "as", .oneOf,
    "The form of the file: pgsc_calc's `aggregated_scores.txt` (from scores), its `[set]_pgs.txt` with Z-scores (from adjusted), its match summary and match log (from matches; the summary from summary too), PLINK 2's `.sscore` (from scores), CanRisk's header lines (from adjusted), the items of the PRS reporting standard as JSON (from summary, and what else comes in)."
  )
  private static let dataset = Setting<String>(
    "dataset", .string, default: "cohort", shown: "\"cohort\"",
    "The name of the people as a whole, which pgsc_calc's files carry.")
  private static let score = Setting<String?>(
    optional: "score", .string,
    "The one score that is written, by its pgs_id; needed for `sscore` where several come in.")
  private static let cancer = Setting<CanRiskFile.Cancer>(
    "cancer", .oneOf, default: .breast, shown: "\"BC\"",
    "The cancer of CanRisk's header line: breast (BC), ovary (OC) or prostate (PC).")
  private static let items = Setting<[(String, String)]?>(
    optional: "items", .reportingItems,
    "What only people know of the 22 items of the reporting standard: an object from item to text.")
  private static let compression = Setting<ExportPacking?>(
    optional: "compression", .oneOf,
    "Whether the file is packed as gzip (in BGZF blocks); without it as the program has it whose form it is."
  )

  package static let kind = StageKind(
    "prs.export", shape: .table,
    "Writes polygenic scores and their matching in the forms that other programs read and write.",
    inputs: [
      InputPort("scores", .table, .optional), InputPort("adjusted", .table, .optional),
      InputPort("matches", .table, .optional), InputPort("summary", .table, .optional),
    ],
    outputs: [OutputPort("file", .document, "The file in the chosen form.")],
    settings: [format, dataset, score, cancer, items, compression])

  private let format: ScoreFileFormat
  private let options: ExportOptions
  private let packing: ExportPacking
  /// A file about persons, or what is left of them.
  package let outputs: [String: EdgeType]

  package init(_ context: inout StageContext) throws(StageRefusal) {
    format = try context[Self.format]
    options = ExportOptions(
      dataset: try context[Self.dataset], score: try context[Self.score],
      cancer: try context[Self.cancer], items: try context[Self.items] ?? [])
    packing = try context[Self.compression] ?? format.usualPacking
    for need in format.needs {
      guard let edge = context.edge(need.port) else {
        context.diagnostics.error(
          "missing-edge",
          "nothing comes into \"\(need.port)\" of stage \"\(context.stageName)\", which \"as\": "
            + "\"\(format.rawValue)\" needs",
          remedy: "name the table under \"from\"", at: context.position)
        continue
      }
      for column in need.columns { context.requireColumn(column, on: edge) }
    }
    let used = format.used
    for edge in context.edges where !used.contains(edge.name) {
      context.diagnostics.error(
        "unused-edge", "\"as\": \"\(format.rawValue)\" does not use \"\(edge.name)\"",
        remedy: "leave it out", at: edge.position)
    }
    let level = context.edges.map(\.type.privacy).max() ?? .released
    // The reporting standard asks for counts, means and quantiles of people.
    let privacy = format == .reportingItems ? min(level, .aggregate) : level
    outputs = ["file": EdgeType(.document, privacy: privacy)]
  }

  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    let file = try ExportFile(output, packing)
    let tables = Dictionary(uniqueKeysWithValues: inputs.tables.map { ($0.name, $0.table) })
    switch format {
    case .aggregatedScores: try AggregatedScores.write(tables, options, to: file)
    case .adjustedScores: try AggregatedScores.writeAdjusted(tables, options, to: file)
    case .matchSummary: try MatchLog.writeSummary(tables, options, to: file)
    case .matchLog: try MatchLog.write(tables, options, to: file)
    case .sscore: try PlinkScores.write(tables, options, to: file)
    case .canRisk: try CanRiskFile.write(tables, options, to: file)
    case .reportingItems: try ReportingItems.write(tables, options, to: file)
    }
    try file.finish()
  }
}
