package import PipelineModel
internal import Tables

/// Writes released indicators as a file for other systems (`hta.export`).
package struct HTAExport: TableStage {
  private static let format = Setting<Format>(
    "as", .oneOf, default: .csv, shown: "\"csv\"",
    "The format: csv (RFC 4180 with a header line, nulls empty).")

  /// What can be written.
  private enum Format: String, Sendable, CaseIterable {
    case csv
  }

  package static let kind = StageKind(
    "hta.export", shape: .table, "Writes released indicators as a file.",
    inputs: [InputPort("released", .table)],
    outputs: [OutputPort("file", .document, "The released table in the chosen format.")],
    settings: [format])

  package init(_ context: inout StageContext) throws(StageRefusal) {
    _ = try context[Self.format]
    if let edge = context.edge("released"), edge.type.privacy > .released {
      context.diagnostics.error(
        "privacy",
        "stage \"\(context.stageName)\" exports released tables only, but \(edge.source) is "
          + edge.type.privacy.rawValue,
        remedy: "put hta.suppress between the two", at: edge.position)
    }
  }

  package var outputs: [String: EdgeType] {
    ["file": EdgeType(.document, privacy: .released)]
  }

  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    let table = try inputs.table("released")
    // The parts are CSV already, only the header line is missing.
    let header = TableConverter(table.schema, to: .csv).preamble
    try output.append(header, to: "file", suffix: "")
    for part in table.parts {
      try table.forEachBlock(of: part) { (block) throws(StageError) in
        try output.append(block, to: "file", suffix: "")
      }
    }
  }
}
