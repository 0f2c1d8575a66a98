/// The cells of one indicator as a lattice: which totals the parts of each division add up to.
///
/// A cell has a value in each dimension (the period, then the divisions); every dimension is a tree whose root is
/// everything together. Cells that fix the same depths form a pattern. Equations stand between patterns that
/// follow each other; where two patterns meet in one that the table does not have, such as the total under a
/// division by sex and one by region, its cells are added as virtual ones, because they tie the two together.
struct IndicatorLattice {
  /// A cell of the lattice.
  struct Node {
    /// The rows of the table that give it; none for a virtual cell.
    var rows: [Int]
    /// The value in each dimension, `""` for the root.
    var place: [String]
    /// Its numbers; nil where the table does not know them.
    var values: [Double]?
  }

  /// Parts and what they add up to.
  struct Equation {
    var total: Int
    var parts: [Int]
    /// How much of the total no part has, for each measure.
    var rest: [Double]
    /// The dimensions that the total is divided by.
    var along: [Int]
    /// How deep the total stands in each dimension.
    var depths: [Int]
  }

  private(set) var nodes: [Node]
  private(set) var equations: [Equation] = []
  /// Whether the patterns are so few or so ordered that the equations say all that the table says.
  let isComplete: Bool

  private var indices: [[String]: Int]
  private let paths: Paths

  /// The lattice of the rows of one indicator.
  ///
  /// - Parameter hierarchies: For each division the parent of its values; values without one stand under the root.
  /// - Throws: Where a row stands twice with different counts.
  init(
    rows: [Int], of cells: [IndicatorCell], hierarchies: [[String: String]]
  ) throws(DisclosureError) {
    let paths = Paths(hierarchies)
    self.paths = paths
    var nodes: [Node] = []
    var indices: [[String]: Int] = [:]
    for row in rows {
      let place = [cells[row].period ?? ""] + cells[row].divisions.map { $0 ?? "" }
      guard let index = indices[place] else {
        indices[place] = nodes.count
        nodes.append(Node(rows: [row], place: place, values: cells[row].measures))
        continue
      }
      nodes[index].rows.append(row)
      guard nodes[index].values == cells[row].measures else {
        throw DisclosureError(
          indicator: cells[row].indicator, suppressedRow: nodes[index].rows[0] + 1,
          reason: .contradiction(otherRow: row + 1))
      }
    }
    self.nodes = nodes
    self.indices = indices
    let given = Set(nodes.map { paths.depths($0.place) })
    isComplete = Self.isAcyclic(given)
    let patterns = Self.meets(given)
    addVirtual(patterns)
    addEquations(patterns)
    equations = Self.independent(equations)
  }

  // MARK: Patterns

  /// Patterns with all that two of them have in common.
  private static func meets(_ given: Set<[Int]>) -> Set<[Int]> {
    var closed = given
    var waiting = Array(given)
    while let pattern = waiting.popLast() {
      for other in closed {
        let meet = zip(pattern, other).map(min)
        if closed.insert(meet).inserted { waiting.append(meet) }
      }
    }
    return closed
  }

  /// Whether patterns can be put together one after the other, each along what it shares with one of the others
  /// (Graham's reduction): then the marginal tables bind each other only through what they share.
  private static func isAcyclic(_ patterns: Set<[Int]>) -> Bool {
    var edges = patterns.map { pattern in
      Set(pattern.enumerated().flatMap { dimension, depth in (0..<depth).map { [dimension, $0] } })
    }
    while true {
      let before = edges
      var uses: [[Int]: Int] = [:]
      for edge in edges { for vertex in edge { uses[vertex, default: 0] += 1 } }
      edges = edges.map { edge in edge.filter { uses[$0, default: 0] > 1 } }
      var kept: [Set<[Int]>] = []
      for (index, edge) in edges.enumerated() {
        let isContained = edges.enumerated().contains { other, larger in
          other != index && edge.isSubset(of: larger) && (edge != larger || other < index)
        }
        if !isContained { kept.append(edge) }
      }
      edges = kept
      if edges.count <= 1 { return true }
      if edges == before { return false }
    }
  }

  private mutating func addVirtual(_ patterns: Set<[Int]>) {
    // Sets have no order; what is found must not depend on it.
    let ordered = patterns.sorted { $0.lexicographicallyPrecedes($1) }
    for node in nodes {
      let depths = paths.depths(node.place)
      for pattern in ordered where pattern != depths {
        guard zip(pattern, depths).allSatisfy({ $0 <= $1 }) else { continue }
        let place = paths.ancestor(node.place, pattern)
        if indices[place] == nil {
          indices[place] = nodes.count
          nodes.append(Node(rows: [], place: place, values: nil))
        }
      }
    }
  }

  private mutating func addEquations(_ patterns: Set<[Int]>) {
    let byPattern = Dictionary(grouping: nodes.indices) { paths.depths(nodes[$0].place) }
    // Finer patterns first: the values of virtual cells follow from their parts.
    let ordered = patterns.sorted { left, right in
      let (own, other) = (left.reduce(0, +), right.reduce(0, +))
      return own == other ? right.lexicographicallyPrecedes(left) : own > other
    }
    for pattern in ordered {
      let finer = ordered.filter { other in
        other != pattern && zip(pattern, other).allSatisfy { $0 <= $1 }
      }
      let next = finer.filter { other in
        !finer.contains { between in
          between != other && zip(between, other).allSatisfy { $0 <= $1 }
        }
      }
      for other in next {
        let along = pattern.indices.filter { pattern[$0] != other[$0] }
        addEquations(from: byPattern[other] ?? [], to: pattern, along: along)
      }
    }
  }

  private mutating func addEquations(from parts: [Int], to pattern: [Int], along: [Int]) {
    let groups = Dictionary(grouping: parts) { paths.ancestor(nodes[$0].place, pattern) }
    for (place, members) in groups.sorted(by: { $0.value[0] < $1.value[0] }) {
      guard let total = indices[place] else { continue }
      let known = members.filter { nodes[$0].values != nil }
      guard let count = known.first.flatMap({ nodes[$0].values?.count }) else { continue }
      var sums = [Double](repeating: 0, count: count)
      for member in known {
        for (index, value) in (nodes[member].values ?? []).enumerated() { sums[index] += value }
      }
      let isVirtual = nodes[total].rows.isEmpty
      if isVirtual, nodes[total].values == nil { nodes[total].values = sums }
      guard let values = nodes[total].values else { continue }
      let rest = zip(values, sums).map { $0 - $1 }
      // What only some parts of a virtual total were divided into, says nothing about the others.
      if isVirtual, rest.contains(where: { $0 > 0.5 }) { continue }
      equations.append(
        Equation(total: total, parts: known, rest: rest, along: along, depths: pattern))
    }
  }
}

/// The ways from values to the roots of their dimensions.
private struct Paths {
  private let hierarchies: [[String: String]]

  init(_ hierarchies: [[String: String]]) { self.hierarchies = hierarchies }

  /// The values above a value, itself first, the root last.
  private func path(_ value: String, _ dimension: Int) -> [String] {
    if dimension == 0 { return DisclosingOverlaps.periods(containing: value) }
    var path: [String] = []
    var current = value
    // A value that is its own ancestor would never end.
    while !current.isEmpty, path.count < 32, !path.contains(current) {
      path.append(current)
      current =
        hierarchies.indices.contains(dimension - 1)
        ? hierarchies[dimension - 1][current] ?? "" : ""
    }
    return path + [""]
  }

  func depths(_ place: [String]) -> [Int] {
    place.indices.map { path(place[$0], $0).count - 1 }
  }

  func ancestor(_ place: [String], _ depths: [Int]) -> [String] {
    place.indices.map { dimension in
      let path = path(place[dimension], dimension)
      return path[max(0, path.count - 1 - depths[dimension])]
    }
  }
}
