internal import ByteIO
internal import HealthIndicators
internal import PipelineModel
internal import Tables

/// Where the columns of an indicator table stand, for disclosure control.
struct IndicatorLayout {
  /// What a table of indicators has at least.
  static let requiredColumns = ["indicator", "period", "geography", "numerator", "denominator"]
  /// What a suppressed row leaves blank.
  static let blanked: Set<String> = ["numerator", "denominator", "value", "lower", "upper"]
  /// The beginning of the names of columns with the largest contributions to an amount.
  static let contributionPrefix = "contribution_"

  /// Whether a column holds single contributions, which are never published.
  static func isContribution(_ name: String) -> Bool {
    name.hasPrefix(contributionPrefix) && Int(name.dropFirst(contributionPrefix.count)) != nil
  }

  private let indicator: Int
  private let period: Int
  private let numerator: Int
  private let denominator: Int
  private let method: Int?
  private let unit: Int?
  /// Geography, then the strata.
  private let divisions: [Int]
  private let contributions: [Int]
  /// The columns of the table that are released, in their order.
  let released: [Int]
  let isBlanked: [Bool]
  /// Value and limits.
  let isDerived: [Bool]
  let schema: TableSchema

  init(_ schema: TableSchema) throws(StageError) {
    func index(_ name: String) throws(StageError) -> Int {
      guard let index = schema.index(of: name) else {
        throw StageError(
          .input, "the table has no column \"\(name)\"",
          remedy: "hta.suppress needs \(Self.requiredColumns.joined(separator: ", "))")
      }
      return index
    }
    self.schema = schema
    indicator = try index("indicator")
    period = try index("period")
    numerator = try index("numerator")
    denominator = try index("denominator")
    method = schema.index(of: "method")
    unit = schema.index(of: "unit")
    var divisions = [try index("geography")]
    for (index, column) in schema.columns.enumerated()
    where !IndicatorDefinition.reservedColumns.contains(column.name)
      && !Self.isContribution(column.name)
    { divisions.append(index) }
    self.divisions = divisions
    let named = schema.columns.indices.filter { Self.isContribution(schema.columns[$0].name) }
    contributions = named.sorted { schema.columns[$0].name < schema.columns[$1].name }
    released = schema.columns.indices.filter { !Self.isContribution(schema.columns[$0].name) }
    isDerived = schema.columns.map { ["value", "lower", "upper"].contains($0.name) }
    isBlanked = schema.columns.map { Self.blanked.contains($0.name) }
  }

  /// The names of the divisions.
  var divisionNames: [String] { divisions.map { schema.columns[$0].name } }

  func cell(_ reader: RowReader, _ text: Span<UInt8>) -> IndicatorCell {
    var divided: [String?] = []
    for index in divisions { divided.append(Self.string(reader, text, index)) }
    var largest: [Double] = []
    for index in contributions {
      if let value = parseDouble(text, reader.cells[index].range) { largest.append(value) }
    }
    var cell = IndicatorCell(
      indicator: Self.string(reader, text, indicator) ?? "",
      period: Self.string(reader, text, period), divisions: divided,
      numerator: Self.count(reader, text, numerator),
      denominator: Self.count(reader, text, denominator))
    if !largest.isEmpty {
      cell.basis = .amount
      cell.amount = parseDouble(text, reader.cells[numerator].range)
      cell.contributions = largest.sorted(by: >)
    } else {
      cell.basis = Self.basis(
        method: Self.string(reader, text, method) ?? "",
        unit: Self.string(reader, text, unit) ?? "",
        hasNumerator: !reader.cells[numerator].isNull)
    }
    return cell
  }

  private static func string(_ reader: RowReader, _ text: Span<UInt8>, _ index: Int?) -> String? {
    guard let index, !reader.cells[index].isNull else { return nil }
    return RowReader.string(reader.cells[index], in: text)
  }

  /// A whole number, also where an earlier stage spelt it as `12.0`.
  private static func count(_ reader: RowReader, _ text: Span<UInt8>, _ index: Int) -> Int? {
    let range = reader.cells[index].range
    return parseInteger(text, range) ?? parseDouble(text, range).flatMap { Int(exactly: $0) }
  }

  /// Whether a row's value compares it with a reference group, so that it says something about that group's row too.
  func isComparison(_ reader: RowReader, _ text: Span<UInt8>) -> Bool {
    ["risk-difference", "risk-ratio"].contains(Self.string(reader, text, method))
  }

  /// A share in the unit of a row; nil where its value is not the share of its own counts.
  func value(ofShare share: Double?, _ reader: RowReader, _ text: Span<UInt8>) -> Double? {
    let method = Self.string(reader, text, method) ?? ""
    guard method.isEmpty || Self.proportions.contains(where: method.hasPrefix) else { return nil }
    return switch Self.string(reader, text, unit) ?? "proportion" {
    case "percent": share.map { 100 * $0 }
    case "proportion": share
    default: nil
    }
  }

  /// Methods whose value is the numerator's share of the denominator begin with one of these.
  private static let proportions = ["wilson", "clopper", "exact", "proportion", "simon"]

  /// What the counts of a row are, by its method and unit.
  static func basis(method: String, unit: String, hasNumerator: Bool) -> CountBasis {
    let rates = ["rate", "direct", "direct-gamma", "indirect"]
    if rates.contains(method) || (unit.hasPrefix("per") && unit != "percent") { return .rate }
    let isProportion = method.isEmpty || proportions.contains(where: method.hasPrefix)
    return hasNumerator || isProportion ? .proportion : .persons
  }
}
