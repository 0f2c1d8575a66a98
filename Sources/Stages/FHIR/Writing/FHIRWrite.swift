internal import FHIR
package import PipelineModel
internal import Tables

/// Writes FHIR resources to a file, as lines or as a Bundle (`fhir.write`): those of a stream, or those that a column of
/// a table holds as JSON.
package struct FHIRWrite: SinkStage, TableStage {
  /// How the file is packed.
  enum Packing: String, CaseIterable, Sendable {
    case gzip
    case none
  }

  private static let form = Setting<ResourceFileWriter.Form>(
    "as", .oneOf, default: .ndjson, shown: "\"ndjson\"",
    "How resources stand in the file: one a line, byte for byte as they were read, or as the entries of a Bundle of type `collection`."
  )
  private static let compression = Setting<Packing>(
    "compression", .oneOf, default: .none, shown: "\"none\"",
    "How the file is packed: gzip (in blocks, as BGZF), or not at all.")
  private static let column = Setting<String>(
    "column", .string, default: "resource", shown: "\"resource\"",
    "Of a table: the column that holds a resource as JSON in each row.")

  /// What the planner and the documentation know.
  package static let kind = StageKind(
    "fhir.write", shape: .writer,
    "Writes FHIR resources to a file: those of a stream, or those in a column of a table.",
    inputs: [
      InputPort("resources", .resources, .optional), InputPort("table", .table, .optional),
    ],
    outputs: [OutputPort("file", .document, "The resources, in their order.")],
    settings: [form, compression, column])

  /// A document about persons.
  package let outputs: [String: EdgeType]
  private let form: ResourceFileWriter.Form
  private let compression: Packing
  private let column: String

  /// Reads the settings.
  package init(_ context: inout StageContext) throws(StageRefusal) {
    form = try context[Self.form]
    compression = try context[Self.compression]
    column = try context[Self.column]
    if context.edges.count != 1 {
      context.diagnostics.error(
        context.edges.isEmpty ? "missing-edge" : "ambiguous-port",
        "stage \"\(context.stageName)\" takes either resources or a table",
        remedy: "name one stage under \"from\"", at: context.position)
    }
    if let table = context.edge("table") {
      context.requireColumn(column, on: table)
    } else if context.isGiven(Self.column) {
      context.refuse(Self.column, "belongs to tables", remedy: "leave it out")
    }
    let privacy = context.edges.map(\.type.privacy).max() ?? .identifiable
    outputs = ["file": EdgeType(.document, privacy: privacy)]
  }

  /// A writer of one file.
  package func makeSink(_ resources: StageResources) throws(StageError) -> any Sink {
    ResourceFileWriter(form, isPacked: compression == .gzip)
  }

  /// Writes the resources of a table.
  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    let table = try inputs.table("table")
    var rows = ResourceRows(
      ResourceFileWriter(form, isPacked: compression == .gzip),
      column: try table.index(of: column, for: "table"), named: column)
    try table.forEachRow { reader, text throws(StageError) in
      try rows.add(reader, text, output)
    }
    try rows.finish(output)
  }
}
