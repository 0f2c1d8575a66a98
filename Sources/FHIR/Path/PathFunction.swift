/// A function that a path may call: those of FHIRPath N1, of its FHIR R4 binding, and of SQL-on-FHIR.
enum PathFunction: String, CaseIterable, Sendable, BitwiseCopyable {
  // Existence (§5.1).
  case empty, exists, all, allTrue, anyTrue, allFalse, anyFalse, subsetOf, supersetOf, count
  case distinct, isDistinct
  // Filtering and projection (§5.2).
  case `where`, select, `repeat`, ofType
  // Subsetting and combining (§5.3, §5.4).
  case single, first, last, tail, skip, take, intersect, exclude, union, combine
  // Conversion (§5.5).
  case iif, toBoolean, toInteger, toDecimal, toString, toDate, toDateTime, toTime, toQuantity
  case convertsToBoolean, convertsToInteger, convertsToDecimal, convertsToString, convertsToDate
  case convertsToDateTime, convertsToTime, convertsToQuantity
  // Texts (§5.6).
  case indexOf, lastIndexOf, substring, startsWith, endsWith, contains, upper, lower, replace
  case matches, matchesFull, replaceMatches, length, toChars, trim, split, join, encode, decode
  case escape, unescape
  // Numbers (§5.7).
  case abs, ceiling, exp, floor, ln, log, power, round, sqrt, truncate
  // The tree, the clock, and the rest (§5.8, §5.9, §6.3, §6.5, §7).
  case children, descendants, trace, now, today, timeOfDay, not, `as`, `is`, type, aggregate, sort
  case lowBoundary, highBoundary, precision, comparable
  // FHIR's own.
  case `extension`, hasValue, getValue, resolve, getResourceKey, getReferenceKey

  /// How many arguments it takes.
  var arguments: ClosedRange<Int> {
    switch self {
    case .where, .all, .select, .repeat, .ofType, .as, .is, .extension, .startsWith, .endsWith,
      .contains, .subsetOf, .supersetOf, .skip, .take, .intersect, .exclude, .union, .combine,
      .indexOf, .lastIndexOf, .matches, .matchesFull, .split, .encode, .decode, .escape, .unescape,
      .log, .power, .comparable:
      1...1
    case .exists, .join, .getReferenceKey, .round, .lowBoundary, .highBoundary, .toQuantity,
      .convertsToQuantity:
      0...1
    case .substring, .trace, .aggregate: 1...2
    case .replace, .replaceMatches: 2...2
    case .iif: 2...3
    case .sort: 0...8
    default: 0...0
    }
  }

  /// The same in words, for a message.
  var argumentsInWords: String {
    switch arguments {
    case 0...0: "no argument"
    case 1...1: "one argument"
    case 2...2: "two arguments"
    case 0...1: "at most one argument"
    default: "\(arguments.lowerBound) to \(arguments.upperBound) arguments"
    }
  }

  /// Whether the arguments are looked at once for each item, with the item as `$this`.
  var looksAtItems: Bool {
    switch self {
    case .where, .select, .exists, .all, .repeat, .aggregate, .sort, .iif, .trace: true
    default: false
    }
  }

  /// Whether the value depends on when the path is evaluated.
  var readsClock: Bool { self == .now || self == .today || self == .timeOfDay }

  /// Whether the value is true, false or nothing.
  var isLogical: Bool {
    switch self {
    case .allTrue, .anyTrue, .allFalse, .anyFalse, .subsetOf, .supersetOf, .isDistinct,
      .convertsToBoolean, .convertsToInteger, .convertsToDecimal, .convertsToString,
      .convertsToDate, .convertsToDateTime, .convertsToTime, .convertsToQuantity, .matches,
      .matchesFull, .comparable, .toBoolean:
      true
    default: false
    }
  }
}
