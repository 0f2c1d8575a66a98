import Pages
import PipelineModel

/// The graph of stages as the template draws it.
struct GraphView {
  var graphWidth: String
  var graphHeight: String
  /// The width down to which the picture shrinks on a wide screen; below it, it scrolls.
  var leastWidth: String
  var graphSummary: String
  var segments: [SegmentView]
  var connections: [ConnectionView]
  var nodes: [NodeView]

  /// Stages that run together, drawn on one ground.
  struct SegmentView {
    var segmentTitle: String
    var grounds: [FrameView]
    var links: [String]
  }

  /// A rectangle.
  struct FrameView {
    var x: String, y: String, width: String, height: String
  }

  /// An edge; `curves` is empty for one that cannot be drawn.
  struct ConnectionView {
    var from: String, port: String, to: String, type: String
    var privacyWord: String, privacyClass: String
    var curves: [CurveView]
  }

  /// The line of an edge and its arrowhead.
  struct CurveView {
    var line: String, head: String
  }

  /// A stage.
  struct NodeView {
    var frame: FrameView
    var nodeName: String, nodeKind: String, nodeState: String
    var nodeTitle: String, stateClass: String
    var textX: String, stateX: String, iconX: String, iconY: String
    var nameY: String, kindY: String, stateY: String
  }

  init(_ record: RunRecord) {
    let stages = record.stages
    var numbers: [String: Int] = [:]
    for (number, stage) in stages.enumerated() where numbers[stage.name] == nil {
      numbers[stage.name] = number
    }
    let edges = record.edges.map { GraphEdge(numbers[$0.from] ?? -1, numbers[$0.to] ?? -1) }
    let texts = stages.map { (name: GraphText.fitted($0.name), kind: GraphText.fitted($0.kind)) }
    var metrics = GraphLayout.Metrics()
    let widest = texts.map { max($0.name.width(size: 13), $0.kind.width(size: 11.5)) }.max() ?? 0
    metrics.nodeWidth = max(112, (widest + 20).rounded(.up))
    let layout = GraphLayout(nodeCount: stages.count, edges: edges, metrics: metrics)

    graphWidth = coordinate(layout.width)
    graphHeight = coordinate(layout.height)
    leastWidth = coordinate(layout.width * 0.8)
    graphSummary =
      NumberText.counted(stages.count, "stage") + " from left to right, joined by "
      + NumberText.counted(record.edges.count, "connection")
      + ". The tables on this page hold the same in words."
    connections = zip(record.edges, layout.routes).map { ConnectionView($0, route: $1) }
    nodes = stages.indices.map { number in
      NodeView(
        stages[number], name: texts[number].name.text, kind: texts[number].kind.text,
        corner: layout.corners[number], metrics: metrics)
    }
    segments = Self.segments(stages, edges: edges, layout: layout)
  }

  /// The grounds of all segments that fuse two stages or more.
  private static func segments(
    _ stages: [StageRecord], edges: [GraphEdge], layout: GraphLayout
  ) -> [SegmentView] {
    let members = Dictionary(grouping: stages.indices, by: { stages[$0].segment })
    let fused = members.filter { $0.value.count > 1 }.sorted { $0.value[0] < $1.value[0] }
    return fused.map { segment, members in
      let inside = layout.routes.indices.filter { edge in
        !layout.routes[edge].isEmpty && stages[edges[edge].from].segment == segment
          && stages[edges[edge].to].segment == segment
      }
      return SegmentView(
        segmentTitle: "Fused, run together in one task: "
          + members.map { stages[$0].name }.joined(separator: ", "),
        grounds: members.map { member in
          let corner = layout.corners[member]
          return FrameView(
            x: coordinate(corner.x - 7), y: coordinate(corner.y - 7),
            width: coordinate(layout.metrics.nodeWidth + 14),
            height: coordinate(layout.metrics.nodeHeight + 14))
        },
        links: inside.map { curve(layout.routes[$0], stopShort: 0) })
    }
  }
}

extension GraphView.ConnectionView {
  init(_ edge: EdgeRecord, route: [GraphLayout.Point]) {
    from = edge.from
    port = edge.port
    to = edge.to
    type = edge.type
    privacyWord = edge.privacy
    privacyClass = PrivacyClass(edge.privacy).rawValue
    curves = []
    guard let end = route.last else { return }
    let (x, y) = (coordinate(end.x - 7), end.y)
    let head =
      "M\(x) \(coordinate(y - 3.5))L\(coordinate(end.x - 0.5)) \(coordinate(y))"
      + "L\(x) \(coordinate(y + 3.5))Z"
    curves = [GraphView.CurveView(line: curve(route, stopShort: 6), head: head)]
  }
}

extension GraphView.NodeView {
  init(
    _ stage: StageRecord, name: String, kind: String, corner: GraphLayout.Point,
    metrics: GraphLayout.Metrics
  ) {
    let state = StageState(stage.tasks)
    frame = GraphView.FrameView(
      x: coordinate(corner.x), y: coordinate(corner.y),
      width: coordinate(metrics.nodeWidth), height: coordinate(metrics.nodeHeight))
    nodeName = name
    nodeKind = kind
    nodeState = state.word
    nodeTitle = "\(stage.name) (\(stage.kind)): tasks \(stage.tasks.inWords)"
    stateClass = state.rawValue
    textX = coordinate(corner.x + 10)
    stateX = coordinate(corner.x + 26)
    iconX = coordinate(corner.x + 10)
    iconY = coordinate(corner.y + 38.5)
    nameY = coordinate(corner.y + 18)
    kindY = coordinate(corner.y + 32.5)
    stateY = coordinate(corner.y + 48.5)
  }
}
