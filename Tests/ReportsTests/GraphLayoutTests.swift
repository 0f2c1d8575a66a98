import Reports
import TestSupport
import Testing

@Suite("The layout of the graph of stages")
struct GraphLayoutTests {
  @Test("A diamond has three layers, and both middle nodes stand in the second")
  func diamond() {
    let graph = LayeredGraph(
      nodeCount: 4,
      edges: [GraphEdge(0, 1), GraphEdge(0, 2), GraphEdge(1, 3), GraphEdge(2, 3)])
    #expect(graph.layerOfNode == [0, 1, 1, 2])
    #expect(graph.layers == [[0], [1, 2], [3]])
    #expect(graph.routes == [[0, 1], [0, 2], [1, 3], [2, 3]])
  }

  @Test("A node stands behind the longest path that leads to it, and a short cut gets lanes")
  func longestPath() {
    let graph = LayeredGraph(
      nodeCount: 4,
      edges: [GraphEdge(0, 1), GraphEdge(1, 2), GraphEdge(2, 3), GraphEdge(0, 3)])
    #expect(graph.layerOfNode == [0, 1, 2, 3])
    #expect(graph.routes[3].count == 4)
    #expect(graph.routes[3][1...2].allSatisfy { $0 >= graph.nodeCount })
  }

  @Test("Two crossed edges are uncrossed, and a graph that is in order keeps its order")
  func crossings() {
    var crossed = LayeredGraph(nodeCount: 4, edges: [GraphEdge(0, 3), GraphEdge(1, 2)])
    #expect(crossed.crossingCount == 1)
    crossed.reduceCrossings()
    #expect(crossed.crossingCount == 0)
    var ordered = LayeredGraph(nodeCount: 4, edges: [GraphEdge(0, 2), GraphEdge(1, 3)])
    ordered.reduceCrossings()
    #expect(ordered.layers == [[0, 1], [2, 3]])
  }

  @Test("In random graphs edges lead to the right and nodes do not overlap", arguments: 1...20)
  func randomGraphs(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let count = Int.random(in: 2...30, using: &random)
    let edges = (0..<(count * 2)).map { _ in
      let from = Int.random(in: 0..<(count - 1), using: &random)
      return GraphEdge(from, Int.random(in: (from + 1)..<count, using: &random))
    }
    let layout = GraphLayout(nodeCount: count, edges: edges)
    let size = layout.metrics
    for (edge, route) in zip(edges, layout.routes) {
      #expect(route.count >= 2)
      #expect(route.first?.x == layout.corners[edge.from].x + size.nodeWidth)
      #expect(route.last?.x == layout.corners[edge.to].x)
      #expect(zip(route, route.dropFirst()).allSatisfy { $0.x < $1.x })
    }
    for (index, corner) in layout.corners.enumerated() {
      #expect(corner.x >= 0 && corner.y >= 0)
      #expect(corner.x + size.nodeWidth <= layout.width)
      #expect(corner.y + size.nodeHeight <= layout.height)
      for other in layout.corners[..<index] where other.x == corner.x {
        #expect(abs(other.y - corner.y) >= size.nodeHeight)
      }
      // A lane keeps clear of the nodes that stand in its layer.
      for route in layout.routes {
        for point in route.dropFirst().dropLast() where point.x == corner.x {
          #expect(point.y < corner.y || point.y > corner.y + size.nodeHeight)
        }
      }
    }
  }

  @Test("A cycle, a loop and an edge to nowhere end, and their edges are left out")
  func damagedGraphs() {
    let layout = GraphLayout(
      nodeCount: 3,
      edges: [
        GraphEdge(0, 1), GraphEdge(1, 2), GraphEdge(2, 0), GraphEdge(1, 1), GraphEdge(0, 9),
        GraphEdge(-1, 2),
      ])
    #expect(layout.corners.count == 3)
    #expect(layout.routes.map(\.isEmpty) == [false, false, true, true, true, true])
  }

  @Test("No stages give an empty picture")
  func empty() {
    let layout = GraphLayout(nodeCount: 0, edges: [])
    #expect(layout.corners.isEmpty)
    #expect(layout.width.isFinite && layout.height.isFinite)
  }

  @Test("A chain lies straight, whatever stands beside it")
  func straightChain() {
    let edges = [GraphEdge(0, 2), GraphEdge(1, 2), GraphEdge(2, 3), GraphEdge(3, 4)]
    let layout = GraphLayout(nodeCount: 5, edges: edges)
    #expect(layout.corners[2].y == layout.corners[3].y)
    #expect(layout.corners[3].y == layout.corners[4].y)
  }

  @Test("Nearest places keep their distance and are the least squares of a brute-force search")
  func nearest() {
    #expect(
      nearestPlaces(to: [0, 0], weights: [1, 1], distances: [10]) == [-5, 5])
    #expect(
      nearestPlaces(to: [0, 30, 31], weights: [1, 1, 3], distances: [10, 10]) == [0, 23.25, 33.25])
    var random = SeededGenerator(seed: 11)
    for _ in 0..<20 {
      let wanted = (0..<3).map { _ in Double(Int.random(in: 0...12, using: &random)) }
      let weights = (0..<3).map { _ in Double(Int.random(in: 1...4, using: &random)) }
      func cost(_ places: [Double]) -> Double {
        zip(zip(places, wanted), weights).reduce(0) {
          $0 + $1.1 * ($1.0.0 - $1.0.1) * ($1.0.0 - $1.0.1)
        }
      }
      let found = nearestPlaces(to: wanted, weights: weights, distances: [3, 2])
      #expect(found[1] - found[0] >= 3 - 1e-9 && found[2] - found[1] >= 2 - 1e-9)
      for first in -8...16 {
        for second in (first + 3)...20 {
          for third in (second + 2)...22 {
            #expect(cost(found) <= cost([first, second, third].map(Double.init)) + 1e-9)
          }
        }
      }
    }
  }
}
