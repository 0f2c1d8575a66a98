internal import JSONText

extension PathEvaluator {
  /// Pushes the value of an operator; nothing where an operand is empty, as FHIRPath has it.
  mutating func binary(
    _ symbol: PathOperator, _ left: Int, _ right: Int, _ context: PathContext,
    _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) {
    switch symbol {
    case .and, .or, .xor, .implies:
      let first = try truth(of: left, context, text, index)
      let second = try truth(of: right, context, text, index)
      if let result = Self.logic(symbol, first, second) { values.append(.boolean(result)) }
    case .equal, .notEqual:
      if let result = try equality(left, right, context, text, index) {
        values.append(.boolean(result == (symbol == .equal)))
      }
    case .concatenate:
      let first = try single(left, context, text, index)
      let second = try single(right, context, text, index)
      appendJoined(first, second, text, index)
    default:
      guard let first = try single(left, context, text, index),
        let second = try single(right, context, text, index)
      else { return }
      switch symbol {
      case .less, .lessOrEqual, .greater, .greaterOrEqual:
        guard let order = try order(first, second, text, index) else { return }
        let holds =
          switch symbol {
          case .less: order < 0
          case .lessOrEqual: order <= 0
          case .greater: order > 0
          default: order >= 0
          }
        values.append(.boolean(holds))
      default:
        try arithmetic(symbol, first, second, text, index)
      }
    }
  }

  /// Three-valued logic (FHIRPath N1 §6.5); nil is "nothing known".
  private static func logic(_ symbol: PathOperator, _ left: Bool?, _ right: Bool?) -> Bool? {
    switch symbol {
    case .and:
      if left == false || right == false { return false }
      return left == nil || right == nil ? nil : true
    case .or:
      if left == true || right == true { return true }
      return left == nil || right == nil ? nil : false
    case .implies:
      if left == false || right == true { return true }
      return left == nil || right == nil ? nil : false
    default:
      guard let left, let right else { return nil }
      return left != right
    }
  }

  /// Whether two collections are equal item by item; nil where one is empty or an item leaves it open.
  private mutating func equality(
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

  private func isEqual(
    _ left: PathValue, _ right: PathValue, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) -> Bool? {
    if let first = boolean(left, index) { return boolean(right, index) == first }
    if let first = try number(left, text, index) {
      return try number(right, text, index).map { PathDecimal.order(first, $0) == 0 } ?? false
    }
    guard boolean(right, index) == nil, try number(right, text, index) == nil else { return false }
    if isTemporal(left) || isTemporal(right),
      let first = Temporal(bytes(left, text, index)),
      let second = Temporal(bytes(right, text, index))
    {
      return Temporal.order(first, second).map { $0 == 0 }
    }
    if case .node(let entry, _) = left, case .literal(let literal, _) = right,
      index.entries[entry].kind == .string
    {
      return index.isText(entry, equalTo: plan.texts[literal].bytes, in: text)
    }
    return bytes(left, text, index) == bytes(right, text, index)
  }

  /// Which of two values is less: -1, 0, 1; nil where their precision leaves it open.
  private func order(
    _ left: PathValue, _ right: PathValue, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) -> Int? {
    let first = try number(left, text, index)
    let second = try number(right, text, index)
    if let first, let second { return PathDecimal.order(first, second) }
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
    if firstBytes == secondBytes { return 0 }
    return firstBytes.lexicographicallyPrecedes(secondBytes) ? -1 : 1
  }

  private mutating func arithmetic(
    _ symbol: PathOperator, _ left: PathValue, _ right: PathValue, _ text: Span<UInt8>,
    _ index: JSONIndex
  ) throws(EvaluationFault) {
    if symbol == .add, isString(left, index), isString(right, index) {
      return appendJoined(left, right, text, index)
    }
    guard let first = try number(left, text, index), let second = try number(right, text, index)
    else { throw .notNumeric }
    let result =
      switch symbol {
      case .add: PathDecimal.sum(first, second)
      case .subtract: PathDecimal.sum(first, second, negated: true)
      case .multiply: PathDecimal.product(first, second)
      case .divide: PathDecimal.quotient(first, second)
      default: PathDecimal.wholeQuotient(first, second, remainder: symbol == .modulo)
      }
    // A result that does not fit, and a division by zero, are empty (FHIRPath N1 §6.6).
    if let result { values.append(.decimal(result)) }
  }

  private mutating func appendJoined(
    _ left: PathValue?, _ right: PathValue?, _ text: Span<UInt8>, _ index: JSONIndex
  ) {
    var joined: [UInt8] = []
    if let left { joined += bytes(left, text, index) }
    if let right { joined += bytes(right, text, index) }
    let start = scratch.count
    scratch += joined
    values.append(.made(start: start, end: scratch.count))
  }

  /// The number that a value is; nil for any other value.
  func number(
    _ value: PathValue, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) -> PathDecimal? {
    switch value {
    case .integer(let integer): return PathDecimal(integer)
    case .decimal(let decimal): return decimal
    case .node(let entry, _):
      guard index.entries[entry].kind == .number else { return nil }
      guard let decimal = PathDecimal(text, index.entries[entry].range) else {
        throw EvaluationFault(.digits, "a number that is compared or computed has over 18 digits")
      }
      return decimal
    default: return nil
    }
  }

  /// Whether a value is a text, dates and times included.
  func isString(_ value: PathValue, _ index: JSONIndex) -> Bool {
    switch value {
    case .literal, .made: true
    case .node(let entry, _): index.entries[entry].kind == .string
    default: false
    }
  }

  private func isTemporal(_ value: PathValue) -> Bool {
    switch value {
    case .literal(_, let type): type.isTemporal
    case .node(_, let type): type?.isTemporal ?? false
    default: false
    }
  }

  /// A copy of a value's text.
  func bytes(_ value: PathValue, _ text: Span<UInt8>, _ index: JSONIndex) -> [UInt8] {
    var bytes: [UInt8] = []
    appendText(of: value, text, index, to: &bytes)
    return bytes
  }

  /// Appends a value as text: a string without quotes, a number in its spelling, an object as JSON.
  func appendText(
    of value: PathValue, _ text: Span<UInt8>, _ index: JSONIndex, to output: inout [UInt8]
  ) {
    switch value {
    case .node(let entry, _): index.appendText(entry, in: text, to: &output)
    case .boolean(let flag): output.append(contentsOf: (flag ? "true" : "false").utf8)
    case .integer(let integer): output.append(contentsOf: String(integer).utf8)
    case .decimal(let decimal): output.append(contentsOf: decimal.description.utf8)
    case .literal(let literal, _): output.append(contentsOf: plan.texts[literal].bytes)
    case .made(let start, let end): output.append(contentsOf: scratch[start..<end])
    }
  }
}
