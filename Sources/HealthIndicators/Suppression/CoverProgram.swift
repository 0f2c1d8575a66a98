internal import LinearProgramming

/// The least priced pair of deviations, one above and one below, that are far enough apart together.
final class CoverProgram {
  private let measure: SuppressionProblem.Measure
  private var program: LinearProgram
  private(set) var work = 0.0
  private let count: Int

  /// The columns are the rises, then the falls, of the deviation above; then both of the one below.
  init(
    _ equations: [[SuppressionProblem.Term]], _ measure: SuppressionProblem.Measure
  ) throws(SuppressionFailure) {
    self.measure = measure
    count = measure.below.count
    let zeros = [Double](repeating: 0, count: 4 * count)
    program = try .made(lower: zeros, upper: zeros, cost: zeros)
    var rows: [LinearRow] = []
    for equation in equations {
      for side in [0, 2 * count] {
        var row = LinearRow(lower: 0, upper: 0)
        for term in equation {
          row.add(side + term.cell, Double(term.sign))
          row.add(side + count + term.cell, -Double(term.sign))
        }
        rows.append(row)
      }
    }
    program.add(rows)
  }

  func cells(
    _ requirement: SuppressionProblem.Requirement, _ prices: [Double], _ knowing: [Int]
  ) throws(SuppressionFailure) -> [Int]? {
    var isUsable = prices.map(\.isFinite)
    for cell in knowing + [requirement.cell] { isUsable[cell] = false }
    var upper: [Double] = []
    var cost: [Double] = []
    for side in 0..<4 {
      for cell in 0..<count {
        let room = side % 2 == 0 ? measure.above[cell] : measure.below[cell]
        upper.append(isUsable[cell] ? room : 0)
        cost.append(
          isUsable[cell] && room > 0
            ? prices[cell] / min(room, max(1, requirement.width)) + 1e-7 : 0)
      }
    }
    let cell = requirement.cell
    upper[cell] = min(measure.above[cell], max(requirement.width, requirement.above))
    upper[3 * count + cell] = min(measure.below[cell], requirement.width)
    // What cannot be reached would be infeasible; a price above all others finds out.
    let dear = 4 * (cost.max() ?? 1) * Double(count) + 1e6
    cost[cell] = -dear
    cost[3 * count + cell] = -dear
    let rest = max(0, requirement.width - upper[3 * count + cell])
    upper[cell] = min(upper[cell], max(rest, requirement.above))
    program.setBounds(lower: [Double](repeating: 0, count: 4 * count), upper: upper)
    program.setCosts(cost)
    let isSolved = try program.solved(.primal)
    work += program.work
    guard isSolved else { return nil }
    var values = program.values
    if values[cell] + values[3 * count + cell] < requirement.width - 1e-6 {
      upper[cell] = min(measure.above[cell], max(requirement.width, requirement.above))
      program.setBounds(lower: [Double](repeating: 0, count: 4 * count), upper: upper)
      let isSolved = try program.solved(.primal)
      work += program.work
      guard isSolved else { return nil }
      values = program.values
    }
    guard values[cell] + values[3 * count + cell] > requirement.width - 1e-6,
      values[cell] > requirement.above - 1e-6
    else { return nil }
    return (0..<count).filter { other in
      other != cell && prices[other] > 0
        && [0, 1, 2, 3].contains { values[$0 * count + other] > 1e-7 }
    }
  }
}
