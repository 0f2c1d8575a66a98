internal import Foundation
internal import Statistics

/// Makes the rows of one indicator from what its queries give, row by row.
///
/// Rows of ``IndicatorQuery/init(_:)`` first; then those of the other queries that the definition has.
package struct IndicatorCounting: Sendable {
  private let definition: IndicatorDefinition
  private var rows: [IndicatorRow] = []
  private var places: [IndicatorCellKey: Int] = [:]
  private var rates: RateCounting
  /// The values of the group that is being read.
  private var values: [Double] = []
  private var valueCell: IndicatorCellKey?

  /// Makes the rows of a definition.
  package init(_ definition: IndicatorDefinition) {
    self.definition = definition
    rates = RateCounting(definition)
  }

  /// How many leading cells of a row of counts or values say where it belongs.
  private var groupCount: Int {
    2 + definition.strata.count + (definition.population?.eventAge == nil ? 0 : 1)
  }

  /// Takes a row of the counts.
  package mutating func addCounts(_ cells: [String?]) throws(IndicatorCountingError) {
    func number(_ place: Int) -> Double {
      place < cells.count ? cells[place].flatMap { Double($0) } ?? 0 : 0
    }
    addCounts(
      Array(cells[..<groupCount]), denominator: cells[groupCount].flatMap { Int($0) } ?? 0,
      numerator: cells[groupCount + 1].flatMap { Int($0) } ?? 0, total: number(groupCount + 2),
      share: number(groupCount + 3))
  }

  /// Takes the counts of a group.
  ///
  /// - Parameters:
  ///   - group: The leading cells of a row of counts: period, geography, strata, and age for standardised rates.
  ///   - total: The sum of the denominator's values, where the definition asks for sums.
  ///   - share: The sum of the numerator's values.
  mutating func addCounts(
    _ group: [String?], denominator: Int, numerator: Int, total: Double, share: Double
  ) {
    let cell = IndicatorCellKey(group, definition)
    switch definition.method.family {
    case .rate:
      let age = definition.population?.eventAge == nil ? nil : group[groupCount - 1]
      rates.addEvents(numerator, in: cell, age: age)
    case .proportion:
      rows.append(
        IndicatorRow(
          definition, period: cell.period, geography: cell.geography, strata: cell.strata,
          numerator: numerator, denominator: denominator))
    case .values, .comparison, .sums:
      var row = IndicatorRow(cell: cell, numerator: numerator, denominator: denominator)
      if definition.method.family == .sums {
        row.value = sum(total: total, share: share, numerator: numerator)
      }
      places[cell] = rows.count
      rows.append(row)
    }
  }

  private func sum(total: Double, share: Double, numerator: Int) -> Double? {
    if definition.method == .sumRatio { return numerator > 0 ? total / Double(numerator) : nil }
    return total > 0 ? definition.unit.scale * share / total : nil
  }

  /// Takes a row of the values, which come group by group in rising order.
  package mutating func addValue(_ cells: [String?]) {
    let cell = IndicatorCellKey(cells, definition)
    if cell != valueCell {
      closeValues()
      valueCell = cell
    }
    if let value = cells[groupCount].flatMap({ Double($0) }) { values.append(value) }
  }

  /// Takes all values of a group, in rising order.
  mutating func addValues(_ values: [Double], to group: [String?]) {
    closeValues()
    valueCell = IndicatorCellKey(group, definition)
    self.values = values
  }

  /// Takes a row of the population.
  package mutating func addPopulation(_ cells: [String?]) throws(IndicatorCountingError) {
    let hasAge = definition.population?.age != nil
    let people = cells[cells.count - 1].flatMap { Double($0) } ?? 0
    try rates.addPopulation(
      people, in: IndicatorCellKey(cells, definition), age: hasAge ? cells[cells.count - 2] : nil)
  }

  /// Takes a row of the reference: age, events, people.
  package mutating func addReference(_ cells: [String?]) throws(IndicatorCountingError) {
    try rates.addReference(
      age: cells[0], events: cells[1].flatMap { Double($0) } ?? 0,
      people: cells[2].flatMap { Double($0) } ?? 0)
  }

  /// The rows of the indicator.
  package mutating func finish(
    _ standard: StandardPopulation
  ) throws(IndicatorCountingError) -> [IndicatorRow] {
    closeValues()
    switch definition.method.family {
    case .rate: return try rates.rows(standard)
    case .comparison: return compared()
    default: return rows
    }
  }

  private mutating func closeValues() {
    defer { values.removeAll(keepingCapacity: true) }
    guard let cell = valueCell, let place = places[cell], !values.isEmpty else { return }
    let confidence = definition.confidence
    if definition.method == .mean {
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let limits =
        values.count < 2
        ? nil
        : ConfidenceInterval.mean(
          mean, deviation: (squares / Double(values.count - 1)).squareRoot(), count: values.count,
          confidence: confidence)
      (rows[place].value, rows[place].lower, rows[place].upper) = (
        mean, limits?.lower, limits?.upper
      )
    } else {
      let limits = ConfidenceInterval.quantileRanks(
        definition.quantile, ofSorted: values, confidence: confidence)
      rows[place].value = quantile(definition.quantile, ofSorted: values)
      (rows[place].lower, rows[place].upper) = (limits.lower, limits.upper)
    }
  }

  /// Each group beside the reference group of its cell, which has the value of no difference and no limits.
  private func compared() -> [IndicatorRow] {
    guard let comparison = definition.comparison,
      let column = definition.strata.firstIndex(of: comparison.column)
    else { return rows }
    let isRatio = definition.method == .riskRatio
    let scale = definition.unit.scale
    return rows.map { row in
      var row = row
      var cell = IndicatorCellKey(
        period: row.period, geography: row.geography, strata: row.strata)
      if cell.strata[column] == comparison.reference {
        row.value = isRatio ? scale : 0
        return row
      }
      cell.strata[column] = comparison.reference
      guard let reference = places[cell].map({ rows[$0] }) else { return row }
      let compare = isRatio ? ProportionComparison.ratio : ProportionComparison.difference
      let found = compare(
        row.numerator, row.denominator, reference.numerator, reference.denominator,
        definition.confidence)
      row.value = found.map { $0.value * scale }
      row.lower = found?.limits.map { $0.lower * scale }
      row.upper = found?.limits.map { $0.upper * scale }
      return row
    }
  }
}

/// Why an indicator cannot be computed from what its tables hold.
package struct IndicatorCountingError: Error, Sendable {
  /// What is wrong and what to do.
  package let message: String
}
