internal import Tables

/// A date, a date with a time, or a time of day, to whatever precision it is given (FHIR R4 §2.24.0.1).
struct Temporal {
  /// The smallest part that is given.
  enum Precision: Int, Comparable {
    case year, month, day, hour, minute, second

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// Whether it is a time of day, without a date.
  var isTime = false
  /// The smallest part that is given; a fraction belongs to the second.
  var precision = Precision.year
  var year = 0
  var month = 1
  var day = 1
  var hour = 0
  var minute = 0
  var second = 0
  /// The digits after the second's point.
  var fraction: [UInt8] = []
  /// The offset from UTC in minutes; nil where none is given.
  private(set) var offset: Int?

  /// The value that fills a text: `2024`, `2024-02`, `2024-02-29T12:30:00.5+01:00`, `12:30`; nil for any other.
  init?(_ text: [UInt8]) {
    var scan = DigitScan(text: text)
    isTime = text.count == 2 || (text.count > 2 && text[2] == UInt8(ascii: ":"))
    if !isTime {
      guard readDate(&scan) else { return nil }
      if scan.isAtEnd { return }
      guard scan.take("T") else { return nil }
      if scan.isAtEnd { return }
    }
    guard isTime || precision == .day, readTime(&scan) else { return nil }
    if !isTime {
      guard readOffset(&scan) else { return nil }
    }
    guard scan.isAtEnd else { return nil }
  }

  private mutating func readDate(_ scan: inout DigitScan) -> Bool {
    guard let year = scan.number(4) else { return false }
    self.year = year
    if scan.take("-") {
      guard let month = scan.number(2), (1...12).contains(month) else { return false }
      (self.month, precision) = (month, .month)
      if scan.take("-") {
        guard let day = scan.number(2), CalendarDate(year: year, month: month, day: day) != nil
        else {
          return false
        }
        (self.day, precision) = (day, .day)
      }
    }
    return true
  }

  private mutating func readTime(_ scan: inout DigitScan) -> Bool {
    guard let hour = scan.number(2), hour < 24 else { return false }
    (self.hour, precision) = (hour, .hour)
    guard scan.take(":") else { return true }
    guard let minute = scan.number(2), minute < 60 else { return false }
    (self.minute, precision) = (minute, .minute)
    guard scan.take(":") else { return true }
    guard let second = scan.number(2), second <= 60 else { return false }
    (self.second, precision) = (second, .second)
    if scan.take(".") {
      fraction = scan.digits()
      return !fraction.isEmpty
    }
    return true
  }

  private mutating func readOffset(_ scan: inout DigitScan) -> Bool {
    if scan.take("Z") {
      offset = 0
    } else if !scan.isAtEnd {
      let isNegative = scan.take("-")
      guard isNegative || scan.take("+"), let hours = scan.number(2), hours <= 14, scan.take(":"),
        let minutes = scan.number(2), minutes < 60
      else { return false }
      offset = (hours * 60 + minutes) * (isNegative ? -1 : 1)
    }
    return true
  }

  /// Whether the left value is before (-1), at (0) or after (1) the right one; nil where the
  /// precisions, or an offset that only one has, leave it open (FHIRPath N1 §6.1.1, §6.2).
  static func order(_ left: Temporal, _ right: Temporal) -> Int? {
    guard left.isTime == right.isTime else { return nil }
    var parts: [(Int, Int)] = []
    let shared = min(left.precision, right.precision)
    if !left.isTime, shared >= .hour, left.offset != nil || right.offset != nil {
      guard left.offset != nil, right.offset != nil else { return nil }
      guard shared >= .minute else { return nil }
      parts = [(left.minutesSinceEpoch, right.minutesSinceEpoch)]
    } else {
      parts = [
        (left.year, right.year), (left.month, right.month), (left.day, right.day),
        (left.hour, right.hour), (left.minute, right.minute),
      ]
      parts.removeLast(max(0, Precision.minute.rawValue - shared.rawValue))
    }
    if shared == .second {
      parts.append((left.second, right.second))
      for index in 0..<max(left.fraction.count, right.fraction.count) {
        parts.append((left.fractionDigit(index), right.fractionDigit(index)))
      }
    }
    for (first, second) in parts where first != second { return first < second ? -1 : 1 }
    return left.precision == right.precision ? 0 : nil
  }

  private var minutesSinceEpoch: Int {
    let date = CalendarDate(year: max(year, 1), month: month, day: day)
    return (date?.dayNumber ?? 0) * 1_440 + hour * 60 + minute - (offset ?? 0)
  }

  private func fractionDigit(_ index: Int) -> Int {
    index < fraction.count ? Int(fraction[index]) : Int(UInt8(ascii: "0"))
  }
}

/// Takes digits and signs from the front of a text.
private struct DigitScan {
  let text: [UInt8]
  var offset = 0

  var isAtEnd: Bool { offset == text.count }

  mutating func take(_ sign: Unicode.Scalar) -> Bool {
    guard offset < text.count, text[offset] == UInt8(ascii: sign) else { return false }
    offset += 1
    return true
  }

  mutating func number(_ count: Int) -> Int? {
    guard offset + count <= text.count else { return nil }
    var value = 0
    for byte in text[offset..<offset + count] {
      guard byte &- UInt8(ascii: "0") < 10 else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    offset += count
    return value
  }

  mutating func digits() -> [UInt8] {
    let start = offset
    while offset < text.count, text[offset] &- UInt8(ascii: "0") < 10 { offset += 1 }
    return Array(text[start..<offset])
  }
}
