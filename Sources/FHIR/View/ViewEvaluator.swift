package import JSONText
package import Tables

/// Makes rows of resources with a view; one evaluator a worker, its storage reused from one resource to the next.
package struct ViewEvaluator {
  /// What a view made of a resource.
  package enum Outcome: Sendable, Equatable {
    /// So many rows; none where an iteration found no element.
    case rows(Int)
    /// Nothing: the resource is of another type.
    case otherType
    /// Nothing: a `where` path is not true for the resource.
    case filtered
  }

  let view: ViewDefinition
  private let resourceTypeName: [UInt8]
  var paths: PathEvaluator
  /// The row that is being filled: a range of `cellBytes` for each column, nil for a null.
  var cells: [Range<Int>?]
  var cellBytes: [UInt8] = []
  /// The quick way to the row of a resource; nil for a view that may make several rows, or none.
  private let columnPlan: ColumnPlan?
  var walk: JSONWalk
  /// Selects that remain before the row is whole: linked lists that share their ends.
  private var pending: [PendingSelect] = []
  private static let resourceType = JSONName("resourceType")
  private static let maximumRecursion = 600

  /// An evaluator for a view.
  ///
  /// - Parameter isQuick: Whether rows are made by one walk where the view allows; the rows are the same.
  package init(_ view: ViewDefinition, isQuick: Bool = true) {
    self.view = view
    resourceTypeName = Array(view.resource.utf8)
    paths = PathEvaluator(view.plan)
    cells = Array(repeating: nil, count: view.schema.columns.count)
    columnPlan = isQuick ? ColumnPlan(view) : nil
    walk = JSONWalk(
      columnPlan?.paths ?? JSONPaths(), cellCount: view.schema.columns.count)
  }

  /// Appends the rows of one resource.
  ///
  /// - Parameters:
  ///   - resource: The position of the resource's object in the index.
  ///   - text: The text that the index was made of.
  /// - Throws: Why the resource makes no rows; the writer is then as it was before.
  package mutating func appendRows(
    of resource: Int, in text: Span<UInt8>, _ index: JSONIndex, to writer: inout RowWriter
  ) throws(EvaluationFault) -> Outcome {
    guard let type = index.member(Self.resourceType, of: resource, in: text),
      index.isText(type, equalTo: resourceTypeName, in: text)
    else { return .otherType }
    paths.reset()
    pending.removeAll(keepingCapacity: true)
    cellBytes.removeAll(keepingCapacity: true)
    let root = PathValue.node(entry: resource, type: nil)
    let context = PathContext(focus: root, rowIndex: 0, root: resource)
    for condition in view.conditions {
      guard try holds(condition, context, text, index) else { return .filtered }
    }
    if let columnPlan {
      if appendOneRow(columnPlan, context, text, index, &writer) { return .rows(1) }
      paths.reset()
      cellBytes.removeAll(keepingCapacity: true)
    }
    let mark = writer.mark
    let firstRow = writer.rowCount
    do {
      try expand(view.selects.count - 1, context, next: -1, text, index, &writer)
    } catch {
      writer.restore(mark)
      throw error
    }
    return .rows(writer.rowCount - firstRow)
  }

  private mutating func holds(
    _ condition: Int, _ context: PathContext, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) -> Bool {
    try paths.evaluate(condition, context, text, index)
    defer { paths.reset() }
    guard let value = paths.values.first else { return false }
    guard paths.values.count == 1, let truth = paths.boolean(value, index) else {
      throw EvaluationFault(
        .where, "a \"where\" path yields something other than true or false; compare it")
    }
    return truth
  }
}

/// A select, or the union of one, that is still to be done for the row.
private struct PendingSelect {
  var select: Int
  /// Whether the branches of the select are meant, not the select itself.
  var isUnion: Bool
  var context: PathContext
  /// What is to be done after it; -1 where the row is whole then.
  var next: Int
}

extension ViewEvaluator {
  /// Does what is pending, and writes the row when nothing is.
  private mutating func advance(
    _ position: Int, _ text: Span<UInt8>, _ index: JSONIndex, _ writer: inout RowWriter
  ) throws(EvaluationFault) {
    guard position >= 0 else { return writeRow(&writer) }
    let item = pending[position]
    guard item.isUnion else {
      return try iterate(item.select, item.context, next: item.next, text, index, &writer)
    }
    let mark = pending.count
    for branch in view.selects[item.select].branches {
      pending.append(
        PendingSelect(select: branch, isUnion: false, context: item.context, next: item.next))
      try advance(pending.count - 1, text, index, &writer)
      pending.removeLast(pending.count - mark)
    }
  }

  private mutating func writeRow(_ writer: inout RowWriter) {
    for cell in cells {
      if let cell { writer.append(cellBytes.span, cell) } else { writer.appendNull() }
    }
    writer.endRow()
  }

  /// Expands a select for each element that it iterates over.
  private mutating func iterate(
    _ select: Int, _ context: PathContext, next: Int, _ text: Span<UInt8>, _ index: JSONIndex,
    _ writer: inout RowWriter
  ) throws(EvaluationFault) {
    let mark = paths.values.count
    switch view.selects[select].iteration {
    case .none:
      return try expand(select, context, next: next, text, index, &writer)
    case .each(let path), .eachOrNull(let path):
      try paths.evaluate(path, context, text, index)
    case .recursive(let list):
      try descend(list, context, depth: 0, text, index)
    }
    let end = paths.values.count
    var inner = context
    for position in mark..<end {
      inner.focus = paths.values[position]
      inner.rowIndex = position - mark
      try expand(select, inner, next: next, text, index, &writer)
    }
    paths.values.removeLast(paths.values.count - mark)
    if mark == end, case .eachOrNull = view.selects[select].iteration {
      try fillNulls(select, next: next, text, index, &writer)
    }
  }

  /// Pushes what the paths of a `repeat` yield, each element before those below it.
  private mutating func descend(
    _ list: [Int], _ context: PathContext, depth: Int, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) {
    guard depth < Self.maximumRecursion else {
      throw EvaluationFault(.repeat, "\"repeat\" finds no end; its paths must lead downwards")
    }
    for path in list {
      let mark = paths.values.count
      try paths.evaluate(path, context, text, index)
      let found = Array(paths.values[mark...])
      paths.values.removeLast(found.count)
      for value in found {
        paths.values.append(value)
        var inner = context
        inner.focus = value
        try descend(list, inner, depth: depth + 1, text, index)
      }
    }
  }

  /// Fills the columns of a select for one element, then does its nested selects and what follows.
  private mutating func expand(
    _ select: Int, _ context: PathContext, next: Int, _ text: Span<UInt8>, _ index: JSONIndex,
    _ writer: inout RowWriter
  ) throws(EvaluationFault) {
    let bytesMark = cellBytes.count
    let pendingMark = pending.count
    for column in view.selects[select].columns.indices {
      try fill(select, column, context, text, index)
    }
    var following = next
    if !view.selects[select].branches.isEmpty {
      pending.append(
        PendingSelect(select: select, isUnion: true, context: context, next: following))
      following = pending.count - 1
    }
    for nested in view.selects[select].selects.reversed() {
      pending.append(
        PendingSelect(select: nested, isUnion: false, context: context, next: following))
      following = pending.count - 1
    }
    try advance(following, text, index, &writer)
    pending.removeLast(pending.count - pendingMark)
    cellBytes.removeLast(cellBytes.count - bytesMark)
  }

  /// Makes all columns of a select null, those of nested selects too; the row index is 0.
  private mutating func fillNulls(
    _ select: Int, next: Int, _ text: Span<UInt8>, _ index: JSONIndex, _ writer: inout RowWriter
  ) throws(EvaluationFault) {
    let bytesMark = cellBytes.count
    for output in view.selects[select].outputs { cells[output] = nil }
    fillRowIndices(select)
    try advance(next, text, index, &writer)
    cellBytes.removeLast(cellBytes.count - bytesMark)
  }

  /// The row index of a row of nulls is 0, also in nested selects that do not iterate themselves.
  private mutating func fillRowIndices(_ select: Int) {
    for column in view.selects[select].columns where column.isRowIndex {
      cellBytes.append(UInt8(ascii: "0"))
      cells[column.output] = cellBytes.count - 1..<cellBytes.count
    }
    for nested in view.selects[select].selects {
      if case .none = view.selects[nested].iteration { fillRowIndices(nested) }
    }
  }
}
