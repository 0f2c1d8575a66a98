/// Suppresses cells with small counts, and refuses tables in which that does not protect them.
///
/// A cell is suppressed when its numerator, its complement (denominator - numerator) or its denominator is
/// in 1..<`minimumCell`: each of them is a number of persons, and two of them give the third. A cell
/// whose counts are missing or contradict each other is suppressed as well.
package struct PrimarySuppression: Sendable, Equatable {
  /// The smallest count that may be published.
  package let minimumCell: Int

  /// A rule with the smallest count that may be published; 0 and 1 suppress nothing.
  package init(minimumCell: Int) {
    self.minimumCell = minimumCell
  }

  /// The status of every cell of a table.
  ///
  /// - Throws: When a published cell overlaps a suppressed one without being a part of it: the hidden count
  ///   could then be computed as a difference, as long as no further cells are suppressed with it.
  /// - Complexity: O(cells x p²) for p different combinations of divided columns.
  package func statuses(
    _ cells: [IndicatorCell]
  ) throws(DisclosureError) -> [ConfidentialityStatus] {
    let statuses: [ConfidentialityStatus] = cells.map { isSmall($0) ? .smallCount : .free }
    if let leak = DisclosingOverlaps(cells, statuses).first() { throw leak }
    return statuses
  }

  /// Whether a cell must be suppressed by itself.
  package func isSmall(_ cell: IndicatorCell) -> Bool {
    guard let numerator = cell.numerator, let denominator = cell.denominator, numerator >= 0,
      numerator <= denominator
    else { return true }
    return [numerator, denominator, denominator - numerator].contains {
      $0 >= 1 && $0 < minimumCell
    }
  }
}

/// Why a table cannot be released.
package struct DisclosureError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The indicator at fault.
  package var indicator: String
  /// The published row from which it could be computed, from 1.
  package var publishedRow: Int
  /// The suppressed row, from 1.
  package var suppressedRow: Int

  /// What is wrong and what to do.
  package var description: String {
    "row \(suppressedRow) of the table (indicator \(indicator)) is suppressed, but row \(publishedRow) "
      + "contains it or divides the same total otherwise: the difference to the other parts would disclose "
      + "it; publish only one division of each total, or use fewer strata or longer periods until no part "
      + "is small"
  }
}
