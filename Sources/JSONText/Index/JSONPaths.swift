internal import CVectors

/// Paths of member names, those that begin alike sharing their beginning: one walk over an object finds the values of
/// all of them.
package struct JSONPaths: Sendable {
  /// What counts where an object has no member of a name.
  package enum Alternative: Sendable {
    /// The name with one of the types behind it.
    case anyType
    /// Nothing; a member of another name, which the walk does not decide.
    case bareName(JSONName)
    /// Nothing; an object that is a member's value itself, which the walk does not decide.
    case memberKey
  }

  /// What a value must be to fill a cell; any other is not decided.
  package enum Form: Sendable {
    case string, boolean, number
    /// Anything without escapes; the caller looks at it.
    case other
  }

  /// A member that a path goes on to.
  package struct Edge: Sendable {
    let name: JSONName
    let alternative: Alternative
    let node: Int

    /// A member of a name, and the node that it leads to.
    package init(_ name: JSONName, _ alternative: Alternative, to node: Int) {
      self.name = name
      self.alternative = alternative
      self.node = node
    }
  }

  /// A cell that the value at the end of a path fills.
  package struct Leaf: Sendable {
    let cell: Int
    let form: Form
    let target: [UInt8]?

    /// A cell of a row.
    ///
    /// - Parameter target: Where the key of the reference in the value is meant, the one type that it must name; empty
    ///   for any.
    package init(cell: Int, _ form: Form, keyOfReferenceTo target: [UInt8]? = nil) {
      self.cell = cell
      self.form = form
      self.target = target
    }
  }

  private var nodes: [json_path_node] = []
  private var edges: [json_path_edge] = []
  private var leaves: [json_path_leaf] = []
  private var bytes: [UInt8] = []
  private let types: [UInt8]

  /// No paths yet.
  ///
  /// - Parameter types: The names of types that may stand behind that of a member, each of at most 255 bytes.
  package init(types: [[UInt8]] = []) {
    self.types = types.flatMap { [UInt8(truncatingIfNeeded: $0.count)] + $0 }
  }

  /// Adds a place that paths lead to; the first is the object itself.
  ///
  /// - Parameter position: Which of the values there is meant, from 0; nil for all of them.
  package mutating func addNode(position: Int?, _ edges: [Edge], _ leaves: [Leaf]) {
    var node = json_path_node()
    node.position = Int32(clamping: position ?? -1)
    node.first_edge = UInt32(self.edges.count)
    for edge in edges {
      node.hashes |= 1 << UInt64(edge.name.hash % 64)
      self.edges.append(compiled(edge))
    }
    node.end_edge = UInt32(self.edges.count)
    node.first_leaf = UInt32(self.leaves.count)
    for leaf in leaves { self.leaves.append(compiled(leaf)) }
    node.end_leaf = UInt32(self.leaves.count)
    nodes.append(node)
  }

  private mutating func compiled(_ edge: Edge) -> json_path_edge {
    var result = json_path_edge()
    (result.name, result.name_end) = place(of: edge.name.bytes)
    result.hash = edge.name.hash
    result.node = UInt32(edge.node)
    switch edge.alternative {
    case .anyType: result.alternative = UInt16(JSON_PATH_ANY_TYPE.rawValue)
    case .bareName(let bare):
      result.alternative = UInt16(JSON_PATH_BARE_NAME.rawValue)
      (result.bare, result.bare_end) = place(of: bare.bytes)
    case .memberKey: result.alternative = UInt16(JSON_PATH_MEMBER_KEY.rawValue)
    }
    return result
  }

  private mutating func compiled(_ leaf: Leaf) -> json_path_leaf {
    var result = json_path_leaf()
    result.cell = UInt32(leaf.cell)
    result.form =
      switch leaf.form {
      case .string: JSON_PATH_STRING.rawValue
      case .boolean: JSON_PATH_BOOLEAN.rawValue
      case .number: JSON_PATH_NUMBER.rawValue
      case .other: JSON_PATH_OTHER.rawValue
      }
    result.is_reference = leaf.target != nil
    (result.target, result.target_end) = place(of: leaf.target ?? [])
    return result
  }

  private mutating func place(of name: [UInt8]) -> (UInt32, UInt32) {
    bytes += name
    return (UInt32(bytes.count - name.count), UInt32(bytes.count))
  }
}

extension JSONPaths {
  /// Fills the cells of a row with what the paths lead to from an object.
  ///
  /// - Parameter walk: Room for it; its cells are valid where all were decided.
  /// - Returns: Whether all cells were decided. Not where a cell would have a second value, a key has escapes, a value is
  ///   not of its form, a reference is no plain `Type/id`, or there is something that an ``Alternative`` leaves open.
  /// - Complexity: O(n) in the members of the objects that paths lead through, not in what is below others.
  package func find(
    _ object: Int, in text: Span<UInt8>, _ index: JSONIndex, _ walk: inout JSONWalk
  ) -> Bool {
    guard JSONIndex.entriesAreLaidOutAsInC, walk.scratch.count >= nodes.count + edges.count,
      leaves.allSatisfy({ $0.cell < walk.cells.count }), index.entries.indices.contains(object)
    else { return false }
    return find(object, text, index.entries, &walk.scratch, &walk.cells)
  }

  private func find(
    _ object: Int, _ text: Span<UInt8>, _ entries: [JSONEntry], _ scratch: inout [UInt32],
    _ cells: inout [text_cell]
  ) -> Bool {
    // SAFETY: entries are laid out as the kernel's and were made from the text, so that all of their places lie in it;
    // scratch and cells have the room that the caller has looked at; nodes, edges and leaves name each other only.
    unsafe nodes.withUnsafeBufferPointer { nodes in
      unsafe edges.withUnsafeBufferPointer { edges in
        unsafe leaves.withUnsafeBufferPointer { leaves in
          unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe types.withUnsafeBufferPointer { types in
              let paths = unsafe json_paths(
                nodes: nodes.baseAddress, edges: edges.baseAddress, leaves: leaves.baseAddress,
                node_count: nodes.count, edge_count: edges.count, bytes: bytes.baseAddress,
                types: types.baseAddress, types_size: types.count)
              return unsafe Self.find(object, text, entries, paths, &scratch, &cells)
            }
          }
        }
      }
    }
  }

  private static func find(
    _ object: Int, _ text: Span<UInt8>, _ entries: [JSONEntry], _ paths: json_paths,
    _ scratch: inout [UInt32], _ cells: inout [text_cell]
  ) -> Bool {
    // SAFETY: as above.
    unsafe text.withUnsafeBufferPointer { text in
      unsafe entries.withUnsafeBufferPointer { entries in
        unsafe entries.withMemoryRebound(to: json_entry.self) { entries in
          unsafe scratch.withUnsafeMutableBufferPointer { scratch in
            unsafe cells.withUnsafeMutableBufferPointer { cells in
              unsafe find_json_cells(
                text.baseAddress, entries.baseAddress, UInt32(truncatingIfNeeded: object), paths,
                scratch.baseAddress, cells.baseAddress, cells.count)
            }
          }
        }
      }
    }
  }

  /// How much room a walk takes.
  var scratchCount: Int { nodes.count + edges.count }
}
