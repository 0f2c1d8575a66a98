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
    case .equivalent, .notEquivalent:
      let result = try equivalence(left, right, context, text, index)
      values.append(.boolean(result == (symbol == .equivalent)))
    case .in: try membership(of: left, in: right, context, text, index)
    case .contains: try membership(of: right, in: left, context, text, index)
    case .union:
      let mark = values.count
      try evaluate(left, context, text, index)
      try evaluate(right, context, text, index)
      try removeDuplicates(from: mark, text, index)
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

  private mutating func arithmetic(
    _ symbol: PathOperator, _ left: PathValue, _ right: PathValue, _ text: Span<UInt8>,
    _ index: JSONIndex
  ) throws(EvaluationFault) {
    if case .quantity = right, symbol == .add || symbol == .subtract, isString(left, index) {
      return try shift(left, by: right, isForward: symbol == .add, text, index)
    }
    if symbol == .add, isString(left, index), isString(right, index) {
      return appendJoined(left, right, text, index)
    }
    guard let first = try number(left, text, index), let second = try number(right, text, index)
    else { return try quantityArithmetic(symbol, left, right, text, index) }
    let result =
      switch symbol {
      case .add: PathDecimal.sum(first, second)
      case .subtract: PathDecimal.sum(first, second, negated: true)
      case .multiply: PathDecimal.product(first, second)
      case .divide: PathDecimal.quotient(first, second)
      default: PathDecimal.wholeQuotient(first, second, remainder: symbol == .modulo)
      }
    // A result that does not fit, and a division by zero, are empty (FHIRPath N1 §6.6).
    guard let result else { return }
    let isWhole =
      symbol == .wholeDivide
      || (symbol != .divide && isInteger(left, text, index) && isInteger(right, text, index))
    values.append(isWhole ? .integer(Int(result.digits)) : .decimal(result))
  }

  private mutating func quantityArithmetic(
    _ symbol: PathOperator, _ left: PathValue, _ right: PathValue, _ text: Span<UInt8>,
    _ index: JSONIndex
  ) throws(EvaluationFault) {
    guard let first = try quantity(left, text, index),
      let second = try quantity(right, text, index)
    else { throw .notNumeric }
    var result: PathQuantity?
    switch symbol {
    case .add, .subtract:
      result = second.converted(to: first).flatMap { second in
        PathDecimal.sum(first.value, second.value, negated: symbol == .subtract).map {
          PathQuantity(value: $0, unit: first.unit, isCalendar: first.isCalendar)
        }
      }
    case .multiply, .divide:
      result = PathQuantity.product(first, second, isQuotient: symbol == .divide)
    default: throw .notNumeric
    }
    if let result { push(result) }
  }

  /// Pushes whether one value is among others; nothing where there is no value.
  private mutating func membership(
    of element: Int, in list: Int, _ context: PathContext, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) {
    guard let value = try single(element, context, text, index) else { return }
    let mark = values.count
    try evaluate(list, context, text, index)
    let isFound = try isAmong(value, mark..<values.count, text, index)
    replace(from: mark, with: .boolean(isFound))
  }

  /// The opposite of a number or quantity.
  mutating func negated(
    _ value: PathValue, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) -> PathValue {
    if case .quantity(let position) = value {
      var quantity = quantities[position]
      quantity.value = quantity.value.negated
      quantities.append(quantity)
      return .quantity(quantities.count - 1)
    }
    guard let number = try number(value, text, index) else { throw .notNumeric }
    return isInteger(value, text, index)
      ? .integer(-Int(number.digits)) : .decimal(number.negated)
  }

  private mutating func appendJoined(
    _ left: PathValue?, _ right: PathValue?, _ text: Span<UInt8>, _ index: JSONIndex
  ) {
    var joined: [UInt8] = []
    if let left { joined += bytes(left, text, index) }
    if let right { joined += bytes(right, text, index) }
    push(joined)
  }

  /// Makes a text, and pushes it.
  mutating func push(_ bytes: some Sequence<UInt8>, _ type: DataType = .string) {
    let start = scratch.count
    scratch += bytes
    values.append(.made(start: start, end: scratch.count, type: type))
  }

  /// Makes a quantity, and pushes it.
  mutating func push(_ quantity: PathQuantity) {
    quantities.append(quantity)
    values.append(.quantity(quantities.count - 1))
  }

  /// Whether a value is a whole number, by its type or by its spelling.
  func isInteger(_ value: PathValue, _ text: Span<UInt8>, _ index: JSONIndex) -> Bool {
    switch value {
    case .integer: true
    case .node(let entry, let type):
      index.entries[entry].kind == .number && type != .decimal && isWhole(entry, text, index)
    default: false
    }
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

  /// Whether a value is known to be a date, a time or both.
  func isTemporal(_ value: PathValue) -> Bool {
    switch value {
    case .literal(_, let type), .made(_, _, let type): type.isTemporal
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
    case .made(let start, let end, _): output.append(contentsOf: scratch[start..<end])
    case .quantity(let quantity): output.append(contentsOf: quantities[quantity].description.utf8)
    case .typeInfo(let start, let end, let isSystem):
      output.append(contentsOf: (isSystem ? "System." : "FHIR.").utf8)
      output.append(contentsOf: scratch[Int(start)..<Int(end)])
    }
  }
}
