/// The attack on a measure whose equations form a network, by maximum flows; exact for whole numbers.
///
/// Where no cell stands in more than two equations, and the signs allow it, each equation is a node and each cell an
/// arc: what deviates at one end deviates at the other. That holds for tables with two divisions, of which one may
/// be a hierarchy. A cell deviates by what flows from one of its ends to the other through all the others.
final class NetworkAttack: Attack {
  private let measure: SuppressionProblem.Measure
  private var network: FlowNetwork
  var work: Double { network.work }

  private static let tolerance = FlowNetwork.tolerance

  /// The attack; nil where the equations are no network.
  init?(_ equations: [[SuppressionProblem.Term]], _ measure: SuppressionProblem.Measure) {
    let count = measure.below.count
    var places = [[(equation: Int, sign: Int)]](repeating: [], count: count)
    for (number, equation) in equations.enumerated() {
      for term in equation {
        guard places[term.cell].count < 2 else { return nil }
        places[term.cell].append((number, term.sign))
      }
    }
    guard let signs = Self.signs(equations, places) else { return nil }
    let ground = equations.count
    let ends = places.map { place -> (tail: Int, head: Int)? in
      guard let first = place.first else { return nil }
      let second = place.count > 1 ? place[1].equation : ground
      let isHead = signs[first.equation] * first.sign > 0
      return isHead ? (second, first.equation) : (first.equation, second)
    }
    self.measure = measure
    network = FlowNetwork(
      ends: ends, nodes: ground + 1, above: measure.above, below: measure.below)
  }

  /// A sign for each equation with which every cell flows into one and out of the other.
  private static func signs(
    _ equations: [[SuppressionProblem.Term]], _ places: [[(equation: Int, sign: Int)]]
  ) -> [Int]? {
    var signs = [Int](repeating: 0, count: equations.count)
    for start in equations.indices where signs[start] == 0 {
      signs[start] = 1
      var waiting = [start]
      while let equation = waiting.popLast() {
        for term in equations[equation] {
          guard let other = places[term.cell].first(where: { $0.equation != equation }) else {
            // A cell twice in one equation is no arc.
            if places[term.cell].count > 1 { return nil }
            continue
          }
          let wanted = -signs[equation] * term.sign * other.sign
          if signs[other.equation] == 0 {
            signs[other.equation] = wanted
            waiting.append(other.equation)
          } else if signs[other.equation] != wanted {
            return nil
          }
        }
      }
    }
    return signs
  }

  func reach(
    of cell: Int, isAbove: Bool, openness: [Double], limit: Double, knowing: [Int]
  ) throws(SuppressionFailure) -> Reach {
    let own = isAbove ? measure.above[cell] : measure.below[cell]
    let target = min(own, limit)
    network.open(openness)
    network.empty()
    guard let (source, sink) = way(cell, isAbove: isAbove) else {
      return Reach(amount: target, cuts: bound(own, limit), support: [])
    }
    let without = knowing + [cell]
    network.block(without, true)
    defer { network.block(without, false) }
    let amount = network.push(from: source, to: sink, upTo: target)
    let support = network.support.map { (cell: $0, deviation: network.flow[$0]) }
    guard amount < target - Self.tolerance else {
      return Reach(amount: target, cuts: bound(own, limit), support: support)
    }
    let cuts = [true, false].map {
      Reach.Cut(
        constant: 0,
        factors: network.cut(from: $0 ? source : sink, isForward: $0))
    }
    return Reach(amount: amount, cuts: cuts, support: support)
  }

  /// From where to where others must deviate, so that a cell can.
  private func way(_ cell: Int, isAbove: Bool) -> (source: Int, sink: Int)? {
    network.ends(cell).map { isAbove ? ($0.head, $0.tail) : ($0.tail, $0.head) }
  }

  private func bound(_ own: Double, _ limit: Double) -> [Reach.Cut] {
    own < limit ? [Reach.Cut(constant: own, factors: [])] : []
  }

  func cheapestCover(
    _ requirement: SuppressionProblem.Requirement, prices: [Double], knowing: [Int]
  ) throws(SuppressionFailure) -> [Int]? {
    var prices = prices
    var chosen: [Int] = []
    let cell = requirement.cell
    defer { network.block(knowing + [cell], false) }
    while true {
      let openness = prices.map { $0 == 0 ? 1.0 : 0.0 }
      var best: (cells: [Int], rate: Double)?
      let above = try reach(
        of: cell, isAbove: true, openness: openness, limit: requirement.width, knowing: knowing)
      let aboveFlow = network.flow
      let below = try reach(
        of: cell, isAbove: false, openness: openness, limit: requirement.width, knowing: knowing)
      let belowFlow = network.flow
      let lackAbove = requirement.above - above.amount
      let lack = max(requirement.width - above.amount - below.amount, lackAbove)
      if lack <= Self.tolerance { return chosen }
      for isAbove in lackAbove > Self.tolerance ? [true] : [true, false] {
        let reached = isAbove ? above.amount : below.amount
        let own = isAbove ? measure.above[cell] : measure.below[cell]
        guard own - reached > Self.tolerance, let (source, sink) = way(cell, isAbove: isAbove)
        else { continue }
        network.flow = isAbove ? aboveFlow : belowFlow
        network.block(knowing + [cell], true)
        let path = network.cheapestPath(
          from: source, to: sink, prices: prices, lack: min(lack, own - reached))
        guard let path else { continue }
        if path.rate < best?.rate ?? .infinity { best = path }
      }
      guard let best else { return nil }
      for cell in best.cells where prices[cell] > 0 {
        prices[cell] = 0
        chosen.append(cell)
      }
    }
  }
}
