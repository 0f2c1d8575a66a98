internal import Statistics
package import Tables

/// One cell of an indicator table: a count with its place in the divisions, and what follows from it.
package struct IndicatorRow: Sendable, Equatable {
  /// The period; nil for all of them.
  package var period: String?
  /// The place; nil for all of them.
  package var geography: String?
  /// The values of the definition's strata, in its order.
  package var strata: [String?]
  /// How many of the denominator fulfil the numerator's condition.
  package var numerator: Int
  /// How many were looked at.
  package var denominator: Int
  /// The value in the definition's unit; nil where nobody was looked at.
  package var value: Double?
  /// The limits of the value in the definition's unit.
  package var lower: Double?
  /// The upper limit.
  package var upper: Double?

  /// A row from its counts; value and limits follow from the definition's method.
  package init(
    _ definition: IndicatorDefinition, period: String?, geography: String?, strata: [String?],
    numerator: Int, denominator: Int
  ) {
    self.period = period
    self.geography = geography
    self.strata = strata
    self.numerator = numerator
    self.denominator = denominator
    guard denominator > 0 else { return }
    let scale = definition.unit.scale
    value = scale * Double(numerator) / Double(denominator)
    switch definition.method {
    case .wilson:
      let limits = ConfidenceInterval.wilson(
        count: numerator, total: denominator, confidence: definition.confidence)
      lower = limits.map { $0.lower * scale }
      upper = limits.map { $0.upper * scale }
    }
  }
}

/// The table that several definitions fill together.
package struct IndicatorTable: Sendable {
  /// All strata, in the order in which definitions first name them.
  package let strata: [String]

  /// The table of some definitions.
  package init(_ definitions: [IndicatorDefinition]) {
    var strata: [String] = []
    for stratum in definitions.flatMap(\.strata) where !strata.contains(stratum) {
      strata.append(stratum)
    }
    self.strata = strata
  }

  /// `indicator, period, geography, <strata>, numerator, denominator, value, lower, upper, method, unit`.
  package var schema: TableSchema {
    TableSchema(
      ["indicator", "period", "geography"].map { Column($0, .string) }
        + strata.map { Column($0, .string) }
        + [Column("numerator", .integer), Column("denominator", .integer)]
        + ["value", "lower", "upper"].map { Column($0, .number) }
        + ["method", "unit"].map { Column($0, .string) })
  }

  /// Writes one row of a definition; strata of other definitions stay null.
  package func write(
    _ row: IndicatorRow, of definition: IndicatorDefinition, to writer: inout RowWriter
  ) {
    writer.append(definition.indicator)
    writer.append(row.period)
    writer.append(row.geography)
    for stratum in strata {
      let own = definition.strata.firstIndex(of: stratum)
      writer.append(own.flatMap { row.strata[$0] })
    }
    writer.append(row.numerator)
    writer.append(row.denominator)
    writer.append(row.value)
    writer.append(row.lower)
    writer.append(row.upper)
    writer.append(definition.method.rawValue)
    writer.append(definition.unit.rawValue)
    writer.endRow()
  }
}
