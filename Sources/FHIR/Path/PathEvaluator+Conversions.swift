internal import JSONText

extension PathEvaluator {
  /// The conversions and the tests whether they are possible (FHIRPath N1 §5.5).
  mutating func convert(
    _ function: PathFunction, _ base: Int, _ arguments: Range<Int>, _ context: PathContext,
    _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) {
    guard let value = try single(base, context, text, index) else { return }
    let mark = values.count
    switch function {
    case .toBoolean, .convertsToBoolean:
      if let flag = try toBoolean(value, text, index) { values.append(.boolean(flag)) }
    case .toInteger, .convertsToInteger:
      if let integer = try toInteger(value, text, index) { values.append(.integer(integer)) }
    case .toDecimal, .convertsToDecimal:
      if let decimal = try toDecimal(value, text, index) { values.append(.decimal(decimal)) }
    case .toString, .convertsToString:
      if !isComplex(value, index) { push(bytes(value, text, index)) }
    case .toQuantity, .convertsToQuantity:
      let unit = try textArgument(0, of: arguments, context, text, index)
      if let quantity = try toQuantity(value, unit, text, index) { push(quantity) }
    default: toTemporal(function, value, text, index)
    }
    if function.rawValue.hasPrefix("converts") {
      replace(from: mark, with: .boolean(values.count > mark))
    }
  }

  private func isComplex(_ value: PathValue, _ index: JSONIndex) -> Bool {
    switch value {
    case .node(let entry, _): index.entries[entry].kind == .object
    case .typeInfo: true
    default: false
    }
  }

  private func toBoolean(
    _ value: PathValue, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) -> Bool? {
    if let flag = boolean(value, index) { return flag }
    if let number = try number(value, text, index) {
      if PathDecimal.order(number, PathDecimal(1)) == 0 { return true }
      return PathDecimal.order(number, PathDecimal(0)) == 0 ? false : nil
    }
    guard isString(value, index) else { return nil }
    switch string(value, text, index).lowercased() {
    case "true", "t", "yes", "y", "1", "1.0": return true
    case "false", "f", "no", "n", "0", "0.0": return false
    default: return nil
    }
  }

  private func toInteger(
    _ value: PathValue, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) -> Int? {
    if let flag = boolean(value, index) { return flag ? 1 : 0 }
    if isInteger(value, text, index) {
      return try number(value, text, index).map { Int($0.digits) }
    }
    guard isString(value, index) else { return nil }
    let spelling = string(value, text, index)
    return spelling.contains(".") ? nil : PathDecimal(spelling: spelling).map { Int($0.digits) }
  }

  private func toDecimal(
    _ value: PathValue, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) -> PathDecimal? {
    if let flag = boolean(value, index) { return PathDecimal(digits: flag ? 10 : 0, scale: 1) }
    if let number = try number(value, text, index) { return number }
    return isString(value, index) ? PathDecimal(spelling: string(value, text, index)) : nil
  }

  private func toQuantity(
    _ value: PathValue, _ unit: String?, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) -> PathQuantity? {
    var quantity: PathQuantity?
    if let flag = boolean(value, index) {
      quantity = PathQuantity(
        value: PathDecimal(digits: flag ? 10 : 0, scale: 1), unit: "1", isCalendar: false)
    } else if isString(value, index) {
      quantity = PathQuantity(string(value, text, index))
    } else {
      quantity = try self.quantity(value, text, index)
    }
    guard let unit else { return quantity }
    let isCalendar = CalendarUnit(word: unit) != nil
    return quantity?.converted(
      to: PathQuantity(value: PathDecimal(1), unit: unit, isCalendar: isCalendar))
  }

  private mutating func toTemporal(
    _ function: PathFunction, _ value: PathValue, _ text: Span<UInt8>, _ index: JSONIndex
  ) {
    guard isString(value, index), let temporal = Temporal(bytes(value, text, index)) else { return }
    switch function {
    case .toTime, .convertsToTime:
      if temporal.isTime { push(temporal.spelling.utf8, .time) }
    case .toDate, .convertsToDate:
      if !temporal.isTime { push(temporal.dateOnly.spelling.utf8, .date) }
    default:
      if !temporal.isTime { push(temporal.spelling.utf8, .dateTime) }
    }
  }

  /// Pushes a date or time that is an amount of time later or earlier (N1 §6.6.7).
  mutating func shift(
    _ value: PathValue, by amount: PathValue, isForward: Bool, _ text: Span<UInt8>,
    _ index: JSONIndex
  ) throws(EvaluationFault) {
    guard case .quantity(let position) = amount,
      let temporal = Temporal(bytes(value, text, index))
    else {
      throw EvaluationFault(
        .operand, "a quantity can be added to a date, a time or a quantity only")
    }
    let quantity = quantities[position]
    guard let unit = quantity.calendar else {
      throw EvaluationFault(
        .operand,
        "a date is moved by a unit of the calendar, such as 2 months, or by weeks to"
          + " milliseconds of UCUM")
    }
    let type = temporalType(value, temporal)
    let count = isForward ? quantity.value : quantity.value.negated
    if let moved = temporal.adding(count, unit) { push(moved.spelling.utf8, type) }
  }
}
