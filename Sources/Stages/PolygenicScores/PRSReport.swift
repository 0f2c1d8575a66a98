internal import Mustache
internal import Pages
package import PipelineModel
internal import Tables

/// Writes a page about scores, their matching, ancestry, distributions and strata (`prs.report`).
package struct PRSReport: TableStage {
  private static let title = Setting<String>(
    "title", .string, default: "Polygenic scores", shown: "\"Polygenic scores\"",
    "The heading of the page.")
  private static let description = Setting<String?>(
    optional: "description", .string, "A sentence under the heading.")
  private static let zColumn = Setting<PRSRisk.ScoreColumn>(
    "z", .oneOf, default: .norm2, shown: "\"z_norm2\"",
    "The column of the adjusted scores whose distribution is drawn.")

  package static let kind = StageKind(
    "prs.report", shape: .table,
    "Writes one self-contained HTML page: matching, quality, distributions, ancestry and strata.",
    inputs: [
      InputPort("summary", .table), InputPort("matches", .table, .optional),
      InputPort("quality", .table, .optional), InputPort("adjusted", .table, .optional),
      InputPort("models", .table, .optional), InputPort("reference", .table, .optional),
      InputPort("projections", .table, .optional), InputPort("risk", .table, .optional),
      InputPort("strata", .table, .optional),
    ],
    outputs: [OutputPort("documents", .document, "The page.")],
    settings: [title, description, zColumn])

  /// A page about whomever its tables are about.
  package let outputs: [String: EdgeType]
  private let heading: ScoreReportHeading
  private let zColumn: String

  package init(_ context: inout StageContext) throws(StageRefusal) {
    heading = ScoreReportHeading(
      title: try context[Self.title], description: try context[Self.description])
    zColumn = try context[Self.zColumn].rawValue
    let needs = [
      "summary": [
        "pgs_id", "rows", "matched", "excluded", "unmatched", "match_rate", "weight_share",
        "passed",
      ], "matches": ["pgs_id", "status", "reason"],
      "adjusted": ["sample", "pgs_id", "score_sum", zColumn],
      "reference": ["population", "unrelated", "PC1", "PC2"],
      "projections": ["sample", "PC1", "PC2"],
      "risk": ["pgs_id", "absolute_risk"], "strata": ["pgs_id", "stratum", "people", "share"],
    ]
    for edge in context.edges {
      for column in needs[edge.name] ?? [] { context.requireColumn(column, on: edge) }
    }
    if let edge = context.edge("projections"), context.edge("reference") == nil {
      context.diagnostics.error(
        "missing-edge", "projections are drawn beside a reference, but none comes in",
        remedy: "name the reference too, or leave the projections out", at: edge.position)
    }
    let privacy = context.edges.map(\.type.privacy).max() ?? .released
    outputs = ["documents": EdgeType(.document, privacy: privacy)]
  }

  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    let tables = Dictionary(uniqueKeysWithValues: inputs.tables.map { ($0.name, $0.table) })
    let data = try ScoreReportData(tables, zColumn: zColumn)
    let page = try ScoreReportPage.html(heading, data)
    try output.append(Array(page.utf8), to: "documents", suffix: "")
  }
}
