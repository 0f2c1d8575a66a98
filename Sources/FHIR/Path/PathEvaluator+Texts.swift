internal import JSONText

extension PathEvaluator {
  /// Pushes all texts of a collection as one; an empty collection makes an empty text.
  mutating func join(
    _ base: Int, _ separator: Int?, _ context: PathContext, _ text: Span<UInt8>,
    _ index: JSONIndex
  ) throws(EvaluationFault) {
    var glue: [UInt8] = []
    if let separator, let value = try single(separator, context, text, index) {
      glue = bytes(value, text, index)
    }
    let mark = values.count
    try evaluate(base, context, text, index)
    var joined: [UInt8] = []
    for position in mark..<values.count {
      if position > mark { joined += glue }
      appendText(of: values[position], text, index, to: &joined)
    }
    values.removeLast(values.count - mark)
    push(joined)
  }

  /// Pushes whether a text begins with, ends with or contains another.
  mutating func find(
    _ search: PathOperation.TextSearch, _ base: Int, _ part: Int, _ context: PathContext,
    _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) {
    guard let whole = try single(base, context, text, index),
      let wanted = try single(part, context, text, index)
    else { return }
    guard isString(whole, index), isString(wanted, index) else { throw .notText }
    let bytes = bytes(whole, text, index)
    let pattern = self.bytes(wanted, text, index)
    let isFound =
      switch search {
      case .startsWith: bytes.starts(with: pattern)
      case .endsWith: bytes.suffix(pattern.count).elementsEqual(pattern)
      case .contains:
        pattern.isEmpty
          || bytes.indices.contains { bytes[$0...].starts(with: pattern) }
      }
    values.append(.boolean(isFound))
  }

  /// The least or greatest value that a number, date or time stands for; nil where it has none.
  mutating func boundary(
    _ value: PathValue, isHigh: Bool, _ text: Span<UInt8>, _ index: JSONIndex
  ) throws(EvaluationFault) -> PathValue? {
    if let number = try number(value, text, index) {
      return number.boundary(isHigh: isHigh).map { .decimal($0) }
    }
    if case .quantity(let position) = value {
      var quantity = quantities[position]
      guard let bound = quantity.value.boundary(isHigh: isHigh) else { return nil }
      quantity.value = bound
      quantities.append(quantity)
      return .quantity(quantities.count - 1)
    }
    guard let temporal = Temporal(bytes(value, text, index)) else { return nil }
    let type = temporalType(value, temporal)
    let start = scratch.count
    scratch.append(contentsOf: temporal.boundary(isHigh: isHigh, as: type).utf8)
    return .made(start: start, end: scratch.count, type: type)
  }

  /// Whether a date or time is a date, a time, or both.
  func temporalType(_ value: PathValue, _ temporal: Temporal) -> DataType {
    switch value {
    case .node(_, let type?) where type.isTemporal: type
    case .literal(_, let type) where type.isTemporal: type
    case .made(_, _, let type) where type.isTemporal: type
    default: temporal.isTime ? .time : temporal.precision > .day ? .dateTime : .date
    }
  }
}
