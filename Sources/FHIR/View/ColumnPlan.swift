internal import JSONText
internal import Tables

/// The columns of a view whose rows are one to a resource, as a trie of member names: one walk over the resource
/// finds the cells of all columns whose paths are names, choices of a type, `first()`, an index, and a key at the end.
///
/// Where the walk meets something it does not decide (a fault, an escaped key, a reference of rare form), it says so,
/// and the evaluator of paths makes the row instead.
///
/// A class, so that an evaluator that asks for it with each resource counts one reference, not one an array.
final class ColumnPlan: Sendable {
  /// The paths; their cells are those of the row.
  let paths: JSONPaths
  /// The columns whose values are looked at when they are found, and their types.
  let checked: [(output: Int, type: ColumnType)]
  /// The columns that the evaluator of paths fills: select, and column of it.
  let others: [(select: Int, column: Int)]

  /// The plan of a view; nil where an element may make several rows or none, or no path is simple enough.
  init?(_ view: ViewDefinition) {
    var tree = ColumnTree()
    var checked: [(output: Int, type: ColumnType)] = []
    var others: [(select: Int, column: Int)] = []
    for (number, select) in view.selects.enumerated() {
      guard case .none = select.iteration, select.branches.isEmpty else { return nil }
      for (place, column) in select.columns.enumerated() {
        if !column.isCollection, let path = Self.path(of: column.operation, in: view) {
          tree.add(path, Self.leaf(column.output, column.type, path))
          if let type = Self.checkedType(column.type) { checked.append((column.output, type)) }
        } else {
          others.append((number, place))
        }
      }
    }
    guard tree.hasLeaves else { return nil }
    self.checked = checked
    self.others = others
    var paths = JSONPaths(types: DataType.suffixes)
    for node in tree.nodes {
      paths.addNode(
        position: node.position,
        node.edges.map { JSONPaths.Edge($0.step.name, $0.step.alternative, to: $0.node) },
        node.leaves)
    }
    self.paths = paths
  }

  /// Finds the cells of a resource.
  ///
  /// - Returns: Whether they were found; if not, the evaluator of paths has to decide.
  func find(
    _ resource: Int, _ text: Span<UInt8>, _ index: JSONIndex, _ walk: inout JSONWalk
  ) -> Bool {
    guard paths.find(resource, in: text, index, &walk) else { return false }
    for column in checked {
      if case .text(let range) = walk[column.output], !column.type.accepts(text, range) {
        return false
      }
    }
    return true
  }
}

/// A path that the walk can follow: members, one below the other.
private struct MemberPath {
  struct Step: Equatable {
    var name: JSONName
    var bare: JSONName?
    var isKey = false
    var position: Int?

    var alternative: JSONPaths.Alternative {
      if let bare { return .bareName(bare) }
      return isKey ? .memberKey : .anyType
    }
  }

  var steps: [Step] = []
  /// Whether the key of the resource is meant that the value refers to.
  var isReferenceKey = false
  /// The one type of resource that the reference must name; empty for any.
  var target: [UInt8] = []
}

extension ColumnPlan {
  private static func leaf(
    _ output: Int, _ type: ColumnType, _ path: MemberPath
  ) -> JSONPaths.Leaf {
    let form: JSONPaths.Form =
      switch type {
      case .string: .string
      case .boolean: .boolean
      case .number: .number
      case .integer, .date, .instant: .other
      }
    return JSONPaths.Leaf(
      cell: output, form, keyOfReferenceTo: path.isReferenceKey ? path.target : nil)
  }

  /// The type of a column whose values are looked at; nil where their kind in JSON says enough.
  private static func checkedType(_ type: ColumnType) -> ColumnType? {
    switch type {
    case .integer, .date, .instant: type
    case .string, .boolean, .number: nil
    }
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
        MemberPath.Step(name: texts[full], bare: texts[bare]))
    case .resourceKey where path.steps.isEmpty:
      path.steps.append(MemberPath.Step(name: JSONName("id"), isKey: true))
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
    var leaves: [JSONPaths.Leaf] = []
  }

  var nodes = [Node()]

  var hasLeaves: Bool { nodes.contains { !$0.leaves.isEmpty } }

  mutating func add(_ path: MemberPath, _ leaf: JSONPaths.Leaf) {
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
