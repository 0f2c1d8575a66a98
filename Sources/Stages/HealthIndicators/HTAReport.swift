internal import HealthIndicators
package import PipelineModel
internal import Tables

/// Writes a page of indicators (`hta.report`).
package struct HTAReport: TableStage {
  private static let title = Setting<String>(
    "title", .string, default: "Uptake indicators", shown: "\"Uptake indicators\"",
    "The heading of the page.")
  private static let description = Setting<String?>(
    optional: "description", .string, "A sentence under the heading.")
  private static let definitions = Setting<[PathPattern]>(
    "definitions", .paths, default: [], shown: "[]", role: .referenceFiles,
    "Indicator files, for titles, reasons and the rules of trials.")

  package static let kind = StageKind(
    "hta.report", shape: .table,
    "Writes one self-contained HTML page: indicators with intervals, trends, regions as a ranked dot plot and a funnel plot, equity; a table under every plot, suppressed cells marked as such.",
    inputs: [InputPort("indicators", .table), InputPort("equity", .table, .optional)],
    outputs: [OutputPort("documents", .document, "The page.")],
    settings: [title, description, definitions])

  /// As much about persons as its tables are.
  package let outputs: [String: EdgeType]
  private let title: String
  private let description: String?

  package init(_ context: inout StageContext) throws(StageRefusal) {
    title = try context[Self.title]
    description = try context[Self.description]
    _ = try context[Self.definitions]
    let needs = [
      "indicators": [
        "indicator", "period", "geography", "numerator", "denominator", "value", "lower", "upper",
        "unit",
      ],
      "equity": ["indicator", "period", "dimension", "measure", "value", "lower", "upper"],
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
    var definitions: [String: IndicatorDefinition] = [:]
    for path in resources.files(Self.definitions) {
      do throws(IndicatorFileError) {
        for definition in try IndicatorFiles.definitions(in: path)
        where definitions[definition.indicator] == nil {
          definitions[definition.indicator] = definition
        }
      } catch {
        throw error.stageError
      }
    }
    let data = try IndicatorReportData(
      inputs.table("indicators"), equity: inputs.optional("equity"), definitions)
    let page = try IndicatorReportPage.html(title: title, description: description, data)
    try output.append(Array(page.utf8), to: "documents", suffix: "")
  }
}
