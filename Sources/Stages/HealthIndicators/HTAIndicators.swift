internal import ByteIO
internal import HealthIndicators
internal import JSONText
package import PipelineModel
internal import Synchronization
internal import TableDatabase
internal import Tables

/// Counts indicators over tables, as definition files describe them (`hta.indicators`).
package struct HTAIndicators: TableStage {
  private static let definitions = Setting<[PathPattern]>(
    required: "definitions", .paths, role: .referenceFiles,
    "Indicator files: numerator, denominator, exclusions, period, geography, strata and method as JSON."
  )

  package static let kind = StageKind(
    "hta.indicators", shape: .table,
    "Counts indicators over named tables and computes their values with confidence limits.",
    inputs: [InputPort("tables", .table, .named)],
    outputs: [
      OutputPort(
        "indicators", .table,
        "One row a cell: indicator, period, geography, the strata of all definitions, numerator, denominator, value, lower, upper, method, unit."
      )
    ], settings: [definitions])

  private let edges: [IncomingEdge]

  package init(_ context: inout StageContext) throws(StageRefusal) {
    _ = try context[Self.definitions]
    edges = context.edges
  }

  package var outputs: [String: EdgeType] {
    ["indicators": EdgeType(.table, privacy: .aggregate)]
  }

  /// Checks every definition, the tables and columns it names, and its conditions, before anything runs.
  package func preflight(files: [String: [String]]) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    var all: [(IndicatorDefinition, String)] = []
    for path in files[Self.definitions.name] ?? [] {
      do {
        all += try Self.definitions(in: path).map { ($0, path) }
      } catch {
        diagnostics += error.diagnostics
      }
    }
    for (number, (definition, path)) in all.enumerated() {
      if all[..<number].contains(where: { $0.0.hasSameCells(as: definition) }) {
        diagnostics.append(
          Diagnostic(
            rule: "repeated-indicator",
            "indicator \(definition.indicator) is defined twice with the same strata",
            remedy: "leave one out", file: path, position: definition.position))
      }
      diagnostics += problems(definition, path)
    }
    return diagnostics
  }

  private func problems(_ definition: IndicatorDefinition, _ path: String) -> [Diagnostic] {
    guard let edge = edges.first(where: { $0.name == definition.table }) else {
      return [
        Diagnostic(
          rule: "unknown-table",
          "indicator \(definition.indicator) counts a table \"\(definition.table)\", which does not come in",
          remedy: NearestName.remedy(definition.table, among: edges.map(\.name)), file: path,
          position: definition.position)
      ]
    }
    guard let columns = edge.type.columns else { return [] }
    let missing = definition.namedColumns.filter { named in
      !columns.contains { $0.name == named.column }
    }
    if !missing.isEmpty {
      return missing.map { named in
        Diagnostic(
          rule: "missing-column",
          "the \(named.role) of indicator \(definition.indicator) is a column \"\(named.column)\", which "
            + "\(edge.source) does not have",
          remedy: NearestName.remedy(named.column, among: columns.map(\.name)), file: path,
          position: definition.position)
      }
    }
    do throws(TableDatabaseError) {
      let database = try TableDatabase(path: nil)
      try database.create(definition.table, columns.map { ($0.name, $0.type) })
      _ = try TableQuery(IndicatorQuery(definition).text).columns(in: database)
      return []
    } catch {
      return [
        Diagnostic(
          rule: "condition",
          "the conditions of indicator \(definition.indicator) are not accepted: \(error.message)",
          remedy: "conditions are SQLite expressions over the columns of \(edge.source)",
          file: path, position: definition.position)
      ]
    }
  }

  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    var definitions: [IndicatorDefinition] = []
    for path in resources.files(Self.definitions) {
      do throws(IndicatorFileError) {
        definitions += try Self.definitions(in: path)
      } catch {
        throw error.stageError
      }
    }
    let table = IndicatorTable(definitions)
    try output.declareTable("indicators", schema: table.schema)
    var writer = RowWriter()
    let path = resources.scratchFolder + "/indicators.sqlite"
    do throws(TableDatabaseError) {
      let database = try TableDatabase(path: path)
      resources.interruption.onInterruption { database.interrupt() }
      for (name, artifact) in inputs.tables
      where definitions.contains(where: { $0.table == name }) {
        try database.load(name, artifact.schema, parts: artifact.parts)
      }
      for definition in definitions {
        for row in try Self.rows(definition, database) {
          table.write(row, of: definition, to: &writer)
        }
      }
    } catch {
      throw StageError(
        error.isQueryFault ? .input : .io, "the indicators cannot be counted: \(error.message)",
        remedy: error.isQueryFault ? nil : "check that the disk has room",
        file: error.isQueryFault ? nil : path)
    }
    try output.appendRows(writer.takeBytes(), count: writer.rowCount, to: "indicators")
  }

  /// Runs the query of one definition.
  private static func rows(
    _ definition: IndicatorDefinition, _ database: TableDatabase
  ) throws(TableDatabaseError) -> [IndicatorRow] {
    let collected = Mutex<[UInt8]>([])
    let schema = try TableQuery(IndicatorQuery(definition).text).run(in: database) { bytes, _ in
      collected.withLock { $0 += bytes }
    }
    let text = collected.withLock { $0 }
    var reader = RowReader.parts(of: schema)
    var rows: [IndicatorRow] = []
    do throws(TableError) {
      while try reader.next(text.span, isFinal: true) {
        var cells: [String?] = []
        for cell in reader.cells {
          cells.append(cell.isNull ? nil : RowReader.string(cell, in: text.span))
        }
        let strata = definition.strata.count
        rows.append(
          IndicatorRow(
            definition, period: cells[0], geography: cells[1], strata: Array(cells[2..<2 + strata]),
            numerator: cells[3 + strata].flatMap { Int($0) } ?? 0,
            denominator: cells[2 + strata].flatMap { Int($0) } ?? 0))
      }
    } catch {
      throw TableDatabaseError(isQueryFault: false, error.description)
    }
    return rows
  }

  /// Reads the definitions of a file.
  private static func definitions(
    in path: String
  ) throws(IndicatorFileError) -> [IndicatorDefinition] {
    var text: [UInt8] = []
    do throws(ByteIOError) {
      let reader = try BlockReader(path: path)
      while let block = try reader.next() { text += try block.inflated().text }
    } catch {
      throw IndicatorFileError(path, [(error.message, nil)], .io)
    }
    let document: JSONNode
    do throws(JSONTextError) {
      document = try JSONParser.parse(text)
    } catch {
      throw IndicatorFileError(path, [(error.message, error.position)])
    }
    do throws(IndicatorDefinitionError) {
      return try IndicatorDefinition.parse(document)
    } catch {
      throw IndicatorFileError(path, error.problems.map { ($0.message, $0.position) })
    }
  }
}

/// What is wrong with an indicator file.
private struct IndicatorFileError: Error {
  let path: String
  let problems: [(message: String, position: SourcePosition?)]
  let category: StageError.Category

  init(
    _ path: String, _ problems: [(String, SourcePosition?)],
    _ category: StageError.Category = .input
  ) {
    self.path = path
    self.problems = problems
    self.category = category
  }

  var diagnostics: [Diagnostic] {
    problems.map {
      Diagnostic(rule: "indicator-file", $0.message, file: path, position: $0.position)
    }
  }

  var stageError: StageError {
    StageError(
      category, problems.first?.message ?? "the indicator file cannot be read", file: path,
      line: problems.first?.position?.line)
  }
}
