/// Where the nodes and edges of a graph are drawn, from left to right, in pixels.
package struct GraphLayout: Sendable {
  /// The sizes that a layout keeps to.
  package struct Metrics: Sendable {
    /// The size of a node.
    package var nodeWidth = 120.0, nodeHeight = 58.0
    /// The room between two layers, and between two slots of a layer.
    package var layerGap = 46.0, slotGap = 22.0
    /// The height that an edge keeps free where it passes a layer.
    package var laneHeight = 2.0
    /// The room around the graph.
    package var margin = 12.0

    /// The sizes of the run report.
    package init() {}
  }

  /// A point.
  package struct Point: Sendable, Equatable {
    /// Its coordinates; y grows downwards.
    package var x: Double, y: Double
  }

  /// The sizes it keeps to.
  package let metrics: Metrics
  /// The whole picture's size.
  package let width: Double, height: Double
  /// The upper left corner of every node.
  package let corners: [Point]
  /// The points of every edge: where it leaves, both ends of each lane it takes, where it arrives.
  /// Straight along a lane and curved between two layers; empty for an edge that is not drawn.
  package let routes: [[Point]]

  /// Lays a graph out; the order of nodes and edges decides between equally good pictures.
  package init(nodeCount: Int, edges: [GraphEdge], metrics: Metrics = Metrics()) {
    var graph = LayeredGraph(nodeCount: nodeCount, edges: edges)
    graph.reduceCrossings()
    let centres = graph.centres(
      nodeHeight: metrics.nodeHeight, laneHeight: metrics.laneHeight, gap: metrics.slotGap
    ).map { $0 + metrics.margin }
    let pitch = metrics.nodeWidth + metrics.layerGap
    func left(_ layer: Int) -> Double { metrics.margin + Double(layer) * pitch }

    self.metrics = metrics
    corners = (0..<nodeCount).map {
      Point(x: left(graph.layerOfNode[$0]), y: centres[$0] - metrics.nodeHeight / 2)
    }
    let lowest = centres.enumerated().map { slot, centre in
      centre + (slot < nodeCount ? metrics.nodeHeight : metrics.laneHeight) / 2
    }.max()
    width = max(0, left(graph.layers.count) - metrics.layerGap) + metrics.margin
    height = (lowest ?? metrics.margin) + metrics.margin

    let ports = Self.ports(graph, centres, metrics)
    routes = zip(graph.routes, ports).map { route, port in
      guard let start = route.first else { return [] }
      var layer = graph.layerOfNode[start]
      var points = [Point(x: left(layer) + metrics.nodeWidth, y: port.start)]
      for lane in route.dropFirst().dropLast() {
        layer += 1
        points.append(Point(x: left(layer), y: centres[lane]))
        points.append(Point(x: left(layer) + metrics.nodeWidth, y: centres[lane]))
      }
      points.append(Point(x: left(layer + 1), y: port.end))
      return points
    }
  }

  /// The heights at which every edge leaves and arrives: spread over the side of the node in the
  /// order of where the edges go, so that they do not cross on the first steps.
  private static func ports(
    _ graph: LayeredGraph, _ centres: [Double], _ metrics: Metrics
  ) -> [(start: Double, end: Double)] {
    var ports = Array(repeating: (start: 0.0, end: 0.0), count: graph.routes.count)
    let drawn = graph.routes.indices.filter { !graph.routes[$0].isEmpty }
    func spread(_ edges: [Int], at centre: Double, towards step: (Int) -> Int) -> [(Int, Double)] {
      let sorted = edges.sorted { (centres[step($0)], $0) < (centres[step($1)], $1) }
      let room = metrics.nodeHeight - 24
      let distance = min(10, room / Double(max(1, sorted.count - 1)))
      let first = centre - distance * Double(sorted.count - 1) / 2
      return sorted.enumerated().map { ($1, first + distance * Double($0)) }
    }
    for (node, edges) in Dictionary(grouping: drawn, by: { graph.routes[$0][0] }) {
      for (edge, y) in spread(edges, at: centres[node], towards: { graph.routes[$0][1] }) {
        ports[edge].start = y
      }
    }
    let last = { (edge: Int) in graph.routes[edge].count - 1 }
    for (node, edges) in Dictionary(grouping: drawn, by: { graph.routes[$0][last($0)] }) {
      let previous = { (edge: Int) in graph.routes[edge][last(edge) - 1] }
      for (edge, y) in spread(edges, at: centres[node], towards: previous) {
        ports[edge].end = y
      }
    }
    return ports
  }
}
