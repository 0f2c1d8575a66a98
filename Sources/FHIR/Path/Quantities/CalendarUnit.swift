/// A word of the calendar that a quantity may have as its unit (FHIRPath N1 §4.1.8).
enum CalendarUnit: String, Sendable, BitwiseCopyable {
  case year, month, week, day, hour, minute, second, millisecond

  /// The unit of a word, singular or plural.
  init?(word: String) {
    self.init(rawValue: word.hasSuffix("s") ? String(word.dropLast()) : word)
  }

  /// The unit of a code of UCUM that means the same length of time; a UCUM year or month has a fixed
  /// length and is none.
  init?(code: String) {
    switch code {
    case "wk": self = .week
    case "d": self = .day
    case "h": self = .hour
    case "min": self = .minute
    case "s": self = .second
    case "ms": self = .millisecond
    default: return nil
    }
  }

  /// The code of UCUM for the unit; for a year and a month it is equivalent, but not equal.
  var code: String {
    switch self {
    case .year: "a"
    case .month: "mo"
    case .week: "wk"
    case .day: "d"
    case .hour: "h"
    case .minute: "min"
    case .second: "s"
    case .millisecond: "ms"
    }
  }
}
