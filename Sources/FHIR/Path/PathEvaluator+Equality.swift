internal import JSONText

extension PathEvaluator {
  /// Whether two collections are equal item by item; nil where one is empty or an item leaves it open.
  mutating func equality(
    _ left: Int, _ right: Int, _ context: PathContext, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) -> Bool? {
    let mark = values.count
    try evaluate(left, context, text, index)
    let middle = values.count
    try evaluate(right, context, text, index)
    defer { values.removeLast(values.count - mark) }
    let count = middle - mark
    if count == 0 || values.count == middle { return nil }
    guard values.count - middle == count else { return false }
    for offset in 0..<count {
      guard let isEqual = try isEqual(values[mark + offset], values[middle + offset], text, index)
      else { return nil }
      if !isEqual { return false }
    }
    return true
  }

  /// Whether two values are equal (N1 §6.1.1); nil where precision or unit leave it open.
  func isEqual(
    _ left: PathValue, _ right: PathValue, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) -> Bool? {
    if let first = boolean(left, index) { return boolean(right, index) == first }
    if let first = try number(left, text, index) {
      if let second = try number(right, text, index) {
        return PathDecimal.order(first, second) == 0
      }
      return isQuantity(right) ? try quantityEquality(left, right, text, index) : false
    }
    if isQuantity(left) || isQuantity(right) {
      return try quantityEquality(left, right, text, index)
    }
    guard boolean(right, index) == nil, try number(right, text, index) == nil else { return false }
    if isTemporal(left) || isTemporal(right),
      let first = Temporal(bytes(left, text, index)),
      let second = Temporal(bytes(right, text, index))
    {
      return first.isTime == second.isTime ? Temporal.order(first, second).map { $0 == 0 } : false
    }
    if case .node(let entry, _) = left, case .literal(let literal, _) = right,
      index.entries[entry].kind == .string
    {
      return index.isText(entry, equalTo: plan.texts[literal].bytes, in: text)
    }
    if case .node(let first, _) = left, case .node(let second, _) = right {
      return isSame(first, second, text, index)
    }
    return bytes(left, text, index) == bytes(right, text, index)
  }

  private func isQuantity(_ value: PathValue) -> Bool {
    if case .quantity = value { true } else { false }
  }

  private func quantityEquality(
    _ left: PathValue, _ right: PathValue, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) -> Bool? {
    guard let first = try quantity(left, text, index),
      let second = try quantity(right, text, index)
    else { return false }
    return PathQuantity.order(first, second).map { $0 == 0 }
  }

  /// Whether two elements have the same content; the order of an object's members does not count.
  func isSame(_ left: Int, _ right: Int, _ text: Span<UInt8>, _ index: JSONIndex) -> Bool {
    if left == right { return true }
    let (first, second) = (index.entries[left], index.entries[right])
    guard first.kind == second.kind else { return false }
    switch first.kind {
    case .object:
      var key = left + 1
      var count = 0
      while key < Int(first.next) {
        let name = JSONName(index.string(key, in: text))
        guard let other = index.member(name, of: right, in: text),
          isSame(key + 1, other, text, index)
        else { return false }
        count += 1
        key = Int(index.entries[key + 1].next)
      }
      var others = 0
      key = right + 1
      while key < Int(second.next) {
        others += 1
        key = Int(index.entries[key + 1].next)
      }
      return count == others
    case .array:
      var (one, other) = (left + 1, right + 1)
      while one < Int(first.next), other < Int(second.next) {
        guard isSame(one, other, text, index) else { return false }
        one = Int(index.entries[one].next)
        other = Int(index.entries[other].next)
      }
      return one == Int(first.next) && other == Int(second.next)
    case .number:
      if let one = PathDecimal(text, first.range), let other = PathDecimal(text, second.range) {
        return PathDecimal.order(one, other) == 0
      }
      return index.string(left, in: text) == index.string(right, in: text)
    default: return index.string(left, in: text) == index.string(right, in: text)
    }
  }

  /// Whether two collections are equivalent, without regard to order (N1 §6.1.2).
  mutating func equivalence(
    _ left: Int, _ right: Int, _ context: PathContext, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) -> Bool {
    let mark = values.count
    try evaluate(left, context, text, index)
    let middle = values.count
    try evaluate(right, context, text, index)
    defer { values.removeLast(values.count - mark) }
    guard middle - mark == values.count - middle else { return false }
    var isTaken = Array(repeating: false, count: middle - mark)
    for position in mark..<middle {
      var isFound = false
      for offset in isTaken.indices where !isTaken[offset] && !isFound {
        if try isEquivalent(values[position], values[middle + offset], text, index) {
          isTaken[offset] = true
          isFound = true
        }
      }
      if !isFound { return false }
    }
    return true
  }

  private func isEquivalent(
    _ left: PathValue, _ right: PathValue, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) -> Bool {
    if let first = try number(left, text, index), let second = try number(right, text, index) {
      return PathDecimal.areEquivalent(first, second)
    }
    if isQuantity(left) || isQuantity(right) {
      guard let first = try quantity(left, text, index),
        let second = try quantity(right, text, index)
      else { return false }
      return PathQuantity.areEquivalent(first, second)
    }
    if isString(left, index), isString(right, index), !isTemporal(left), !isTemporal(right) {
      return Self.plain(bytes(left, text, index)) == Self.plain(bytes(right, text, index))
    }
    return try isEqual(left, right, text, index) ?? false
  }

  /// A text in small letters with single spaces.
  private static func plain(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self).lowercased()
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Which of two values is less: -1, 0, 1; nil where precision or unit leave it open.
  func order(
    _ left: PathValue, _ right: PathValue, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) -> Int? {
    let first = try number(left, text, index)
    let second = try number(right, text, index)
    if let first, let second { return PathDecimal.order(first, second) }
    if let first = try quantity(left, text, index), let second = try quantity(right, text, index) {
      return PathQuantity.order(first, second)
    }
    guard first == nil, second == nil, isString(left, index), isString(right, index) else {
      throw EvaluationFault(
        .operand, "numbers can be compared with numbers, texts and dates with their like only")
    }
    let firstBytes = bytes(left, text, index)
    let secondBytes = bytes(right, text, index)
    if isTemporal(left) || isTemporal(right) {
      guard let first = Temporal(firstBytes), let second = Temporal(secondBytes) else {
        throw EvaluationFault(.operand, "a date or time is compared with something that is none")
      }
      return Temporal.order(first, second)
    }
    // Two elements whose types nothing tells are dates where both are spelled as a month or more.
    if case .node = left, case .node = right, min(firstBytes.count, secondBytes.count) >= 7,
      let first = Temporal(firstBytes), let second = Temporal(secondBytes), !first.isTime
    {
      return Temporal.order(first, second)
    }
    if firstBytes == secondBytes { return 0 }
    return firstBytes.lexicographicallyPrecedes(secondBytes) ? -1 : 1
  }

  /// Whether a value equals one of those at a range of the stack.
  func isAmong(
    _ value: PathValue, _ range: Range<Int>, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) -> Bool {
    for position in range {
      if try isEqual(value, values[position], text, index) ?? false { return true }
    }
    return false
  }

  /// Leaves of equal values above a mark the first only.
  mutating func removeDuplicates(
    from mark: Int, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) {
    var end = mark
    for position in mark..<values.count {
      if try !isAmong(values[position], mark..<end, text, index) {
        values[end] = values[position]
        end += 1
      }
    }
    values.removeLast(values.count - end)
  }

  private static let value = JSONName("value")
  private static let code = JSONName("code")
  private static let unit = JSONName("unit")

  /// A value as a quantity: a number has the unit `1`, FHIR's Quantity its code, or its unit's name;
  /// nil for any other value.
  func quantity(
    _ value: PathValue, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) -> PathQuantity? {
    if case .quantity(let position) = value { return quantities[position] }
    if let number = try number(value, text, index) {
      return PathQuantity(value: number, unit: "1", isCalendar: false)
    }
    guard case .node(let entry, _) = value, index.entries[entry].kind == .object,
      let amount = index.member(Self.value, of: entry, in: text),
      let number = try number(.node(entry: amount, type: nil), text, index)
    else { return nil }
    let unit =
      index.member(Self.code, of: entry, in: text) ?? index.member(Self.unit, of: entry, in: text)
    return PathQuantity(
      value: number, unit: unit.map { index.string($0, in: text) } ?? "1", isCalendar: false)
  }
}
