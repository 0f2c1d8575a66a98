internal import Tables

extension Temporal {
  /// The earliest or latest value that the given parts allow, spelled to the millisecond where it has
  /// a time (SQL-on-FHIR v2, `lowBoundary` and `highBoundary`; offsets reach from +14:00 to -12:00).
  func boundary(isHigh: Bool, as type: DataType) -> String {
    let clock = clockBoundary(isHigh: isHigh)
    if isTime { return clock }
    let lastMonth = precision >= .month ? month : isHigh ? 12 : 1
    let lastDay =
      precision >= .day
      ? day : isHigh ? CalendarDate.daysInMonth(lastMonth, year: year) : 1
    let date = padded(year, 4) + "-" + padded(lastMonth, 2) + "-" + padded(lastDay, 2)
    if type == .date { return date }
    return date + "T" + clock + offsetBoundary(isHigh: isHigh)
  }

  private func clockBoundary(isHigh: Bool) -> String {
    let lastHour = precision >= .hour ? hour : isHigh ? 23 : 0
    let lastMinute = precision >= .minute ? minute : isHigh ? 59 : 0
    let lastSecond = precision >= .second ? second : isHigh ? 59 : 0
    let digits = String(decoding: fraction.prefix(3), as: UTF8.self)
    let fill = String(repeating: isHigh ? "9" : "0", count: 3 - digits.utf8.count)
    return padded(lastHour, 2) + ":" + padded(lastMinute, 2) + ":" + padded(lastSecond, 2) + "."
      + digits + fill
  }

  private func offsetBoundary(isHigh: Bool) -> String {
    offset == nil ? (isHigh ? "-12:00" : "+14:00") : offsetSpelling
  }

  /// `Z`, `+02:00`, or nothing where no offset is given.
  var offsetSpelling: String {
    guard let offset else { return "" }
    if offset == 0 { return "Z" }
    return (offset < 0 ? "-" : "+") + padded(abs(offset) / 60, 2) + ":"
      + padded(abs(offset) % 60, 2)
  }

  /// A boundary to a number of digits: 4, 6, 8, 10, 12, 14 or 17 of a date with a time, up to 8 of a
  /// date, 2, 4, 6 or 9 of a time of day; nil for other numbers.
  func boundary(isHigh: Bool, as type: DataType, digits: Int) -> String? {
    let whole = boundary(isHigh: isHigh, as: type)
    let lengths: [Int: Int] =
      switch type {
      case .time: [2: 2, 4: 5, 6: 8, 9: 12]
      case .date: [4: 4, 6: 7, 8: 10]
      default: [4: 4, 6: 7, 8: 10, 10: 13, 12: 16, 14: 19, 17: 23]
      }
    guard let length = lengths[digits] else { return nil }
    let hasOffset = type != .time && type != .date && digits > 8
    return String(whole.prefix(length)) + (hasOffset ? offsetBoundary(isHigh: isHigh) : "")
  }

  /// How many digits the value has, offset aside; a fraction counts three.
  var digitCount: Int {
    let clock =
      switch precision {
      case .hour: 2
      case .minute: 4
      case .second: fraction.isEmpty ? 6 : 9
      default: 0
      }
    if isTime { return clock }
    return clock > 0 ? 8 + clock : 4 + 2 * precision.rawValue
  }
}

/// A number with zeros in front, so that it has a width.
func padded(_ value: Int, _ width: Int) -> String {
  let text = String(value)
  return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}
