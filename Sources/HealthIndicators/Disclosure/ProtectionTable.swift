/// The lattice of an indicator as a suppression problem, and its parts that have nothing to do with each other.
struct ProtectionTable {
  /// Cells that are bound to each other by equations.
  struct Part {
    var indicator: String
    /// The nodes, in the order of the part's problem.
    var cells: [Int]
    var problem: SuppressionProblem
  }

  private let lattice: IndicatorLattice
  private let indicator: String
  /// The numbers of each node by measure; zeros where a count is missing.
  let values: [[Double]]
  let problem: SuppressionProblem
  /// Whether everybody knows how large each count can be at most.
  let isPopulationKnown: Bool

  init(
    _ lattice: IndicatorLattice, cells: [IndicatorCell], statuses: [ConfidentialityStatus],
    isKnown: [Bool], rule: PrimarySuppression, weighing: DisclosureControl.Weighing
  ) {
    self.lattice = lattice
    let rows = lattice.nodes.flatMap(\.rows)
    indicator = rows.first.map { cells[$0].indicator } ?? ""
    let basis = rows.first.map { cells[$0].basis } ?? .proportion
    isPopulationKnown = basis == .rate
    let measureCount = basis == .proportion || basis == .amount ? 2 : 1
    var values = lattice.nodes.map { $0.values ?? [Double](repeating: 0, count: measureCount) }
    var equations: [[SuppressionProblem.Term]] = []
    var roles: [SuppressionProblem.Role] = []
    var weights: [Double] = []
    var requirements: [SuppressionProblem.Requirement] = []
    for (index, node) in lattice.nodes.enumerated() {
      guard let row = node.rows.first else {
        roles.append(.hidden)
        weights.append(0)
        continue
      }
      let cell = cells[row]
      weights.append(Self.weight(cell, values[index], weighing))
      let isSensitive = node.rows.contains { statuses[$0] != .free }
      roles.append(isSensitive ? .hidden : node.rows.contains { isKnown[$0] } ? .shown : .open)
      if isSensitive, node.values != nil {
        requirements += Self.requirements(
          cell, values[index], index, rule,
          isDifference: node.rows.contains { statuses[$0] == .otherReason })
      }
    }
    for equation in lattice.equations {
      var terms = [SuppressionProblem.Term(cell: equation.total, sign: -1)]
      terms += equation.parts.map { SuppressionProblem.Term(cell: $0, sign: 1) }
      let persons = basis == .amount ? Array(equation.rest.dropFirst()) : equation.rest
      if persons.contains(where: rule.isSmall) {
        // Persons in no part of the total: what the parts leave over is a small count as well.
        terms.append(SuppressionProblem.Term(cell: values.count, sign: 1))
        for (measure, rest) in equation.rest.enumerated()
        where rule.isSmall(rest) && !(basis == .amount && measure == 0) {
          requirements.append(
            SuppressionProblem.Requirement(
              measure: measure, cell: values.count, width: Double(rule.width)))
        }
        values.append(equation.rest.map { max(0, $0) })
        roles.append(.hidden)
        weights.append(0)
      }
      equations.append(terms)
    }
    self.values = values
    let widest = requirements.map { max($0.width, $0.above) }.max() ?? 0
    let measures = (0..<measureCount).map { measure in
      Self.measure(
        values.map { $0.indices.contains(measure) ? $0[measure] : 0 }, widest: widest,
        isAmount: basis == .amount && measure == 0, equations: equations,
        populations: basis == .rate
          ? lattice.nodes.map { $0.rows.first.flatMap { cells[$0].denominator } } : [])
    }
    problem = SuppressionProblem(
      equations: equations, measures: measures, roles: roles, weights: weights,
      requirements: requirements)
  }

  /// How far each value could be off, by what everybody knows.
  private static func measure(
    _ values: [Double], widest: Double, isAmount: Bool,
    equations: [[SuppressionProblem.Term]], populations: [Int?]
  ) -> SuppressionProblem.Measure {
    let far = 2 * ((values.max() ?? 0) + widest)
    var above = [Double](repeating: far, count: values.count)
    for (index, population) in populations.enumerated() {
      guard let population, Double(population) >= values[index] else { continue }
      above[index] = Double(population) - values[index]
    }
    return SuppressionProblem.Measure(
      below: values, above: above,
      loneContributors: isAmount ? [] : loneContributors(values, equations))
  }

  /// The cells of each person who is the only one counted in them: where a total is one person, the part that is not
  /// empty is the same one.
  private static func loneContributors(
    _ values: [Double], _ equations: [[SuppressionProblem.Term]]
  ) -> [[Int]] {
    var person = Array(values.indices)
    var isSettled = false
    while !isSettled {
      isSettled = true
      for equation in equations where values[equation[0].cell] == 1 {
        for term in equation where values[term.cell] == 1 {
          let first = min(person[term.cell], person[equation[0].cell])
          guard person[term.cell] != first || person[equation[0].cell] != first else { continue }
          person[term.cell] = first
          person[equation[0].cell] = first
          isSettled = false
        }
      }
    }
    let alone = values.indices.filter { values[$0] == 1 }
    return Dictionary(grouping: alone) { person[$0] }.values.sorted { $0[0] < $1[0] }
  }

  private static func weight(
    _ cell: IndicatorCell, _ values: [Double], _ weighing: DisclosureControl.Weighing
  ) -> Double {
    switch weighing {
    case .numerator: values.first ?? 0
    case .denominator: Double(cell.denominator ?? 0)
    case .cells: 1
    }
  }

  private static func requirements(
    _ cell: IndicatorCell, _ values: [Double], _ node: Int, _ rule: PrimarySuppression,
    isDifference: Bool
  ) -> [SuppressionProblem.Requirement] {
    let width = Double(rule.width)
    switch cell.basis {
    case .proportion, .persons:
      return values.indices.filter { isDifference || rule.isSmall(values[$0]) }.map {
        SuppressionProblem.Requirement(measure: $0, cell: node, width: width)
      }
    case .rate:
      // Who knows the population knows that there are no more events than people.
      let known = Double(cell.denominator ?? 0)
      let room = known >= values[0] ? min(width, known) : width
      return [SuppressionProblem.Requirement(measure: 0, cell: node, width: room)]
    case .amount:
      let above = rule.protection(cell)
      let spread = max(2 * above, 2 * (rule.estimate ?? 0.5) * values[0])
      var requirements = [
        SuppressionProblem.Requirement(measure: 0, cell: node, width: spread, above: above)
      ]
      if isDifference || rule.isSmall(values[1]) {
        requirements.append(
          SuppressionProblem.Requirement(measure: 1, cell: node, width: width))
      }
      return requirements
    }
  }

  /// The rows of the table that give a node; none for a virtual one.
  func rows(of node: Int) -> [Int] {
    lattice.nodes.indices.contains(node) ? lattice.nodes[node].rows : []
  }

  /// The first row of a node.
  func row(of node: Int) -> Int? { rows(of: node).first }

  /// The parts with something to protect; a node in no equation is none.
  func parts() -> [Part] {
    var leader = Array(values.indices)
    func find(_ node: Int) -> Int {
      var node = node
      while leader[node] != node {
        leader[node] = leader[leader[node]]
        node = leader[node]
      }
      return node
    }
    for equation in problem.equations {
      for term in equation.dropFirst() {
        let (own, other) = (find(equation[0].cell), find(term.cell))
        leader[max(own, other)] = min(own, other)
      }
    }
    let wanted = Set(problem.requirements.map { find($0.cell) })
    let members = Dictionary(
      grouping: values.indices.filter { wanted.contains(find($0)) }, by: find)
    let equations = Dictionary(grouping: problem.equations) { find($0[0].cell) }
    let requirements = Dictionary(grouping: problem.requirements) { find($0.cell) }
    return wanted.sorted().compactMap { leader in
      guard let cells = members[leader], let own = equations[leader] else { return nil }
      return part(cells, own, requirements[leader] ?? [])
    }
  }

  private func part(
    _ cells: [Int], _ equations: [[SuppressionProblem.Term]],
    _ requirements: [SuppressionProblem.Requirement]
  ) -> Part {
    var place: [Int: Int] = [:]
    for (index, cell) in cells.enumerated() { place[cell] = index }
    let measures = problem.measures.map { measure in
      SuppressionProblem.Measure(
        below: cells.map { measure.below[$0] }, above: cells.map { measure.above[$0] },
        loneContributors: measure.loneContributors.compactMap { own in
          own.contains { place[$0] != nil } ? own.compactMap { place[$0] } : nil
        })
    }
    return Part(
      indicator: indicator, cells: cells,
      problem: SuppressionProblem(
        equations: equations.map { equation in
          equation.map { SuppressionProblem.Term(cell: place[$0.cell] ?? 0, sign: $0.sign) }
        },
        measures: measures, roles: cells.map { problem.roles[$0] },
        weights: cells.map { problem.weights[$0] },
        requirements: requirements.map {
          SuppressionProblem.Requirement(
            measure: $0.measure, cell: place[$0.cell] ?? 0, width: $0.width, above: $0.above)
        }))
  }

  /// Writes down what is known of suppressed cells in no equation: nothing beyond their bounds.
  func recordLoneCells(_ outcome: inout DisclosureControl.Outcome) {
    for (index, node) in lattice.nodes.enumerated() where node.values != nil {
      for row in node.rows
      where outcome.statuses[row] != .free && outcome.intervals[row].isEmpty {
        outcome.intervals[row] = problem.measures.indices.map { measure in
          let required = problem.requirements.filter { $0.measure == measure && $0.cell == index }
          return DisclosureControl.Interval(
            lowest: 0,
            highest: isPopulationKnown
              ? values[index][measure] + problem.measures[measure].above[index] : .infinity,
            width: required.map(\.width).max() ?? 0)
        }
      }
    }
  }
}
