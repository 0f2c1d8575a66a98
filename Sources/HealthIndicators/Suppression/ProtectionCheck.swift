/// Checks whether patterns leave unknown what must stay so, against outsiders and against each lone contributor.
///
/// A person who is the only one counted in some cells knows those cells. With them known, the others are protected as
/// required all the same; they themselves are not, because nobody else is counted there.
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
    var knowing: [Int]
    /// What every pattern has to fulfil that fulfils the requirement: factors of cells, and their least sum.
    var inequalities: [(factors: [(cell: Int, factor: Double)], least: Double)]
  }

  /// What one requirement comes to under a pattern.
  enum Finding {
    case protected(by: ProtectionProof)
    case violated(Violation)
  }

  /// Looks at one requirement, with the openness of each cell from 0 to 1.
  func look(
    at requirement: SuppressionProblem.Requirement, _ openness: [Double], insiders: Bool = true
  ) throws(SuppressionFailure) -> Finding {
    let first = try look(at: requirement, openness, knowing: [])
    guard insiders, case .protected(var proof) = first else { return first }
    proof.holdsAgainstInsiders = true
    // Who knows a cell on which the protection does not rest, gains nothing by it.
    for own in problem.measures[requirement.measure].loneContributors
    where !own.contains(requirement.cell) && own.contains(where: proof.rests) {
      switch try look(at: requirement, openness, knowing: own) {
      case .protected(let other): proof.formUnion(other)
      case .violated(let violation): return .violated(violation)
      }
    }
    return .protected(by: proof)
  }

  private func look(
    at requirement: SuppressionProblem.Requirement, _ openness: [Double], knowing: [Int]
  ) throws(SuppressionFailure) -> Finding {
    let attack = attacks[requirement.measure]
    let limit = max(requirement.width, requirement.above)
    let above = try attack.reach(
      of: requirement.cell, isAbove: true, openness: openness, limit: limit, knowing: knowing)
    if above.amount >= limit - Self.tolerance {
      return .protected(by: proof(requirement, [above]))
    }
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
      return .protected(by: proof(requirement, [above, below]))
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

  private func proof(
    _ requirement: SuppressionProblem.Requirement, _ reaches: [Reach]
  ) -> ProtectionProof {
    let measure = problem.measures[requirement.measure]
    var proof = ProtectionProof()
    for reach in reaches {
      for (cell, deviation) in reach.support {
        proof.add(cell, deviation / (deviation > 0 ? measure.above[cell] : -measure.below[cell]))
      }
    }
    return proof
  }

  /// The sum of cuts as an inequality over hidden cells; no factor needs to be larger than the least sum.
  private func inequality(
    _ cuts: [Reach.Cut], _ needed: Double
  ) -> (factors: [(cell: Int, factor: Double)], least: Double) {
    // Cuts hold most cells of a table, so that an array serves better than a dictionary.
    var sums = [Double](repeating: 0, count: problem.roles.count)
    var least = needed
    for cut in cuts {
      least -= cut.constant
      for (cell, factor) in cut.factors {
        if problem.roles[cell] == .hidden {
          least -= factor
        } else if problem.roles[cell] == .open {
          sums[cell] += factor
        }
      }
    }
    let factors = sums.indices.lazy.filter { sums[$0] > 0 }
      .map { (cell: $0, factor: min(sums[$0], least)) }
    return (Array(factors), least)
  }
}
