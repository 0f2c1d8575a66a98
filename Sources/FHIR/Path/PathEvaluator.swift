internal import JSONText

/// Runs the operations of a plan on one resource of an index; storage is reused from one to the next.
///
/// Collections are the upper end of one stack: an operation pushes its values there.
struct PathEvaluator {
  let plan: PathPlan
  /// The stack of values.
  var values: [PathValue] = []
  /// The bytes of texts that were made.
  var scratch: [UInt8] = []
  /// The quantities of the plan, and those that were made.
  var quantities: [PathQuantity]
  /// `%context`.
  var origin: PathValue?
  /// What `now()` is; nil where paths do not ask.
  var clock: String?
  /// Regular expressions by pattern, for `matches` and `replaceMatches`.
  var patterns: [String: Regex<AnyRegexOutput>] = [:]

  init(_ plan: PathPlan) {
    self.plan = plan
    quantities = plan.quantities
  }

  /// Forgets all values and texts.
  mutating func reset() {
    values.removeAll(keepingCapacity: true)
    scratch.removeAll(keepingCapacity: true)
    if quantities.count > plan.quantities.count {
      quantities.removeLast(quantities.count - plan.quantities.count)
    }
  }

  /// Pushes the values of an operation.
  mutating func evaluate(
    _ operation: Int, _ context: PathContext, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) {
    let mark = values.count
    switch plan.operations[operation] {
    case .empty: break
    case .this: if let focus = context.focus { values.append(focus) }
    case .resource: values.append(.node(entry: context.root, type: nil))
    case .rowIndex: values.append(.integer(context.rowIndex))
    case .origin: if let origin { values.append(origin) }
    case .rooted(let inner):
      origin = context.focus
      try evaluate(inner, context, text, index)
    case .position: values.append(.integer(context.position))
    case .total:
      for position in context.total.start..<context.total.end { values.append(values[position]) }
    case .value(let value): values.append(value)
    case .chain(let base, let first, let count):
      try chain(base, first..<first + count, context, text, index)
    case .element(let base, let position):
      try element(base, position, context, text, index)
    case .first(let base):
      try evaluate(base, context, text, index)
      if values.count > mark { values.removeLast(values.count - mark - 1) }
    case .last(let base):
      try evaluate(base, context, text, index)
      if values.count > mark { values.removeSubrange(mark..<values.count - 1) }
    case .count(let base):
      try evaluate(base, context, text, index)
      replace(from: mark, with: .integer(values.count - mark))
    case .exists(let base):
      try evaluate(base, context, text, index)
      replace(from: mark, with: .boolean(values.count > mark))
    case .isEmpty(let base):
      try evaluate(base, context, text, index)
      replace(from: mark, with: .boolean(values.count == mark))
    case .hasValue(let base):
      try evaluate(base, context, text, index)
      let isSingle = values.count == mark + 1
      replace(from: mark, with: .boolean(isSingle && !isObject(values[mark], index)))
    case .not(let base):
      let truth = try truth(of: base, context, text, index)
      if let truth { values.append(.boolean(!truth)) }
    case .all(let base, let criteria):
      try all(base, criteria, context, text, index)
    case .join(let base, let separator):
      try join(base, separator, context, text, index)
    case .search(let search, let base, let part):
      try find(search, base, part, context, text, index)
    case .boundary(let base, let isHigh):
      guard let value = try single(base, context, text, index) else { break }
      if let bound = try boundary(value, isHigh: isHigh, text, index) { values.append(bound) }
    case .isType(let base, let type):
      guard let value = try single(base, context, text, index) else { break }
      values.append(.boolean(isKind(value, type, text, index)))
    case .negative(let base):
      guard let value = try single(base, context, text, index) else { break }
      values.append(try negated(value, text, index))
    case .binary(let symbol, let left, let right):
      try binary(symbol, left, right, context, text, index)
    case .call(let function, let base, let first, let count):
      try call(function, base, first..<first + count, context, text, index)
    }
  }

  /// Puts one value in the place of all above a mark.
  mutating func replace(from mark: Int, with value: PathValue) {
    values.removeLast(values.count - mark)
    values.append(value)
  }

  /// The only value of an operation, nil for none; the stack stays as it was.
  mutating func single(
    _ operation: Int, _ context: PathContext, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) -> PathValue? {
    let mark = values.count
    try evaluate(operation, context, text, index)
    defer { values.removeLast(values.count - mark) }
    guard values.count <= mark + 1 else {
      throw EvaluationFault(
        .singleton, "an operand has more than one value; take one with first() or where()")
    }
    return values.count == mark ? nil : values[mark]
  }

  /// Whether an operation is true; nil for nothing. One value that is no boolean counts as true
  /// (FHIRPath N1 §4.5).
  mutating func truth(
    of operation: Int, _ context: PathContext, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) -> Bool? {
    try single(operation, context, text, index).map { boolean($0, index) ?? true }
  }

  /// The truth value of a boolean; nil for any other value.
  func boolean(_ value: PathValue, _ index: JSONIndex) -> Bool? {
    switch value {
    case .boolean(let flag): return flag
    case .node(let entry, _):
      switch index.entries[entry].kind {
      case .true: return true
      case .false: return false
      default: return nil
      }
    default: return nil
    }
  }

  private func isObject(_ value: PathValue, _ index: JSONIndex) -> Bool {
    if case .node(let entry, _) = value { index.entries[entry].kind == .object } else { false }
  }

  private mutating func chain(
    _ base: Int, _ steps: Range<Int>, _ context: PathContext, _ text: Span<UInt8>,
    _ index: JSONIndex
  ) throws(EvaluationFault) {
    if case .this = plan.operations[base] {
      guard let focus = context.focus else { return }
      return try walk(focus, steps, context, text, index)
    }
    let mark = values.count
    try evaluate(base, context, text, index)
    let end = values.count
    for position in mark..<end {
      try walk(values[position], steps, context, text, index)
    }
    values.removeSubrange(mark..<end)
  }

  private mutating func element(
    _ base: Int, _ position: Int, _ context: PathContext, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) {
    guard let value = try single(position, context, text, index) else { return }
    guard let number = try number(value, text, index), number.scale == 0 else {
      throw EvaluationFault(.operand, "an index in brackets must be a whole number")
    }
    let mark = values.count
    try evaluate(base, context, text, index)
    let wanted = mark + Int(number.digits)
    if number.digits >= 0, wanted < values.count {
      replace(from: mark, with: values[wanted])
    } else {
      values.removeLast(values.count - mark)
    }
  }

  private mutating func all(
    _ base: Int, _ criteria: Int, _ context: PathContext, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) {
    let mark = values.count
    try evaluate(base, context, text, index)
    var holds = true
    for position in mark..<values.count where holds {
      var inner = context
      inner.focus = values[position]
      holds = try truth(of: criteria, inner, text, index) ?? false
    }
    replace(from: mark, with: .boolean(holds))
  }
}

extension EvaluationFault {
  /// A function of texts was given something else.
  static var notText: EvaluationFault {
    EvaluationFault(.operand, "a function of texts was given something that is no text")
  }

  /// An operator for numbers was given something else.
  static var notNumeric: EvaluationFault {
    EvaluationFault(.operand, "an operand is not a number")
  }
}
