internal import LinearProgramming

/// Turns what an attack finds into rows of the programme over the open cells (a column is 1 where its cell is hidden).
struct ProtectionInequalities {
  let problem: SuppressionProblem
  /// For each cell its column.
  let column: [Int]

  /// The rows, valid for every protecting pattern, that a solution violates.
  func rows(_ violation: ProtectionCheck.Violation, _ openness: [Double]) -> [LinearRow] {
    var rows: [LinearRow] = []
    for (factors, least) in sparsest(violation) {
      let sum = factors.reduce(0) { $0 + $1.factor * openness[$1.cell] }
      if sum < least * (1 - 1e-4) {
        var row = LinearRow(lower: 1, upper: .infinity)
        for (cell, factor) in factors { row.add(column[cell], factor / least) }
        rows.append(row)
      }
      if let row = cover(factors, least, openness) { rows.append(row) }
    }
    return rows
  }

  /// The inequality with the fewest terms: all of them say much the same of a flow, and long rows cost time.
  private func sparsest(
    _ violation: ProtectionCheck.Violation
  ) -> [(factors: [(cell: Int, factor: Double)], least: Double)] {
    let usable = violation.inequalities.filter { $0.least > 1e-6 }
    return usable.min { $0.factors.count < $1.factors.count }.map { [$0] } ?? []
  }

  /// Where some cells are too narrow together, one of the others has to be hidden as well.
  private func cover(
    _ factors: [(cell: Int, factor: Double)], _ least: Double, _ openness: [Double]
  ) -> LinearRow? {
    let isOpen = factors.map { openness[$0.cell] > 0 }
    let ordered = factors.indices.filter { isOpen[$0] }.map { factors[$0] }
      .sorted { (openness[$0.cell], $1.cell) > (openness[$1.cell], $0.cell) }
    var rest = least * (1 - 1e-9)
    var row = LinearRow(lower: 1, upper: .infinity)
    var sum = 0.0
    for (cell, factor) in ordered {
      if factor < rest {
        rest -= factor
      } else {
        row.add(column[cell], 1)
        sum += openness[cell]
      }
    }
    for index in factors.indices where !isOpen[index] { row.add(column[factors[index].cell], 1) }
    guard row.columns.count < factors.count, sum < 1 - 1e-4 else { return nil }
    return row
  }
}
