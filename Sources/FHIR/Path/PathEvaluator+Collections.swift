internal import JSONText

extension PathEvaluator {
  /// Functions of a collection as a whole.
  mutating func collection(
    _ function: PathFunction, _ base: Int, _ arguments: Range<Int>, _ context: PathContext,
    _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) {
    let mark = values.count
    try evaluate(base, context, text, index)
    let end = values.count
    switch function {
    case .allTrue, .anyTrue, .allFalse, .anyFalse: try quantify(function, from: mark, index)
    case .distinct: try removeDuplicates(from: mark, text, index)
    case .isDistinct:
      try removeDuplicates(from: mark, text, index)
      replace(from: mark, with: .boolean(values.count == end))
    case .single:
      guard end - mark <= 1 else {
        throw EvaluationFault(.singleton, "a path that must have one value has more")
      }
    case .tail: if end > mark { values.remove(at: mark) }
    case .skip, .take:
      let number = try wholeArgument(0, of: arguments, context, text, index) ?? 0
      let count = min(max(number, 0), end - mark)
      if function == .skip {
        values.removeSubrange(mark..<mark + count)
      } else {
        values.removeLast(end - mark - count)
      }
    case .children, .descendants:
      for position in mark..<end {
        appendChildren(of: values[position], isDeep: function == .descendants, text, index)
      }
      values.removeSubrange(mark..<end)
    case .resolve:
      for position in mark..<end {
        if let found = contained(values[position], context.root, text, index) {
          values.append(found)
        }
      }
      values.removeSubrange(mark..<end)
    case .trace: break
    default: try combine(function, mark..<end, arguments, context, text, index)
    }
  }

  private mutating func quantify(
    _ function: PathFunction, from mark: Int, _ index: JSONIndex
  ) throws(EvaluationFault) {
    let wanted = function == .allTrue || function == .anyTrue
    var matches = 0
    for position in mark..<values.count {
      guard let flag = boolean(values[position], index) else {
        throw EvaluationFault(
          .operand, "\(function.rawValue)() was given something else than booleans")
      }
      if flag == wanted { matches += 1 }
    }
    let isAll = function == .allTrue || function == .allFalse
    let holds = isAll ? matches == values.count - mark : matches > 0
    replace(from: mark, with: .boolean(holds))
  }

  /// Functions of two collections: the first on the stack, the second an argument.
  private mutating func combine(
    _ function: PathFunction, _ first: Range<Int>, _ arguments: Range<Int>,
    _ context: PathContext, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) {
    try evaluate(plan.arguments[arguments.lowerBound], context, text, index)
    let second = first.upperBound..<values.count
    switch function {
    case .union: try removeDuplicates(from: first.lowerBound, text, index)
    case .intersect, .exclude:
      var kept: [PathValue] = []
      for position in first {
        let isShared = try isAmong(values[position], second, text, index)
        if isShared == (function == .intersect) { kept.append(values[position]) }
      }
      values.removeLast(values.count - first.lowerBound)
      values += kept
      if function == .intersect { try removeDuplicates(from: first.lowerBound, text, index) }
    case .subsetOf, .supersetOf:
      let (inner, outer) = function == .subsetOf ? (first, second) : (second, first)
      var holds = true
      for position in inner where holds {
        holds = try isAmong(values[position], outer, text, index)
      }
      replace(from: first.lowerBound, with: .boolean(holds))
    default: break
    }
  }

  /// Pushes the children of an element with their types, each before those below it where all are meant.
  private mutating func appendChildren(
    of value: PathValue, isDeep: Bool, _ text: Span<UInt8>, _ index: JSONIndex
  ) {
    guard case .node(let entry, _) = value, index.entries[entry].kind == .object else { return }
    var key = entry + 1
    while key < Int(index.entries[entry].next) {
      let name = index.string(key, in: text)
      if name != "resourceType", !name.hasPrefix("_") {
        let type = ElementTypes.choice(name)?.type ?? ElementTypes.type(of: name)
        appendChild(key + 1, type, isDeep: isDeep, text, index)
      }
      key = Int(index.entries[key + 1].next)
    }
  }

  private mutating func appendChild(
    _ entry: Int, _ type: DataType?, isDeep: Bool, _ text: Span<UInt8>, _ index: JSONIndex
  ) {
    switch index.entries[entry].kind {
    case .null: return
    case .array:
      var child = entry + 1
      while child < Int(index.entries[entry].next) {
        appendChild(child, type, isDeep: isDeep, text, index)
        child = Int(index.entries[child].next)
      }
    case let kind:
      let value = PathValue.node(
        entry: entry, type: kind == .object && type?.isPrimitive ?? false ? nil : type)
      values.append(value)
      if isDeep { appendChildren(of: value, isDeep: true, text, index) }
    }
  }

  private static let contained = JSONName("contained")
  private static let reference = JSONName("reference")
  private static let id = JSONName("id")

  /// The contained resource that a Reference, or its text, points to with `#id`; references to other
  /// resources are not followed.
  private func contained(
    _ value: PathValue, _ root: Int, _ text: Span<UInt8>, _ index: JSONIndex
  ) -> PathValue? {
    var target = bytes(value, text, index)
    if case .node(let entry, _) = value, index.entries[entry].kind == .object {
      guard let found = index.member(Self.reference, of: entry, in: text) else { return nil }
      target = Array(index.string(found, in: text).utf8)
    }
    guard target.first == UInt8(ascii: "#") else { return nil }
    if target.count == 1 { return .node(entry: root, type: nil) }
    guard let list = index.member(Self.contained, of: root, in: text),
      index.entries[list].kind == .array
    else { return nil }
    var child = list + 1
    while child < Int(index.entries[list].next) {
      if let id = index.member(Self.id, of: child, in: text),
        index.isText(id, equalTo: Array(target.dropFirst()), in: text)
      {
        return .node(entry: child, type: nil)
      }
      child = Int(index.entries[child].next)
    }
    return nil
  }
}
