/// A connection between two nodes of a graph, by their numbers.
package struct GraphEdge: Sendable, Equatable {
  /// The node it leaves.
  package var from: Int
  /// The node it enters.
  package var to: Int

  /// A connection.
  package init(_ from: Int, _ to: Int) {
    self.from = from
    self.to = to
  }
}

/// A graph whose nodes stand in layers, so that every edge leads from a layer to a later one.
///
/// An edge that passes layers on its way has a *lane* in each of them: a slot that keeps room for
/// it, so it is never drawn across a node. Slots below `nodeCount` are nodes, the others lanes.
package struct LayeredGraph: Sendable {
  /// How many nodes there are.
  package let nodeCount: Int
  /// The layer of every node: the length of the longest path that leads to it.
  package let layerOfNode: [Int]
  /// The slots of every layer, from top to bottom.
  package internal(set) var layers: [[Int]] = []
  /// The slots that every edge visits, its two ends included; empty for one that cannot be drawn.
  package private(set) var routes: [[Int]] = []
  /// The slots of the layer before, that a slot is joined to.
  private(set) var before: [[Int]] = []
  /// The slots of the layer after, that a slot is joined to.
  private(set) var after: [[Int]] = []

  /// Layers a graph. Edges to nodes that do not exist, loops, and the edges that close a cycle are
  /// given no route; O(nodes + edges + lanes).
  package init(nodeCount: Int, edges: [GraphEdge]) {
    self.nodeCount = nodeCount
    let nodes = 0..<nodeCount
    let known = edges.map { nodes ~= $0.from && nodes ~= $0.to && $0.from != $0.to }
    layerOfNode = Self.longestPaths(nodeCount, zip(edges, known).filter(\.1).map(\.0))
    layers = Array(repeating: [], count: (layerOfNode.max() ?? -1) + 1)
    before = Array(repeating: [], count: nodeCount)
    after = before
    for node in nodes { layers[layerOfNode[node]].append(node) }
    for (edge, known) in zip(edges, known) {
      let isDrawn = known && layerOfNode[edge.from] < layerOfNode[edge.to]
      routes.append(isDrawn ? addRoute(edge) : [])
    }
  }

  /// Gives an edge a lane in every layer between its ends and joins them.
  private mutating func addRoute(_ edge: GraphEdge) -> [Int] {
    var route = [edge.from]
    for layer in (layerOfNode[edge.from] + 1)..<layerOfNode[edge.to] {
      layers[layer].append(before.count)
      route.append(before.count)
      before.append([])
      after.append([])
    }
    route.append(edge.to)
    for (left, right) in zip(route, route.dropFirst()) {
      after[left].append(right)
      before[right].append(left)
    }
    return route
  }

  /// The length of the longest path to every node, by Kahn's algorithm in the order of the nodes.
  private static func longestPaths(_ nodeCount: Int, _ edges: [GraphEdge]) -> [Int] {
    var layer = Array(repeating: 0, count: nodeCount)
    var waitingFor = layer
    var successors: [[Int]] = Array(repeating: [], count: nodeCount)
    for edge in edges {
      waitingFor[edge.to] += 1
      successors[edge.from].append(edge.to)
    }
    var isPlaced = Array(repeating: false, count: nodeCount)
    var ready = (0..<nodeCount).filter { waitingFor[$0] == 0 }
    var next = 0
    var firstUnplaced = 0
    while true {
      if next == ready.count {
        // What is left waits for itself. A plan has no cycles, a damaged record may: break them.
        while firstUnplaced < nodeCount && isPlaced[firstUnplaced] { firstUnplaced += 1 }
        if firstUnplaced == nodeCount { return layer }
        ready.append(firstUnplaced)
      }
      let node = ready[next]
      next += 1
      if isPlaced[node] { continue }
      isPlaced[node] = true
      for successor in successors[node] where !isPlaced[successor] {
        layer[successor] = max(layer[successor], layer[node] + 1)
        waitingFor[successor] -= 1
        if waitingFor[successor] == 0 { ready.append(successor) }
      }
    }
  }
}
