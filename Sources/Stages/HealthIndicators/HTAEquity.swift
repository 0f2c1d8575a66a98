internal import HealthIndicators
package import PipelineModel
internal import Statistics
internal import Tables

/// Measures inequality between groups of an indicator (`hta.equity`).
package struct HTAEquity: TableStage {
  private static let dimension = Setting<String>(
    required: "dimension", .string,
    "The column whose groups are compared: geography, or a stratum such as sex, age_band, education, income, urbanisation."
  )
  private static let order = Setting<[String]>(
    "order", .list(of: .string), default: [], shown: "[]",
    "The groups from the most disadvantaged to the most advantaged; without it they have no order, and SII, RII, ACI and RCI are not computed."
  )
  private static let indicators = Setting<[String]>(
    "indicators", .list(of: .string), default: [], shown: "[]",
    "The indicators to measure; all that are divided by the dimension unless given.")
  private static let favourable = Setting<Bool>(
    "favourable", .boolean, default: true, shown: "true",
    "Whether higher values are better: says which group is best where groups have no order, and on which side PAR is cut at 0."
  )
  private static let draws = Setting<Int>(
    "draws", .integer(0...10_000_000), default: 10_000, shown: "10000",
    "How many draws the limits come from; 0 gives none.")
  private static let seed = Setting<Int>(
    "seed", .integer(0 ... .max), default: 20_130_213, shown: "20130213",
    "The seed of the draws.")
  private static let confidence = Setting<Double>(
    "confidence", .number(0.5...0.9999), default: 0.95, shown: "0.95",
    "The confidence of the indicator's limits and of the result.")

  package static let kind = StageKind(
    "hta.equity", shape: .table,
    "Measures inequality between the groups of a dimension: differences, ratios, slope and concentration indices, Theil, MLD, Gini, attributable risk, with simulated limits.",
    inputs: [InputPort("indicators", .table)],
    outputs: [
      OutputPort(
        "equity", .table,
        "One row a measure: indicator, period, dimension, measure, value, lower, upper, geography, division (the other strata), groups, order (from the most disadvantaged), note."
      )
    ], settings: [dimension, order, indicators, favourable, draws, seed, confidence])

  /// As much about persons as the indicators are: from released ones, released.
  package let outputs: [String: EdgeType]
  private let column: String
  private let groups: [String]
  private let chosen: Set<String>
  private let isFavourable: Bool
  private let simulation: EquitySimulation

  private static let schema = TableSchema(
    ["indicator", "period", "dimension", "measure"].map { Column($0, .string) }
      + ["value", "lower", "upper"].map { Column($0, .number) }
      + [
        Column("geography", .string), Column("division", .string), Column("groups", .integer),
        Column("order", .string), Column("note", .string),
      ])

  package init(_ context: inout StageContext) throws(StageRefusal) {
    column = try context[Self.dimension]
    groups = try context[Self.order]
    chosen = Set(try context[Self.indicators])
    isFavourable = try context[Self.favourable]
    simulation = EquitySimulation(
      draws: try context[Self.draws], seed: UInt64(try context[Self.seed]),
      confidence: try context[Self.confidence])
    if Set(groups).count < groups.count {
      context.refuse(Self.order, rule: "repeated-group", "names a group twice")
    }
    let edge = context.edge("indicators")
    if let edge {
      for name in ["indicator", "period", "geography", "denominator", "value", "unit", column] {
        context.requireColumn(name, on: edge)
      }
    }
    outputs = [
      "equity": EdgeType(
        .table, columns: Self.schema.columns.map { PortColumn($0.name, $0.type) },
        privacy: edge?.type.privacy ?? .aggregate)
    ]
  }

  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    var divisions: [EquityDivision.Place: EquityDivision] = [:]
    var places: [EquityDivision.Place] = []
    for row in try IndicatorTableRow.all(inputs.table("indicators"))
    where chosen.isEmpty || chosen.contains(row.indicator) {
      guard let group = row.divisions[column] else { continue }
      let place = EquityDivision.Place(row, without: column)
      if divisions[place] == nil { places.append(place) }
      divisions[place, default: EquityDivision()].add(group, row)
    }
    try output.declareTable("equity", schema: Self.schema)
    var writer = RowWriter()
    for place in places {
      guard let division = divisions[place] else { continue }
      let found: EquityDivision.Result
      do throws(EquityDivision.UnknownGroup) {
        found = try division.measured(
          order: groups, isFavourable: isFavourable, simulation)
      } catch {
        throw StageError(
          .contract,
          "indicator \(place.indicator) has a group \"\(error.name)\" of \(column) that \"order\" does not name",
          remedy: "add it to \"order\" where it stands, or leave it out of the indicator")
      }
      for line in found.lines {
        writer.append(place.indicator)
        writer.append(place.period)
        writer.append(column)
        writer.append(line.measure.rawValue)
        writer.append(line.value)
        writer.append(line.limits?.lower)
        writer.append(line.limits?.upper)
        writer.append(place.geography)
        writer.append(place.division)
        writer.append(found.groups)
        writer.append(groups.isEmpty ? nil : groups.joined(separator: " < "))
        writer.append(found.note)
        writer.endRow()
      }
    }
    try output.appendRows(writer.takeBytes(), count: writer.rowCount, to: "equity")
  }
}
