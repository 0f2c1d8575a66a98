package import Tables

/// When a holiday falls, as a rule over years.
package struct HolidayRule: Sendable, Equatable {
  /// What the holiday is called.
  package var name: String
  /// Which day of a year.
  package var day: Day
  /// The first year that has it; nil for always.
  package var firstYear: Int?
  /// The last year that has it; nil for still.
  package var lastYear: Int?

  /// A day of each year, or of one.
  package enum Day: Sendable, Equatable {
    /// A month and a day.
    case fixed(month: Int, day: Int)
    /// Days after Easter Sunday, before it where negative.
    case easter(days: Int)
    /// The first such weekday on or after a month and day.
    case onOrAfter(weekday: Weekday, month: Int, day: Int)
    /// One day of one year.
    case once(CalendarDate)
  }

  /// A holiday.
  package init(name: String, day: Day, firstYear: Int? = nil, lastYear: Int? = nil) {
    self.name = name
    self.day = day
    self.firstYear = firstYear
    self.lastYear = lastYear
  }

  /// The day of a year; nil where the year does not have it.
  package func date(in year: Int, _ easter: Easter) -> CalendarDate? {
    guard year >= firstYear ?? .min, year <= lastYear ?? .max else { return nil }
    switch day {
    case .fixed(let month, let day): return CalendarDate(year: year, month: month, day: day)
    case .easter(let days):
      return easter.sunday(of: year).map { CalendarDate(dayNumber: $0.dayNumber + days) }
    case .onOrAfter(let weekday, let month, let day):
      guard let start = CalendarDate(year: year, month: month, day: day) else { return nil }
      let wait = (weekday.rawValue - Weekday(of: start).rawValue + 7) % 7
      return CalendarDate(dayNumber: start.dayNumber + wait)
    case .once(let date):
      let isOfYear =
        CalendarDate(year: year, month: 1, day: 1).map { $0 <= date } ?? false
        && CalendarDate(year: year, month: 12, day: 31).map { date <= $0 } ?? false
      return isOfYear ? date : nil
    }
  }
}

/// A day of the week.
package enum Weekday: Int, Sendable, CaseIterable {
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday

  /// The weekday of a date; 1970-01-01 was a Thursday.
  package init(of date: CalendarDate) {
    let place = ((date.dayNumber + 3) % 7 + 7) % 7
    self = Self.allCases[place]
  }

  /// Its name in English, in small letters.
  package var name: String { "\(self)" }
}

/// By which calendar Easter is reckoned.
package enum Easter: String, Sendable, CaseIterable {
  /// Gregorian, as the western churches do.
  case western
  /// Julian, as the eastern churches do.
  case orthodox

  /// Easter Sunday of a year (Meeus, Astronomical Algorithms, chapter 8); nil outside of the years 1 to 9999.
  package func sunday(of year: Int) -> CalendarDate? {
    switch self {
    case .western:
      let golden = year % 19
      let (century, rest) = (year / 100, year % 100)
      let leap = (century - (century + 8) / 25 + 1) / 3
      let epact = (19 * golden + century - century / 4 - leap + 15) % 30
      let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7
      let shift = (golden + 11 * epact + 22 * weekday) / 451
      let days = epact + weekday - 7 * shift + 114
      return CalendarDate(year: year, month: days / 31, day: days % 31 + 1)
    case .orthodox:
      let epact = (19 * (year % 19) + 15) % 30
      let weekday = (2 * (year % 4) + 4 * (year % 7) - epact + 34) % 7
      let days = epact + weekday + 114
      // The Julian calendar is behind by the leap days that the Gregorian one leaves out.
      let behind = year / 100 - year / 400 - 2
      return CalendarDate(year: year, month: days / 31, day: days % 31 + 1)
        .map { CalendarDate(dayNumber: $0.dayNumber + behind) }
    }
  }
}
