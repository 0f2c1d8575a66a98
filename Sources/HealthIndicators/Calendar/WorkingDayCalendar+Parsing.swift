package import JSONText
internal import Tables

extension WorkingDayCalendar {
  /// Reads a calendar file: one object.
  ///
  /// ```jsonc
  /// { "calendar": "SE", "title": "Sweden", "source": "Lag (1989:253) om allmänna helgdagar",
  ///   "weekend": ["saturday", "sunday"], "easter": "western", "substitutes": false,
  ///   "holidays": [
  ///     { "name": "Epiphany", "date": "01-06" },                                // a day of every year
  ///     { "name": "Good Friday", "easter": -2 },                                // days after Easter Sunday
  ///     { "name": "Midsummer Eve", "weekday": "friday", "onOrAfter": "06-19" }, // the first one from then on
  ///     { "name": "National Day", "date": "06-06", "from": 2005 },              // first and last year: from, to
  ///     { "name": "A day of mourning", "date": "2022-09-19" } ] }               // once
  /// ```
  /// - Throws: All problems of the file at once, each with line and column.
  package static func parse(
    _ document: JSONNode
  ) throws(IndicatorDefinitionError) -> WorkingDayCalendar {
    var reader = CalendarReader()
    let calendar = reader.calendar(document)
    guard let calendar, reader.problems.isEmpty else {
      throw IndicatorDefinitionError(problems: reader.problems.sorted { $0.position < $1.position })
    }
    return calendar
  }
}

private struct CalendarReader {
  var problems: [IndicatorDefinitionError.Problem] = []

  mutating func problem(_ message: String, _ node: JSONNode) {
    problems.append(.init(message: message, position: node.position))
  }

  mutating func calendar(_ node: JSONNode) -> WorkingDayCalendar? {
    check(
      node, "a calendar",
      ["calendar", "title", "source", "weekend", "easter", "substitutes", "holidays", "$schema"])
    guard let name = node["calendar"]?.string, !name.isEmpty, let title = node["title"]?.string
    else {
      problem("a calendar has \"calendar\", a short name, and \"title\"", node)
      return nil
    }
    var weekend: Set<Weekday> = [.saturday, .sunday]
    if let days = node["weekend"] {
      weekend = Set((days.elements ?? []).compactMap { weekday($0) })
      if weekend.isEmpty || weekend.count == 7 {
        problem("\"weekend\" is a list of weekdays, at least one and not all", days)
      }
    }
    var easter = Easter.western
    if let text = node["easter"] {
      if let named = text.string.flatMap({ Easter(rawValue: $0) }) {
        easter = named
      } else {
        problem("\"easter\" is western or orthodox", text)
      }
    }
    guard let holidays = node["holidays"]?.elements else {
      problem("\"holidays\" is an array", node)
      return nil
    }
    return WorkingDayCalendar(
      name: name, title: title, source: node["source"]?.string, weekend: weekend,
      holidays: holidays.compactMap { holiday($0) }, easter: easter,
      substitutes: node["substitutes"]?.bool ?? false)
  }

  private mutating func check(_ node: JSONNode, _ what: String, _ keys: [String]) {
    guard let members = node.members else {
      problem("\(what) is an object, not \(node.kindInWords)", node)
      return
    }
    for member in members where !keys.contains(member.key) && !member.key.hasPrefix("x-") {
      problems.append(
        .init(
          message: "unknown key \"\(member.key)\"; \(what) has: \(keys.joined(separator: ", "))",
          position: member.keyPosition))
    }
  }

  private mutating func weekday(_ node: JSONNode) -> Weekday? {
    let day = Weekday.allCases.first { $0.name == node.string }
    if day == nil {
      problem("a weekday is one of \(Weekday.allCases.map(\.name).joined(separator: ", "))", node)
    }
    return day
  }

  private mutating func holiday(_ node: JSONNode) -> HolidayRule? {
    check(node, "a holiday", ["name", "date", "easter", "weekday", "onOrAfter", "from", "to"])
    guard let name = node["name"]?.string else {
      problem("a holiday has a \"name\"", node)
      return nil
    }
    guard let day = day(node) else {
      problem(
        "a holiday has \"date\": \"MM-DD\" or \"YYYY-MM-DD\", or \"easter\": days, or \"weekday\" and \"onOrAfter\": \"MM-DD\"",
        node)
      return nil
    }
    return HolidayRule(
      name: name, day: day, firstYear: node["from"]?.number.flatMap { Int($0) },
      lastYear: node["to"]?.number.flatMap { Int($0) })
  }

  private mutating func day(_ node: JSONNode) -> HolidayRule.Day? {
    if let easter = node["easter"] {
      return easter.number.flatMap { Int($0) }.map { .easter(days: $0) }
    }
    if let text = node["onOrAfter"]?.string {
      guard let (month, day) = Self.monthDay(text),
        let weekday = node["weekday"].flatMap({ weekday($0) })
      else { return nil }
      return .onOrAfter(weekday: weekday, month: month, day: day)
    }
    guard let text = node["date"]?.string else { return nil }
    if let (month, day) = Self.monthDay(text) { return .fixed(month: month, day: day) }
    let bytes = Array(text.utf8)
    return CalendarDate(bytes.span, 0..<bytes.count).map { .once($0) }
  }

  /// `MM-DD`, checked against a leap year.
  private static func monthDay(_ text: String) -> (Int, Int)? {
    let parts = text.split(separator: "-")
    guard parts.count == 2, let month = Int(parts[0]), let day = Int(parts[1]),
      CalendarDate(year: 2000, month: month, day: day) != nil
    else { return nil }
    return (month, day)
  }
}
