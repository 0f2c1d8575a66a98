import PipelineModel
import Stages
import Tables

/// Runs stages on tables given as CSV with a header line.
struct CTDNABench {
  private static let types: [String: ColumnType] = [
    "pos": .integer, "alt_count": .integer, "ref_count": .integer, "depth": .integer,
    "alt_molecules": .integer, "ref_molecules": .integer, "vaf": .number, "level": .number,
    "value": .number, "date": .date, "cfdna_ng_per_ml": .number, "lod95": .number,
    "alt_molecules_total": .integer,
  ]

  /// A table as the first line names its columns.
  static func table(_ bench: StageBench, _ csv: String) throws -> (TableSchema, TableArtifact) {
    let lines = csv.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    let schema = TableSchema(
      lines[0].split(separator: ",").map { Column(String($0), types[String($0)] ?? .string) })
    return (schema, try bench.table(schema, [lines.count > 1 ? String(lines[1]) : ""]))
  }

  /// Runs a stage with its defaults.
  static func run<S: TableStage>(
    _ type: S.Type, _ tables: [(String, String)]
  ) throws -> [String: [[String: String]]] {
    try run(type, "{}", tables)
  }

  /// Runs a stage; the rows of each port by column.
  static func run<S: TableStage>(
    _ type: S.Type, _ settings: String, cores: Int = 1, _ tables: [(String, String)]
  ) throws -> [String: [[String: String]]] {
    let bench = try StageBench()
    defer { bench.remove() }
    var edges: [IncomingEdge] = []
    var inputs: [(String, TableArtifact)] = []
    for (name, csv) in tables {
      let (schema, table) = try table(bench, csv)
      edges.append(bench.edge(name, .table(schema, privacy: .identifiable)))
      inputs.append((name, table))
    }
    var context = try bench.context(type.kind, settings, edges: edges)
    let stage = try S(&context)
    if let problem = context.diagnostics.all.first {
      throw StageError(.contract, problem.message)
    }
    let output = RecordedOutput()
    try stage.run(
      TaskInputs(tables: inputs, documents: [:]),
      StageResources(files: [:], scratchFolder: bench.folder, cores: cores), into: output)
    var found: [String: [[String: String]]] = [:]
    for (port, edge) in stage.outputs {
      let names = (edge.columns ?? []).map(\.name)
      found[port] = output.rows(port).split(separator: "\n").map { row in
        Dictionary(
          uniqueKeysWithValues: zip(
            names, row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)))
      }
    }
    return found
  }
}
