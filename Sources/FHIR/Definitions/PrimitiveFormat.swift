/// How the values of primitive types are spelled (FHIR R4, 2.24.0.1 Primitive Types).
enum PrimitiveFormat {
  /// Whether a range of a text is a number as JSON spells it.
  static func isNumber(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var scan = FormatScan(range)
    scan.take("-", text)
    let start = scan.offset
    let digits = scan.digits(text)
    guard digits > 0, digits == 1 || text[start] != UInt8(ascii: "0") else { return false }
    if scan.take(".", text), scan.digits(text) == 0 { return false }
    if scan.take("e", text) || scan.take("E", text) {
      if !scan.take("-", text) { scan.take("+", text) }
      guard scan.digits(text) > 0 else { return false }
    }
    return scan.isAtEnd
  }

  /// Whether a range of a text is a whole number of 32 bits, at least a minimum.
  static func isInteger(_ text: Span<UInt8>, _ range: Range<Int>, minimum: Int) -> Bool {
    guard let value = integer(text, range) else { return false }
    return value >= minimum && value <= Int(Int32.max)
  }

  /// The whole number that a range of a text spells; nil for another spelling, or beyond 64 bits.
  static func integer(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var scan = FormatScan(range)
    let isNegative = scan.take("-", text)
    let start = scan.offset
    let digits = scan.digits(text)
    guard scan.isAtEnd, digits > 0, digits < 19, digits == 1 || text[start] != UInt8(ascii: "0")
    else { return nil }
    var value = 0
    for offset in start..<start + digits { value = value * 10 + Int(text[offset] & 0x0F) }
    return isNegative ? -value : value
  }

  /// Whether a range of a text is a `date`, or a `dateTime`, which may go on with a time and its zone.
  static func isDate(_ text: Span<UInt8>, _ range: Range<Int>, withTime: Bool) -> Bool {
    var scan = FormatScan(range)
    guard let year = scan.number(4, text), year > 0 else { return false }
    if scan.isAtEnd { return true }
    guard scan.take("-", text), let month = scan.number(2, text), 1...12 ~= month else {
      return false
    }
    if scan.isAtEnd { return true }
    guard scan.take("-", text), let day = scan.number(2, text), day > 0,
      day <= days(ofMonth: month, year: year)
    else { return false }
    if scan.isAtEnd { return true }
    return withTime && isTimeWithZone(text, &scan)
  }

  /// Whether a range of a text is an `instant`: a date and time to the second with its zone.
  static func isInstant(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    range.count >= 20 && isDate(text, range, withTime: true)
  }

  /// Whether a range of a text is a `time`.
  static func isTime(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var scan = FormatScan(range)
    return scan.takeTime(text) && scan.isAtEnd
  }

  private static func isTimeWithZone(_ text: Span<UInt8>, _ scan: inout FormatScan) -> Bool {
    guard scan.take("T", text), scan.takeTime(text) else { return false }
    if scan.take("Z", text) { return scan.isAtEnd }
    guard scan.take("+", text) || scan.take("-", text), let hours = scan.number(2, text),
      scan.take(":", text), let minutes = scan.number(2, text), minutes < 60
    else { return false }
    return scan.isAtEnd && (hours < 14 || hours == 14 && minutes == 0)
  }

  private static func days(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// Steps over the parts of a short text.
struct FormatScan {
  private(set) var offset: Int
  private let end: Int

  init(_ range: Range<Int>) {
    offset = range.lowerBound
    end = range.upperBound
  }

  var isAtEnd: Bool { offset == end }

  /// Steps over a character if it is the next one.
  @discardableResult
  mutating func take(_ character: Unicode.Scalar, _ text: Span<UInt8>) -> Bool {
    guard offset < end, UInt32(text[offset]) == character.value else { return false }
    offset += 1
    return true
  }

  /// Steps over digits; returns how many.
  mutating func digits(_ text: Span<UInt8>) -> Int {
    let start = offset
    while offset < end, text[offset] &- UInt8(ascii: "0") < 10 { offset += 1 }
    return offset - start
  }

  /// The number of exactly so many digits; nil where there are not so many.
  mutating func number(_ count: Int, _ text: Span<UInt8>) -> Int? {
    guard end - offset >= count else { return nil }
    var value = 0
    for place in offset..<offset + count {
      let digit = text[place] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
    }
    offset += count
    return value
  }

  /// Steps over `hh:mm:ss` with an optional fraction; a leap second is a second.
  mutating func takeTime(_ text: Span<UInt8>) -> Bool {
    guard let hour = number(2, text), hour < 24, take(":", text), let minute = number(2, text),
      minute < 60, take(":", text), let second = number(2, text), second <= 60
    else { return false }
    return !take(".", text) || digits(text) > 0
  }
}
