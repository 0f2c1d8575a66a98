internal import HealthIndicators
internal import PipelineModel
internal import Tables

/// A row of a table of indicators, as the stages behind `hta.indicators` read it.
struct IndicatorTableRow {
  let indicator: String
  let period: String?
  /// Geography and strata by column, where the row has one.
  let divisions: [String: String]
  let numerator: Int?
  let denominator: Int?
  let value: Double?
  let lower: Double?
  let upper: Double?
  let method: String?
  let unit: String?
  /// SDMX's CONF_STATUS; nil for a table that was not suppressed.
  let status: String?

  /// What a table has beside its strata.
  private static let fixed: Set<String> = [
    "indicator", "period", "numerator", "denominator", "value", "lower", "upper", "method", "unit",
    "conf_status",
  ]

  /// All rows of a table, in order.
  static func all(_ table: TableArtifact) throws(StageError) -> [IndicatorTableRow] {
    var rows: [IndicatorTableRow] = []
    try table.forEachRow { (reader, text) throws(StageError) in
      var cells: [String: String] = [:]
      for (place, column) in table.schema.columns.enumerated() {
        cells[column.name] = reader.string(place, in: text)
      }
      rows.append(IndicatorTableRow(cells, table.schema))
    }
    return rows
  }

  private init(_ cells: [String: String], _ schema: TableSchema) {
    func number(_ column: String) -> Double? { cells[column].flatMap { Double($0) } }
    indicator = cells["indicator"] ?? ""
    period = cells["period"]
    var divisions: [String: String] = [:]
    for column in schema.columns where column.type == .string && !Self.fixed.contains(column.name) {
      if let value = cells[column.name], !value.isEmpty { divisions[column.name] = value }
    }
    self.divisions = divisions
    numerator = number("numerator").map { Int($0) }
    denominator = number("denominator").map { Int($0) }
    value = number("value")
    lower = number("lower")
    upper = number("upper")
    method = cells["method"]
    unit = cells["unit"]
    status = cells["conf_status"]
  }

  /// Whether the numbers are blanked to protect persons.
  var isSuppressed: Bool { status.map { $0 != "F" } ?? false }

  private var family: IndicatorDefinition.Method.Family? {
    method.flatMap { IndicatorDefinition.Method(rawValue: $0) }?.family
  }

  /// How the value varies.
  var scale: EquityGroups.Scale {
    let unit = IndicatorDefinition.Unit(rawValue: unit ?? "")
    switch family {
    case .proportion: return .proportion(whole: unit.scale)
    case .rate: return .rate
    case nil where ["proportion", "percent"].contains(unit.rawValue):
      return .proportion(whole: unit.scale)
    case nil where unit.isScale: return .rate
    default: return .continuous
    }
  }

  /// The row as a group of a dimension; nil without a value or people.
  var equityGroup: EquityGroups.Group? {
    guard let value, let denominator, denominator > 0, !isSuppressed else { return nil }
    var count: Int?
    if case .proportion = scale { count = numerator }
    return EquityGroups.Group(
      name: "", population: Double(denominator), value: value, lower: lower, upper: upper,
      count: count)
  }
}
