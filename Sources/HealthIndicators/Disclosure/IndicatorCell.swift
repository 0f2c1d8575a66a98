/// One cell of an indicator table as disclosure control sees it.
package struct IndicatorCell: Sendable, Equatable {
  /// The indicator.
  package var indicator: String
  /// The period; nil or empty for all of them.
  package var period: String?
  /// Geography and strata, in the order of the table's columns; nil or empty for all values together.
  package var divisions: [String?]
  /// The count; nil where the table gives none.
  package var numerator: Int?
  /// What the count is out of; nil where the table gives none.
  package var denominator: Int?

  /// A cell with its counts.
  package init(
    indicator: String, period: String?, divisions: [String?], numerator: Int?, denominator: Int?
  ) {
    self.indicator = indicator
    self.period = period
    self.divisions = divisions
    self.numerator = numerator
    self.denominator = denominator
  }
}

/// Whether a cell may be published (SDMX code list CL_CONF_STATUS).
package enum ConfidentialityStatus: String, Sendable {
  /// Free for publication.
  case free = "F"
  /// Suppressed because of small counts.
  case smallCount = "A"
}
