/// The integer a range of a text spells: an optional minus sign and decimal digits, nothing else.
///
/// - Returns: nil for anything else, and for numbers beyond 64 bits.
package func parseInteger(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
  var offset = range.lowerBound
  let end = range.upperBound
  var isNegative = false
  if offset < end, text[offset] == UInt8(ascii: "-") {
    isNegative = true
    offset += 1
  }
  guard offset < end else { return nil }
  var value = 0
  if end - offset <= 18 {
    // As many digits never leave 64 bits.
    let digits = text.extracting(offset..<end)
    for place in digits.indices {
      let digit = digits[place] &- 0x30
      guard digit <= 9 else { return nil }
      value = value &* 10 &+ Int(digit)
    }
    return isNegative ? -value : value
  }
  while offset < end {
    let digit = Int(text[offset]) - 0x30
    guard digit >= 0, digit <= 9 else { return nil }
    let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
    let (next, carry) = scaled.subtractingReportingOverflow(digit)
    if overflow || carry { return nil }
    // Counting downwards reaches the most negative number as well.
    value = next
    offset += 1
  }
  if isNegative { return value }
  return value == Int.min ? nil : -value
}

/// The number a range of a text spells in decimal notation, correctly rounded.
///
/// Accepted: an optional sign, digits with an optional point (a digit on at least one side of it), an
/// optional exponent. Up to 15 significant digits with a small exponent are exact products or
/// quotients of two exact doubles (Clinger 1990); everything else goes through the library.
///
/// - Returns: nil for anything else, for `NaN` and `Infinity`, and for numbers beyond a double.
package func parseDouble(_ text: Span<UInt8>, _ range: Range<Int>) -> Double? {
  if let short = shortDecimal(text, range) { return short }
  guard let decimal = Decimal(text, range) else { return nil }
  if let exact = decimal.exactValue { return exact }
  guard let value = Double(string(text, range)), value.isFinite else { return nil }
  return value
}

/// The value of at most 16 characters of sign, digits and point; nil for anything else.
///
/// The digits, without the point, are a whole number below 10^16: where that is not beyond 2^53, it is a double, and so
/// is the power of ten that divides it.
private func shortDecimal(_ text: Span<UInt8>, _ range: Range<Int>) -> Double? {
  guard !range.isEmpty, range.count <= 16 else { return nil }
  let isNegative = text[range.lowerBound] == UInt8(ascii: "-")
  let rest = text.extracting(range.lowerBound &+ (isNegative ? 1 : 0)..<range.upperBound)
  var point = rest.count
  var digits: UInt64 = 0
  for place in rest.indices {
    let digit = rest[place] &- 0x30
    if digit <= 9 {
      digits = digits &* 10 &+ UInt64(digit)
    } else if digit == UInt8(ascii: ".") &- 0x30, point == rest.count {
      point = place
    } else {
      return nil
    }
  }
  let hasPoint = point < rest.count
  guard rest.count > (hasPoint ? 1 : 0), digits <= 1 << 53 else { return nil }
  let value = Double(digits) / powersOfTen[hasPoint ? rest.count &- point &- 1 : 0]
  return isNegative ? -value : value
}

private let powersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
  1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]

/// The parts of a decimal number.
private struct Decimal {
  private var isNegative = false
  private var significand: UInt64 = 0
  private var significantDigits = 0
  private var exponent = 0

  init?(_ text: Span<UInt8>, _ range: Range<Int>) {
    var offset = range.lowerBound
    let end = range.upperBound
    if offset < end, text[offset] == UInt8(ascii: "-") || text[offset] == UInt8(ascii: "+") {
      isNegative = text[offset] == UInt8(ascii: "-")
      offset += 1
    }
    let whole = readDigits(text, &offset, end)
    var fraction = 0
    if offset < end, text[offset] == UInt8(ascii: ".") {
      offset += 1
      fraction = readDigits(text, &offset, end)
      exponent = -fraction
    }
    guard whole + fraction > 0 else { return nil }
    if offset < end, text[offset] | 0x20 == UInt8(ascii: "e") {
      offset += 1
      if offset < end, text[offset] == UInt8(ascii: "+") {
        offset += 1
        if offset < end, text[offset] == UInt8(ascii: "-") { return nil }
      }
      guard let power = parseInteger(text, offset..<end) else { return nil }
      // Beyond any double either way; the library decides.
      exponent += max(-100_000, min(100_000, power))
      offset = end
    }
    guard offset == end else { return nil }
  }

  private mutating func readDigits(_ text: Span<UInt8>, _ offset: inout Int, _ end: Int) -> Int {
    let start = offset
    while offset < end {
      let digit = text[offset] &- 0x30
      guard digit <= 9 else { break }
      if significantDigits > 0 || digit > 0 { significantDigits += 1 }
      if significantDigits <= 15 { significand = significand &* 10 &+ UInt64(digit) }
      offset += 1
    }
    return offset - start
  }

  /// The value when one correctly rounded operation on exact operands gives it.
  var exactValue: Double? {
    guard significantDigits <= 15, exponent >= -22, exponent <= 22 else { return nil }
    let magnitude = Double(significand)
    let value =
      exponent < 0
      ? magnitude / powersOfTen[-exponent] : magnitude * powersOfTen[exponent]
    return isNegative ? -value : value
  }
}
