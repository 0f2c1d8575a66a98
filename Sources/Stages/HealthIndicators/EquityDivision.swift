internal import HealthIndicators
internal import Statistics

/// The groups of one indicator, period and division, as rows of the table give them.
struct EquityDivision {
  /// Where the groups stand.
  struct Place: Hashable {
    let indicator: String
    let period: String?
    let geography: String?
    /// The other strata as text: `sex=female; site=C34`.
    let division: String?

    init(_ row: IndicatorTableRow, without column: String) {
      indicator = row.indicator
      period = row.period
      geography = column == "geography" ? nil : row.divisions["geography"]
      let others = row.divisions.filter { $0.key != column && $0.key != "geography" }
      let parts = others.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      division = parts.isEmpty ? nil : parts.joined(separator: "; ")
    }
  }

  /// A group that the order does not name.
  struct UnknownGroup: Error {
    let name: String
  }

  /// One measure.
  struct Line {
    let measure: InequalityMeasure
    let value: Double?
    let limits: ConfidenceInterval?
  }

  /// All measures of a place.
  struct Result {
    var lines: [Line]
    var groups: Int
    var note: String?
  }

  private var rows: [(group: String, row: IndicatorTableRow)] = []

  mutating func add(_ group: String, _ row: IndicatorTableRow) { rows.append((group, row)) }

  /// The measures; without values where a group has none, because a measure over the others would not be of the whole.
  func measured(
    order: [String], isFavourable: Bool, _ simulation: EquitySimulation
  ) throws(UnknownGroup) -> Result {
    var notes: [String] = []
    var known = rows.filter { $0.group != IndicatorQuery.unknown }
    if known.count < rows.count { notes.append("people of unknown group are left out") }
    if !order.isEmpty {
      if let foreign = known.first(where: { !order.contains($0.group) }) {
        throw UnknownGroup(name: foreign.group)
      }
      known.sort {
        (order.firstIndex(of: $0.group) ?? 0) < (order.firstIndex(of: $1.group) ?? 0)
      }
      let absent = order.count - known.count
      if absent > 0 { notes.append("\(absent) of \(order.count) groups have no row") }
    }
    let measures = InequalityMeasure.allCases.filter { !order.isEmpty || !$0.needsOrder }
    let groups = known.compactMap(\.row.equityGroup).enumerated().map { place, group in
      var group = group
      group.name = known[place].group
      return group
    }
    var result = Result(lines: [], groups: known.count)
    guard groups.count == known.count,
      let dimension = EquityGroups(
        groups, isOrdered: !order.isEmpty, scale: known.first?.row.scale ?? .continuous)
    else {
      notes.append(
        groups.count < known.count
          ? "\(known.count - groups.count) of \(known.count) groups have no value or are suppressed"
          : "fewer than two groups")
      result.lines = measures.map { Line(measure: $0, value: nil, limits: nil) }
      result.note = notes.joined(separator: "; ")
      return result
    }
    let found = InequalityMeasures(dimension, isFavourable: isFavourable)
    if found.replacedZero {
      notes.append("a rate of 0 counts as \(InequalityMeasures.epsilon) in Theil and MLD")
    }
    var limits = simulation.limits(dimension, isFavourable: isFavourable)
    if simulation.draws > 0, limits.isEmpty { notes.append("a group has no limits to draw from") }
    for (measure, own) in countedLimits(dimension, found, simulation.confidence) {
      limits[measure] = own
    }
    result.lines = measures.map { measure in
      let value = found.values[measure]
      return Line(measure: measure, value: value, limits: value.flatMap { _ in limits[measure] })
    }
    result.note = notes.isEmpty ? nil : notes.joined(separator: "; ")
    return result
  }

  /// Newcombe's limits of the difference and logarithmic ones of the ratio, where people were counted.
  private func countedLimits(
    _ dimension: EquityGroups, _ found: InequalityMeasures, _ confidence: Double
  ) -> [InequalityMeasure: ConfidenceInterval] {
    guard case .proportion(let whole) = dimension.scale else { return [:] }
    let groups = dimension.groups
    var (first, second) = (groups[found.best], groups[found.worst])
    // Without an order the difference is that of the highest and the lowest.
    if !dimension.isOrdered, first.value < second.value { swap(&first, &second) }
    guard let a = first.count, let c = second.count else { return [:] }
    let (n1, n2) = (Int(first.population), Int(second.population))
    var limits: [InequalityMeasure: ConfidenceInterval] = [:]
    limits[.difference] = ProportionComparison.difference(
      a, of: n1, against: c, of: n2, confidence: confidence)?.limits.map {
        ConfidenceInterval(lower: $0.lower * whole, upper: $0.upper * whole)
      }
    limits[.ratio] =
      ProportionComparison.ratio(a, of: n1, against: c, of: n2, confidence: confidence)?.limits
    return limits
  }
}
