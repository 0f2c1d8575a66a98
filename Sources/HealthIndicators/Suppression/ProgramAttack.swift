internal import LinearProgramming

/// The attack on a measure with any equations, by linear programmes over the deviations of all cells.
final class ProgramAttack: Attack {
  private let measure: SuppressionProblem.Measure
  private var deviations: LinearProgram
  private var lower: [Double]
  private var upper: [Double]
  private let equations: [[SuppressionProblem.Term]]
  private var cover: CoverProgram?
  private(set) var work = 0.0

  private static let tolerance = 1e-7

  init(
    _ equations: [[SuppressionProblem.Term]], _ measure: SuppressionProblem.Measure
  ) throws(SuppressionFailure) {
    let zeros = [Double](repeating: 0, count: measure.below.count)
    self.measure = measure
    self.equations = equations
    lower = zeros
    upper = zeros
    deviations = try .made(lower: zeros, upper: zeros, cost: zeros)
    deviations.add(equations.map { Self.row($0) { $0 } })
  }

  /// An equation over columns that stand elsewhere.
  fileprivate static func row(
    _ equation: [SuppressionProblem.Term], _ column: (Int) -> Int
  ) -> LinearRow {
    var row = LinearRow(lower: 0, upper: 0)
    for term in equation { row.add(column(term.cell), Double(term.sign)) }
    return row
  }

  func reach(
    of cell: Int, isAbove: Bool, openness: [Double], limit: Double, knowing: Int?
  ) throws(SuppressionFailure) -> Reach {
    let own = isAbove ? measure.above[cell] : measure.below[cell]
    let target = min(own, limit)
    for other in lower.indices {
      lower[other] = -measure.below[other] * openness[other]
      upper[other] = measure.above[other] * openness[other]
    }
    if let knowing {
      lower[knowing] = 0
      upper[knowing] = 0
    }
    lower[cell] = isAbove ? 0 : -target
    upper[cell] = isAbove ? target : 0
    var cost = [Double](repeating: 0, count: lower.count)
    cost[cell] = isAbove ? -1 : 1
    deviations.setBounds(lower: lower, upper: upper)
    deviations.setCosts(cost)
    work += 200 * Double(lower.count)
    guard try deviations.solved(.primal) else { return Reach(amount: 0, cuts: [], support: []) }
    let values = deviations.values
    let amount = abs(values[cell])
    let support = values.indices.filter { $0 != cell && abs(values[$0]) > Self.tolerance }
    guard amount < target - Self.tolerance else {
      let cuts = own < limit ? [Reach.Cut(constant: own, factors: [])] : []
      return Reach(amount: target, cuts: cuts, support: support)
    }
    // By duality the deviation is the sum of the bounds of the other cells by their reduced costs.
    let reduced = deviations.reducedCosts
    var factors: [(cell: Int, factor: Double)] = []
    for other in reduced.indices where other != cell && other != knowing {
      let factor =
        reduced[other] < 0
        ? -reduced[other] * measure.above[other] : reduced[other] * measure.below[other]
      if factor > Self.tolerance { factors.append((other, factor)) }
    }
    return Reach(
      amount: amount, cuts: [Reach.Cut(constant: 0, factors: factors)], support: support)
  }

  func cheapestCover(
    _ requirement: SuppressionProblem.Requirement, prices: [Double], knowing: Int?
  ) throws(SuppressionFailure) -> [Int]? {
    let cover = if let made = self.cover { made } else { try CoverProgram(equations, measure) }
    self.cover = cover
    work += 1000 * Double(lower.count)
    return try cover.cells(requirement, prices, knowing)
  }
}

/// The least priced pair of deviations, one above and one below, that are far enough apart together.
private final class CoverProgram {
  private let measure: SuppressionProblem.Measure
  private var program: LinearProgram
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
    _ requirement: SuppressionProblem.Requirement, _ prices: [Double], _ knowing: Int?
  ) throws(SuppressionFailure) -> [Int]? {
    var upper: [Double] = []
    var cost: [Double] = []
    for side in 0..<4 {
      for cell in 0..<count {
        let room = side % 2 == 0 ? measure.above[cell] : measure.below[cell]
        let isUsable = prices[cell].isFinite && cell != knowing && cell != requirement.cell
        upper.append(isUsable ? room : 0)
        cost.append(
          isUsable && room > 0 ? prices[cell] / min(room, max(1, requirement.width)) + 1e-7 : 0)
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
    guard try program.solved(.primal) else { return nil }
    var values = program.values
    if values[cell] + values[3 * count + cell] < requirement.width - 1e-6 {
      upper[cell] = min(measure.above[cell], max(requirement.width, requirement.above))
      program.setBounds(lower: [Double](repeating: 0, count: 4 * count), upper: upper)
      guard try program.solved(.primal) else { return nil }
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
