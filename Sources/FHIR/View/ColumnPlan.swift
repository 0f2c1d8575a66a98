internal import JSONText
internal import Tables

/// The columns of a view whose rows are one to a resource, as a trie of member names: one walk over the resource
/// finds the cells of all columns whose paths are names, choices of a type, `first()`, an index, and a key at the end.
///
/// Where the walk meets something it does not decide (a fault, an escaped key, a reference of rare form), it says so,
/// and the evaluator of paths makes the row instead.
struct ColumnPlan: Sendable {
  /// One column that the walk fills.
  struct Leaf: Sendable {
    /// Its place in the row.
    var output: Int
    /// The type of its cells.
    var type: ColumnType
    /// Whether its cells are the keys of the resources that values refer to, not the values.
    var isReferenceKey: Bool
    /// The one type of resource that references must name, in the plan's bytes; empty for any.
    var target: Stretch
  }

  /// A place that a path leads to.
  struct Node: Sendable, BitwiseCopyable {
    /// Which of the values that the path leads to is meant, from 0; -1 for all of them.
    var position: Int
    /// The members that paths go on to.
    var edges: Stretch
    /// The columns whose paths end here.
    var leaves: Stretch
    /// A bit for each hash of the edges' names, modulo 64.
    var hashes: UInt64
  }

  /// A member that a path goes on to.
  struct Edge: Sendable, BitwiseCopyable {
    /// The hash of its name as an index has it.
    var hash: UInt16
    /// Its name, in the plan's bytes.
    var name: Stretch
    /// What else than a member of this very name counts.
    var alternative: Alternative
    /// Where it leads to.
    var node: Int
  }

  /// What counts where there is no member of the name.
  enum Alternative: Sendable, BitwiseCopyable {
    /// Nothing.
    case none
    /// The name with any type behind it.
    case anyType
    /// The name without its type, which the walk does not decide.
    case bareName
    /// The key of the Bundle entry that the resource stands in, which the walk does not decide.
    case entryKey
  }

  /// From the first to before the second; unlike a `Range`, copied without being checked.
  struct Stretch: Sendable, BitwiseCopyable {
    var start: Int
    var end: Int
  }

  /// The first is the resource.
  var nodes: [Node] = []
  var edges: [Edge] = []
  var leaves: [Leaf] = []
  /// The names of edges and types of resources.
  var bytes: [UInt8] = []
  /// For each edge its name; for a choice the name without type.
  var names: [JSONName] = []
  /// The columns that the evaluator of paths fills: select, and column of it.
  var others: [(select: Int, column: Int)] = []
}

/// A path that the walk can follow: members, one below the other.
private struct MemberPath {
  struct Step: Equatable {
    var name: JSONName
    var bare: JSONName?
    var alternative = ColumnPlan.Alternative.anyType
    var position: Int?
  }

  var steps: [Step] = []
  /// Whether the key of the resource is meant that the value refers to.
  var isReferenceKey = false
  /// The one type of resource that the reference must name; empty for any.
  var target: [UInt8] = []
}

extension ColumnPlan {
  /// The plan of a view; nil where an element may make several rows or none, or no path is simple enough.
  init?(_ view: ViewDefinition) {
    var tree = ColumnTree()
    for (number, select) in view.selects.enumerated() {
      guard case .none = select.iteration, select.branches.isEmpty else { return nil }
      for (place, column) in select.columns.enumerated() {
        if !column.isCollection, let path = Self.path(of: column.operation, in: view) {
          let target = stretch(of: path.target)
          tree.add(
            path,
            Leaf(
              output: column.output, type: column.type, isReferenceKey: path.isReferenceKey,
              target: target))
        } else {
          others.append((number, place))
        }
      }
    }
    guard tree.hasLeaves else { return nil }
    for node in tree.nodes {
      let firstEdge = edges.count
      for (step, target) in node.edges {
        let name = stretch(of: step.name.bytes)
        names.append(step.bare ?? step.name)
        edges.append(
          Edge(hash: step.name.hash, name: name, alternative: step.alternative, node: target))
      }
      let firstLeaf = leaves.count
      leaves += node.leaves
      nodes.append(
        Node(
          position: node.position ?? -1, edges: Stretch(start: firstEdge, end: edges.count),
          leaves: Stretch(start: firstLeaf, end: leaves.count),
          hashes: node.edges.reduce(0) { $0 | 1 << UInt64($1.step.name.hash % 64) }))
    }
  }

  private mutating func stretch(of name: [UInt8]) -> Stretch {
    bytes += name
    return Stretch(start: bytes.count - name.count, end: bytes.count)
  }

  private static func path(of operation: Int, in view: ViewDefinition) -> MemberPath? {
    let plan = view.plan
    switch plan.operations[operation] {
    case .this: return MemberPath()
    case .chain(let base, let first, let count):
      guard var path = path(of: base, in: view) else { return nil }
      for step in plan.steps[first..<first + count] {
        guard append(step, to: &path, view) else { return nil }
      }
      return path
    case .first(let base): return path(of: base, in: view).flatMap { taking(0, of: $0) }
    case .element(let base, let index):
      guard case .value(.integer(let position)) = plan.operations[index], position >= 0 else {
        return nil
      }
      return path(of: base, in: view).flatMap { taking(position, of: $0) }
    default: return nil
    }
  }

  private static func append(
    _ step: PathStep, to path: inout MemberPath, _ view: ViewDefinition
  ) -> Bool {
    guard !path.isReferenceKey else { return false }
    let texts = view.plan.texts
    switch step {
    case .member(let name, _):
      path.steps.append(MemberPath.Step(name: texts[name]))
    case .choice(let full, let bare, _):
      path.steps.append(
        MemberPath.Step(name: texts[full], bare: texts[bare], alternative: .bareName))
    case .resourceKey where path.steps.isEmpty:
      path.steps.append(MemberPath.Step(name: JSONName("id"), alternative: .entryKey))
    case .ofResourceType(let name) where path.steps.isEmpty:
      return texts[name].bytes == Array(view.resource.utf8)
    case .referenceKey(let type) where !path.steps.isEmpty:
      path.isReferenceKey = true
      path.target = type.map { texts[$0].bytes } ?? []
    default: return false
    }
    return true
  }

  /// The path to one of the values that a path leads to.
  private static func taking(_ position: Int, of path: MemberPath) -> MemberPath? {
    guard !path.isReferenceKey, var last = path.steps.last, last.position == nil else {
      return nil
    }
    var path = path
    last.position = position
    path.steps[path.steps.count - 1] = last
    return path
  }
}

/// Paths put together, those that begin alike sharing their beginning.
private struct ColumnTree {
  struct Node {
    var position: Int?
    var edges: [(step: MemberPath.Step, node: Int)] = []
    var leaves: [ColumnPlan.Leaf] = []
  }

  var nodes = [Node()]

  var hasLeaves: Bool { nodes.contains { !$0.leaves.isEmpty } }

  mutating func add(_ path: MemberPath, _ leaf: ColumnPlan.Leaf) {
    var node = 0
    for step in path.steps {
      if let edge = nodes[node].edges.first(where: { $0.step == step }) {
        node = edge.node
      } else {
        nodes.append(Node(position: step.position))
        nodes[node].edges.append((step, nodes.count - 1))
        node = nodes.count - 1
      }
    }
    nodes[node].leaves.append(leaf)
  }
}
