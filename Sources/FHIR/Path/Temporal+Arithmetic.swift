internal import Tables

extension Temporal {
  /// The value so much later, or earlier where the amount is negative (FHIRPath N1 §6.6.7): parts of a
  /// unit count for seconds only, a unit that is finer than the value is first brought to the value's
  /// own, and a day that a month does not have becomes its last. Nil beyond the years 1 to 9999.
  func adding(_ amount: PathDecimal, _ unit: CalendarUnit) -> Temporal? {
    let isSecond = unit == .second
    let scaled = isSecond ? PathDecimal.product(amount, PathDecimal(1_000)) : amount
    guard let whole = scaled?.rounded(to: 0, .towardZero), whole.digits.magnitude < 1 << 40 else {
      return nil
    }
    let count = Int(whole.digits)
    if isTime { return addingToClock(milliseconds: count * (isSecond ? 1 : unit.milliseconds)) }
    switch unit {
    case .year: return addingMonths(count * 12)
    case .month: return addingMonths(count)
    default: return adding(milliseconds: count * (isSecond ? 1 : unit.milliseconds))
    }
  }

  private func addingMonths(_ count: Int) -> Temporal? {
    var result = self
    let months = precision == .year ? count / 12 * 12 : count
    let total = year * 12 + month - 1 + months
    guard (12..<120_000).contains(total) else { return nil }
    result.year = total / 12
    result.month = total % 12 + 1
    result.day = min(day, CalendarDate.daysInMonth(result.month, year: result.year))
    return result
  }

  private func adding(milliseconds count: Int) -> Temporal? {
    let perDay = CalendarUnit.day.milliseconds
    switch precision {
    case .year: return addingMonths(count / (365 * perDay) * 12)
    case .month: return addingMonths(count / (30 * perDay))
    default: break
    }
    let step =
      switch precision {
      case .day: perDay
      case .hour: CalendarUnit.hour.milliseconds
      case .minute: CalendarUnit.minute.milliseconds
      default: 1
      }
    guard let date = CalendarDate(year: year, month: month, day: day) else { return nil }
    let clock = clockMilliseconds + count / step * step
    let days = (clock >= 0 ? clock : clock - perDay + 1) / perDay
    guard let (year, month, day) = Self.civilDate(date.dayNumber + days) else { return nil }
    var result = self
    (result.year, result.month, result.day) = (year, month, day)
    result.setClock(clock - days * perDay, hasFraction: count % 1_000 != 0)
    return result
  }

  /// Year, month and day of a number of days since 1970-01-01 (Howard Hinnant, "chrono-Compatible
  /// Low-Level Date Algorithms", civil_from_days); nil beyond the years 1 to 9999.
  private static func civilDate(_ dayNumber: Int) -> (Int, Int, Int)? {
    let shifted = dayNumber + 719_468
    guard shifted >= 0 else { return nil }
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    guard (1...9_999).contains(year) else { return nil }
    return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }

  private func addingToClock(milliseconds count: Int) -> Temporal {
    let perDay = CalendarUnit.day.milliseconds
    let step =
      switch precision {
      case .hour: CalendarUnit.hour.milliseconds
      case .minute: CalendarUnit.minute.milliseconds
      default: 1
      }
    var result = self
    let clock = (clockMilliseconds + count / step * step) % perDay
    result.setClock(clock < 0 ? clock + perDay : clock, hasFraction: count % 1_000 != 0)
    return result
  }

  private var clockMilliseconds: Int {
    var thousandths = 0
    for place in 0..<3 {
      thousandths = thousandths * 10 + (place < fraction.count ? Int(fraction[place]) - 48 : 0)
    }
    return ((hour * 60 + minute) * 60 + second) * 1_000 + thousandths
  }

  private mutating func setClock(_ milliseconds: Int, hasFraction: Bool) {
    hour = milliseconds / 3_600_000
    minute = milliseconds / 60_000 % 60
    second = milliseconds / 1_000 % 60
    guard precision == .second, hasFraction else { return }
    let beyond = fraction.dropFirst(3)
    fraction = Array(padded(milliseconds % 1_000, 3).utf8) + beyond
  }

  /// The value as FHIR spells it, to its precision.
  var spelling: String {
    var text = ""
    if !isTime {
      text = padded(year, 4)
      if precision >= .month { text += "-" + padded(month, 2) }
      if precision >= .day { text += "-" + padded(day, 2) }
      if precision <= .day { return text }
      text += "T"
    }
    text += padded(hour, 2)
    if precision >= .minute { text += ":" + padded(minute, 2) }
    if precision >= .second { text += ":" + padded(second, 2) }
    if !fraction.isEmpty { text += "." + String(decoding: fraction, as: UTF8.self) }
    return text + offsetSpelling
  }

  /// The value with its date alone.
  var dateOnly: Temporal {
    var result = self
    result.precision = min(precision, .day)
    return result
  }
}

extension CalendarUnit {
  /// How many milliseconds the unit has; of a year and a month none, since they differ in length.
  var milliseconds: Int {
    switch self {
    case .year, .month: 0
    case .week: 604_800_000
    case .day: 86_400_000
    case .hour: 3_600_000
    case .minute: 60_000
    case .second: 1_000
    case .millisecond: 1
    }
  }
}
