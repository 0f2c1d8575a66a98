/// A function that a path may call.
enum PathFunction: String, CaseIterable {
  case `where`, exists, empty, first, last, count, not, all, select, ofType, `as`, `is`, join
  case `extension`, getResourceKey, getReferenceKey, hasValue, startsWith, endsWith, contains
  case lowBoundary, highBoundary

  /// How many arguments it takes.
  var arguments: ClosedRange<Int> {
    switch self {
    case .where, .all, .select, .ofType, .as, .is, .extension, .startsWith, .endsWith, .contains:
      1...1
    case .exists, .join, .getReferenceKey: 0...1
    default: 0...0
    }
  }

  /// The same in words, for a message.
  var argumentsInWords: String {
    switch arguments {
    case 1...1: "one argument"
    case 0...1: "at most one argument"
    default: "no argument"
    }
  }
}
