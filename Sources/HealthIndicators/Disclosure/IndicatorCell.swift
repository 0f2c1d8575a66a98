/// What the counts of an indicator are, which decides what must be protected of them.
package enum CountBasis: String, Sendable, CaseIterable {
  /// The numerator counts persons out of the denominator, so their difference counts persons as well.
  case proportion
  /// The numerator counts events among a population that everybody knows.
  case rate
  /// Only the denominator counts persons: a mean or a quantile of something measured on each.
  case persons
  /// The numerator is a sum of amounts, such as costs, over the persons of the denominator.
  case amount
}

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
  /// What the counts are.
  package var basis: CountBasis
  /// The sum of amounts, where the basis is one.
  package var amount: Double?
  /// The largest single contributions to the amount, in descending order.
  package var contributions: [Double]

  /// A cell with its counts.
  package init(
    indicator: String, period: String?, divisions: [String?], numerator: Int?, denominator: Int?,
    basis: CountBasis = .proportion, amount: Double? = nil, contributions: [Double] = []
  ) {
    self.indicator = indicator
    self.period = period
    self.divisions = divisions
    self.numerator = numerator
    self.denominator = denominator
    self.basis = basis
    self.amount = amount
    self.contributions = contributions
  }

  /// The numbers that must add up over the parts of a total, by measure; nil where a count is missing or the counts
  /// contradict each other.
  ///
  /// Proportion: those counted and those not; rate: events; persons: persons; amount: the amount, then persons.
  var measures: [Double]? {
    switch basis {
    case .proportion:
      guard let numerator, let denominator, numerator >= 0, numerator <= denominator else {
        return nil
      }
      return [Double(numerator), Double(denominator - numerator)]
    case .rate:
      guard let numerator, let denominator, numerator >= 0, denominator >= 0 else { return nil }
      return [Double(numerator)]
    case .persons:
      guard let denominator, denominator >= 0 else { return nil }
      return [Double(denominator)]
    case .amount:
      guard let amount, amount >= 0, let denominator, denominator >= 0 else { return nil }
      return [amount, Double(denominator)]
    }
  }
}

/// Whether a cell may be published, and why not (SDMX code list CL_CONF_STATUS).
package enum ConfidentialityStatus: String, Sendable, CaseIterable {
  /// Free for publication.
  case free = "F"
  /// Suppressed because of small counts.
  case smallCount = "A"
  /// Suppressed because one contributor makes up too much of it.
  case dominatedByOne = "O"
  /// Suppressed because two contributors make up too much of it.
  case dominatedByTwo = "T"
  /// Suppressed because one or two contributors would learn too much about another.
  case dominated = "G"
  /// Suppressed for another reason: counts are missing, or an earlier release would give a small difference.
  case otherReason = "M"
  /// Suppressed to protect other cells.
  case secondary = "D"
}
