internal import JSONText

extension PathEvaluator {
  /// Pushes what a function yields.
  mutating func call(
    _ function: PathFunction, _ base: Int, _ arguments: Range<Int>, _ context: PathContext,
    _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) {
    switch function {
    case .where, .select, .exists, .all, .repeat, .aggregate, .sort:
      try items(function, base, arguments, context, text, index)
    case .allTrue, .anyTrue, .allFalse, .anyFalse, .distinct, .isDistinct, .single, .tail, .skip,
      .take, .intersect, .exclude, .union, .combine, .subsetOf, .supersetOf, .children,
      .descendants, .trace, .resolve:
      try collection(function, base, arguments, context, text, index)
    case .iif: try choose(base, arguments, context, text, index)
    case .toBoolean, .toInteger, .toDecimal, .toString, .toDate, .toDateTime, .toTime, .toQuantity,
      .convertsToBoolean, .convertsToInteger, .convertsToDecimal, .convertsToString,
      .convertsToDate, .convertsToDateTime, .convertsToTime, .convertsToQuantity:
      try convert(function, base, arguments, context, text, index)
    case .abs, .ceiling, .exp, .floor, .ln, .log, .power, .round, .sqrt, .truncate:
      try compute(function, base, arguments, context, text, index)
    case .indexOf, .lastIndexOf, .substring, .upper, .lower, .replace, .matches, .matchesFull,
      .replaceMatches, .length, .toChars, .trim, .split, .encode, .decode, .escape, .unescape:
      try edit(function, base, arguments, context, text, index)
    case .now, .today, .timeOfDay: readClock(function)
    case .type, .precision, .comparable, .lowBoundary, .highBoundary, .getValue:
      try inspect(function, base, arguments, context, text, index)
    default:
      // Functions with an operation of their own never come here, but for `$index` in arguments.
      break
    }
  }

  /// The value of an argument; nil where it is left out or empty.
  mutating func argument(
    _ number: Int, of arguments: Range<Int>, _ context: PathContext, _ text: Span<UInt8>,
    _ index: JSONIndex
  ) throws(EvaluationFault) -> PathValue? {
    guard number < arguments.count else { return nil }
    return try single(plan.arguments[arguments.lowerBound + number], context, text, index)
  }

  /// A whole number that is an argument; nil where it is left out or empty.
  mutating func wholeArgument(
    _ number: Int, of arguments: Range<Int>, _ context: PathContext, _ text: Span<UInt8>,
    _ index: JSONIndex
  ) throws(EvaluationFault) -> Int? {
    guard let value = try argument(number, of: arguments, context, text, index) else { return nil }
    guard isInteger(value, text, index), let decimal = try self.number(value, text, index) else {
      throw EvaluationFault(.operand, "an argument is not a whole number")
    }
    return Int(decimal.digits)
  }

  /// A text that is an argument; nil where it is left out or empty.
  mutating func textArgument(
    _ number: Int, of arguments: Range<Int>, _ context: PathContext, _ text: Span<UInt8>,
    _ index: JSONIndex
  ) throws(EvaluationFault) -> String? {
    guard let value = try argument(number, of: arguments, context, text, index) else { return nil }
    guard isString(value, index) else { throw .notText }
    return string(value, text, index)
  }

  /// A value as text.
  func string(_ value: PathValue, _ text: Span<UInt8>, _ index: JSONIndex) -> String {
    String(decoding: bytes(value, text, index), as: UTF8.self)
  }

  /// Pushes what one of two arguments yields, as a condition decides (N1 §5.5.1); the other is not
  /// evaluated.
  private mutating func choose(
    _ base: Int, _ arguments: Range<Int>, _ context: PathContext, _ text: Span<UInt8>,
    _ index: JSONIndex
  ) throws(EvaluationFault) {
    var inner = context
    inner.focus = try single(base, context, text, index)
    let condition = try argument(0, of: arguments, inner, text, index)
    let truth = condition.flatMap { boolean($0, index) }
    if condition != nil && truth == nil {
      throw EvaluationFault(.operand, "the condition of iif() is neither true nor false")
    }
    let chosen = truth == true ? 1 : 2
    if chosen < arguments.count {
      try evaluate(plan.arguments[arguments.lowerBound + chosen], inner, text, index)
    }
  }

  /// The moment that paths take for now; each call in one evaluation sees the same.
  private mutating func readClock(_ function: PathFunction) {
    guard let clock else { return }
    switch function {
    case .now: push(clock.utf8, .dateTime)
    case .today: push(clock.utf8.prefix(10), .date)
    default: push(clock.utf8.dropFirst(11).prefix { $0 != 0x2B && $0 != 0x2D && $0 != 0x5A }, .time)
    }
  }

  /// Functions that tell something about one value.
  private mutating func inspect(
    _ function: PathFunction, _ base: Int, _ arguments: Range<Int>, _ context: PathContext,
    _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) {
    if function == .type {
      let mark = values.count
      try evaluate(base, context, text, index)
      for position in mark..<values.count {
        let (name, isSystem) = typeName(of: values[position], text, index)
        let start = Int32(scratch.count)
        scratch += name.utf8
        values[position] = .typeInfo(start: start, end: Int32(scratch.count), isSystem: isSystem)
      }
      return
    }
    guard let value = try single(base, context, text, index) else { return }
    switch function {
    case .getValue:
      if case .node(let entry, _) = value, index.entries[entry].kind == .object { return }
      values.append(value)
    case .comparable:
      guard let other = try argument(0, of: arguments, context, text, index),
        let first = try quantity(value, text, index),
        let second = try quantity(other, text, index)
      else { return }
      values.append(.boolean(PathQuantity.areComparable(first, second)))
    case .precision:
      if let number = try number(value, text, index) {
        values.append(.integer(number.scale))
      } else if let temporal = Temporal(bytes(value, text, index)) {
        values.append(.integer(temporal.digitCount))
      }
    default:
      let digits = try wholeArgument(0, of: arguments, context, text, index)
      try boundary(value, isHigh: function == .highBoundary, digits, text, index)
    }
  }

  /// Pushes a boundary to a number of digits; nothing where there cannot be so many.
  private mutating func boundary(
    _ value: PathValue, isHigh: Bool, _ digits: Int?, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) {
    guard let digits else {
      if let bound = try boundary(value, isHigh: isHigh, text, index) { values.append(bound) }
      return
    }
    let isNumber = try number(value, text, index) != nil
    if isNumber || systemType(value) == .quantity {
      // FHIRPath's decimals have up to 28 digits after the point (N1 §4.1.4).
      guard (0...28).contains(digits),
        let bound = try boundary(value, isHigh: isHigh, text, index)
      else { return }
      let rule = isHigh ? PathDecimal.Rounding.up : .down
      if case .decimal(let decimal) = bound, let cut = decimal.rounded(to: digits, rule) {
        values.append(.decimal(cut))
      } else if case .quantity(let position) = bound {
        var quantity = quantities[position]
        quantity.value = quantity.value.rounded(to: digits, rule) ?? quantity.value
        push(quantity)
      }
    } else if let temporal = Temporal(bytes(value, text, index)) {
      let type = temporalType(value, temporal)
      if let bound = temporal.boundary(isHigh: isHigh, as: type, digits: digits) {
        push(bound.utf8, digits <= 8 && type != .time ? .date : type)
      }
    }
  }

  /// A part of a value that is no element: `unit` of a quantity, `name` of a type.
  mutating func part(_ name: JSONName, of value: PathValue) -> PathValue? {
    let part = String(decoding: name.bytes, as: UTF8.self)
    let start = scratch.count
    switch (value, part) {
    case (.typeInfo(let start, let end, _), "name"):
      return .made(start: Int(start), end: Int(end), type: .string)
    case (.typeInfo(_, _, let isSystem), "namespace"):
      scratch += (isSystem ? "System" : "FHIR").utf8
    case (.quantity(let position), "value"): return .decimal(quantities[position].value)
    case (.quantity(let position), "unit"), (.quantity(let position), "code"):
      scratch += quantities[position].unit.utf8
    default: return nil
    }
    return .made(start: start, end: scratch.count, type: .string)
  }
}
