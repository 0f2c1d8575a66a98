/// Finds a pattern of hidden cells that protects, of small weight, with a proven lower bound.
///
/// The pattern comes from cheapest covers, one requirement after the other, from which superfluous cells are shown
/// again. The bound comes from branch and cut: the linear programme over the inequalities that every protecting
/// pattern fulfils, added where they are violated (M. Fischetti, J. J. Salazar, Mathematical Programming
/// 1999;84:283-312); its solutions guide further covers. The amount of work is counted, not timed, so that the same
/// table always gives the same pattern.
package struct SuppressionSearch {
  let problem: SuppressionProblem
  let check: ProtectionCheck
  /// The open cells; the columns of the programmes.
  let open: [Int]
  let inequalities: ProtectionInequalities
  /// Weights with a small addition, so that of two equal patterns the one with fewer cells is better.
  let costs: [Double]
  /// What the additions can come to.
  let allowance: Double
  let isWhole: Bool

  private(set) var best: [Bool] = []
  private(set) var bestWeight = Double.infinity
  var lowerBound = 0.0
  let effort: Effort
  /// The work that was done.
  package var spent = 0.0

  /// How much work may be spent.
  package struct Effort: Sendable {
    /// How much work, in steps of the attacks and the programmes (some nanoseconds each).
    package var work: Double
    /// The gap, as a share of the weight, at which a search that has taken half of its work ends.
    package var gap: Double

    /// The usual effort: seconds at most.
    package static let usual = Effort(work: 1e9, gap: 0.02)
  }

  /// A search.
  ///
  /// - Throws: Where a solver is needed that is not installed.
  package init(
    _ problem: SuppressionProblem, effort: Effort = .usual
  ) throws(SuppressionFailure) {
    self.problem = problem
    self.effort = effort
    check = try ProtectionCheck(problem)
    open = problem.roles.indices.filter { problem.roles[$0] == .open }
    var column = [Int](repeating: -1, count: problem.roles.count)
    for (index, cell) in open.enumerated() { column[cell] = index }
    inequalities = ProtectionInequalities(problem: problem, column: column)
    let weights = open.map { problem.weights[$0] }
    isWhole = weights.allSatisfy { $0 == $0.rounded() }
    let mean = weights.reduce(0, +) / Double(max(1, weights.count))
    let addition = (isWhole ? 0.25 : 1e-6 * mean) / Double(max(1, weights.count))
    costs = weights.map { $0 + addition }
    allowance = addition * Double(weights.count)
  }

  /// A pattern that fulfils all requirements, and the bound.
  package mutating func solve() throws(SuppressionFailure) -> SuppressionPattern {
    try cover(guide: nil)
    if bestWeight > 0 { try branch() } else { lowerBound = 0 }
    return SuppressionPattern(isHidden: best, weight: bestWeight, lowerBound: lowerBound)
  }

  func openness(_ hidden: [Bool]) -> [Double] { hidden.map { $0 ? 1 : 0 } }

  private func weight(_ hidden: [Bool]) -> Double {
    open.reduce(0) { $0 + (hidden[$1] ? problem.weights[$1] : 0) }
  }

  /// Looks at one requirement and counts the work.
  mutating func look(
    at number: Int, _ openness: [Double], insiders: Bool = true
  ) throws(SuppressionFailure) -> ProtectionCheck.Finding {
    let requirement = problem.requirements[number]
    let attack = check.attacks[requirement.measure]
    let before = attack.work
    let finding = try check.look(at: requirement, openness, insiders: insiders)
    spent += attack.work - before
    return finding
  }

  /// Covers all requirements and keeps the pattern where it is better than the best so far.
  ///
  /// - Parameters:
  ///   - guide: For each column how much the linear programme hides it.
  ///   - start: Cells that are hidden to begin with.
  mutating func cover(
    guide: [Double]?, start: [Bool]? = nil
  ) throws(SuppressionFailure) {
    var hidden = start ?? problem.roles.map { $0 == .hidden }
    var prices = problem.roles.indices.map { (cell) -> Double in
      switch problem.roles[cell] {
      case .hidden: return 0
      case .shown: return Double.infinity
      case .open:
        let share = guide.map { 1 - 0.98 * $0[inequalities.column[cell]] } ?? 1
        return hidden[cell] ? 0 : costs[inequalities.column[cell]] * share + 1e-9
      }
    }
    var supports = [Set<Int>](repeating: [], count: problem.requirements.count)
    for (number, requirement) in problem.requirements.enumerated() {
      while true {
        switch try look(at: number, openness(hidden)) {
        case .protected(let support): supports[number] = support
        case .violated(let violation):
          let added = try check.attacks[requirement.measure].cheapestCover(
            requirement, prices: prices, knowing: violation.knowing)
          guard let added, added.contains(where: { !hidden[$0] }) else {
            throw .unprotectable(requirement)
          }
          for cell in added {
            hidden[cell] = true
            prices[cell] = 0
          }
          continue
        }
        break
      }
    }
    try showSuperfluous(&hidden, &supports)
    let found = weight(hidden)
    if found < bestWeight {
      bestWeight = found
      best = hidden
    }
  }

  /// Shows cells again without which everything stays protected, the heaviest first.
  private mutating func showSuperfluous(
    _ hidden: inout [Bool], _ supports: inout [Set<Int>]
  ) throws(SuppressionFailure) {
    let candidates = open.filter { hidden[$0] }
      .sorted { (problem.weights[$0], $1) > (problem.weights[$1], $0) }
    cells: for cell in candidates {
      hidden[cell] = false
      var renewed: [(Int, Set<Int>)] = []
      for number in problem.requirements.indices
      where supports[number].contains(cell) {
        guard
          case .protected(let support) = try look(at: number, openness(hidden))
        else {
          hidden[cell] = true
          continue cells
        }
        renewed.append((number, support))
      }
      for (number, support) in renewed { supports[number] = support }
    }
  }
}
