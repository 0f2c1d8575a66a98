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
  static func row(
    _ equation: [SuppressionProblem.Term], _ column: (Int) -> Int
  ) -> LinearRow {
    var row = LinearRow(lower: 0, upper: 0)
    for term in equation { row.add(column(term.cell), Double(term.sign)) }
    return row
  }

  func reach(
    of cell: Int, isAbove: Bool, openness: [Double], limit: Double, knowing: [Int]
  ) throws(SuppressionFailure) -> Reach {
    let own = isAbove ? measure.above[cell] : measure.below[cell]
    let target = min(own, limit)
    for other in lower.indices {
      lower[other] = -measure.below[other] * openness[other]
      upper[other] = measure.above[other] * openness[other]
    }
    for known in knowing {
      lower[known] = 0
      upper[known] = 0
    }
    lower[cell] = isAbove ? 0 : -target
    upper[cell] = isAbove ? target : 0
    var cost = [Double](repeating: 0, count: lower.count)
    cost[cell] = isAbove ? -1 : 1
    deviations.setBounds(lower: lower, upper: upper)
    deviations.setCosts(cost)
    let isSolved = try deviations.solved(.primal)
    work += deviations.work
    guard isSolved else { return Reach(amount: 0, cuts: [], support: []) }
    let values = deviations.values
    let amount = abs(values[cell])
    let support = values.indices.lazy.filter { $0 != cell && abs(values[$0]) > Self.tolerance }
      .map { (cell: $0, deviation: values[$0]) }
    guard amount < target - Self.tolerance else {
      let cuts = own < limit ? [Reach.Cut(constant: own, factors: [])] : []
      return Reach(amount: target, cuts: cuts, support: Array(support))
    }
    // By duality the deviation is the sum of the bounds of the other cells by their reduced costs.
    let reduced = deviations.reducedCosts
    var factors: [(cell: Int, factor: Double)] = []
    for other in reduced.indices where other != cell && !knowing.contains(other) {
      let factor =
        reduced[other] < 0
        ? -reduced[other] * measure.above[other] : reduced[other] * measure.below[other]
      if factor > Self.tolerance { factors.append((other, factor)) }
    }
    return Reach(
      amount: amount, cuts: [Reach.Cut(constant: 0, factors: factors)], support: Array(support))
  }

  func cheapestCover(
    _ requirement: SuppressionProblem.Requirement, prices: [Double], knowing: [Int]
  ) throws(SuppressionFailure) -> [Int]? {
    let cover = if let made = self.cover { made } else { try CoverProgram(equations, measure) }
    self.cover = cover
    let before = cover.work
    defer { work += cover.work - before }
    return try cover.cells(requirement, prices, knowing)
  }
}
