internal import LinearProgramming

/// A part of the patterns: those with some columns hidden and some shown.
private struct Branch {
  var choices: [(column: Int, isHidden: Bool)] = []
  /// No pattern of the part costs less.
  var bound: Double
}

extension SuppressionSearch {
  /// Raises the lower bound, and improves the pattern, by branch and cut.
  mutating func branch() throws(SuppressionFailure) {
    var program = try LinearProgram.made(
      lower: [Double](repeating: 0, count: open.count),
      upper: [Double](repeating: 1, count: open.count), cost: costs)
    var branches = [Branch(bound: 0)]
    var pool = RowPool()
    // Columns that no better pattern hides.
    var isUseless = [Bool](repeating: false, count: open.count)
    var place = 0
    while let next = branches.indices.min(by: {
      (branches[$0].bound, -branches[$0].choices.count)
        < (branches[$1].bound, -branches[$1].choices.count)
    }) {
      lowerBound = max(lowerBound, min(bestWeight, weight(of: branches[next].bound)))
      if isDone { return }
      var branch = branches.remove(at: next)
      var upper = isUseless.map { $0 ? 0.0 : 1 }
      var lower = [Double](repeating: 0, count: open.count)
      for (column, isHidden) in branch.choices {
        if isHidden { lower[column] = 1 } else { upper[column] = 0 }
      }
      program.setBounds(lower: lower, upper: upper)
      let shares = try cut(&branch, &program, &pool, &place)
      guard let shares else { continue }
      if branch.choices.isEmpty {
        let reduced = program.reducedCosts
        for column in isUseless.indices where shares[column] < 1e-9 {
          if isPruned(branch.bound + reduced[column]) { isUseless[column] = true }
        }
      }
      guard let column = fractional(shares) else { continue }
      for isHidden in [true, false] {
        branches.append(
          Branch(choices: branch.choices + [(column, isHidden)], bound: branch.bound))
      }
    }
    lowerBound = bestWeight
  }

  /// What a cost of the programme says about the weight of patterns.
  private func weight(of cost: Double) -> Double {
    let least = cost - allowance - 1e-6 * max(1, cost)
    return isWhole ? max(0, least.rounded(.up)) : max(0, least)
  }

  private func isPruned(_ cost: Double) -> Bool {
    weight(of: cost) >= bestWeight - 1e-9 * max(1, bestWeight)
  }

  /// Whether the bound is reached, or the work is spent.
  private var isDone: Bool {
    bestWeight - lowerBound <= 1e-9 * max(1, bestWeight) || spent > effort.work
      || (spent > effort.work / 2 && bestWeight - lowerBound <= effort.gap * bestWeight)
  }

  /// The column that the programme is least decided about.
  private func fractional(_ shares: [Double]) -> Int? {
    let column = shares.indices.max { undecided(shares[$0]) < undecided(shares[$1]) }
    return column.flatMap { undecided(shares[$0]) > 1e-6 ? $0 : nil }
  }

  private func undecided(_ share: Double) -> Double { min(share, 1 - share) }

  /// Adds violated rows until a branch has none, and gives its solution; nil where it has no better pattern.
  private mutating func cut(
    _ branch: inout Branch, _ program: inout LinearProgram, _ pool: inout RowPool,
    _ place: inout Int
  ) throws(SuppressionFailure) -> [Double]? {
    var round = 0
    while true {
      let isSolved = try program.solved(.dual)
      spent += program.work
      guard isSolved else { return nil }
      branch.bound = max(branch.bound, program.objective)
      if branch.choices.isEmpty { lowerBound = min(bestWeight, weight(of: branch.bound)) }
      if isPruned(branch.bound) { return nil }
      let shares = program.values
      if isDone { return shares }
      let isWholeSolution = fractional(shares) == nil
      // What an outsider sees is cheaper to find, and most of what matters.
      var added = try violated(by: shares, from: &place, insiders: false)
      if added.isEmpty { added = try violated(by: shares, from: &place, insiders: true) }
      if added.isEmpty {
        if isWholeSolution || branch.choices.count % 8 == 0 { try tryCover(guide: shares) }
        return isPruned(branch.bound) || isWholeSolution ? nil : shares
      }
      round += 1
      if round % 16 == 0 { try tryCover(guide: shares) }
      pool.add(added, to: &program, shares)
    }
  }

  /// Rows that a solution violates, of a part of the requirements at a time.
  private mutating func violated(
    by shares: [Double], from place: inout Int, insiders: Bool
  ) throws(SuppressionFailure) -> [LinearRow] {
    var openness = problem.roles.map { $0 == .hidden ? 1.0 : 0 }
    for (index, cell) in open.enumerated() { openness[cell] = max(0, min(1, shares[index])) }
    var added: [LinearRow] = []
    var violated = 0
    let count = problem.requirements.count
    for step in 0..<count {
      let number = (place + step) % count
      let finding = try look(at: number, openness, insiders: insiders)
      guard case .violated(let violation) = finding else { continue }
      let rows = inequalities.rows(violation, openness)
      for row in rows where !added.contains(row) { added.append(row) }
      violated += rows.isEmpty ? 0 : 1
      if violated >= 30 {
        place = (number + 1) % count
        break
      }
    }
    return added
  }
}

extension LinearProgram {
  static func made(
    lower: [Double], upper: [Double], cost: [Double]
  ) throws(SuppressionFailure) -> LinearProgram {
    do throws(LinearProgramError) {
      return try LinearProgram(lower: lower, upper: upper, cost: cost)
    } catch {
      throw .solver(error.message)
    }
  }

  mutating func solved(_ method: Method) throws(SuppressionFailure) -> Bool {
    do throws(LinearProgramError) { return try solve(method) } catch {
      throw .solver(error.message)
    }
  }
}
