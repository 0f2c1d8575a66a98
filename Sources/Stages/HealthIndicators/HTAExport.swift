internal import Crypto
internal import HealthIndicators
internal import JSONText
package import PipelineModel
internal import Tables

/// Writes released indicators as a file for other systems (`hta.export`).
package struct HTAExport: TableStage {
  private static let format = Setting<Format>(
    "as", .oneOf, default: .csv, shown: "\"csv\"",
    "The format: csv (RFC 4180 with a header line, nulls empty), sdmx-csv (SDMX-CSV 2.1), measurereport (a FHIR R4 Bundle of MeasureReports), healthdcat (HealthDCAT-AP as JSON-LD)."
  )
  private static let structure = Setting<String>(
    "structure", .string, default: "PCMFLOW:DF_INDICATORS(1.0.0)",
    shown: "\"PCMFLOW:DF_INDICATORS(1.0.0)\"",
    "For sdmx-csv the data flow, as agency:id(version); for measurereport the address that canonical measures begin with."
  )
  private static let definitions = Setting<[PathPattern]?>(
    optional: "definitions", .paths, role: .referenceFiles,
    "The indicator files: exports then carry titles, versions and digests of the definitions.")
  private static let previous = Setting<PathPattern?>(
    optional: "previous", .path, role: .earlierFiles,
    "For sdmx-csv the released table of the release before, as published: what differs is written as a correction (R), what is gone as a withdrawal (D). There may be none yet."
  )
  private static let metadata = Setting<FileOrInline?>(
    optional: "metadata", .fileOrInline, role: .referenceFiles,
    "For healthdcat what the table cannot say: identifier, title, description, publisher, contactEmail, accessURL, hdab, hdabEmail, and optionally healthCategory, legislation, spatial, language, license, populationCoverage, numberOfUniqueIndividuals, minTypicalAge, maxTypicalAge, accrualPeriodicity, keywords."
  )
  private static let fileName = Setting<String>(
    "fileName", .string, default: "indicators.csv", shown: "\"indicators.csv\"",
    "The name under which the file is published, for its description.")

  /// What can be written.
  private enum Format: String, Sendable, CaseIterable {
    case csv
    case sdmx = "sdmx-csv"
    case measureReport = "measurereport"
    case healthDCAT = "healthdcat"

    var mediaType: String {
      switch self {
      case .csv: "text/csv"
      case .sdmx: "application/vnd.sdmx.data+csv; version=2.1.0"
      case .measureReport: "application/fhir+json"
      case .healthDCAT: "application/ld+json"
      }
    }
  }

  package static let kind = StageKind(
    "hta.export", version: 2, shape: .table, "Writes released indicators as a file.",
    inputs: [InputPort("released", .table)],
    outputs: [
      OutputPort("file", .document, "The released table in the chosen format."),
      OutputPort(
        "description", .document, isAside: true,
        "A Data Package (JSON) of the file: SHA-256, columns, and for each indicator the version and digest of its definition, periods and methods."
      ),
    ],
    settings: [format, structure, definitions, previous, metadata, fileName])

  private let format: Format
  private let structure: String
  private let fileName: String
  private let inlineMetadata: JSONNode?

  package init(_ context: inout StageContext) throws(StageRefusal) {
    format = try context[Self.format]
    structure = try context[Self.structure]
    fileName = try context[Self.fileName]
    let metadata = try context[Self.metadata]
    if case .inline(let node) = metadata { inlineMetadata = node } else { inlineMetadata = nil }
    if format == .healthDCAT, metadata == nil {
      context.diagnostics.error(
        "missing-setting", "stage \"\(context.stageName)\" has no \"metadata\"",
        remedy:
          "a dataset of a catalogue needs at least identifier, title, description, publisher, "
          + "contactEmail, accessURL, hdab and hdabEmail", at: context.position)
    }
    for problem in inlineMetadata.map(HealthDataset.problems) ?? [] {
      context.refuse(Self.metadata, "is not complete: \(problem)")
    }
    if context.isGiven(Self.previous), format != .sdmx {
      context.refuse(
        Self.previous, "means nothing for \"as\": \"\(format.rawValue)\"",
        remedy: "corrections and withdrawals are written in sdmx-csv")
    }
    if let edge = context.edge("released"), edge.type.privacy > .released {
      context.diagnostics.error(
        "privacy",
        "stage \"\(context.stageName)\" exports released tables only, but \(edge.source) is "
          + edge.type.privacy.rawValue,
        remedy: "put hta.suppress between the two", at: edge.position)
    }
  }

  package var outputs: [String: EdgeType] {
    let released = EdgeType(.document, privacy: .released)
    return ["file": released, "description": released]
  }

  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    let artifact = try inputs.table("released")
    var csv = TableConverter(artifact.schema, to: .csv).preamble
    var rows: [[String?]] = []
    for part in artifact.parts {
      // The parts are CSV already, only the header line is missing.
      try TableArtifact.forEachBlock(of: part) { (block) throws(StageError) in csv += block }
    }
    try artifact.forEachRow { (reader, text) throws(StageError) in
      var row: [String?] = []
      for cell in reader.cells { row.append(cell.isNull ? nil : RowReader.string(cell, in: text)) }
      rows.append(row)
    }
    let table = ReleasedTable(columns: artifact.schema.columns.map(\.name), rows: rows)
    let definitions = try definitions(resources)
    let bytes = try file(table, csv, definitions, resources)
    try output.append(bytes, to: "file", suffix: "")
    let fields = artifact.schema.columns.map { ($0.name, $0.type.rawValue) }
    let description = DataPackage(definitions: definitions).document(
      DataPackage.File(
        name: fileName, mediaType: format.mediaType, digest: Self.digest(bytes),
        byteCount: bytes.count, fields: format == .csv ? fields : []),
      of: table)
    try output.append(Array((description.prettyText + "\n").utf8), to: "description", suffix: "")
  }

  private func file(
    _ table: ReleasedTable, _ csv: [UInt8], _ definitions: [String: ExportedDefinition],
    _ resources: StageResources
  ) throws(StageError) -> [UInt8] {
    switch format {
    case .csv: return csv
    case .sdmx:
      let earlier = try resources.files(Self.previous).first.map { (path) throws(StageError) in
        try releasedRows(of: path)
      }
      return SDMXRelease(structure: structure, definitions: definitions)
        .text(table, since: earlier)
    case .measureReport:
      let base = structure.contains("://") ? structure : "urn:pcmflow"
      let bundle = MeasureReports(definitions: definitions, measureBase: base).bundle(table)
      return Array((bundle.prettyText + "\n").utf8)
    case .healthDCAT:
      let document = HealthDataset(metadata: try metadata(resources), definitions: definitions)
        .document(table, digest: Self.digest(csv), byteCount: csv.count)
      return Array((document.prettyText + "\n").utf8)
    }
  }

  private static func digest(_ bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).map { byte in
      let text = String(byte, radix: 16)
      return byte < 16 ? "0" + text : text
    }.joined()
  }

  private func metadata(_ resources: StageResources) throws(StageError) -> JSONNode {
    if let inlineMetadata { return inlineMetadata }
    guard let path = resources.files(Self.metadata).first else {
      throw StageError(.input, "there is no metadata")
    }
    let node = try Self.parse(try wholeText(of: path), path)
    if let problem = HealthDataset.problems(node).first {
      throw StageError(.input, "the metadata is not complete: \(problem)", file: path)
    }
    return node
  }

  private static func parse(_ text: [UInt8], _ path: String) throws(StageError) -> JSONNode {
    do throws(JSONTextError) { return try JSONParser.parse(text) } catch {
      throw StageError(.input, error.message, file: path, line: error.position.line)
    }
  }

  private func definitions(
    _ resources: StageResources
  ) throws(StageError) -> [String: ExportedDefinition] {
    var definitions: [String: ExportedDefinition] = [:]
    for path in resources.files(Self.definitions) {
      let text = try wholeText(of: path)
      let node = try Self.parse(text, path)
      do throws(IndicatorDefinitionError) {
        for definition in try IndicatorDefinition.parse(node) {
          definitions[definition.indicator] = ExportedDefinition(
            definition, digest: "sha256:" + Self.digest(text))
        }
      } catch {
        throw StageError(
          .input, error.problems.first?.message ?? "the indicator file cannot be read", file: path,
          line: error.problems.first?.position.line)
      }
    }
    return definitions
  }
}
