extension SuppressionSearch {
  /// The first pattern; where the cheapest covers come to no end, all open cells but the superfluous ones.
  mutating func coverOrHideAll() throws(SuppressionFailure) {
    do throws(SuppressionFailure) {
      return try cover(guide: nil)
    } catch {
      guard case .unprotectable = error else { throw error }
    }
    var hidden = problem.roles.map { $0 != .shown }
    for (number, requirement) in problem.requirements.enumerated() {
      if case .violated = try look(at: number, openness(hidden)) {
        throw .unprotectable(requirement)
      }
    }
    try showSuperfluous(&hidden)
    bestWeight = weight(hidden)
    best = hidden
  }

  /// Covers once more, led by a solution of the programme; where that comes to no end, the best pattern stays.
  mutating func tryCover(guide: [Double]) throws(SuppressionFailure) {
    do throws(SuppressionFailure) {
      try cover(guide: guide)
    } catch {
      guard case .unprotectable = error else { throw error }
    }
  }

  /// Covers all requirements and keeps the pattern where it is better than the best so far.
  ///
  /// - Parameter guide: For each column how much the linear programme hides it.
  private mutating func cover(guide: [Double]?) throws(SuppressionFailure) {
    var hidden = problem.roles.map { $0 == .hidden }
    try cover(Array(problem.requirements.indices), &hidden, guide: guide, without: nil)
    try showSuperfluous(&hidden)
    let found = weight(hidden)
    // What comes near can become better than the best; easy tables are solved without.
    if found < bestWeight * 1.05, spent > effort.work / 50 {
      try exchange(&hidden, until: spent + effort.work / 8)
    }
    if weight(hidden) < bestWeight {
      bestWeight = weight(hidden)
      best = hidden
    }
  }

  /// Hides cells until some requirements are fulfilled, those that cost least first.
  ///
  /// - Parameter without: A cell that stays shown.
  private mutating func cover(
    _ numbers: [Int], _ hidden: inout [Bool], guide: [Double]?, without: Int?
  ) throws(SuppressionFailure) {
    var prices = problem.roles.indices.map { (cell) -> Double in
      if hidden[cell] { return 0 }
      if cell == without || problem.roles[cell] != .open { return .infinity }
      let column = inequalities.column[cell]
      return costs[column] * (guide.map { 1 - 0.98 * $0[column] } ?? 1) + 1e-9
    }
    var openness = openness(hidden)
    for number in numbers {
      let requirement = problem.requirements[number]
      while case .violated(let violation) = try look(at: number, openness) {
        let attack = check.attacks[requirement.measure]
        let before = attack.work
        let added = try attack.cheapestCover(
          requirement, prices: prices, knowing: violation.knowing)
        spent += attack.work - before
        guard let added, added.contains(where: { !hidden[$0] }) else {
          throw .unprotectable(requirement)
        }
        for cell in added {
          hidden[cell] = true
          openness[cell] = 1
          prices[cell] = 0
        }
      }
    }
  }

  /// The open cells that are hidden, the heaviest first.
  private func hiddenCells(_ hidden: [Bool]) -> [Int] {
    open.filter { hidden[$0] }
      .sorted { (problem.weights[$0], $1) > (problem.weights[$1], $0) }
  }

  /// The requirements whose fulfilment rests on a cell.
  private func resting(on cell: Int) -> [Int] {
    proofs.indices.filter { proofs[$0]?.rests(on: cell) ?? true }
  }

  /// Shows cells again without which everything stays protected, the heaviest first.
  private mutating func showSuperfluous(_ hidden: inout [Bool]) throws(SuppressionFailure) {
    var openness = openness(hidden)
    cells: for cell in hiddenCells(hidden) {
      openness[cell] = 0
      for number in resting(on: cell) {
        guard case .protected = try look(at: number, openness) else {
          openness[cell] = 1
          continue cells
        }
      }
      hidden[cell] = false
    }
  }

  /// Exchanges heavy cells for lighter ones, as long as that helps: each is shown, and what then lacks protection is
  /// covered without it.
  ///
  /// - Parameter limit: The work at which it ends.
  private mutating func exchange(
    _ hidden: inout [Bool], until limit: Double
  ) throws(SuppressionFailure) {
    var isImproved = true
    while isImproved {
      isImproved = false
      for cell in hiddenCells(hidden) where hidden[cell] && problem.weights[cell] > 0 {
        if spent > limit { return }
        let proofsBefore = proofs
        var trial = hidden
        trial[cell] = false
        do throws(SuppressionFailure) {
          try cover(resting(on: cell), &trial, guide: nil, without: cell)
        } catch {
          proofs = proofsBefore
          if case .solver = error { throw error }
          continue
        }
        try showSuperfluous(&trial)
        if weight(trial) < weight(hidden) {
          hidden = trial
          isImproved = true
        } else {
          proofs = proofsBefore
        }
      }
    }
  }
}
