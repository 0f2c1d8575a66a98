internal import HealthIndicators
internal import JSONText
package import PipelineModel
internal import Tables

/// Suppresses sensitive cells, and others with them, until nobody can compute what is hidden (`hta.suppress`).
package struct HTASuppress: TableStage {
  private static let minimumCell = Setting<Int>(
    "minimumCell", .integer(2 ... .max), default: 5, shown: "5",
    "The smallest number of persons that may be published: numerator, denominator and their difference are 0 or at least this."
  )
  private static let secondary = Setting<Bool>(
    "secondary", .boolean, default: true, shown: "true",
    "Whether further cells are suppressed, so that totals do not give the small ones away; without it such a table is refused."
  )
  private static let width = Setting<Int?>(
    optional: "width", .integer(1 ... .max),
    "How far apart the least and the greatest possible value of a suppressed count are at least; minimumCell by default."
  )
  private static let weight = Setting<DisclosureControl.Weighing>(
    "weight", .oneOf, default: .numerator, shown: "\"numerator\"",
    "What is suppressed as little as possible: the sum of numerators, of denominators, or the number of cells."
  )
  private static let dominance = Setting<JSONNode?>(
    optional: "dominance",
    .object(
      "{\"n\": 2, \"k\": 85}",
      schema: [
        "type": "object", "required": ["n", "k"], "additionalProperties": false,
        "properties": [
          "n": ["type": "integer", "minimum": 1],
          "k": ["type": "number", "exclusiveMinimum": 0, "maximum": 100],
        ],
      ]),
    "The (n, k) rule for amounts: suppress a sum of which the n largest contributions are more than k percent."
  )
  private static let estimate = Setting<Double?>(
    optional: "pPercent", .number(0...100),
    "The p % rule for amounts: suppress a sum from which one contributor could estimate another's to within p percent."
  )
  private static let hierarchies = Setting<FileOrInline?>(
    optional: "hierarchies", .fileOrInline, role: .referenceFiles,
    "For columns whose values are parts of others, such as NUTS codes: column -> value -> the value above it, as JSON."
  )
  private static let register = Setting<[PathPattern]?>(
    optional: "register", .paths, role: .earlierFiles,
    "Earlier releases, as published: tables of the port proof, or released tables; there may be none yet."
  )
  private static let differences = Setting<DisclosureControl.Differences>(
    "differences", .oneOf, default: .suppress, shown: "\"suppress\"",
    "What to do with a cell that differs from an earlier release by fewer persons than minimumCell: suppress it or refuse the table."
  )
  private static let rounding = Setting<Int?>(
    optional: "rounding", .integer(2 ... .max),
    "Round all counts to multiples of this, with totals that add up, instead of suppressing cells.")

  package static let kind = StageKind(
    "hta.suppress", version: 2, shape: .table,
    "Blanks sensitive indicator rows, and others so that totals, other divisions and earlier releases do not give them away; proves each by the interval that stays possible, and refuses a table that it cannot protect.",
    inputs: [InputPort("indicators", .table)],
    outputs: [
      OutputPort(
        "released", .table,
        "The columns of the input and conf_status (F free, A small counts, O, T, G dominance, M another reason, D for others' sake); numerator, denominator, value, lower and upper are null in suppressed rows."
      ),
      OutputPort(
        "proof", .table, isAside: true,
        "For every row the lowest and highest value of each count that everything published leaves possible; the register for later releases."
      ),
      OutputPort(
        "summary", .table, isAside: true,
        "For every part that was suppressed in: cells, sensitive, secondary, weight, lower_bound, gap. Weights are equations between suppressed counts: not for publication."
      ),
    ],
    settings: [
      minimumCell, secondary, width, weight, dominance, estimate, hierarchies, register,
      differences,
      rounding,
    ])

  private static let status = Column("conf_status", .string)

  private let control: DisclosureControl
  private let isSecondary: Bool
  private let base: Int?
  private let inlineHierarchies: JSONNode?
  private let columns: [PortColumn]?

  package init(_ context: inout StageContext) throws(StageRefusal) {
    var dominance: PrimarySuppression.Dominance?
    if let node = try context[Self.dominance] {
      dominance = Self.dominance(node)
      if dominance == nil {
        context.refuse(
          Self.dominance, "needs \"n\" from 1 and \"k\" above 0 and up to 100",
          remedy: "write {\"n\": 2, \"k\": 85}")
      }
    }
    control = DisclosureControl(
      PrimarySuppression(
        minimumCell: try context[Self.minimumCell], dominance: dominance,
        estimate: try context[Self.estimate].map { $0 / 100 }, width: try context[Self.width]),
      weighing: try context[Self.weight], differences: try context[Self.differences])
    isSecondary = try context[Self.secondary]
    base = try context[Self.rounding]
    if case .inline(let node) = try context[Self.hierarchies] {
      inlineHierarchies = node
    } else {
      inlineHierarchies = nil
    }
    guard let edge = context.edge("indicators") else {
      columns = nil
      return
    }
    Self.check(edge, &context)
    columns = edge.type.columns.map { columns in
      columns.filter { !IndicatorLayout.isContribution($0.name) }
        + [PortColumn(Self.status.name, Self.status.type)]
    }
  }

  private static func dominance(_ node: JSONNode) -> PrimarySuppression.Dominance? {
    let members = node.members ?? []
    guard members.allSatisfy({ ["n", "k"].contains($0.key) }), let count = node["n"]?.integer,
      count >= 1, let share = node["k"]?.number.flatMap({ Double($0) }), share > 0, share <= 100
    else { return nil }
    return PrimarySuppression.Dominance(count: count, share: share / 100)
  }

  private static func check(_ edge: IncomingEdge, _ context: inout StageContext) {
    if edge.type.privacy == .identifiable {
      context.diagnostics.error(
        "privacy",
        "stage \"\(context.stageName)\" protects aggregates, but \(edge.source) holds rows about persons",
        remedy: "count them with hta.indicators first", at: edge.position)
    }
    for column in IndicatorLayout.requiredColumns { context.requireColumn(column, on: edge) }
    for column in edge.type.columns ?? [] {
      guard let type = column.type, let problem = problem(column.name, type) else { continue }
      context.diagnostics.error(
        "unprotected-column", "\(problem), in the table from \(edge.source)",
        remedy: "leave the column out, or make it text if it divides the indicator",
        at: edge.position)
    }
  }

  package var outputs: [String: EdgeType] {
    [
      "released": EdgeType(.table, columns: columns, privacy: .released),
      "proof": EdgeType(.table, privacy: .released),
      "summary": .table(Self.summary, privacy: .aggregate),
    ]
  }

  /// Why a column cannot pass: it holds numbers that suppression would not blank.
  private static func problem(_ name: String, _ type: ColumnType) -> String? {
    if name == status.name { return "the table has a column conf_status already" }
    let isNumber = type == .integer || type == .number
    return isNumber && !IndicatorLayout.blanked.contains(name)
      && !IndicatorLayout.isContribution(name)
      ? "column \"\(name)\" holds numbers that hta.suppress does not know how to protect" : nil
  }

  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    let table = try inputs.table("indicators")
    for column in table.schema.columns {
      guard let problem = Self.problem(column.name, column.type) else { continue }
      throw StageError(
        .contract, problem,
        remedy: "leave the column out, or make it text if it divides the indicator")
    }
    let layout = try IndicatorLayout(table.schema)
    var cells: [IndicatorCell] = []
    try table.forEachRow { (reader, text) throws(StageError) in
      cells.append(layout.cell(reader, text))
    }
    let outcome = try decide(cells, layout, resources)
    let columns = layout.released.map { table.schema.columns[$0] }
    try output.declareTable("released", schema: TableSchema(columns + [Self.status]))
    var writer = RowWriter()
    var row = 0
    let incomplete = Set(
      cells.indices.filter { outcome.control.statuses[$0] != .free }.map { cells[$0].indicator })
    try table.forEachRow { (reader, text) throws(StageError) in
      let hasReference =
        !layout.isComparison(reader, text) || !incomplete.contains(cells[row].indicator)
      Self.write(reader, text, layout, outcome, row, isValueFree: hasReference, to: &writer)
      row += 1
    }
    try output.appendRows(writer.takeBytes(), count: writer.rowCount, to: "released")
    try writeProof(cells, layout, outcome, to: output)
    try writeSummary(outcome.control.parts, to: output)
  }

  /// What is released of each row.
  private struct Decision {
    var control: DisclosureControl.Outcome
    /// Rounded counts and values, where the table is rounded.
    var rounded: [RoundedCell]?
  }

  private func decide(
    _ cells: [IndicatorCell], _ layout: IndicatorLayout, _ resources: StageResources
  ) throws(StageError) -> Decision {
    var control = self.control
    control.hierarchies = try hierarchies(layout.divisionNames, resources)
    do throws(DisclosureError) {
      if let base {
        let rounded = try ControlledRounding(base: base, control).round(cells)
        return Decision(control: rounded.outcome, rounded: rounded.cells)
      }
      if !isSecondary {
        let statuses = try control.rule.statuses(cells)
        return Decision(
          control: DisclosureControl.Outcome(
            statuses: statuses, intervals: statuses.map { _ in [] }, parts: []))
      }
    } catch {
      throw Self.refusal(error)
    }
    var register = ReleaseRegister()
    let bases = Dictionary(cells.map { ($0.indicator, $0.basis) }) { first, _ in first }
    for path in resources.files(Self.register) {
      try ProtectionProof.read(
        path, divisions: layout.divisionNames, bases: bases, into: &register)
    }
    do throws(DisclosureError) {
      return Decision(control: try control.protect(cells, register: register))
    } catch {
      throw Self.refusal(error)
    }
  }

  private static func refusal(_ error: DisclosureError) -> StageError {
    if case .solver(let problem) = error.reason {
      return StageError(.io, problem, remedy: "install it, or publish without totals")
    }
    return StageError(
      .contract, "the table would disclose a suppressed count", remedy: error.description)
  }

  private func hierarchies(
    _ divisions: [String], _ resources: StageResources
  ) throws(StageError) -> [[String: String]] {
    var document = inlineHierarchies
    if let path = resources.files(Self.hierarchies).first {
      let text = try wholeText(of: path)
      do throws(JSONTextError) { document = try JSONParser.parse(text) } catch {
        throw StageError(.input, error.message, file: path, line: error.position.line)
      }
    }
    for member in document?.members ?? [] where !divisions.contains(member.key) {
      throw StageError(
        .input, "hierarchies name a column \"\(member.key)\", which does not divide the table",
        remedy: "the table is divided by \(divisions.joined(separator: ", "))")
    }
    return divisions.map { name in
      var parents: [String: String] = [:]
      for member in document?[name]?.members ?? [] { parents[member.key] = member.value.string }
      return parents
    }
  }

  // MARK: Writing

  private static func write(
    _ reader: RowReader, _ text: Span<UInt8>, _ layout: IndicatorLayout, _ decision: Decision,
    _ row: Int, isValueFree: Bool, to writer: inout RowWriter
  ) {
    let status = decision.control.statuses[row]
    for index in layout.released {
      let cell = reader.cells[index]
      if let rounded = decision.rounded?[row], layout.isBlanked[index] {
        switch layout.schema.columns[index].name {
        case "numerator": writer.append(rounded.numerator)
        case "denominator": writer.append(rounded.denominator)
        case "value": writer.append(layout.value(ofShare: rounded.value, reader, text))
        default: writer.appendNull()
        }
      } else if cell.isNull || (layout.isBlanked[index] && status != .free)
        || (layout.isDerived[index] && !isValueFree)
      {
        writer.appendNull()
      } else {
        writer.append(RowReader.string(cell, in: text))
      }
    }
    writer.append(status.rawValue)
    writer.endRow()
  }

  private func writeProof(
    _ cells: [IndicatorCell], _ layout: IndicatorLayout, _ decision: Decision,
    to output: any TaskOutput
  ) throws(StageError) {
    try output.declareTable("proof", schema: ProtectionProof.schema(layout.divisionNames))
    var writer = RowWriter()
    for (row, cell) in cells.enumerated() {
      ProtectionProof.write(
        cell, decision.control.statuses[row], decision.control.intervals[row],
        isRounded: decision.rounded != nil, to: &writer)
    }
    try output.appendRows(writer.takeBytes(), count: writer.rowCount, to: "proof")
  }

  private static let summary = TableSchema(
    [Column("indicator", .string)]
      + ["cells", "sensitive", "secondary"].map { Column($0, .integer) }
      + ["weight", "lower_bound", "gap"].map { Column($0, .number) })

  private func writeSummary(
    _ parts: [DisclosureControl.Part], to output: any TaskOutput
  ) throws(StageError) {
    try output.declareTable("summary", schema: Self.summary)
    var writer = RowWriter()
    for part in parts {
      writer.append(part.indicator)
      writer.append(part.cells)
      writer.append(part.sensitive)
      writer.append(part.secondary)
      writer.append(part.weight)
      writer.append(part.lowerBound)
      writer.append(part.gap)
      writer.endRow()
    }
    try output.appendRows(writer.takeBytes(), count: writer.rowCount, to: "summary")
  }
}
