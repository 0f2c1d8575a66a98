/// The scores of a part of the input: sums per score and sample, and what became of the rows met so far.
///
/// Parts are merged in the order of the input, which fixes the order of every floating-point addition.
/// Memory is O(scoring rows + samples x scores touched), whatever the size of the input.
package struct ScoreAccumulator: Sendable, Equatable {
  /// The samples of the input, nil before any record or header was seen.
  package internal(set) var samples: [String]?
  /// The sums, one element a score.
  package internal(set) var totals: [ScoreTotals]
  /// What became of each row of all scores so far, by its number (`ScoreIndex.number`).
  package internal(set) var fates: [RowFate]
  /// How each row met its record, in the order of the input; empty unless matches are kept.
  package internal(set) var matches: [MatchRecord] = []
  /// The alleles of the matches.
  package internal(set) var alleles: [UInt8] = []
  /// What is decided when all parts are together.
  var late = LateMatches()
  /// What was found about the variants of rows that count; empty unless it is kept.
  var loci: [LocusQuality] = []
  /// Counts by sample; empty unless they are kept.
  var counts = SampleCounts()
  /// What missing genotypes leave open, one element a score; empty unless it is kept.
  var bounds: [ScoreBounds] = []
  /// Counts of alleles over the variants of all scores; empty unless denominators are over the run.
  var run = ScoreTotals()
  /// How many records have the reference allele that the genome has.
  var reference = ReferenceCheckCount()
  /// What is kept beside the sums.
  package let keeps: KeptDetails

  /// An empty part.
  ///
  /// - Parameters:
  ///   - samples: The samples of the input where they are known already.
  ///   - keeps: What is kept beside the sums.
  package init(
    _ index: ScoreIndex, samples: [String]? = nil, keeps: KeptDetails = .matches
  ) {
    self.samples = samples
    self.keeps = keeps
    if keeps.contains(.bounds) {
      bounds = Array(repeating: ScoreBounds(), count: index.files.count)
    }
    fates = Array(repeating: .notMet, count: index.rowCount)
    totals = [ScoreTotals](repeating: ScoreTotals(), count: index.files.count)
  }

  /// Adds the batches that follow in the input, score by score: the sums of one score stay in the
  /// processor's cache while those of many would not.
  ///
  /// - Throws: `differentSamples` when a batch is about other samples; `repeatedPosition` for a row that
  ///   has met a record before.
  /// - Complexity: O(carriers of every row that counts).
  mutating func add(
    _ batches: [ScoredBatch], _ index: ScoreIndex, _ rules: ScoringRules
  ) throws(PolygenicScoreError) {
    for batch in batches { try checkSamples(batch.samples) }
    let shortfalls = Shortfalls(rules)
    let keepsBounds = keeps.contains(.bounds)
    var next = [Int](repeating: 0, count: batches.count)
    for score in totals.indices {
      let file = index.files[score]
      let rows = file.rows
      for number in batches.indices {
        let batch = batches[number]
        let additions = batch.additions.span
        let genotypes = batch.rows.span
        var place = next[number]
        while place < additions.count, additions[place].entry.score == score {
          let row = genotypes[Int(additions[place].genotypes)]
          let table = RowTable(rows[Int(additions[place].entry.row)], of: file, row, rules)
          totals[score].add(table, row, of: batch, shortfalls)
          if keepsBounds, row.missing > 0 { bounds[score].add(table.open(row), row, of: batch) }
          place += 1
        }
        next[number] = place
      }
    }
    for batch in batches { try note(batch, index) }
    if rules.denominators == .ofRun {
      for batch in batches {
        for addition in batch.runAdditions {
          let row = batch.rows[Int(addition.genotypes)]
          let file = index.files[Int(addition.entry.score)]
          let table = RowTable(index.row(addition.entry), of: file, row, rules)
          run.add(table, row, of: batch, shortfalls)
        }
      }
    }
  }

  /// Appends the part of the input that follows this one.
  ///
  /// - Throws: `differentSamples` when the two parts are about different samples; `repeatedPosition` when
  ///   a row met records in both.
  /// - Complexity: O(samples x scores touched by `later` + scoring rows).
  mutating func merge(
    _ later: ScoreAccumulator, _ index: ScoreIndex
  ) throws(PolygenicScoreError) {
    if let other = later.samples { try checkSamples(other) }
    for score in totals.indices { totals[score].merge(later.totals[score]) }
    for row in fates.indices { try set(row, later.fates[row], index) }
    late.append(later.late, allelesFrom: UInt32(truncatingIfNeeded: alleles.count))
    appendMatches(later.matches, alleles: later.alleles)
    loci.append(contentsOf: later.loci)
    counts.merge(later.counts)
    for score in bounds.indices { bounds[score].merge(later.bounds[score]) }
    run.merge(later.run)
    reference.checked += later.reference.checked
    reference.differing += later.reference.differing
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

  private mutating func note(
    _ batch: borrowing ScoredBatch, _ index: ScoreIndex
  ) throws(PolygenicScoreError) {
    for row in batch.unfitting { try set(Int(row), .unfitting, index) }
    if keeps.contains(.matches) {
      for match in batch.matches {
        try set(Int(match.row), match.isExcluded ? .excluded : .matched, index)
      }
    } else {
      for row in batch.excluded { try set(Int(row), .excluded, index) }
      for addition in batch.additions { try set(index.number(addition.entry), .matched, index) }
    }
    if !batch.late.isEmpty {
      late.append(batch, allelesFrom: UInt32(truncatingIfNeeded: alleles.count))
    }
    if keeps.contains(.matches) {
      appendMatches(batch.matches, alleles: batch.alleles)
    } else if !batch.late.isEmpty {
      appendMatches([], alleles: batch.alleles)
    }
    loci.append(contentsOf: batch.loci)
    reference.checked += batch.reference.checked
    reference.differing += batch.reference.differing
    if keeps.contains(.samples) { counts.add(batch) }
  }

  /// Notes what became of a row.
  ///
  /// - Throws: `repeatedPosition` when it has met a record before.
  mutating func set(
    _ row: Int, _ fate: RowFate, _ index: ScoreIndex
  ) throws(PolygenicScoreError) {
    if fate.rawValue <= fates[row].rawValue, fate.rawValue < RowFate.excluded.rawValue { return }
    guard fates[row].rawValue < RowFate.excluded.rawValue else {
      throw PolygenicScoreError(
        .repeatedPosition,
        "records of \(index.place(index.entry(number: row))) stand in two places of the input, but must "
          + "follow each other; sort the file, and do not read a position from two files (join them "
          + "first, as bcftools concat -a does)")
    }
    fates[row] = fate
  }

  /// Appends matches, whose alleles are in a pool of their own.
  mutating func appendMatches(_ later: [MatchRecord], alleles pool: [UInt8]) {
    let start = UInt32(truncatingIfNeeded: alleles.count)
    for match in later {
      var moved = match
      moved.alleles += start
      matches.append(moved)
    }
    alleles.append(contentsOf: pool)
  }
}
