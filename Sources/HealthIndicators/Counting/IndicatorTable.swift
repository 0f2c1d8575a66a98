package import Tables

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
