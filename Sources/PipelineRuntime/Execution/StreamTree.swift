import PipelineModel
import PipelinePlanner

/// The stages of a stream segment as a tree: the reader at the root, transforms inside, sinks at the leaves.
///
/// Chains that share their first transforms share the work.
struct StreamTree: Sendable {
  /// A transform and the node whose batches it takes; node 0 is the reader.
  struct Node: Sendable {
    let parent: Int
    let transform: any Transform
    /// How many ordered transforms stand before it.
    let round: Int

    /// The transform, when its batches are settled in order.
    var ordered: (any OrderedTransform)? { transform as? any OrderedTransform }
  }

  /// A sink, the node whose batches it takes, and the product it makes.
  struct Leaf: Sendable {
    let parent: Int
    let product: Int
    let sink: any ErasedSink
    let output: ArtifactWriter
    /// The logs of the chain's stages, from the reader to the sink.
    let logs: [Int]
  }

  private(set) var nodes: [Node] = []
  private(set) var leaves: [Leaf] = []
  private var nodeOfPath: [[Int]: Int] = [:]

  /// How many logs a chunk has: one for the reader, each transform, and each sink.
  var logCount: Int { 1 + nodes.count + leaves.count }

  /// How many ordered transforms the longest chain goes through.
  var roundCount: Int { nodes.indices.map { round(behind: $0 + 1) }.max() ?? 0 }

  /// How many ordered transforms batches have gone through behind a node.
  func round(behind node: Int) -> Int {
    node == 0 ? 0 : nodes[node - 1].round + (nodes[node - 1].ordered == nil ? 0 : 1)
  }

  /// Adds a chain that ends in a sink.
  ///
  /// - Parameters:
  ///   - chain: The numbers of the stages, reader first; a reader that is its own sink stands alone.
  ///   - makeTransform: Makes the work of a transform that is not in the tree yet.
  mutating func add(
    chain: [Int], product: Int, sink: any ErasedSink, output: ArtifactWriter,
    makeTransform: (Int) throws(StageError) -> any Transform
  ) throws(StageError) {
    var path = [chain[0]]
    var parent = 0
    var along = [0]
    for stage in chain.dropFirst().dropLast() {
      path.append(stage)
      if let known = nodeOfPath[path] {
        parent = known
      } else {
        nodes.append(
          Node(
            parent: parent, transform: try makeTransform(stage), round: round(behind: parent)))
        parent = nodes.count
        nodeOfPath[path] = parent
      }
      along.append(parent)
    }
    leaves.append(
      Leaf(
        parent: parent, product: product, sink: sink,
        output: output, logs: along))
  }

  /// The logs of a leaf's chain, its own last; a leaf's own log stands behind those of all nodes.
  func logs(ofLeaf index: Int) -> [Int] { leaves[index].logs + [1 + nodes.count + index] }
}
