/// Nodes and arcs through which deviations flow, and the flow that is in them.
///
/// - Complexity: an augmentation takes one search over the arcs that are open; those that are closed cost nothing.
struct FlowNetwork {
  /// The ends of each arc; -1 for one without.
  private let tail: [Int32]
  private let head: [Int32]
  private let above: [Double]
  private let below: [Double]
  /// For each node its arcs: `starts[node]..<starts[node + 1]` of `incident`.
  private let starts: [Int32]
  private let incident: [Int32]
  /// The same of the open arcs.
  private var openStarts: [Int32]
  private var openIncident: [Int32]
  private var openArcs: [Int32] = []
  private(set) var openness: [Double]
  /// What flows through each arc, from its tail to its head.
  var flow: [Double]
  /// Arcs that let nothing through for the time being.
  private var isBlocked: [Bool]
  private var via: [Int32]
  private var queue: [Int32]
  /// The arcs of the path that was found last.
  private var path: [(arc: Int, isForward: Bool)] = []
  /// How many arcs were looked at so far.
  var work = 0.0

  static let tolerance = 1e-9
  private static let unseen: Int32 = -1
  private static let start: Int32 = -2

  /// A network in which nothing is open.
  ///
  /// - Parameters:
  ///   - ends: The nodes of each arc; nil for one without.
  ///   - above: How much can flow from tail to head of each arc, if it is open.
  ///   - below: How much can flow back.
  init(ends: [(tail: Int, head: Int)?], nodes: Int, above: [Double], below: [Double]) {
    tail = ends.map { Int32($0?.tail ?? -1) }
    head = ends.map { Int32($0?.head ?? -1) }
    self.above = above
    self.below = below
    var arcs = [[Int32]](repeating: [], count: nodes)
    for (arc, end) in ends.enumerated() {
      guard let end else { continue }
      arcs[end.tail].append(Int32(arc))
      arcs[end.head].append(Int32(arc))
    }
    var starts: [Int32] = [0]
    for arcs in arcs { starts.append(starts[starts.count - 1] + Int32(arcs.count)) }
    self.starts = starts
    incident = arcs.flatMap { $0 }
    openStarts = [Int32](repeating: 0, count: nodes + 1)
    openIncident = []
    openness = [Double](repeating: 0, count: ends.count)
    flow = openness
    isBlocked = [Bool](repeating: false, count: ends.count)
    via = [Int32](repeating: Self.unseen, count: nodes)
    queue = []
  }

  /// The ends of an arc; nil for one without.
  func ends(_ arc: Int) -> (tail: Int, head: Int)? {
    tail[arc] < 0 ? nil : (Int(tail[arc]), Int(head[arc]))
  }

  /// Opens arcs, each to a share of what it could let through.
  mutating func open(_ shares: [Double]) {
    if shares == openness { return }
    openness = shares
    openArcs.removeAll(keepingCapacity: true)
    openIncident.removeAll(keepingCapacity: true)
    for node in via.indices {
      for arc in incident[Int(starts[node])..<Int(starts[node + 1])] where shares[Int(arc)] > 0 {
        openIncident.append(arc)
        if Int(tail[Int(arc)]) == node { openArcs.append(arc) }
      }
      openStarts[node + 1] = Int32(openIncident.count)
    }
    work += Double(incident.count)
    for arc in flow.indices { flow[arc] = 0 }
  }

  /// Lets nothing through some arcs, or lets it again.
  mutating func block(_ arcs: [Int], _ isBlocked: Bool) {
    for arc in arcs { self.isBlocked[arc] = isBlocked }
  }

  /// Lets nothing flow.
  mutating func empty() {
    for arc in openArcs { flow[Int(arc)] = 0 }
  }

  /// The arcs through which something flows.
  var support: [Int] { openArcs.lazy.map { Int($0) }.filter { flow[$0] != 0 } }

  /// What more can flow through an arc in a direction.
  private func rest(_ arc: Int, isForward: Bool) -> Double {
    isForward ? above[arc] * openness[arc] - flow[arc] : below[arc] * openness[arc] + flow[arc]
  }

  /// Sends as much as possible, up to a limit, along shortest paths (Edmonds and Karp 1972), and says how much that was.
  mutating func push(
    from source: Int, to sink: Int, upTo limit: Double
  ) -> Double {
    var amount = 0.0
    while amount < limit - Self.tolerance {
      search(from: source, isForward: true, until: sink)
      guard via[sink] != Self.unseen else { break }
      tracePath(from: source, to: sink)
      let step = path.reduce(limit - amount) { min($0, rest($1.arc, isForward: $1.isForward)) }
      for (arc, isForward) in path { flow[arc] += isForward ? step : -step }
      amount += step
    }
    return amount
  }

  /// Notes the arcs by which a node was reached, the last first.
  private mutating func tracePath(from source: Int, to sink: Int) {
    path.removeAll(keepingCapacity: true)
    var node = sink
    while node != source {
      let arc = Int(via[node])
      let isForward = Int(head[arc]) == node
      path.append((arc, isForward))
      node = Int(isForward ? tail[arc] : head[arc])
    }
  }

  /// Notes the arc by which each node is reached with the flow (or against it) first.
  private mutating func search(
    from start: Int, isForward: Bool, until goal: Int?
  ) {
    for node in via.indices { via[node] = Self.unseen }
    via[start] = Self.start
    queue.removeAll(keepingCapacity: true)
    queue.append(Int32(start))
    var next = 0
    while next < queue.count {
      let node = Int(queue[next])
      next += 1
      let places = Int(openStarts[node])..<Int(openStarts[node + 1])
      work += Double(places.count)
      for place in places {
        let arc = Int(openIncident[place])
        let isTail = Int(tail[arc]) == node
        let other = Int(isTail ? head[arc] : tail[arc])
        guard via[other] == Self.unseen, !isBlocked[arc],
          rest(arc, isForward: isTail == isForward) > Self.tolerance
        else { continue }
        via[other] = Int32(arc)
        if other == goal { return }
        queue.append(Int32(other))
      }
    }
  }

  /// The arcs between what a full flow can still reach and the rest, each with what it would let through if it were open.
  mutating func cut(
    from start: Int, isForward: Bool
  ) -> [(cell: Int, factor: Double)] {
    search(from: start, isForward: isForward, until: nil)
    var factors: [(cell: Int, factor: Double)] = []
    for node in via.indices where via[node] != Self.unseen {
      for arc in incident[Int(starts[node])..<Int(starts[node + 1])].lazy.map({ Int($0) })
      where !isBlocked[arc] {
        let isTail = Int(tail[arc]) == node
        guard via[Int(isTail ? head[arc] : tail[arc])] == Self.unseen else { continue }
        let factor = isTail == isForward ? above[arc] : below[arc]
        if factor > 0 { factors.append((arc, factor)) }
      }
    }
    work += Double(incident.count)
    return factors
  }

  /// The path of the least price on top of the present flow, and its price per unit (Bellman and Ford, with a queue).
  ///
  /// - Parameters:
  ///   - prices: What opening each arc costs; 0 for open ones, infinite for those that cannot be opened.
  ///   - lack: How much should flow.
  mutating func cheapestPath(
    from source: Int, to sink: Int, prices: [Double], lack: Double
  ) -> (cells: [Int], rate: Double)? {
    var price = [Double](repeating: .infinity, count: via.count)
    var isWaiting = [Bool](repeating: false, count: via.count)
    price[source] = 0
    queue.removeAll(keepingCapacity: true)
    queue.append(Int32(source))
    var next = 0
    while next < queue.count {
      let node = Int(queue[next])
      next += 1
      isWaiting[node] = false
      let base = price[node]
      guard base < price[sink] else { continue }
      let places = Int(starts[node])..<Int(starts[node + 1])
      work += Double(places.count)
      for place in places {
        let arc = Int(incident[place])
        let isForward = Int(tail[arc]) == node
        let other = Int(isForward ? head[arc] : tail[arc])
        guard base < price[other], !isBlocked[arc], prices[arc].isFinite
        else { continue }
        let room =
          prices[arc] == 0
          ? rest(arc, isForward: isForward) : isForward ? above[arc] : below[arc]
        guard room > Self.tolerance else { continue }
        // A narrow arc has to be paid again for every part that it does not let through.
        let total = base + prices[arc] * max(1, lack / room) + 1e-9
        guard total < price[other] - 1e-12 else { continue }
        price[other] = total
        via[other] = Int32(arc)
        if !isWaiting[other] {
          isWaiting[other] = true
          queue.append(Int32(other))
        }
      }
    }
    guard price[sink].isFinite else { return nil }
    tracePath(from: source, to: sink)
    return (path.map(\.arc), price[sink])
  }
}
