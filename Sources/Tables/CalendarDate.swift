/// A day of the Gregorian calendar as a number of days, so that days can be compared and subtracted.
package struct CalendarDate: Sendable, Hashable, Comparable, BitwiseCopyable {
  /// Days since 1970-01-01.
  package let dayNumber: Int

  /// The day with a number of days since 1970-01-01.
  package init(dayNumber: Int) {
    self.dayNumber = dayNumber
  }

  /// The day of a year, month and day; nil where the calendar has none such, or the year is not 1…9999.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.daysInMonth(month, year: year)
    else { return nil }
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
    let shifted = month > 2 ? year : year - 1
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    dayNumber = era * 146_097 + dayOfEra - 719_468
  }

  /// The day spelled `YYYY-MM-DD`, and nothing else, in a range of a text.
  package init?(_ text: Span<UInt8>, _ range: Range<Int>) {
    guard range.count == 10, text[range.lowerBound + 4] == UInt8(ascii: "-"),
      text[range.lowerBound + 7] == UInt8(ascii: "-"),
      let year = digits(text, range.lowerBound, 4),
      let month = digits(text, range.lowerBound + 5, 2),
      let day = digits(text, range.lowerBound + 8, 2)
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// The number of days in a month, 1…12, of a year.
  package static func daysInMonth(_ month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Whether the left day is earlier.
  package static func < (left: Self, right: Self) -> Bool { left.dayNumber < right.dayNumber }
}

/// A moment with an offset from UTC (RFC 3339), to the nanosecond.
package struct Instant: Sendable, Hashable, Comparable, BitwiseCopyable {
  /// Seconds since 1970-01-01T00:00:00Z.
  package let seconds: Int
  /// The fraction, 0..<1,000,000,000; further digits are cut off.
  package let nanoseconds: Int

  /// The moment spelled as in RFC 3339 §5.6, and nothing else, in a range of a text.
  package init?(_ text: Span<UInt8>, _ range: Range<Int>) {
    let start = range.lowerBound
    guard range.count >= 20, let date = CalendarDate(text, start..<start + 10),
      text[start + 10] | 0x20 == UInt8(ascii: "t"),
      text[start + 13] == UInt8(ascii: ":"), text[start + 16] == UInt8(ascii: ":"),
      let hour = digits(text, start + 11, 2), hour < 24,
      let minute = digits(text, start + 14, 2), minute < 60,
      let second = digits(text, start + 17, 2), second <= 60
    else { return nil }
    var offset = start + 19
    var fraction = 0
    if text[offset] == UInt8(ascii: ".") {
      offset += 1
      let first = offset
      var unit = 100_000_000
      while offset < range.upperBound, let digit = digits(text, offset, 1) {
        fraction += digit * unit
        unit /= 10
        offset += 1
      }
      guard offset > first else { return nil }
    }
    guard offset < range.upperBound else { return nil }
    var shift = 0
    if text[offset] | 0x20 == UInt8(ascii: "z") {
      guard offset + 1 == range.upperBound else { return nil }
    } else {
      let sign = text[offset]
      guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
        offset + 6 == range.upperBound, text[offset + 3] == UInt8(ascii: ":"),
        let hours = digits(text, offset + 1, 2), hours < 24,
        let minutes = digits(text, offset + 4, 2), minutes < 60
      else { return nil }
      shift = (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -60 : 60)
    }
    seconds = date.dayNumber * 86_400 + hour * 3_600 + minute * 60 + second - shift
    nanoseconds = fraction
  }

  /// Whether the left moment is earlier.
  package static func < (left: Self, right: Self) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}

/// The value of a number of decimal digits; nil where one is none.
private func digits(_ text: Span<UInt8>, _ start: Int, _ count: Int) -> Int? {
  var value = 0
  for offset in start..<start + count {
    let digit = text[offset] &- UInt8(ascii: "0")
    guard digit < 10 else { return nil }
    value = value * 10 + Int(digit)
  }
  return value
}
