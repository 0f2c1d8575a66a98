/// Says which cells must be suppressed by themselves.
///
/// A cell is sensitive when a number of persons that it gives is in 1..<`minimumCell`: its numerator, its
/// complement (denominator - numerator) or its denominator; two of them give the third. So is a cell whose
/// counts are missing or contradict each other. A sum of amounts is sensitive when single contributors make up
/// too much of it (L. Willenborg, T. de Waal, Elements of Statistical Disclosure Control, 2001, chapter 4).
package struct PrimarySuppression: Sendable, Equatable {
  /// The smallest count that may be published.
  package var minimumCell: Int
  /// The (n, k) rule.
  package var dominance: Dominance?
  /// The p % rule: nobody may be able to estimate another contribution to within this share of it.
  package var estimate: Double?
  /// How far apart the least and the greatest possible value of a suppressed count are at least.
  package var width: Int

  /// A sum is sensitive where its `count` largest contributions exceed `share` of it.
  package struct Dominance: Sendable, Equatable {
    /// How many contributors are looked at together.
    package var count: Int
    /// The share of the sum from 0 to 1.
    package var share: Double

    /// A rule.
    package init(count: Int, share: Double) {
      self.count = count
      self.share = share
    }
  }

  /// Rules; without a width a count is hidden among `minimumCell` others.
  package init(
    minimumCell: Int, dominance: Dominance? = nil, estimate: Double? = nil, width: Int? = nil
  ) {
    self.minimumCell = minimumCell
    self.dominance = dominance
    self.estimate = estimate
    self.width = width ?? minimumCell
  }

  /// The status of every cell of a table in which no cell may be suppressed to protect another.
  ///
  /// - Throws: When a published cell overlaps a suppressed one without being a part of it: the hidden count
  ///   could then be computed as a difference.
  /// - Complexity: O(cells x p²) for p different combinations of divided columns.
  package func statuses(
    _ cells: [IndicatorCell]
  ) throws(DisclosureError) -> [ConfidentialityStatus] {
    let statuses = cells.map(status)
    if let leak = DisclosingOverlaps(cells, statuses).first() { throw leak }
    return statuses
  }

  /// Whether a cell must be suppressed by itself.
  package func isSmall(_ cell: IndicatorCell) -> Bool { status(cell) != .free }

  /// Whether a number of persons is too small.
  func isSmall(_ count: Double) -> Bool { count >= 1 && count < Double(minimumCell) }

  /// The status of a cell by itself.
  package func status(_ cell: IndicatorCell) -> ConfidentialityStatus {
    guard let measures = cell.measures else {
      // A count without a complement is small or not all the same.
      return cell.basis == .proportion ? .smallCount : .otherReason
    }
    var persons = measures
    if cell.basis == .amount { persons.removeFirst() }
    if let denominator = cell.denominator { persons.append(Double(denominator)) }
    if cell.basis == .rate, let denominator = cell.denominator, measures[0] <= Double(denominator) {
      persons.append(Double(denominator) - measures[0])
    }
    if persons.contains(where: isSmall) { return .smallCount }
    guard cell.basis == .amount, let amount = cell.amount, amount > 0 else { return .free }
    if let dominance, excess(cell, amount) > 0 {
      return switch dominance.count {
      case 1: .dominatedByOne
      case 2: .dominatedByTwo
      default: .otherReason
      }
    }
    return nearness(cell, amount) > 0 ? .dominated : .free
  }

  /// How much larger a sum would have to be for the (n, k) rule; at most 0 where it is kept.
  private func excess(_ cell: IndicatorCell, _ amount: Double) -> Double {
    guard let dominance, dominance.share > 0 else { return 0 }
    let largest = cell.contributions.prefix(dominance.count).reduce(0, +)
    return largest / dominance.share - amount
  }

  /// How much better than allowed the second contributor can estimate the first; at most 0 where the p % rule is kept.
  private func nearness(_ cell: IndicatorCell, _ amount: Double) -> Double {
    guard let estimate, let first = cell.contributions.first else { return 0 }
    let second = cell.contributions.dropFirst().first ?? 0
    return estimate * first - (amount - first - second)
  }

  /// How far above an amount its greatest possible value must be.
  func protection(_ cell: IndicatorCell) -> Double {
    guard cell.basis == .amount, let amount = cell.amount else { return 0 }
    return max(0, excess(cell, amount), nearness(cell, amount))
  }
}

/// Why a table cannot be released.
package struct DisclosureError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What would be disclosed.
  package enum Reason: Sendable, Equatable {
    /// A published row (from 1) contains the suppressed one, or divides the same total otherwise.
    case overlap(publishedRow: Int)
    /// Not even with every other cell suppressed that was not published before the row is protected.
    case unprotectable
    /// The rows are divided in ways that cross, so that it cannot be told what they give away together.
    case crossingDivisions
    /// The row stands in the table a second time with other counts (that row, from 1).
    case contradiction(otherRow: Int)
    /// An earlier release published the row with these counts, or with slightly different ones.
    case earlierRelease
    /// The rounded table would pin the row down.
    case rounding
    /// The solver of linear programmes cannot be used; why.
    case solver(String)
  }

  /// The indicator at fault.
  package var indicator: String
  /// The row that could be computed, from 1.
  package var suppressedRow: Int
  /// What would disclose it.
  package var reason: Reason

  /// The published row from which the suppressed one could be computed, where it is one.
  package var publishedRow: Int? {
    if case .overlap(let row) = reason { row } else { nil }
  }

  /// What is wrong and what to do.
  package var description: String {
    let row = "row \(suppressedRow) of the table (indicator \(indicator))"
    return switch reason {
    case .overlap(let published):
      "\(row) is suppressed, but row \(published) contains it or divides the same total otherwise: the "
        + "difference to the other parts would disclose it; allow \"secondary\" suppression, publish only one "
        + "division of each total, or use fewer strata or longer periods until no part is small"
    case .unprotectable:
      "\(row) must be suppressed, and it could be computed even if every other cell that may still be hidden "
        + "were: the rest was published by an earlier release, or is bounded by known populations; use fewer strata "
        + "or longer periods, or a smaller \"width\""
    case .crossingDivisions:
      "\(row) must be suppressed, but the indicator is divided in ways that cross each other without the "
        + "division by all of them; add that one, or publish fewer of them"
    case .contradiction(let other):
      "\(row) stands in row \(other) again with other counts; give the two indicators names of their own"
    case .earlierRelease:
      "\(row) differs from an earlier release by too few persons, or was published there and must be "
        + "suppressed now; wait for more cases, or take releases that were withdrawn out of the register"
    case .rounding:
      "\(row) is not hidden by rounding to this base; round to a larger one, or suppress instead"
    case .solver(let problem): "\(row) must be protected, but \(problem)"
    }
  }
}
