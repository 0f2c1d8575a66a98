/// Decides which cells of a table may be published, and proves that the others stay hidden.
///
/// Sensitive cells are suppressed; further ones with them, of least weight, so that nobody can compute a sensitive
/// one from what is published, from the totals, or from an earlier release. Each suppressed count is proved by the
/// interval in which everything published lets it lie. Where no choice protects, the table is refused.
package struct DisclosureControl: Sendable {
  /// Which cells are sensitive.
  package var rule: PrimarySuppression
  /// What the weight of a suppressed cell is.
  package var weighing: Weighing
  /// For each division the parent of its values.
  package var hierarchies: [[String: String]]
  /// How much work may be spent on each part of a table.
  package var effort: SuppressionSearch.Effort
  /// What to do with a cell that differs a little from an earlier release.
  package var differences: Differences

  /// What the weight of a suppressed cell is.
  package enum Weighing: String, Sendable, CaseIterable {
    case numerator, denominator, cells
  }

  /// What to do with a cell that differs a little from an earlier release.
  package enum Differences: String, Sendable, CaseIterable {
    case suppress, refuse
  }

  /// Control by a rule.
  package init(
    _ rule: PrimarySuppression, weighing: Weighing = .numerator,
    hierarchies: [[String: String]] = [], effort: SuppressionSearch.Effort = .usual,
    differences: Differences = .suppress
  ) {
    self.rule = rule
    self.weighing = weighing
    self.hierarchies = hierarchies
    self.effort = effort
    self.differences = differences
  }

  /// What is known of a count that is not published.
  package struct Interval: Sendable, Equatable {
    /// The least value that is possible.
    package var lowest: Double
    /// The greatest; infinite where nothing bounds it.
    package var highest: Double
    /// How far apart they must be; 0 for a count that is hidden for others' sake.
    package var width: Double
  }

  /// What was decided on a part of the table whose cells add up with each other.
  package struct Part: Sendable, Equatable {
    /// The indicator.
    package var indicator: String
    /// How many cells the part has.
    package var cells: Int
    /// How many are sensitive.
    package var sensitive: Int
    /// How many were suppressed for their sake.
    package var secondary: Int
    /// The sum of the weights of the latter. It is an equation between suppressed counts: not to be published.
    package var weight: Double
    /// What every protecting choice weighs at least.
    package var lowerBound: Double

    /// How much less another choice could weigh, as a share.
    package var gap: Double { weight > 0 ? max(0, (weight - lowerBound) / weight) : 0 }
  }

  /// The decisions on a table.
  package struct Outcome: Sendable {
    /// The status of each row.
    package var statuses: [ConfidentialityStatus]
    /// For each row that is not published what is known of each of its measures (none where counts are missing).
    package var intervals: [[Interval]]
    /// The parts in which something was suppressed.
    package var parts: [Part]

    /// Decisions.
    package init(
      statuses: [ConfidentialityStatus], intervals: [[Interval]], parts: [Part]
    ) {
      self.statuses = statuses
      self.intervals = intervals
      self.parts = parts
    }
  }

  /// Decides on all cells of a table.
  ///
  /// - Throws: Where a sensitive cell cannot be protected.
  package func protect(
    _ cells: [IndicatorCell], register: ReleaseRegister = ReleaseRegister()
  ) throws(DisclosureError) -> Outcome {
    var statuses = cells.map(rule.status)
    var isKnown = [Bool](repeating: false, count: cells.count)
    for (row, cell) in cells.enumerated() {
      switch register.verdict(cell, minimumCell: rule.minimumCell) {
      case .free: break
      case .alreadyKnown:
        isKnown[row] = true
        if statuses[row] != .free { throw error(cell, row, .earlierRelease) }
      case .smallDifference:
        if statuses[row] == .free { statuses[row] = .otherReason }
        if differences == .refuse { throw error(cell, row, .earlierRelease) }
      }
    }
    var outcome = Outcome(
      statuses: statuses, intervals: [[Interval]](repeating: [], count: cells.count), parts: [])
    for rows in Self.tables(cells) { try protect(rows, of: cells, isKnown, &outcome) }
    return outcome
  }

  /// The rows whose counts can add up: of one indicator, and counting the same thing.
  static func tables(_ cells: [IndicatorCell]) -> [[Int]] {
    Dictionary(grouping: cells.indices) { [cells[$0].indicator, cells[$0].basis.rawValue] }
      .values.sorted { $0[0] < $1[0] }
  }

  private func error(
    _ cell: IndicatorCell, _ row: Int, _ reason: DisclosureError.Reason
  ) -> DisclosureError {
    DisclosureError(indicator: cell.indicator, suppressedRow: row + 1, reason: reason)
  }

  /// Decides on the rows of one indicator.
  private func protect(
    _ rows: [Int], of cells: [IndicatorCell], _ isKnown: [Bool], _ outcome: inout Outcome
  ) throws(DisclosureError) {
    let sensitive = rows.first { outcome.statuses[$0] != .free }
    let lattice: IndicatorLattice
    do throws(DisclosureError) {
      lattice = try IndicatorLattice(rows: rows, of: cells, hierarchies: hierarchies)
    } catch {
      if sensitive == nil { return }
      throw error
    }
    let table = ProtectionTable(
      lattice, cells: cells, statuses: outcome.statuses, isKnown: isKnown, rule: rule,
      weighing: weighing)
    if let first = table.problem.requirements.first, !lattice.isComplete {
      let row = sensitive ?? table.row(of: first.cell) ?? rows[0]
      throw error(cells[row], row, .crossingDivisions)
    }
    for part in table.parts() {
      do throws(SuppressionFailure) {
        var search = try SuppressionSearch(part.problem, effort: effort)
        let pattern = try search.solve()
        try record(part, pattern, search.check, table, cells, &outcome)
      } catch {
        switch error {
        case .solver(let problem):
          let row = sensitive ?? rows[0]
          throw self.error(cells[row], row, .solver(problem))
        case .unprotectable(let requirement):
          let row = table.row(of: part.cells[requirement.cell]) ?? sensitive ?? rows[0]
          throw self.error(cells[row], row, .unprotectable)
        }
      }
    }
    table.recordLoneCells(&outcome)
  }

  /// Writes down what a pattern means for the rows, with its proof.
  private func record(
    _ part: ProtectionTable.Part, _ pattern: SuppressionPattern, _ check: ProtectionCheck,
    _ table: ProtectionTable, _ cells: [IndicatorCell], _ outcome: inout Outcome
  ) throws(SuppressionFailure) {
    let openness = pattern.isHidden.map { $0 ? 1.0 : 0 }
    var secondary = 0
    for (index, node) in part.cells.enumerated() where pattern.isHidden[index] {
      guard table.row(of: node) != nil else { continue }
      var intervals: [Interval] = []
      for (measure, attack) in check.attacks.enumerated() {
        let limit = part.problem.measures[measure].above.max() ?? 0
        let found = try attack.interval(of: index, openness: openness, limit: limit)
        let value = table.values[node][measure]
        let required = part.problem.requirements.filter {
          $0.measure == measure && $0.cell == index
        }
        for requirement in required
        where found.below + found.above < requirement.width - 1e-6
          || found.above < requirement.above - 1e-6
        {
          throw .unprotectable(requirement)
        }
        intervals.append(
          Interval(
            lowest: value - found.below,
            highest: found.above >= limit - 1e-9 && !table.isPopulationKnown
              ? .infinity : value + found.above,
            width: required.map(\.width).max() ?? 0))
      }
      let isOpen = part.problem.roles[index] == .open
      if isOpen { secondary += 1 }
      for row in table.rows(of: node) {
        if isOpen { outcome.statuses[row] = .secondary }
        outcome.intervals[row] = intervals
      }
    }
    outcome.parts.append(
      Part(
        indicator: part.indicator, cells: part.cells.count,
        sensitive: Set(part.problem.requirements.map(\.cell)).count, secondary: secondary,
        weight: pattern.weight, lowerBound: pattern.lowerBound))
  }
}
