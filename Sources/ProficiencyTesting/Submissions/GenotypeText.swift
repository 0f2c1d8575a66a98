package import Nomenclature

/// What a laboratory says about one sample: its variants, that there are none, or that the sample failed.
///
/// Spellings that mean the same are brought together: letter case, spaces, names of variants that differ in form only
/// (`p.(Leu858Arg)` and `p.L858R`, `c.2235_2249del15` and `c.2235_2249del`), the words for "no variant". Nothing else is:
/// two texts that differ otherwise are two answers.
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
  /// Each variant as it was written, by its one spelling.
  private let spellings: [String: String]

  /// Whether both say the same, however it is written.
  package static func == (left: GenotypeText, right: GenotypeText) -> Bool {
    left.answer == right.answer
  }

  /// A variant as it was written, from its one spelling.
  package func asWritten(_ variant: String) -> String { spellings[variant] ?? variant }

  /// A variant with all that its name says, such as the bases that are lost.
  package func named(_ variant: String) -> NamedVariant { NamedVariant(asWritten(variant)) }

  /// The answer as it was written, variants in the order of their spelling.
  package var written: String {
    switch answer {
    case .failed: "failed"
    case .variants(let names):
      names.isEmpty ? "wild type" : names.sorted().map(asWritten).joined(separator: "; ")
    }
  }

  /// The answer in one spelling, sorted, as a category for agreement between laboratories.
  package var category: String {
    switch answer {
    case .failed: "failed"
    case .variants(let names):
      names.isEmpty ? "wild type" : names.sorted().joined(separator: ";")
    }
  }

  /// The category, with variants that are the same as expected ones under the names of those.
  package func category(among expected: [String], _ names: NameComparison) -> String {
    guard case .variants(let own) = answer, !own.isEmpty else { return category }
    let wanted = expected.map { ($0, NamedVariant($0)) }
    let spelled = own.map { name in
      let variant = named(name)
      return wanted.first { names.isSame($0.1, variant) }?.0 ?? name
    }
    return Set(spelled).sorted().joined(separator: ";")
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
    var spellings: [String: String] = [:]
    for part in text.split(separator: ";") {
      let spelling = Self.spelling(part)
      guard !spelling.isEmpty, spellings[spelling] == nil else { continue }
      spellings[spelling] = part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    guard let first = spellings.keys.first else { return nil }
    self.spellings = spellings
    if spellings.count == 1, Self.failures.contains(first) {
      answer = .failed
    } else {
      answer = .variants(Set(spellings.keys.filter { !Self.negative.contains($0) }))
    }
  }

  /// One spelling of a variant (``NamedVariant/spelling``).
  package static func spelling(_ text: some StringProtocol) -> String {
    NamedVariant(text).spelling
  }
}
