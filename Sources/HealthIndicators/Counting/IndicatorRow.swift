internal import Statistics

/// One cell of an indicator table: a count with its place in the divisions, and what follows from it.
package struct IndicatorRow: Sendable, Equatable {
  /// The period; nil for all of them.
  package var period: String?
  /// The place; nil for all of them.
  package var geography: String?
  /// The values of the definition's strata, in its order.
  package var strata: [String?]
  /// How many of the denominator fulfil the numerator's condition; of a mean or quantile, how many have a value; of a rate,
  /// events.
  package var numerator: Int
  /// How many were looked at; of a rate, the people.
  package var denominator: Int
  /// The value in the definition's unit; nil where nobody was looked at.
  package var value: Double?
  /// The limits of the value in the definition's unit.
  package var lower: Double?
  /// The upper limit.
  package var upper: Double?

  /// A row with counts only.
  package init(
    cell: IndicatorCellKey, numerator: Int, denominator: Int
  ) {
    period = cell.period
    geography = cell.geography
    strata = cell.strata
    self.numerator = numerator
    self.denominator = denominator
  }

  /// A row of a proportion from its counts; value and limits follow from the definition's method.
  package init(
    _ definition: IndicatorDefinition, period: String?, geography: String?, strata: [String?],
    numerator: Int, denominator: Int
  ) {
    self.init(
      cell: IndicatorCellKey(period: period, geography: geography, strata: strata),
      numerator: numerator, denominator: denominator)
    guard denominator > 0 else { return }
    let scale = definition.unit.scale
    value = scale * Double(numerator) / Double(denominator)
    let limits =
      definition.method == .wilson
      ? ConfidenceInterval.wilson(
        count: numerator, total: denominator, confidence: definition.confidence)
      : ConfidenceInterval.clopperPearson(
        count: numerator, total: denominator, confidence: definition.confidence)
    lower = limits.map { $0.lower * scale }
    upper = limits.map { $0.upper * scale }
  }

  /// Takes value and limits of an estimate, times a scale.
  mutating func set(_ estimate: RateEstimate, scale: Double) {
    let scaled = estimate.scaled(by: scale)
    (value, lower, upper) = (scaled.value, scaled.lower, scaled.upper)
  }
}

/// Where a cell stands among the divisions of an indicator.
package struct IndicatorCellKey: Sendable, Hashable {
  /// The period; nil for all of them.
  package var period: String?
  /// The place; nil for all of them.
  package var geography: String?
  /// The values of the definition's strata, in its order.
  package var strata: [String?]

  /// A place.
  package init(period: String?, geography: String?, strata: [String?]) {
    self.period = period
    self.geography = geography
    self.strata = strata
  }

  /// A place from the leading cells of a query's row.
  init(_ cells: [String?], _ definition: IndicatorDefinition) {
    self.init(
      period: cells[0], geography: cells[1], strata: Array(cells[2..<2 + definition.strata.count]))
  }
}
