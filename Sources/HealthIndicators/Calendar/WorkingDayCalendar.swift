package import Tables

/// The working days of a country: all but weekends and public holidays.
///
/// The days not worked are tabulated once for ``years``; a date outside of them has only its weekends.
package struct WorkingDayCalendar: Sendable {
  /// The years that are tabulated.
  package static let years = 1990...2060

  /// What the calendar is called, such as `SE`.
  package let name: String
  /// What it is, in words.
  package let title: String
  /// Where its rules come from.
  package let source: String?
  /// The days of the week that are not worked.
  package let weekend: Set<Weekday>
  /// The holidays.
  package let holidays: [HolidayRule]
  /// How Easter is reckoned.
  package let easter: Easter

  /// Working days before each day from the first of the table on; one more entry than there are days.
  private let before: [Int32]
  private static let start = CalendarDate(year: years.lowerBound, month: 1, day: 1)?.dayNumber ?? 0
  private static let end =
    CalendarDate(year: years.upperBound + 1, month: 1, day: 1)?.dayNumber ?? 0

  /// A calendar; `substitutes` moves a holiday that falls on the weekend to the next day that is worked.
  package init(
    name: String, title: String, source: String? = nil, weekend: Set<Weekday>,
    holidays: [HolidayRule], easter: Easter = .western, substitutes: Bool = false
  ) {
    self.name = name
    self.title = title
    self.source = source
    self.weekend = weekend
    self.holidays = holidays
    self.easter = easter
    var free: Set<Int> = []
    for year in Self.years {
      let dates = holidays.compactMap { $0.date(in: year, easter)?.dayNumber }.sorted()
      for date in dates { free.insert(date) }
      guard substitutes else { continue }
      for date in dates where weekend.contains(Weekday(of: CalendarDate(dayNumber: date))) {
        var next = date + 1
        while free.contains(next)
          || weekend.contains(Weekday(of: CalendarDate(dayNumber: next)))
        {
          next += 1
        }
        free.insert(next)
      }
    }
    var before: [Int32] = [0]
    before.reserveCapacity(Self.end - Self.start + 1)
    for day in Self.start..<Self.end {
      let isFree =
        free.contains(day) || weekend.contains(Weekday(of: CalendarDate(dayNumber: day)))
      before.append((before.last ?? 0) + (isFree ? 0 : 1))
    }
    self.before = before
  }

  /// Whether a day is worked; nil outside of ``years``.
  package func isWorked(_ date: CalendarDate) -> Bool? {
    guard (Self.start..<Self.end).contains(date.dayNumber) else { return nil }
    let place = date.dayNumber - Self.start
    return before[place + 1] > before[place]
  }

  /// The working days after the first day up to and with the last: 0 for the same day, 1 from a Friday to the Monday
  /// after it, negative where the last day lies before the first.
  ///
  /// - Returns: Nil where a day is outside of ``years``.
  /// - Complexity: O(1).
  package func days(after first: CalendarDate, through last: CalendarDate) -> Int? {
    let table = Self.start..<Self.end
    guard table.contains(first.dayNumber), table.contains(last.dayNumber) else { return nil }
    return Int(before[last.dayNumber - Self.start + 1] - before[first.dayNumber - Self.start + 1])
  }
}
