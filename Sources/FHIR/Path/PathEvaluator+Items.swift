internal import JSONText

extension PathEvaluator {
  /// Functions that look at one item after the other, counted by `$index`.
  mutating func items(
    _ function: PathFunction, _ base: Int, _ arguments: Range<Int>, _ context: PathContext,
    _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) {
    let mark = values.count
    try evaluate(base, context, text, index)
    switch function {
    case .repeat: return try repeatItems(from: mark, arguments, context, text, index)
    case .aggregate: return try aggregate(from: mark, arguments, context, text, index)
    case .sort: return try sort(from: mark, arguments, context, text, index)
    default: break
    }
    let criteria = plan.arguments[arguments.lowerBound]
    let end = values.count
    var inner = context
    var holds = true
    for position in mark..<end {
      inner.focus = values[position]
      inner.position = position - mark
      if function == .select {
        try evaluate(criteria, inner, text, index)
      } else if try truth(of: criteria, inner, text, index) ?? false {
        if function != .all { values.append(values[position]) }
      } else {
        holds = false
      }
    }
    values.removeSubrange(mark..<end)
    if function == .all { replace(from: mark, with: .boolean(holds)) }
    if function == .exists { replace(from: mark, with: .boolean(values.count > mark)) }
  }

  /// How many items `repeat` may find.
  private static let maximumRepeated = 100_000

  /// What a projection yields from the items, and from what it yields, each value once (N1 §5.2.3).
  private mutating func repeatItems(
    from mark: Int, _ arguments: Range<Int>, _ context: PathContext, _ text: Span<UInt8>,
    _ index: JSONIndex
  ) throws(EvaluationFault) {
    let projection = plan.arguments[arguments.lowerBound]
    var queue = Array(values[mark...])
    values.removeLast(queue.count)
    var inner = context
    var position = 0
    while position < queue.count {
      inner.focus = queue[position]
      inner.position = position
      position += 1
      let found = values.count
      try evaluate(projection, inner, text, index)
      var end = found
      for candidate in found..<values.count
      where try !isAmong(values[candidate], mark..<end, text, index) {
        values[end] = values[candidate]
        queue.append(values[end])
        end += 1
      }
      values.removeLast(values.count - end)
      guard queue.count < Self.maximumRepeated else {
        throw EvaluationFault(.repeat, "repeat() finds no end; its path must lead downwards")
      }
    }
  }

  /// The value that is left after each item was taken into `$total` (N1 §7.1).
  private mutating func aggregate(
    from mark: Int, _ arguments: Range<Int>, _ context: PathContext, _ text: Span<UInt8>,
    _ index: JSONIndex
  ) throws(EvaluationFault) {
    let end = values.count
    if arguments.count > 1 {
      try evaluate(plan.arguments[arguments.lowerBound + 1], context, text, index)
    }
    var inner = context
    for position in mark..<end {
      inner.focus = values[position]
      inner.position = position - mark
      inner.total = StackRange(start: end, end: values.count)
      try evaluate(plan.arguments[arguments.lowerBound], inner, text, index)
      values.removeSubrange(end..<inner.total.end)
    }
    values.removeSubrange(mark..<end)
  }

  /// The items in the order of keys; a key with a minus sign counts backwards, no key comes first.
  private mutating func sort(
    from mark: Int, _ arguments: Range<Int>, _ context: PathContext, _ text: Span<UInt8>,
    _ index: JSONIndex
  ) throws(EvaluationFault) {
    var keys: [(operation: Int?, isDescending: Bool)] = arguments.map {
      if case .negative(let inner) = plan.operations[plan.arguments[$0]] { return (inner, true) }
      return (plan.arguments[$0], false)
    }
    if keys.isEmpty { keys = [(nil, false)] }
    var rows: [(value: PathValue, keys: [PathValue?])] = []
    var inner = context
    for position in mark..<values.count {
      inner.focus = values[position]
      inner.position = position - mark
      var row: [PathValue?] = []
      for key in keys {
        guard let operation = key.operation else {
          row.append(values[position])
          continue
        }
        row.append(try single(operation, inner, text, index))
      }
      // Inserted behind the last row that is not greater, so that equal ones keep their order.
      var low = 0
      var high = rows.count
      while low < high {
        let middle = (low + high) / 2
        if try isLess(row, rows[middle].keys, keys.map(\.isDescending), text, index) {
          high = middle
        } else {
          low = middle + 1
        }
      }
      rows.insert((values[position], row), at: low)
    }
    for (offset, row) in rows.enumerated() { values[mark + offset] = row.value }
  }

  private func isLess(
    _ left: [PathValue?], _ right: [PathValue?], _ isDescending: [Bool], _ text: Span<UInt8>,
    _ index: JSONIndex
  ) throws(EvaluationFault) -> Bool {
    for (number, isBackwards) in isDescending.enumerated() {
      guard let first = left[number], let second = right[number] else {
        if (left[number] == nil) == (right[number] == nil) { continue }
        return left[number] == nil
      }
      let order = try self.order(first, second, text, index) ?? 0
      if order != 0 { return isBackwards ? order > 0 : order < 0 }
    }
    return false
  }
}
