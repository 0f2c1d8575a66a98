internal import ByteIO
internal import HealthIndicators
package import PipelineModel
internal import Tables

/// Suppresses cells with small counts and refuses tables from which they could be computed (`hta.suppress`).
package struct HTASuppress: TableStage {
  private static let minimumCell = Setting<Int>(
    "minimumCell", .integer(2 ... .max), default: 5, shown: "5",
    "The smallest number of persons that may be published: numerator, denominator and their difference are 0 or at least this."
  )

  package static let kind = StageKind(
    "hta.suppress", shape: .table,
    "Blanks indicator rows with small counts and marks every row as free (F) or suppressed (A); refuses a table in which a published row would give a suppressed one away.",
    inputs: [InputPort("indicators", .table)],
    outputs: [
      OutputPort(
        "released", .table,
        "The columns of the input and conf_status; numerator, denominator, value, lower and upper are null in suppressed rows."
      )
    ], settings: [minimumCell])

  private static let status = Column("conf_status", .string)
  /// What a table of indicators has at least.
  private static let requiredColumns = [
    "indicator", "period", "geography", "numerator", "denominator",
  ]
  /// What a suppressed row leaves blank.
  private static let blanked: Set<String> = ["numerator", "denominator", "value", "lower", "upper"]

  private let rule: PrimarySuppression
  private let columns: [PortColumn]?

  package init(_ context: inout StageContext) throws(StageRefusal) {
    rule = PrimarySuppression(minimumCell: try context[Self.minimumCell])
    guard let edge = context.edge("indicators") else {
      columns = nil
      return
    }
    if edge.type.privacy == .identifiable {
      context.diagnostics.error(
        "privacy",
        "stage \"\(context.stageName)\" protects aggregates, but \(edge.source) holds rows about persons",
        remedy: "count them with hta.indicators first", at: edge.position)
    }
    for column in Self.requiredColumns { context.requireColumn(column, on: edge) }
    for column in edge.type.columns ?? [] {
      guard let type = column.type, let problem = Self.problem(column.name, type) else { continue }
      context.diagnostics.error(
        "unprotected-column", "\(problem), in the table from \(edge.source)",
        remedy: "leave the column out, or make it text if it divides the indicator",
        at: edge.position)
    }
    columns = edge.type.columns.map { $0 + [PortColumn(Self.status.name, Self.status.type)] }
  }

  package var outputs: [String: EdgeType] {
    ["released": EdgeType(.table, columns: columns, privacy: .released)]
  }

  /// Why a column cannot pass: it holds numbers that suppression would not blank.
  private static func problem(_ name: String, _ type: ColumnType) -> String? {
    if name == status.name { return "the table has a column conf_status already" }
    let isNumber = type == .integer || type == .number
    return isNumber && !blanked.contains(name)
      ? "column \"\(name)\" holds numbers that hta.suppress does not know how to protect" : nil
  }

  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    let table = try inputs.table("indicators")
    let layout = try Layout(table.schema)
    var cells: [IndicatorCell] = []
    try table.forEachRow { (reader, text) throws(StageError) in
      cells.append(layout.cell(reader, text))
    }
    let statuses: [ConfidentialityStatus]
    do throws(DisclosureError) {
      statuses = try rule.statuses(cells)
    } catch {
      throw StageError(
        .contract, "the table would disclose a suppressed count", remedy: error.description)
    }
    try output.declareTable(
      "released", schema: TableSchema(table.schema.columns + [Self.status]))
    var writer = RowWriter()
    var row = 0
    try table.forEachRow { (reader, text) throws(StageError) in
      layout.write(reader, text, statuses[row], to: &writer)
      row += 1
    }
    try output.appendRows(writer.takeBytes(), count: writer.rowCount, to: "released")
  }

  /// Where the columns of an indicator table stand.
  private struct Layout {
    let indicator: Int
    let period: Int
    let numerator: Int
    let denominator: Int
    /// Geography, then the strata.
    let divisions: [Int]
    let isBlanked: [Bool]

    init(_ schema: TableSchema) throws(StageError) {
      func index(_ name: String) throws(StageError) -> Int {
        guard let index = schema.index(of: name) else {
          throw StageError(
            .input, "the table has no column \"\(name)\"",
            remedy: "hta.suppress needs \(requiredColumns.joined(separator: ", "))")
        }
        return index
      }
      for column in schema.columns {
        guard let problem = HTASuppress.problem(column.name, column.type) else { continue }
        throw StageError(
          .contract, problem,
          remedy: "leave the column out, or make it text if it divides the indicator")
      }
      indicator = try index("indicator")
      period = try index("period")
      numerator = try index("numerator")
      denominator = try index("denominator")
      var divisions = [try index("geography")]
      for (index, column) in schema.columns.enumerated()
      where !IndicatorDefinition.reservedColumns.contains(column.name) { divisions.append(index) }
      self.divisions = divisions
      isBlanked = schema.columns.map { blanked.contains($0.name) }
    }

    func cell(_ reader: RowReader, _ text: Span<UInt8>) -> IndicatorCell {
      IndicatorCell(
        indicator: Self.string(reader, text, indicator) ?? "",
        period: Self.string(reader, text, period),
        divisions: divisions.map { Self.string(reader, text, $0) },
        numerator: Self.count(reader, text, numerator),
        denominator: Self.count(reader, text, denominator))
    }

    private static func string(_ reader: RowReader, _ text: Span<UInt8>, _ index: Int) -> String? {
      let cell = reader.cells[index]
      return cell.isNull ? nil : RowReader.string(cell, in: text)
    }

    /// A whole number, also where an earlier stage spelt it as `12.0`.
    private static func count(_ reader: RowReader, _ text: Span<UInt8>, _ index: Int) -> Int? {
      let range = reader.cells[index].range
      return parseInteger(text, range) ?? parseDouble(text, range).flatMap { Int(exactly: $0) }
    }

    func write(
      _ reader: RowReader, _ text: Span<UInt8>, _ status: ConfidentialityStatus,
      to writer: inout RowWriter
    ) {
      for index in reader.cells.indices {
        if isBlanked[index], status != .free {
          writer.appendNull()
        } else {
          writer.append(Self.string(reader, text, index))
        }
      }
      writer.append(status.rawValue)
      writer.endRow()
    }
  }
}
