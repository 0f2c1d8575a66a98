internal import HealthIndicators
internal import JSONText
package import PipelineModel
internal import TableDatabase
internal import Tables

/// Counts indicators over tables, as definition files describe them (`hta.indicators`).
package struct HTAIndicators: TableStage {
  private static let definitions = Setting<[PathPattern]>(
    required: "definitions", .paths, role: .referenceFiles,
    "Indicator files: numerator, denominator, exclusions, period, geography, strata and method as JSON."
  )
  private static let calendars = Setting<[PathPattern]>(
    "calendars", .paths, default: [], shown: "[]", role: .referenceFiles,
    "Calendar files: weekends and holidays behind working_days(from, to, calendar) in conditions.")
  private static let standardPopulation = Setting<String>(
    "standardPopulation", .string, default: "ESP2013", shown: "\"ESP2013\"",
    "What rates are standardised to: ESP2013, ESP1976, World1960, or the name of a table that comes in with columns age_band and weight."
  )
  private static let population = Setting<String?>(
    optional: "population", .string,
    "The name of the table that comes in where definitions say \"population\".")

  package static let kind = StageKind(
    "hta.indicators", version: 2, shape: .table,
    "Counts indicators over named tables and computes their values with confidence limits.",
    inputs: [InputPort("tables", .table, .named)],
    outputs: [
      OutputPort(
        "indicators", .table,
        "One row a cell: indicator, period, geography, the strata of all definitions, numerator, denominator, value, lower, upper, method, unit."
      )
    ], settings: [definitions, calendars, standardPopulation, population])

  private let edges: [IncomingEdge]
  private let standard: String
  private let populationTable: String?

  package init(_ context: inout StageContext) throws(StageRefusal) {
    _ = try context[Self.definitions]
    _ = try context[Self.calendars]
    edges = context.edges
    standard = try context[Self.standardPopulation]
    populationTable = try context[Self.population]
    let names = StandardPopulation.named.map(\.name) + edges.map(\.name)
    if !names.contains(standard) {
      context.refuse(
        Self.standardPopulation, rule: "unknown-table",
        "is \"\(standard)\", which is no standard population and no table that comes in",
        remedy: NearestName.remedy(standard, among: Set(names)))
    }
  }

  package var outputs: [String: EdgeType] {
    ["indicators": EdgeType(.table, privacy: .aggregate)]
  }

  /// Checks every definition, the tables and columns it names, and its conditions, before anything runs.
  package func preflight(files: [String: [String]]) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    var all: [(IndicatorDefinition, String)] = []
    var calendars: [WorkingDayCalendar] = []
    for path in files[Self.calendars.name] ?? [] {
      do throws(IndicatorFileError) {
        calendars.append(try IndicatorFiles.calendar(in: path))
      } catch {
        diagnostics += error.diagnostics
      }
    }
    for path in files[Self.definitions.name] ?? [] {
      do throws(IndicatorFileError) {
        for definition in try definitions(in: path) { all.append((definition, path)) }
      } catch {
        diagnostics += error.diagnostics
      }
    }
    let empty = emptyTables(calendars)
    for (number, (definition, path)) in all.enumerated() {
      if all[..<number].contains(where: { $0.0.hasSameCells(as: definition) }) {
        diagnostics.append(
          Diagnostic(
            rule: "repeated-indicator",
            "indicator \(definition.indicator) is defined twice with the same strata",
            remedy: "leave one out", file: path, position: definition.position))
      }
      diagnostics += problems(definition, path, empty)
    }
    return diagnostics
  }

  /// The tables that come in, without rows; nil where not all columns are known, since conditions may look into any table.
  private func emptyTables(_ calendars: [WorkingDayCalendar]) -> IndicatorCheck? {
    guard edges.allSatisfy({ $0.type.columns != nil }) else { return nil }
    return try? IndicatorCheck(
      edges.map { edge in
        (name: edge.name, columns: (edge.type.columns ?? []).map { ($0.name, $0.type) })
      }, calendars)
  }

  /// The definitions of a file, with the population's table as the stage names it.
  private func definitions(
    in path: String
  ) throws(IndicatorFileError) -> [IndicatorDefinition] {
    var definitions = try IndicatorFiles.definitions(in: path)
    guard let populationTable else { return definitions }
    for place in definitions.indices
    where definitions[place].population?.table == "population" {
      definitions[place].population?.table = populationTable
    }
    return definitions
  }

  private func problems(
    _ definition: IndicatorDefinition, _ path: String, _ empty: IndicatorCheck?
  ) -> [Diagnostic] {
    let tables =
      (definition.rows == nil ? [definition.table] : [])
      + [definition.population?.table, definition.reference?.table].compactMap(\.self)
    let unknown = tables.filter { name in !edges.contains { $0.name == name } }
    guard unknown.isEmpty else {
      return unknown.map { name in
        Diagnostic(
          rule: "unknown-table",
          "indicator \(definition.indicator) counts a table \"\(name)\", which does not come in",
          remedy: NearestName.remedy(name, among: edges.map(\.name)), file: path,
          position: definition.position)
      }
    }
    let edge = edges.first { $0.name == definition.table }
    if definition.rows == nil, let columns = edge?.type.columns {
      let missing = definition.namedColumns.filter { named in
        !columns.contains { $0.name == named.column }
      }
      if !missing.isEmpty {
        return missing.map { named in
          Diagnostic(
            rule: "missing-column",
            "the \(named.role) of indicator \(definition.indicator) is a column \"\(named.column)\", which "
              + "\(edge?.source ?? "the table") does not have",
            remedy: NearestName.remedy(named.column, among: columns.map(\.name)), file: path,
            position: definition.position)
        }
      }
    }
    guard let empty else { return [] }
    do throws(TableDatabaseError) {
      try empty.check(definition)
      return []
    } catch {
      return [
        Diagnostic(
          rule: "condition",
          "the conditions of indicator \(definition.indicator) are not accepted: \(error.message)",
          remedy: "conditions are SQLite expressions over the columns of the tables that come in",
          file: path, position: definition.position)
      ]
    }
  }

  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    var definitions: [IndicatorDefinition] = []
    var calendars: [WorkingDayCalendar] = []
    do throws(IndicatorFileError) {
      for path in resources.files(Self.definitions) {
        definitions += try self.definitions(in: path)
      }
      for path in resources.files(Self.calendars) {
        calendars.append(try IndicatorFiles.calendar(in: path))
      }
    } catch {
      throw error.stageError
    }
    let table = IndicatorTable(definitions)
    try output.declareTable("indicators", schema: table.schema)
    let tallies = try tallies(definitions, inputs, calendars, resources)
    var writer = RowWriter()
    let path = resources.scratchFolder + "/indicators.sqlite"
    var counted: String?
    do throws(TableDatabaseError) {
      let database = try IndicatorDatabase(
        path, inputs, definitions, calendars: calendars, standard: standard, tallies: tallies,
        resources.interruption)
      let standard = try database.standard(standard)
      for (number, definition) in definitions.enumerated() {
        counted = definition.indicator
        for row in try database.rows(number, definition, standard) {
          table.write(row, of: definition, to: &writer)
        }
      }
    } catch {
      let subject = counted.map { "indicator \($0)" } ?? "the indicators"
      throw StageError(
        error.isQueryFault ? .input : .io, "\(subject) cannot be counted: \(error.message)",
        remedy: error.isQueryFault ? nil : "check that the disk has room",
        file: error.isQueryFault ? nil : path)
    }
    try output.appendRows(writer.takeBytes(), count: writer.rowCount, to: "indicators")
  }

  /// The counts of those indicators that can be counted part by part; nil where a condition fails, so that the
  /// database says of which indicator it is.
  private func tallies(
    _ definitions: [IndicatorDefinition], _ inputs: TaskInputs,
    _ calendars: [WorkingDayCalendar], _ resources: StageResources
  ) throws(StageError) -> IndicatorTallies? {
    var calendarText: [UInt8] = []
    for path in resources.files(Self.calendars) { calendarText += try wholeText(of: path) }
    var planned: IndicatorTallies
    do throws(TableDatabaseError) {
      // Where columns were not known before the run, the conditions were not looked at yet.
      let empty = try IndicatorCheck(
        inputs.tables.map { input in
          (name: input.name, columns: input.table.schema.columns.map { ($0.name, $0.type) })
        }, calendars)
      guard definitions.allSatisfy({ (try? empty.check($0)) != nil }) else { return nil }
      planned = try IndicatorTallies(
        definitions, inputs, calendars: calendars, calendarText: calendarText, resources)
    } catch {
      throw StageError(.internal, error.message)
    }
    do throws(StageError) {
      try planned.count()
      return planned
    } catch {
      guard error.category == .input, !resources.interruption.isInterrupted else { throw error }
      return nil
    }
  }
}
