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
  private let fates: [RowFate]
  private let matches: [MatchRecord]
  /// For each row the index of its match; empty where matches were not kept.
  private let matchOfRow: [Int32]
  let alleles: [UInt8]

  init(_ accumulator: ScoreAccumulator, _ index: ScoreIndex, _ summaries: [ScoreSummary]) {
    self.index = index
    samples = accumulator.samples ?? []
    totals = accumulator.totals
    self.summaries = summaries
    fates = accumulator.fates
    matches = accumulator.matches
    alleles = accumulator.alleles
    var matchOfRow: [Int32] = []
    if accumulator.keepsMatches {
      matchOfRow = Array(repeating: -1, count: index.rowCount)
      for (number, match) in matches.enumerated() {
        matchOfRow[Int(match.row)] = Int32(truncatingIfNeeded: number)
      }
    }
    self.matchOfRow = matchOfRow
  }

  /// What became of a row, given by its number among the rows of all scores (`ScoreIndex.number`).
  package func outcome(ofRow number: Int) -> RowOutcome {
    switch fates[number] {
    case .matched: .matched
    case .excluded: .excluded
    case .unfitting, .notMet:
      .unmatched(
        index.row(index.entry(number: number)).unmatchedReason(
          isUnfitting: fates[number] == .unfitting))
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

extension PolygenicScorer {
  /// Makes results from the merged parts of the whole input.
  ///
  /// - Parameter minimumOverlap: The share of rows that must be matched for a score to pass.
  /// - Complexity: O(rows + matches).
  package func finish(_ accumulator: ScoreAccumulator, minimumOverlap: Double) -> ScoreResults {
    ScoreResults(
      accumulator, index,
      index.files.indices.map { summary(ofScore: $0, accumulator.fates, minimumOverlap) })
  }

  private func summary(
    ofScore score: Int, _ fates: [RowFate], _ minimumOverlap: Double
  ) -> ScoreSummary {
    let file = index.files[score]
    var summary = ScoreSummary(accession: file.accession, rows: file.rows.count)
    var weight = (matched: 0.0, all: 0.0)
    var variance = (matched: 0.0, all: 0.0)
    for (number, row) in file.rows.enumerated() {
      let size = abs(row.weight)
      let p = file.frequencies.isEmpty ? Double.nan : file.frequencies[number]
      let spread = p.isNaN ? 0 : 2 * p * (1 - p) * row.weight * row.weight
      weight.all += size
      variance.all += spread
      switch fates[index.firstRow[score] + number] {
      case .matched:
        summary.matched += 1
        weight.matched += size
        variance.matched += spread
      case .excluded: summary.excluded += 1
      case .unfitting, .notMet: summary.unmatched += 1
      }
    }
    summary.weightShare = weight.all > 0 ? weight.matched / weight.all : nil
    summary.varianceShare = variance.all > 0 ? variance.matched / variance.all : nil
    summary.passed = summary.rows > 0 && 1 - summary.matchRate <= 1 - minimumOverlap
    return summary
  }
}

extension ScoringRow {
  /// Why the row met no record.
  ///
  /// - Parameter isUnfitting: Whether records stand at its position.
  fileprivate func unmatchedReason(isUnfitting: Bool) -> UnmatchedReason {
    switch form {
    case .haplotype: return .haplotype
    case .diplotype: return .diplotype
    case .interaction: return .interaction
    case .variant: break
    }
    if position == 0 || contigName == .max && contig == 0 { return .noPosition }
    if effectAllele.isAbsent { return .noEffectAllele }
    if contig == 0 { return .contigNotScored }
    return isUnfitting ? .allelesDiffer : .positionAbsent
  }
}
