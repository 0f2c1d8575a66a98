/// What a laboratory says about one sample: its variants, that there are none, or that the sample failed.
///
/// Spellings that mean the same are brought together: letter case, spaces, `p.(Leu858Arg)` and `p.L858R`, the words for
/// "no variant". Nothing else is: two texts that differ otherwise are two answers.
package struct GenotypeText: Sendable, Equatable {
  /// What was said.
  package enum Answer: Sendable, Equatable {
    /// The variants, each in one spelling.
    case variants(Set<String>)
    /// The sample could not be analysed.
    case failed
  }

  /// What was said.
  package let answer: Answer

  /// The answer in one spelling, sorted, as a category for agreement between laboratories.
  package var category: String {
    switch answer {
    case .failed: "failed"
    case .variants(let names):
      names.isEmpty ? "wild type" : names.sorted().joined(separator: ";")
    }
  }

  /// The variants; none where the sample failed.
  package var variants: Set<String> {
    if case .variants(let names) = answer { names } else { [] }
  }

  private static let negative: Set<String> = [
    "wt", "wildtype", "wild type", "wild-type", "negative", "none", "no variant", "no mutation",
    "no variant detected", "no mutation detected", "not detected", "nd", "n.d.",
  ]
  private static let failures: Set<String> = [
    "failed", "fail", "failure", "invalid", "not evaluable", "test failed",
  ]

  /// Reads an answer: variants separated by `;`, or one of the words for none and for failure.
  ///
  /// - Returns: Nil for an empty text, which is no answer.
  package init?(_ text: String) {
    let parts = text.split(separator: ";").map(Self.spelling).filter { !$0.isEmpty }
    guard let first = parts.first else { return nil }
    if parts.count == 1, Self.failures.contains(first) {
      answer = .failed
    } else {
      answer = .variants(Set(parts.filter { !Self.negative.contains($0) }))
    }
  }

  /// One spelling of a variant.
  package static func spelling(_ text: some StringProtocol) -> String {
    let words = text.lowercased().split(whereSeparator: \.isWhitespace)
    return words.map { protein(String($0)) ?? String($0) }.joined(separator: " ")
  }

  /// A change of a protein in one-letter code: `p.(leu858arg)` as `p.l858r`; nil for another word.
  private static func protein(_ word: String) -> String? {
    guard let place = word.firstRange(of: "p.") else { return nil }
    let before = word[..<place.lowerBound]
    guard before.isEmpty || before.hasSuffix(":") else { return nil }
    var rest = word[place.upperBound...].filter { $0 != "(" && $0 != ")" }
    for (long, short) in residues { rest = rest.replacing(long, with: short) }
    return before + "p." + rest
  }

  private static let residues: [(String, String)] = [
    ("ala", "a"), ("arg", "r"), ("asn", "n"), ("asp", "d"), ("cys", "c"), ("gln", "q"),
    ("glu", "e"), ("gly", "g"), ("his", "h"), ("ile", "i"), ("leu", "l"), ("lys", "k"),
    ("met", "m"), ("phe", "f"), ("pro", "p"), ("ser", "s"), ("thr", "t"), ("trp", "w"),
    ("tyr", "y"), ("val", "v"), ("ter", "*"),
  ]
}
