package import Nomenclature

/// Marks one laboratory's answer for one sample.
///
/// The criteria are looked at in the order: no answer, failed, matched (rightly named or not), another variant, found where there is none, not
/// tested, at or below the claimed limit, missed. So a laboratory that says which variants it tests, and down to which
/// fraction, is held to that and no more.
package struct GenotypeMarking: Sendable {
  /// A variant of a sample.
  package struct Expected: Sendable, Equatable {
    /// Its spelling (``GenotypeText/spelling(_:)``).
    package var variant: String
    /// Its share of molecules; nil where it is not known.
    package var alleleFraction: Double?
    /// Less exact spellings that count as the variant without its change.
    package var unspecified: Set<String>

    /// A variant.
    package init(variant: String, alleleFraction: Double? = nil, unspecified: Set<String> = []) {
      self.variant = variant
      self.alleleFraction = alleleFraction
      self.unspecified = unspecified
    }
  }

  /// What a laboratory claims of its method.
  package struct Claim: Sendable, Equatable {
    /// The smallest fraction that it detects; nil where it does not say.
    package var limit: Double?
    /// What it tests: genes or variants in one spelling; nil where it does not say.
    package var targets: Set<String>?

    /// A claim.
    package init(limit: Double? = nil, targets: Set<String>? = nil) {
      self.limit = limit
      self.targets = targets
    }

    /// Whether a variant is tested: it, or the gene it begins with, is a target, or nothing is said.
    package func tests(_ variant: String) -> Bool {
      guard let targets else { return true }
      return targets.contains { variant == $0 || variant.hasPrefix($0 + " ") }
    }

    /// Whether a variant is at or below the limit; not so where either is unknown.
    package func isBelowLimit(_ alleleFraction: Double?) -> Bool {
      guard let limit, let alleleFraction else { return false }
      return alleleFraction <= limit
    }
  }

  /// Classes of treatment by variant: two variants of one class ask for the same treatment.
  package var treatments: [String: String]
  /// How names of variants are compared.
  package var names: NameComparison

  /// Marking with what is known of treatments and of transcripts.
  package init(treatments: [String: String] = [:], names: NameComparison = NameComparison()) {
    self.treatments = treatments
    self.names = names
  }

  /// The criterion that an answer meets.
  package func criterion(
    _ answer: GenotypeText?, expected: [Expected], claim: Claim
  ) -> MarkingScheme.Criterion {
    guard let answer else { return .noAnswer }
    if answer.answer == .failed { return .failed }
    var extra = answer.variants
    var missing: [Expected] = []
    var isUnspecified = false
    for variant in expected {
      if take(variant.variant, from: &extra, of: answer) { continue }
      if let word = variant.unspecified.sorted().first(where: extra.contains) {
        extra.remove(word)
        isUnspecified = true
      } else {
        missing.append(variant)
      }
    }
    switch (missing.isEmpty, extra.isEmpty) {
    case (true, true):
      if contradictsItself(answer) { return .nomenclature }
      return isUnspecified ? .correctUnspecified : .correct
    case (true, false): return .falsePositive
    case (false, false):
      return changesTreatment(missing, extra) ? .wrongWithImplication : .wrongWithoutImplication
    case (false, true):
      let tested = missing.filter { claim.tests($0.variant) }
      if tested.isEmpty { return .notTested }
      return tested.allSatisfy { claim.isBelowLimit($0.alleleFraction) } ? .belowLimit : .missed
    }
  }

  /// Takes a variant out of those reported; false where it is not among them.
  private func take(
    _ variant: String, from reported: inout Set<String>, of answer: GenotypeText
  ) -> Bool {
    if reported.remove(variant) != nil { return true }
    let wanted = NamedVariant(variant)
    guard
      let same = reported.sorted().first(where: { names.isSame(wanted, answer.named($0)) })
    else { return false }
    reported.remove(same)
    return true
  }

  /// Whether a name of the answer is none, or the protein that it names does not follow from its DNA.
  private func contradictsItself(_ answer: GenotypeText) -> Bool {
    answer.variants.contains {
      [.malformed, .contradiction].contains(names.check(answer.named($0)).verdict)
    }
  }

  /// Whether the variants found ask for another treatment than those missed; so too where that is not known.
  private func changesTreatment(_ missing: [Expected], _ extra: Set<String>) -> Bool {
    let wanted = missing.map { treatments[$0.variant] }
    let given = extra.map { treatments[$0] }
    guard !wanted.contains(nil), !given.contains(nil) else { return true }
    return Set(wanted) != Set(given)
  }
}
