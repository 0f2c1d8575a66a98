extension ColumnType {
  /// Whether a text, in a range of bytes, is a value of this type.
  ///
  /// - Complexity: O(n) in the length of the range.
  package func accepts(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    switch self {
    case .string: isUTF8(text, range)
    case .integer: integerValue(text, range) != nil
    case .number: isNumber(text, range)
    case .boolean: hasText("true", text, range) || hasText("false", text, range)
    case .date: CalendarDate(text, range) != nil
    case .instant: Instant(text, range) != nil
    }
  }

  /// What a cell must look like, in words for a message.
  package var inWords: String {
    switch self {
    case .string: "text in UTF-8"
    case .integer: "a whole number such as 42"
    case .number: "a number such as 0.5"
    case .boolean: "true or false"
    case .date: "a day such as 2024-02-29"
    case .instant: "a moment such as 2024-02-29T12:30:00Z"
    }
  }
}

/// The value of a whole number spelled as in JSON; nil for another spelling or beyond `Int`.
func integerValue(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
  var offset = range.lowerBound
  let isNegative = !range.isEmpty && text[offset] == UInt8(ascii: "-")
  if isNegative { offset += 1 }
  guard offset < range.upperBound else { return nil }
  if text[offset] == UInt8(ascii: "0") && offset + 1 < range.upperBound { return nil }
  var value = 0
  while offset < range.upperBound {
    let digit = text[offset] &- UInt8(ascii: "0")
    guard digit < 10 else { return nil }
    let (product, overflow) = value.multipliedReportingOverflow(by: 10)
    let (sum, carry) =
      isNegative
      ? product.subtractingReportingOverflow(Int(digit))
      : product.addingReportingOverflow(Int(digit))
    if overflow || carry { return nil }
    value = sum
    offset += 1
  }
  return value
}

/// Whether a range is a number as JSON spells it (RFC 8259 §6).
func isJSONNumber(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
  let end = range.upperBound
  func pastDigits(_ start: Int) -> Int {
    var offset = start
    while offset < end, text[offset] &- UInt8(ascii: "0") < 10 { offset += 1 }
    return offset
  }
  var offset = range.lowerBound
  if offset < end, text[offset] == UInt8(ascii: "-") { offset += 1 }
  let integer = offset
  offset = pastDigits(integer)
  guard offset > integer, offset == integer + 1 || text[integer] != UInt8(ascii: "0") else {
    return false
  }
  if offset < end, text[offset] == UInt8(ascii: ".") {
    let fraction = offset + 1
    offset = pastDigits(fraction)
    if offset == fraction { return false }
  }
  if offset < end, text[offset] | 0x20 == UInt8(ascii: "e") {
    offset += 1
    if offset < end, text[offset] == UInt8(ascii: "+") || text[offset] == UInt8(ascii: "-") {
      offset += 1
    }
    let exponent = offset
    offset = pastDigits(exponent)
    if offset == exponent { return false }
  }
  return offset == end
}

private func isNumber(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
  isJSONNumber(text, range) || hasText("nan", text, range) || hasText("inf", text, range)
    || hasText("-inf", text, range)
}

/// Whether a range of a text holds the given ASCII word.
func hasText(_ word: String, _ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
  guard range.count == word.utf8.count else { return false }
  var offset = range.lowerBound
  for byte in word.utf8 {
    if text[offset] != byte { return false }
    offset += 1
  }
  return true
}

/// Whether a range is well-formed UTF-8; ASCII is decided without decoding.
func isUTF8(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
  let cell = text.extracting(range)
  var joined: UInt8 = 0
  for index in cell.indices { joined |= cell[index] }
  if joined < 0x80 { return true }
  let bytes = [UInt8](capacity: cell.count) { (free: inout OutputSpan<UInt8>) in
    for index in cell.indices { free.append(cell[index]) }
  }
  return String(validating: bytes, as: UTF8.self) != nil
}
