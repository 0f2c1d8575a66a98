/// The attack on a measure whose equations form a network, by maximum flows; exact for whole numbers.
///
/// Where no cell stands in more than two equations, and the signs allow it, each equation is a node and each cell an
/// arc: what deviates at one end deviates at the other. That holds for tables with two divisions, of which one may
/// be a hierarchy. A cell deviates by what flows from one of its ends to the other through all the others.
///
/// - Complexity: O(augmentations x arcs) per question (Edmonds and Karp 1972), with few augmentations in practice.
final class NetworkAttack: Attack {
  private let measure: SuppressionProblem.Measure
  /// The ends of each arc; nil for a cell in no equation.
  private let ends: [(tail: Int, head: Int)?]
  private let arcs: [[Int]]
  private var flow: [Double]
  private(set) var work = 0.0

  private static let tolerance = 1e-9

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
    var ends: [(tail: Int, head: Int)?] = []
    var arcs = [[Int]](repeating: [], count: ground + 1)
    for (cell, place) in places.enumerated() {
      guard let first = place.first else {
        ends.append(nil)
        continue
      }
      let second = place.count > 1 ? place[1].equation : ground
      let isHead = signs[first.equation] * first.sign > 0
      ends.append(isHead ? (second, first.equation) : (first.equation, second))
      arcs[first.equation].append(cell)
      arcs[second].append(cell)
    }
    self.measure = measure
    self.ends = ends
    self.arcs = arcs
    flow = [Double](repeating: 0, count: count)
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
    of cell: Int, isAbove: Bool, openness: [Double], limit: Double, knowing: Int?
  ) throws(SuppressionFailure) -> Reach {
    let own = isAbove ? measure.above[cell] : measure.below[cell]
    let target = min(own, limit)
    guard let end = ends[cell] else {
      return Reach(amount: target, cuts: bound(own, limit), support: [])
    }
    let (source, sink) = isAbove ? (end.head, end.tail) : (end.tail, end.head)
    for arc in flow.indices { flow[arc] = 0 }
    work += Double(flow.count)
    let amount = push(
      from: source, to: sink, upTo: target, openness: openness, without: [cell, knowing ?? cell])
    let support = flow.indices.filter { flow[$0] != 0 }
    guard amount < target - Self.tolerance else {
      return Reach(amount: target, cuts: bound(own, limit), support: support)
    }
    let cuts = [true, false].map {
      cut($0 ? source : sink, isFromSource: $0, openness, without: [cell, knowing ?? cell])
    }
    return Reach(amount: amount, cuts: cuts, support: support)
  }

  private func bound(_ own: Double, _ limit: Double) -> [Reach.Cut] {
    own < limit ? [Reach.Cut(constant: own, factors: [])] : []
  }

  /// What more can flow through an arc in a direction.
  private func rest(_ arc: Int, isForward: Bool, _ openness: [Double]) -> Double {
    isForward
      ? measure.above[arc] * openness[arc] - flow[arc]
      : measure.below[arc] * openness[arc] + flow[arc]
  }

  /// Sends as much as possible, up to a limit, along shortest paths, and says how much that was.
  private func push(
    from source: Int, to sink: Int, upTo limit: Double, openness: [Double], without: [Int]
  ) -> Double {
    var amount = 0.0
    while amount < limit - Self.tolerance {
      let via = visited(from: source, isForward: true, until: sink, openness, without: without)
      guard via[sink] != Self.unseen else { break }
      var step = limit - amount
      var path: [(arc: Int, isForward: Bool)] = []
      var node = sink
      while node != source {
        let arc = via[node]
        guard let end = ends[arc] else { break }
        let isForward = end.head == node
        path.append((arc, isForward))
        step = min(step, rest(arc, isForward: isForward, openness))
        node = isForward ? end.tail : end.head
      }
      for (arc, isForward) in path { flow[arc] += isForward ? step : -step }
      amount += step
    }
    return amount
  }

  private static let unseen = -1
  private static let start = -2

  /// The arc by which each node is reached with the flow (or against it) first; `unseen` where it is not.
  private func visited(
    from start: Int, isForward: Bool, until goal: Int?, _ openness: [Double], without: [Int]
  ) -> [Int] {
    var via = [Int](repeating: Self.unseen, count: arcs.count)
    via[start] = Self.start
    var queue = [start]
    var next = 0
    while next < queue.count {
      let node = queue[next]
      next += 1
      work += Double(arcs[node].count)
      for arc in arcs[node] where openness[arc] > 0 && !without.contains(arc) {
        guard let end = ends[arc] else { continue }
        let other = end.tail == node ? end.head : end.tail
        guard via[other] == Self.unseen else { continue }
        let isAlong = (end.tail == node) == isForward
        guard rest(arc, isForward: isAlong, openness) > Self.tolerance else { continue }
        via[other] = arc
        if other == goal { return via }
        queue.append(other)
      }
    }
    return via
  }

  /// The arcs between what a full flow can still reach and the rest.
  private func cut(
    _ start: Int, isFromSource: Bool, _ openness: [Double], without: [Int]
  ) -> Reach.Cut {
    let via = visited(
      from: start, isForward: isFromSource, until: nil, openness, without: without)
    var factors: [(cell: Int, factor: Double)] = []
    for node in arcs.indices where via[node] != Self.unseen {
      for arc in arcs[node] where !without.contains(arc) {
        guard let end = ends[arc] else { continue }
        let other = end.tail == node ? end.head : end.tail
        guard via[other] == Self.unseen else { continue }
        let isForward = (end.tail == node) == isFromSource
        let factor = isForward ? measure.above[arc] : measure.below[arc]
        if factor > 0 { factors.append((arc, factor)) }
      }
    }
    return Reach.Cut(constant: 0, factors: factors)
  }
}

extension NetworkAttack {
  func cheapestCover(
    _ requirement: SuppressionProblem.Requirement, prices: [Double], knowing: Int?
  ) throws(SuppressionFailure) -> [Int]? {
    var prices = prices
    var chosen: [Int] = []
    let cell = requirement.cell
    while true {
      let openness = prices.map { $0 == 0 ? 1.0 : 0.0 }
      var best: (cells: [Int], rate: Double)?
      let above = try reach(
        of: cell, isAbove: true, openness: openness, limit: requirement.width, knowing: knowing)
      let aboveFlow = flow
      let below = try reach(
        of: cell, isAbove: false, openness: openness, limit: requirement.width, knowing: knowing)
      let belowFlow = flow
      let lackAbove = requirement.above - above.amount
      let lack = max(requirement.width - above.amount - below.amount, lackAbove)
      if lack <= Self.tolerance { return chosen }
      for isAbove in lackAbove > Self.tolerance ? [true] : [true, false] {
        let reached = isAbove ? above.amount : below.amount
        let own = isAbove ? measure.above[cell] : measure.below[cell]
        guard own - reached > Self.tolerance else { continue }
        flow = isAbove ? aboveFlow : belowFlow
        let path = cheapestPath(
          cell, isAbove: isAbove, prices, openness, lack: min(lack, own - reached), knowing)
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

  /// The path of the least price on top of the present flow, and its price per unit (Bellman and Ford, with a queue).
  private func cheapestPath(
    _ cell: Int, isAbove: Bool, _ prices: [Double], _ openness: [Double], lack: Double,
    _ knowing: Int?
  ) -> (cells: [Int], rate: Double)? {
    guard let end = ends[cell] else { return nil }
    let (source, sink) = isAbove ? (end.head, end.tail) : (end.tail, end.head)
    var price = [Double](repeating: .infinity, count: arcs.count)
    var via = [Int](repeating: Self.unseen, count: arcs.count)
    var isWaiting = [Bool](repeating: false, count: arcs.count)
    price[source] = 0
    var queue = [source]
    var next = 0
    while next < queue.count {
      let node = queue[next]
      next += 1
      isWaiting[node] = false
      guard price[node] < price[sink] else { continue }
      work += Double(arcs[node].count)
      for arc in arcs[node] where arc != cell && arc != knowing && prices[arc].isFinite {
        guard let end = ends[arc] else { continue }
        let isForward = end.tail == node
        let other = isForward ? end.head : end.tail
        let room =
          prices[arc] == 0
          ? rest(arc, isForward: isForward, openness)
          : isForward ? measure.above[arc] : measure.below[arc]
        guard room > Self.tolerance else { continue }
        // A narrow arc has to be paid again for every part that it does not let through.
        let step = prices[arc] * max(1, lack / room) + 1e-9
        guard price[node] + step < price[other] - 1e-12 else { continue }
        price[other] = price[node] + step
        via[other] = arc
        if !isWaiting[other] {
          isWaiting[other] = true
          queue.append(other)
        }
      }
    }
    guard price[sink].isFinite else { return nil }
    var cells: [Int] = []
    var node = sink
    while node != source, let end = ends[via[node]] {
      cells.append(via[node])
      node = end.head == node ? end.tail : end.head
    }
    return (cells, price[sink])
  }
}
