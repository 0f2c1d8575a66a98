/// The marks for what a laboratory says that a genotype means; they stand apart from those of the genotype.
package struct InterpretationMarks: Sendable, Equatable {
  /// How good an interpretation is.
  package enum Grade: String, Sendable, CaseIterable {
    /// One of those that are right.
    case correct
    /// One that lacks something.
    case incomplete
    /// Another one.
    case incorrect
    /// None was given.
    case missing
  }

  /// What is to be said of a sample.
  package struct Expected: Sendable, Equatable {
    private var correct: Set<String> = []
    private var incomplete: Set<String> = []

    /// Nothing yet.
    package init() {}

    /// Adds what is right and what lacks something, each a list with `;`.
    package mutating func add(correct: String?, incomplete: String?) {
      self.correct.formUnion(Self.parts(correct))
      self.incomplete.formUnion(Self.parts(incomplete))
    }

    /// The grade of an interpretation; letter case and spaces do not matter.
    package func grade(_ answer: String?) -> Grade {
      let words = InterpretationMarks.spelling(answer ?? "")
      if words.isEmpty { return .missing }
      return correct.contains(words)
        ? .correct : incomplete.contains(words) ? .incomplete : .incorrect
    }

    private static func parts(_ text: String?) -> [String] {
      (text ?? "").split(separator: ";").map { InterpretationMarks.spelling($0) }
        .filter { !$0.isEmpty }
    }
  }

  /// Points of each grade.
  package var points: [Grade: Double] = [.correct: 2, .incomplete: 1, .incorrect: 0, .missing: 0]

  /// Two points for what is right, one for what lacks something.
  package init() {}

  private static func spelling(_ text: some StringProtocol) -> String {
    text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
