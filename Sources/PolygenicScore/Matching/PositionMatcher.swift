import ByteIO
import Genomics

/// Decides for every scoring row of one position which record and allele it meets, and whether it counts.
///
/// The rules are those of pgscatalog.match 0.4.0 (`lib/_match/{match,label,filter}.py`); all of them look at
/// one position and one score only, so decisions never depend on chunks or workers.
package struct PositionMatcher: Sendable {
  /// What became of one scoring row at a position.
  package struct Decision: Sendable, BitwiseCopyable {
    /// The scoring row.
    package var entry: ScoreIndex.Entry
    /// The best candidate's type.
    package var type: MatchType
    /// The best candidate: an index into `PositionAlleles.pairs`.
    package var pair: Int
    /// Whether other candidates were just as good; the first one was taken.
    package var hadRivals: Bool
    /// What is special about the best candidate.
    package var labels: MatchReasons
    /// For which of its labels the row is left out of the score.
    package var exclusions: MatchReasons
    /// Whether the row is left out of the score.
    package var isExcluded: Bool { !exclusions.isEmpty }
  }

  /// The rules in force.
  package let rules: MatchRules
  /// The decisions of the last position, ordered by score and row; rows without candidates are absent.
  package private(set) var decisions: [Decision] = []
  /// The rows of the last position that no allele of its records fits.
  package private(set) var unfitting: [ScoreIndex.Entry] = []

  /// A matcher with rules.
  package init(_ rules: MatchRules) {
    self.rules = rules
  }

  /// Forgets the decisions of the last position.
  package mutating func removeAll() {
    decisions.clear()
    unfitting.clear()
  }

  /// Matches the scoring rows of a slot with the records of its position.
  ///
  /// - Complexity: O(r · a + r log r) for r scoring rows and a alternative alleles at the position.
  package mutating func match(
    slot: Int, of index: ScoreIndex, with alleles: PositionAlleles, _ text: Span<UInt8>
  ) {
    removeAll()
    for number in index.entries(ofSlot: slot) {
      let entry = index.entry(number)
      let decision = Self.bestCandidate(
        entry, index.bases(number), of: index, with: alleles, text)
      if let decision {
        decisions.append(decision)
      } else {
        unfitting.append(entry)
      }
    }
    if hasSeveralRowsOfOneScore { labelDuplicates(alleles) }
    for number in decisions.indices {
      let pair = alleles.pairs[decisions[number].pair]
      let record = alleles.records[pair.record]
      rules.label(
        &decisions[number], isMultiallelic: record.isMultiallelic,
        isAmbiguous: isComplement(
          text.extracting(record.reference), text.extracting(pair.alternative)))
    }
  }

  /// Reads an ambiguous decision on the other strand, where that is what the allele's frequency says.
  mutating func turn(_ number: Int) {
    decisions[number].type = decisions[number].type.onOtherStrand
    if rules.strandFlips == .drop { exclude(number, for: .flip) }
  }

  /// Leaves a decision's row out of the score for a reason.
  mutating func exclude(_ number: Int, for reason: MatchReasons) {
    decisions[number].labels.insert(reason)
    decisions[number].exclusions.insert(reason)
  }

  private var hasSeveralRowsOfOneScore: Bool {
    for number in decisions.indices.dropFirst()
    where decisions[number].entry.score == decisions[number - 1].entry.score {
      return true
    }
    return false
  }

  private static func bestCandidate(
    _ entry: ScoreIndex.Entry, _ bases: BasePair, of index: ScoreIndex,
    with alleles: PositionAlleles, _ text: Span<UInt8>
  ) -> Decision? {
    var best: Decision?
    for number in alleles.pairs.indices {
      let pair = alleles.pairs[number]
      let type =
        bases.areBases && pair.bases.areBases
        ? bases.type(at: pair.bases) : type(entry, of: index, at: pair, alleles, text)
      guard let type else { continue }
      if let current = best, current.type.rawValue <= type.rawValue {
        if current.type == type { best?.hadRivals = true }
      } else {
        best = Decision(
          entry: entry, type: type, pair: number, hadRivals: false, labels: [], exclusions: [])
      }
    }
    return best
  }

  private static func type(
    _ entry: ScoreIndex.Entry, of index: ScoreIndex, at pair: PositionAlleles.Pair,
    _ alleles: PositionAlleles, _ text: Span<UInt8>
  ) -> MatchType? {
    let row = index.row(entry)
    let file = index.files[Int(entry.score)]
    let pool = file.alleles
    return type(
      effect: pool.span.extracting(file.range(row.effectAllele)),
      other: pool.span.extracting(file.range(row.otherAllele)),
      reference: text.extracting(alleles.records[pair.record].reference),
      alternative: text.extracting(pair.alternative))
  }

  /// The first type whose condition holds; an empty `other` stands for an absent other allele.
  static func type(
    effect: Span<UInt8>, other: Span<UInt8>, reference: Span<UInt8>, alternative: Span<UInt8>
  ) -> MatchType? {
    if other.isEmpty {
      if isSame(effect, reference) { return .noOARef }
      if isSame(effect, alternative) { return .noOAAlt }
      if isComplement(effect, reference) { return .noOARefFlip }
      return isComplement(effect, alternative) ? .noOAAltFlip : nil
    }
    if isSame(effect, reference) && isSame(other, alternative) { return .refalt }
    if isSame(effect, alternative) && isSame(other, reference) { return .altref }
    if isComplement(effect, reference) && isComplement(other, alternative) { return .refaltFlip }
    return isComplement(effect, alternative) && isComplement(other, reference)
      ? .altrefFlip : nil
  }

  /// Excludes rows of one score that meet the same variant identifier, as the rules say.
  ///
  /// As upstream, rows whose best candidate had rivals are counted apart from those without.
  private mutating func labelDuplicates(_ alleles: PositionAlleles) {
    func identity(_ number: Int) -> Int {
      alleles.records[alleles.pairs[decisions[number].pair].record].identity
    }
    let byIdentity = decisions.indices.sorted { left, right in
      let (a, b) = (decisions[left], decisions[right])
      if a.entry.score != b.entry.score { return a.entry.score < b.entry.score }
      let (first, second) = (identity(left), identity(right))
      return first != second ? first < second : a.entry.row < b.entry.row
    }
    var start = 0
    while start < byIdentity.count {
      var end = start + 1
      while end < byIdentity.count,
        decisions[byIdentity[end]].entry.score == decisions[byIdentity[start]].entry.score,
        identity(byIdentity[end]) == identity(byIdentity[start])
      { end += 1 }
      if end - start > 1 { excludeDuplicates(Array(byIdentity[start..<end]), alleles) }
      start = end
    }
  }

  /// Excludes among decisions of one score on one identifier, given in the order of rows.
  private mutating func excludeDuplicates(_ group: [Int], _ alleles: PositionAlleles) {
    var duplicates: [Int] = []
    for hadRivals in [false, true] {
      let alike = group.filter { decisions[$0].hadRivals == hadRivals }
      if alike.count > 1 { duplicates += alike }
    }
    for number in duplicates { decisions[number].labels.insert(.duplicateID) }
    switch rules.duplicates {
    case .drop:
      for number in duplicates { decisions[number].exclusions.insert(.duplicateID) }
    case .first:
      let first = duplicates.map { decisions[$0].entry.row }.min()
      for number in duplicates where decisions[number].entry.row != first {
        decisions[number].exclusions.insert(.duplicateID)
      }
    case .sum:
      for number in duplicates {
        let own = effectAllele(number, alleles)
        let isContradicted = duplicates.contains {
          let other = effectAllele($0, alleles)
          return other.alternative == own.alternative && other.isAlternative != own.isAlternative
        }
        if isContradicted { decisions[number].exclusions.insert(.duplicateID) }
      }
    }
  }

  /// Which ALT of the identifier's record a decision concerns, and whether its effect allele is that ALT.
  private func effectAllele(
    _ number: Int, _ alleles: PositionAlleles
  ) -> (alternative: Int, isAlternative: Bool) {
    let decision = decisions[number]
    return (alleles.pairs[decision.pair].alleleIndex, decision.type.effectIsAlternative)
  }
}

extension MatchRules {
  /// Says what is special about a decision, and what of it leaves the row out.
  fileprivate func label(
    _ decision: inout PositionMatcher.Decision, isMultiallelic: Bool, isAmbiguous: Bool
  ) {
    if isAmbiguous {
      decision.labels.insert(.ambiguous)
      if ambiguous == .drop { decision.exclusions.insert(.ambiguous) }
    }
    if isMultiallelic {
      decision.labels.insert(.multiallelic)
      if multiallelic == .drop { decision.exclusions.insert(.multiallelic) }
    }
    if strandFlips == .drop, decision.type.isFlip {
      decision.labels.insert(.flip)
      decision.exclusions.insert(.flip)
    }
  }
}

func isSame(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
  guard left.count == right.count else { return false }
  for offset in 0..<left.count where left[offset] != right[offset] { return false }
  return true
}

/// Whether the right allele is the base-wise complement of the left one, without reversal; an allele that
/// holds anything but A, C, G, T is its own complement.
func isComplement(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
  guard left.count == right.count else { return false }
  var matches = true
  for offset in 0..<left.count {
    guard let complement = Allele.complement(of: left[offset]) else { return isSame(left, right) }
    if right[offset] != complement { matches = false }
  }
  return matches
}
