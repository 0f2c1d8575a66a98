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

  var best: [Bool] = []
  var bestWeight = Double.infinity
  var lowerBound = 0.0
  let effort: Effort
  /// The work that was done.
  package var spent = 0.0
  /// Why each requirement was fulfilled when it was last looked at.
  var proofs: [ProtectionProof?]

  /// How much work may be spent.
  package struct Effort: Sendable {
    /// How much work, in steps of the attacks and the programmes (some nanoseconds each).
    package var work: Double
    /// The gap, as a share of the weight, at which a search that has taken half of its work ends.
    package var gap: Double

    /// The usual effort: seconds at most.
    package static let usual = Effort(work: 1.5e9, gap: 0.02)
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
    proofs = [ProtectionProof?](repeating: nil, count: problem.requirements.count)
    inequalities = ProtectionInequalities(problem: problem, column: column)
    let weights = open.map { problem.weights[$0] }
    isWhole = weights.allSatisfy { $0 == $0.rounded() }
    let mean = weights.reduce(0, +) / Double(max(1, weights.count))
    let addition = (isWhole ? 0.25 : 1e-6 * mean) / Double(max(1, weights.count))
    costs = weights.map { $0 + addition }
    allowance = addition * Double(weights.count)
  }

  /// A pattern that fulfils all requirements, and the bound.
  ///
  /// - Throws: A requirement that is not fulfilled even with every open cell hidden.
  package mutating func solve() throws(SuppressionFailure) -> SuppressionPattern {
    try coverOrHideAll()
    if bestWeight > 0 { try branch() } else { lowerBound = 0 }
    return SuppressionPattern(isHidden: best, weight: bestWeight, lowerBound: lowerBound)
  }

  func openness(_ hidden: [Bool]) -> [Double] { hidden.map { $0 ? 1 : 0 } }

  func weight(_ hidden: [Bool]) -> Double {
    open.reduce(0) { $0 + (hidden[$1] ? problem.weights[$1] : 0) }
  }

  /// Looks at one requirement, unless what was found before still holds, and counts the work.
  mutating func look(
    at number: Int, _ openness: [Double], insiders: Bool = true
  ) throws(SuppressionFailure) -> ProtectionCheck.Finding {
    if let proof = proofs[number], proof.holdsAgainstInsiders || !insiders, proof.holds(openness) {
      return .protected(by: proof)
    }
    let requirement = problem.requirements[number]
    let attack = check.attacks[requirement.measure]
    let before = attack.work
    let finding = try check.look(at: requirement, openness, insiders: insiders)
    spent += attack.work - before
    if case .protected(let proof) = finding { proofs[number] = proof }
    return finding
  }
}
