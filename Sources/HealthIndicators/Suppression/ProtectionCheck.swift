/// Checks whether patterns leave unknown what must stay so, against outsiders and against each lone contributor.
///
/// A person who is the only one counted in a cell knows that cell. With it known, the others are protected as
/// required all the same.
struct ProtectionCheck {
  let problem: SuppressionProblem
  let attacks: [any Attack]

  private static let tolerance = 1e-6

  init(_ problem: SuppressionProblem) throws(SuppressionFailure) {
    self.problem = problem
    var attacks: [any Attack] = []
    for measure in problem.measures {
      if let network = NetworkAttack(problem.equations, measure) {
        attacks.append(network)
      } else {
        attacks.append(try ProgramAttack(problem.equations, measure))
      }
    }
    self.attacks = attacks
  }

  /// A requirement that is not fulfilled: against an outsider, or against one who knows a cell.
  struct Violation {
    var requirement: SuppressionProblem.Requirement
    var knowing: Int?
    /// What every pattern has to fulfil that fulfils the requirement: factors of cells, and their least sum.
    var inequalities: [(factors: [(cell: Int, factor: Double)], least: Double)]
  }

  /// The cells that a requirement rests on, or why it is not fulfilled.
  enum Finding {
    case protected(by: Set<Int>)
    case violated(Violation)
  }

  /// Looks at one requirement, with the openness of each cell from 0 to 1.
  func look(
    at requirement: SuppressionProblem.Requirement, _ openness: [Double], insiders: Bool = true
  ) throws(SuppressionFailure) -> Finding {
    let first = try look(at: requirement, openness, knowing: nil)
    guard insiders, case .protected(var support) = first else { return first }
    // Who knows a cell on which the protection does not rest, gains nothing by it.
    for insider in problem.measures[requirement.measure].singletons
    where insider != requirement.cell && support.contains(insider) {
      switch try look(at: requirement, openness, knowing: insider) {
      case .protected(let others): support.formUnion(others)
      case .violated(let violation): return .violated(violation)
      }
    }
    return .protected(by: support)
  }

  private func look(
    at requirement: SuppressionProblem.Requirement, _ openness: [Double], knowing: Int?
  ) throws(SuppressionFailure) -> Finding {
    let attack = attacks[requirement.measure]
    let limit = max(requirement.width, requirement.above)
    let above = try attack.reach(
      of: requirement.cell, isAbove: true, openness: openness, limit: limit, knowing: knowing)
    if above.amount >= limit - Self.tolerance { return .protected(by: Set(above.support)) }
    if above.amount < requirement.above - Self.tolerance {
      return .violated(
        Violation(
          requirement: requirement, knowing: knowing,
          inequalities: above.cuts.map { inequality([$0], requirement.above) }))
    }
    let below = try attack.reach(
      of: requirement.cell, isAbove: false, openness: openness,
      limit: requirement.width - above.amount, knowing: knowing)
    if above.amount + below.amount >= requirement.width - Self.tolerance {
      return .protected(by: Set(above.support).union(below.support))
    }
    var inequalities: [(factors: [(cell: Int, factor: Double)], least: Double)] = []
    for (index, cut) in above.cuts.enumerated() {
      let other = below.cuts[min(index, below.cuts.count - 1)]
      inequalities.append(inequality([cut, other], requirement.width))
    }
    for other in below.cuts.dropFirst(above.cuts.count) {
      inequalities.append(inequality([above.cuts[0], other], requirement.width))
    }
    return .violated(
      Violation(requirement: requirement, knowing: knowing, inequalities: inequalities))
  }

  /// The sum of cuts as an inequality over hidden cells; no factor needs to be larger than the least sum.
  private func inequality(
    _ cuts: [Reach.Cut], _ needed: Double
  ) -> (factors: [(cell: Int, factor: Double)], least: Double) {
    var sums: [Int: Double] = [:]
    var least = needed
    for cut in cuts {
      least -= cut.constant
      for (cell, factor) in cut.factors {
        if problem.roles[cell] == .hidden {
          least -= factor
        } else if problem.roles[cell] == .open {
          sums[cell, default: 0] += factor
        }
      }
    }
    let factors = sums.sorted { $0.key < $1.key }.map { ($0.key, min($0.value, least)) }
    return (factors, least)
  }
}
