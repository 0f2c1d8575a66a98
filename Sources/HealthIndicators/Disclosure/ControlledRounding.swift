internal import LinearProgramming

/// What is published of a cell whose counts were rounded.
package struct RoundedCell: Sendable, Equatable {
  /// The rounded count; nil where it was missing.
  package var numerator: Int?
  /// What it is out of, rounded.
  package var denominator: Int?
  /// The share of the two; nil for values that do not follow from counts alone.
  package var value: Double?
}

/// Rounds all counts of a table to multiples of a base, so that totals are still the sums of their parts.
///
/// Every count becomes one of the two multiples beside it, the choice with the least sum of changes under which
/// the table adds up (controlled rounding: L. H. Cox, Journal of the American Statistical Association
/// 1987;82:520-524). Tables of two divisions always have one; where another has none, its totals are computed from
/// the rounded parts. Whoever knows all this can tell each count to within less than twice the base, and the proof
/// checks that totals do not tell more of a small one.
package struct ControlledRounding: Sendable {
  private let base: Double
  private let control: DisclosureControl

  /// Rounding to a base.
  package init(base: Int, _ control: DisclosureControl) {
    self.base = Double(base)
    self.control = control
  }

  /// The rounded cells, and what they leave possible of each count.
  ///
  /// - Throws: Where a sensitive count is not hidden, or holds amounts, which are not rounded.
  package func round(
    _ cells: [IndicatorCell]
  ) throws(DisclosureError) -> (cells: [RoundedCell], outcome: DisclosureControl.Outcome) {
    var rounded = [RoundedCell](repeating: RoundedCell(), count: cells.count)
    var outcome = DisclosureControl.Outcome(
      statuses: [ConfidentialityStatus](repeating: .free, count: cells.count),
      intervals: [[DisclosureControl.Interval]](repeating: [], count: cells.count), parts: [])
    for rows in DisclosureControl.tables(cells) {
      let lattice = try IndicatorLattice(
        rows: rows, of: cells, hierarchies: control.hierarchies)
      do throws(SuppressionFailure) {
        let multiples = try multiples(lattice, measures: cells[rows[0]].measures?.count ?? 1)
        try prove(lattice, multiples, cells, &outcome)
        for (index, node) in lattice.nodes.enumerated() {
          for row in node.rows where node.values != nil {
            rounded[row] = cell(cells[row], multiples.map { $0[index] })
          }
        }
      } catch {
        var reason = DisclosureError.Reason.rounding
        var row = rows[0]
        switch error {
        case .solver(let problem): reason = .solver(problem)
        case .unprotectable(let requirement):
          row = lattice.nodes[requirement.cell].rows.first ?? row
        }
        throw DisclosureError(
          indicator: cells[row].indicator, suppressedRow: row + 1, reason: reason)
      }
    }
    for (row, cell) in cells.enumerated() where cell.basis == .amount || cell.measures == nil {
      outcome.statuses[row] = .otherReason
      rounded[row] = RoundedCell()
    }
    return (rounded, outcome)
  }

  private func cell(_ cell: IndicatorCell, _ multiples: [Double]) -> RoundedCell {
    switch cell.basis {
    case .proportion:
      let denominator = multiples[0] + multiples[1]
      return RoundedCell(
        numerator: Int(multiples[0]), denominator: Int(denominator),
        value: denominator > 0 ? multiples[0] / denominator : nil)
    case .rate: return RoundedCell(numerator: Int(multiples[0]))
    case .persons: return RoundedCell(denominator: Int(multiples[0]))
    case .amount: return RoundedCell()
    }
  }

  /// The multiple for each node, by measure.
  private func multiples(
    _ lattice: IndicatorLattice, measures: Int
  ) throws(SuppressionFailure) -> [[Double]] {
    var all: [[Double]] = []
    for measure in 0..<measures {
      let values = lattice.nodes.map { $0.values?[measure] ?? 0 }
      let lower = values.map { base * ($0 / base).rounded(.down) }
      let upper = zip(values, lower).map { $0 == $1 ? $1 : $1 + base }
      // Beside each other the two changes are linear: down costs the remainder, up what is missing to the base.
      let cost = zip(values, lower).map { value, low in value == low ? 0 : base - 2 * (value - low)
      }
      var program = try LinearProgram.made(
        lower: lower.map { $0 / base }, upper: upper.map { $0 / base }, cost: cost)
      let equations = lattice.equations.filter { $0.rest[measure] == 0 }
      program.add(
        equations.map { equation in
          var row = LinearRow(lower: 0, upper: 0)
          row.add(equation.total, -1)
          for part in equation.parts { row.add(part, 1) }
          return row
        })
      var chosen = values.map { base * ($0 / base).rounded(.toNearestOrAwayFromZero) }
      if try program.solved(.dual) {
        let solution = program.values
        if solution.allSatisfy({ abs($0 - $0.rounded()) < 1e-6 }) {
          all.append(solution.map { base * $0.rounded() })
          continue
        }
      }
      for equation in equations {
        chosen[equation.total] = equation.parts.reduce(0) { $0 + chosen[$1] }
      }
      all.append(chosen)
    }
    return all
  }

  /// Checks what the rounded table tells of every count.
  private func prove(
    _ lattice: IndicatorLattice, _ multiples: [[Double]], _ cells: [IndicatorCell],
    _ outcome: inout DisclosureControl.Outcome
  ) throws(SuppressionFailure) {
    let equations = lattice.equations.map { equation in
      [SuppressionProblem.Term(cell: equation.total, sign: -1)]
        + equation.parts.map { SuppressionProblem.Term(cell: $0, sign: 1) }
    }
    let measures = multiples.enumerated().map { measure, multiples in
      let values = lattice.nodes.map { $0.values?[measure] ?? 0 }
      // A total that was computed from rounded parts says nothing of its own.
      let low = multiples.map { max(0, $0 - base + 1) }
      return SuppressionProblem.Measure(
        below: zip(values, low).map { max(0, $0 - $1) },
        above: zip(values, multiples).map { max(0, $1 + base - 1 - $0) })
    }
    let check = try ProtectionCheck(
      SuppressionProblem(
        equations: equations, measures: measures, roles: lattice.nodes.map { _ in .hidden },
        weights: lattice.nodes.map { _ in 0 }, requirements: []))
    let openness = [Double](repeating: 1, count: lattice.nodes.count)
    for (index, node) in lattice.nodes.enumerated() where node.values != nil {
      guard let row = node.rows.first else { continue }
      for (measure, attack) in check.attacks.enumerated() {
        let found = try attack.interval(of: index, openness: openness, limit: .infinity)
        let value = node.values?[measure] ?? 0
        let isSmall = control.rule.isSmall(value) && cells[row].basis != .amount
        let width = isSmall ? min(Double(control.rule.width), base - 1) : 0
        if found.below + found.above < width - 1e-6 {
          throw .unprotectable(
            SuppressionProblem.Requirement(measure: measure, cell: index, width: width))
        }
        for row in node.rows {
          outcome.intervals[row].append(
            DisclosureControl.Interval(
              lowest: value - found.below, highest: value + found.above, width: width))
        }
      }
    }
  }
}
