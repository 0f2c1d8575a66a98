/// The finished scores of a run.
package struct ScoreResults: Sendable {
  /// The scoring rows by position.
  package let index: ScoreIndex
  /// The samples in the order of the input.
  package let samples: [String]
  /// The sums, one element a score.
  package let totals: [ScoreTotals]
  /// One summary a score.
  package let summaries: [ScoreSummary]
  /// Counts by sample; of nothing where they were not kept.
  package let counts: SampleCounts
  private let fates: [RowFate]
  private let matches: [MatchRecord]
  /// For each row the index of its match; empty where matches were not kept.
  private let matchOfRow: [Int32]
  let alleles: [UInt8]
  /// What was found about variants, in the order of rows.
  let loci: [LocusQuality]
  /// What missing genotypes leave open, one element a score; empty where it was not kept.
  let bounds: [ScoreBounds]
  /// Alleles over the variants of all scores, where denominators are over the run.
  private let run: ScoreTotals?
  let methods: [UInt32: MatchMethod]
  /// The expected effect-allele frequencies of each score's rows; empty where none is known.
  let expected: [[Double]]

  init(
    _ accumulator: ScoreAccumulator, _ scorer: PolygenicScorer, _ summaries: [ScoreSummary],
    methods: [UInt32: MatchMethod], expected: [[Double]]
  ) {
    index = scorer.index
    counts = accumulator.counts
    loci = accumulator.loci.sorted { $0.row < $1.row }
    bounds = accumulator.bounds
    run = scorer.scoringRules.denominators == .ofRun ? accumulator.run : nil
    self.methods = methods
    self.expected = expected
    samples = accumulator.samples ?? []
    totals = accumulator.totals
    self.summaries = summaries
    fates = accumulator.fates
    matches = accumulator.matches
    alleles = accumulator.alleles
    var matchOfRow: [Int32] = []
    if accumulator.keeps.contains(.matches) {
      matchOfRow = Array(repeating: -1, count: index.rowCount)
      for (number, match) in matches.enumerated() {
        matchOfRow[Int(match.row)] = Int32(truncatingIfNeeded: number)
      }
    }
    self.matchOfRow = matchOfRow
  }

  /// The denominator of a sample's average: the alleles that its score rests on, imputed ones included, or those
  /// of all variants of the run.
  package func denominator(score: Int, sample: Int) -> Int {
    run?.denominator(sample) ?? totals[score].denominator(sample)
  }

  /// Whether counts of a score differ between samples.
  func hasShortfalls(score: Int) -> Bool {
    !totals[score].alleleShortfall.isEmpty || run?.alleleShortfall.isEmpty == false
  }

  /// What became of a row, given by its number among the rows of all scores (`ScoreIndex.number`).
  package func outcome(ofRow number: Int) -> RowOutcome {
    switch fates[number] {
    case .matched: .matched
    case .excluded: .excluded
    case .unfitting, .notMet:
      .unmatched(
        unmatchedReason(
          index.entry(number: number), isUnfitting: fates[number] == .unfitting))
    }
  }

  /// How a row met its record; nil where it met none, and where matches were not kept.
  package func match(ofRow number: Int) -> MatchRecord? {
    guard !matchOfRow.isEmpty, matchOfRow[number] >= 0 else { return nil }
    return matches[Int(matchOfRow[number])]
  }

  /// REF and the matched ALT of a match.
  package func alleles(of match: MatchRecord) -> (reference: String, alternative: String) {
    (
      String(decoding: alleles[match.reference], as: UTF8.self),
      String(decoding: alleles[match.alternative], as: UTF8.self)
    )
  }
}

extension ScoreResults {
  /// Why a row met no record.
  ///
  /// - Parameter isUnfitting: Whether records stand at its position.
  private func unmatchedReason(
    _ entry: ScoreIndex.Entry, isUnfitting: Bool
  ) -> UnmatchedReason {
    let file = index.files[Int(entry.score)]
    let row = file.rows[Int(entry.row)]
    switch row.form {
    case .haplotype: return .haplotype
    case .diplotype: return .diplotype
    case .interaction: return .interaction
    case .variant: break
    }
    if row.position == 0 || row.contigName == .max && row.contig == 0 { return .noPosition }
    if row.effectAllele.isAbsent { return .noEffectAllele }
    if row.contig == 0 { return .contigNotScored }
    if file.alleles[file.range(row.effectAllele)] == file.alleles[file.range(row.otherAllele)] {
      return .sameAlleles
    }
    return isUnfitting ? .allelesDiffer : .positionAbsent
  }
}
