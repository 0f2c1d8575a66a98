package import PipelineModel
internal import Tables

/// Writes a page about patients over time and the assay (`ctdna.report`).
package struct CTDNAReport: TableStage {
  private static let title = Setting<String>(
    "title", .string, default: "Circulating tumour DNA", shown: "\"Circulating tumour DNA\"",
    "The heading of the page.")
  private static let description = Setting<String?>(
    optional: "description", .string, "A sentence under the heading.")

  package static let kind = StageKind(
    "ctdna.report", shape: .table,
    "Writes one self-contained HTML page: trajectories with intervals and detection limits, sites, the limits of the assay.",
    inputs: [
      InputPort("trajectory", .table), InputPort("mrd", .table, .optional),
      InputPort("sites", .table, .optional), InputPort("limits", .table, .optional),
      InputPort("levels", .table, .optional),
    ],
    outputs: [OutputPort("documents", .document, "The page.")], settings: [title, description])

  /// A page about whomever its tables are about.
  package let outputs: [String: EdgeType]
  private let title: String
  private let description: String?

  package init(_ context: inout StageContext) throws(StageRefusal) {
    title = try context[Self.title]
    description = try context[Self.description]
    let needs = [
      "trajectory": ["patient", "sample", "date", "days", "status", "vaf"],
      "mrd": ["sample", "ctdna_fraction", "lod95", "call"],
      "sites": ["sample", "chrom", "pos", "ref", "alt", "alt_count", "depth"],
      "limits": ["limit", "method", "value"], "levels": ["level", "results", "detected"],
    ]
    for edge in context.edges {
      for column in needs[edge.name] ?? [] { context.requireColumn(column, on: edge) }
    }
    let privacy = context.edges.map(\.type.privacy).max() ?? .released
    outputs = ["documents": EdgeType(.document, privacy: privacy)]
  }

  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    let page = try PlasmaReportPage.html(
      title: title, description: description, try PlasmaReportData(inputs))
    try output.append(Array(page.utf8), to: "documents", suffix: "")
  }
}
