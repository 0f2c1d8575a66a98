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
  package internal(set) var unfitting: [UInt32] = []
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

  /// Adds the batch that follows in the input.
  ///
  /// - Throws: `differentSamples` when the batch is about other samples.
  /// - Complexity: O(carriers of every row that counts).
  mutating func add(
    _ batch: borrowing ScoredBatch, _ index: ScoreIndex, _ rules: ScoringRules
  ) throws(PolygenicScoreError) {
    try checkSamples(batch.samples)
    let shortfalls = Shortfalls(rules)
    for addition in batch.additions {
      let row = batch.rows[Int(addition.genotypes)]
      let table = RowTable(
        index.row(addition.entry), of: index.files[Int(addition.entry.score)], row, rules)
      totals[Int(addition.entry.score)].add(table, row, of: batch, shortfalls)
    }
    append(batch.matches, alleles: batch.alleles, unfitting: batch.unfitting)
  }

  /// Appends the part of the input that follows this one.
  ///
  /// - Throws: `differentSamples` when the two parts are about different samples.
  /// - Complexity: O(samples x scores touched by `later` + its matches).
  mutating func merge(_ later: ScoreAccumulator) throws(PolygenicScoreError) {
    if let other = later.samples { try checkSamples(other) }
    for score in totals.indices { totals[score].merge(later.totals[score]) }
    append(later.matches, alleles: later.alleles, unfitting: later.unfitting)
  }

  private mutating func checkSamples(_ other: [String]) throws(PolygenicScoreError) {
    guard let own = samples else {
      samples = other
      return
    }
    guard own == other else {
      throw PolygenicScoreError(
        .differentSamples,
        "the input files do not hold the same samples in the same order; a score needs all variants of a "
          + "person, so read files with the same samples, or run one pipeline for each set of samples"
      )
    }
  }

  private mutating func append(
    _ later: [MatchRecord], alleles pool: [UInt8], unfitting rows: [UInt32]
  ) {
    let start = UInt32(truncatingIfNeeded: alleles.count)
    for match in later {
      var moved = match
      moved.alleles += start
      matches.append(moved)
    }
    alleles.append(contentsOf: pool)
    unfitting.append(contentsOf: rows)
    // Positions that are met again and again must not outgrow the promise of memory.
    if unfitting.count > 2 * rowCount { unfitting = Array(Set(unfitting)).sorted() }
  }
}
