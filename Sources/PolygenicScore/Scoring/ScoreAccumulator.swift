/// The scores of a part of the input: sums per score and sample, and what became of the rows met so far.
///
/// Parts are merged in the order of the input, which fixes the order of every floating-point addition.
/// Memory is O(scoring rows + samples x scores touched), whatever the size of the input.
package struct ScoreAccumulator: Sendable, Equatable {
  /// The samples of the input, nil before any record or header was seen.
  package internal(set) var samples: [String]?
  /// The sums, one element a score.
  package internal(set) var totals: [ScoreTotals]
  /// The rows that had a candidate, in the order of the input.
  package internal(set) var matches: [MatchRecord] = []
  /// The alleles of the matches.
  package internal(set) var alleles: [UInt8] = []
  /// The numbers of rows at whose position records stand, none of which fits; may repeat.
  package internal(set) var unfitting: [Int] = []
  let rowCount: Int

  /// An empty part.
  ///
  /// - Parameter samples: The samples of the input where they are known already.
  package init(_ index: ScoreIndex, samples: [String]? = nil) {
    self.init(scoreCount: index.files.count, rowCount: index.rowCount, samples: samples)
  }

  init(scoreCount: Int, rowCount: Int, samples: [String]?) {
    self.samples = samples
    self.rowCount = rowCount
    totals = [ScoreTotals](repeating: ScoreTotals(), count: scoreCount)
  }

  /// Appends the part of the input that follows this one.
  ///
  /// - Throws: `differentSamples` when the two parts are about different samples.
  /// - Complexity: O(samples x scores touched by `later` + its matches).
  mutating func merge(_ later: ScoreAccumulator) throws(PolygenicScoreError) {
    if let own = samples, let other = later.samples, own != other {
      throw PolygenicScoreError(
        .differentSamples,
        "the input files do not hold the same samples in the same order; a score needs all variants of a "
          + "person, so read files with the same samples, or run one pipeline for each set of samples"
      )
    }
    samples = samples ?? later.samples
    for score in totals.indices { totals[score].merge(later.totals[score]) }
    for match in later.matches {
      var moved = match
      moved.alleles += alleles.count
      matches.append(moved)
    }
    alleles.append(contentsOf: later.alleles)
    unfitting.append(contentsOf: later.unfitting)
    // Positions that are met again and again must not outgrow the promise of memory.
    if unfitting.count > 2 * rowCount { unfitting = Array(Set(unfitting)).sorted() }
  }

  mutating func append(
    _ decision: PositionMatcher.Decision, row: Int, reference: Span<UInt8>,
    alternative: Span<UInt8>
  ) {
    matches.append(
      MatchRecord(
        row: row, alleles: alleles.count,
        referenceCount: Int32(truncatingIfNeeded: reference.count),
        alternativeCount: Int32(truncatingIfNeeded: alternative.count), type: decision.type,
        labels: decision.labels, exclusions: decision.exclusions))
    for offset in 0..<reference.count { alleles.append(reference[offset]) }
    for offset in 0..<alternative.count { alleles.append(alternative[offset]) }
  }
}
