internal import ByteIO
internal import JSONText
internal import Tables

/// What a walk over a resource found; storage is reused from one to the next.
struct ColumnWalk {
  /// What a column shows of the resource.
  enum Cell: BitwiseCopyable {
    case null
    /// Bytes of the text as they stand.
    case text(Int, Int)
    /// A string with escapes, at a position of the index.
    case escaped(Int)
  }

  /// The cells of the row, by their place in it; those of other columns than the plan's leaves are null.
  fileprivate(set) var cells: [Cell]
  /// For each node, how many values were met.
  fileprivate var met: [Int]
  /// For each edge of the object at hand, the position of its value; -1 where there is none.
  fileprivate var matched: [Int]

  init(_ plan: ColumnPlan, columnCount: Int) {
    cells = Array(repeating: .null, count: columnCount)
    met = Array(repeating: 0, count: plan.nodes.count)
    matched = Array(repeating: -1, count: plan.edges.count)
  }

  /// Forgets the resource before.
  fileprivate mutating func reset() {
    for column in cells.indices { cells[column] = .null }
    for node in met.indices { met[node] = 0 }
  }
}

extension ColumnPlan {
  /// Finds the cells of a resource.
  ///
  /// - Returns: Whether they were found; if not, the evaluator of paths has to decide.
  /// - Complexity: O(n) in the members of the objects that paths lead through, not in what is below others.
  func find(
    _ resource: Int, _ text: Span<UInt8>, _ index: JSONIndex, _ walk: inout ColumnWalk
  ) -> Bool {
    walk.reset()
    return enter(0, resource, text, index, &walk)
  }

  /// Follows the edges of a node from an object.
  private func enter(
    _ node: Int, _ object: Int, _ text: Span<UInt8>, _ index: JSONIndex, _ walk: inout ColumnWalk
  ) -> Bool {
    let first = nodes[node].edges.start
    let end = nodes[node].edges.end
    guard match(nodes[node], object, text, index, &walk) else { return false }
    for edge in first..<end {
      var value = walk.matched[edge]
      if value < 0 {
        switch edges[edge].alternative {
        case .none: continue
        case .bareName:
          if index.member(names[edge], of: object, in: text) != nil { return false }
          continue
        case .entryKey:
          if object > 0, index.entries[object - 1].kind == .key { return false }
          continue
        case .anyType:
          guard let choice = choice(edge, of: object, text, index) else { continue }
          value = choice
        }
      }
      guard descend(edges[edge].node, value, text, index, &walk) else { return false }
    }
    return true
  }

  /// Looks up the members that the edges of a node name; false where a key has escapes.
  private func match(
    _ node: Node, _ object: Int, _ text: Span<UInt8>, _ index: JSONIndex,
    _ walk: inout ColumnWalk
  ) -> Bool {
    for edge in node.edges.start..<node.edges.end { walk.matched[edge] = -1 }
    let entries = index.entries.span
    var missing = node.edges.end - node.edges.start
    let end = Int(entries[object].next)
    var position = object + 1
    while position < end, missing > 0 {
      let key = entries[position]
      if key.hasEscapes { return false }
      if node.hashes >> UInt64(key.keyHash % 64) & 1 != 0 {
        for edge in node.edges.start..<node.edges.end
        where walk.matched[edge] < 0 && edges[edge].hash == key.keyHash
          && hasName(key, edges[edge].name, text)
        {
          walk.matched[edge] = position + 1
          missing -= 1
        }
      }
      position = Int(entries[position + 1].next)
    }
    return true
  }

  private func hasName(_ entry: JSONEntry, _ name: Stretch, _ text: Span<UInt8>) -> Bool {
    let start = Int(entry.start)
    guard Int(entry.end) - start == name.end - name.start else { return false }
    for offset in name.start..<name.end where bytes[offset] != text[start + offset - name.start] {
      return false
    }
    return true
  }

  /// The value of the first member that is an edge's name with a type behind it.
  private func choice(
    _ edge: Int, of object: Int, _ text: Span<UInt8>, _ index: JSONIndex
  ) -> Int? {
    let entries = index.entries.span
    let end = Int(entries[object].next)
    let initial = bytes[edges[edge].name.start]
    var position = object + 1
    while position < end {
      let key = entries[position]
      if key.start < key.end, text[Int(key.start)] == initial,
        PathEvaluator.choiceType(position, names[edge], text, index) != nil
      {
        return position + 1
      }
      position = Int(entries[position + 1].next)
    }
    return nil
  }

  /// Goes on from a value, or from each element of an array; nulls are no values.
  private func descend(
    _ node: Int, _ value: Int, _ text: Span<UInt8>, _ index: JSONIndex, _ walk: inout ColumnWalk
  ) -> Bool {
    let entry = index.entries[value]
    var isObject = false
    switch entry.kind {
    case .null: return true
    case .array:
      var child = value + 1
      while child < Int(entry.next) {
        guard descend(node, child, text, index, &walk) else { return false }
        child = Int(index.entries[child].next)
      }
      return true
    case .object: isObject = true
    default: break
    }
    let place = nodes[node]
    walk.met[node] += 1
    if place.position >= 0, walk.met[node] - 1 != place.position { return true }
    for leaf in place.leaves.start..<place.leaves.end {
      guard fill(leaves[leaf], value, entry, text, index, &walk) else { return false }
    }
    return place.edges.start == place.edges.end || !isObject
      || enter(node, value, text, index, &walk)
  }

  /// Fills the cell of a column; false where there is one already, or the value is not simply of its type.
  private func fill(
    _ leaf: Leaf, _ value: Int, _ entry: JSONEntry, _ text: Span<UInt8>, _ index: JSONIndex,
    _ walk: inout ColumnWalk
  ) -> Bool {
    guard case .null = walk.cells[leaf.output] else { return false }
    if leaf.isReferenceKey {
      guard let reference = index.member(Self.reference, of: value, in: text),
        let start = startOfKey(index.entries[reference], leaf.target, text)
      else { return false }
      walk.cells[leaf.output] = .text(start, Int(index.entries[reference].end))
      return leaf.type == .string
    }
    if entry.hasEscapes {
      walk.cells[leaf.output] = .escaped(value)
      return leaf.type == .string
    }
    walk.cells[leaf.output] = .text(Int(entry.start), Int(entry.end))
    switch leaf.type {
    case .string: return true
    case .boolean: return entry.kind == .true || entry.kind == .false
    case .number: return entry.kind == .number
    case .integer, .date, .instant: return leaf.type.accepts(text, entry.range)
    }
  }

  private static let reference = JSONName("reference")

  /// Where the id begins in a reference `Type/id`; nil for any other form, and for another type than the wanted one.
  private func startOfKey(
    _ entry: JSONEntry, _ target: Stretch, _ text: Span<UInt8>
  ) -> Int? {
    guard entry.kind == .string, !entry.hasEscapes,
      let slash = firstOffset(of: UInt8(ascii: "/"), in: text, entry.range),
      slash + 1 < Int(entry.end), text[Int(entry.start)] &- UInt8(ascii: "A") < 26
    else { return nil }
    let type = Int(entry.start)..<slash
    for offset in type where (text[offset] | 0x20) &- UInt8(ascii: "a") >= 26 { return nil }
    // A further part, a query or a contained resource.
    let key = text.extracting(slash + 1..<Int(entry.end))
    var isSimple = true
    for offset in key.indices {
      let byte = key[offset]
      let isMark =
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
      isSimple = isSimple && !isMark
    }
    guard isSimple else { return nil }
    guard target.end > target.start else { return slash + 1 }
    guard type.count == target.end - target.start else { return nil }
    for offset in type where text[offset] != bytes[target.start + offset - type.lowerBound] {
      return nil
    }
    return slash + 1
  }
}
