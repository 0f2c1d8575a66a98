extension IndicatorLattice {
  /// Leaves out equations that say nothing beyond the others.
  ///
  /// Where the parts of a total are divided by one dimension and add up in another, the total's own division follows
  /// from theirs. Without such equations the table of a hierarchy by one other division is a network, and linear
  /// programmes have fewer rows.
  static func independent(_ equations: [Equation]) -> [Equation] {
    var byPlace: [Place: Equation] = [:]
    for equation in equations {
      byPlace[Place(total: equation.total, along: equation.along)] = equation
    }
    let levels = Dictionary(grouping: equations, by: \.along).mapValues { equations in
      Set(equations.map { equation in equation.along.map { equation.depths[$0] } }).count
    }
    // The deepest hierarchy is kept in full.
    let directions = levels.keys.sorted { left, right in
      let (own, other) = (levels[left] ?? 0, levels[right] ?? 0)
      return own == other ? left.lexicographicallyPrecedes(right) : own > other
    }
    return equations.filter { equation in
      !directions.prefix { $0 != equation.along }.contains { direction in
        follows(equation, byPlace, across: direction)
      }
    }
  }

  private struct Place: Hashable {
    var total: Int
    var along: [Int]
  }

  /// Whether an equation is the sum of those of its total's parts in another dimension.
  private static func follows(
    _ equation: Equation, _ byPlace: [Place: Equation], across: [Int]
  ) -> Bool {
    func terms(_ equation: Equation, _ factor: Int, into sums: inout [Int: Int]) {
      sums[equation.total, default: 0] -= factor
      for part in equation.parts { sums[part, default: 0] += factor }
    }
    guard let division = byPlace[Place(total: equation.total, along: across)] else { return false }
    var used = [equation, division]
    var sums: [Int: Int] = [:]
    terms(equation, 1, into: &sums)
    terms(division, -1, into: &sums)
    for part in division.parts {
      guard let own = byPlace[Place(total: part, along: equation.along)] else { return false }
      used.append(own)
      terms(own, -1, into: &sums)
    }
    for part in equation.parts {
      guard let own = byPlace[Place(total: part, along: across)] else { return false }
      used.append(own)
      terms(own, 1, into: &sums)
    }
    return sums.values.allSatisfy { $0 == 0 }
      && used.allSatisfy { $0.rest.allSatisfy { $0 == 0 } }
  }
}
