/// The finished scores of a run.
package struct ScoreResults: Sendable {
  /// The scoring rows by position.
  package let index: ScoreIndex
  /// The samples in the order of the input.
  package let samples: [String]
  /// The sums, one element a score.
  package let totals: [ScoreTotals]
  /// The rows that met a record.
  package let matches: [MatchRecord]
  /// What became of each row of all scores, by its number (`ScoreIndex.number`).
  package let outcomes: [RowOutcome]
  /// One summary a score.
  package let summaries: [ScoreSummary]
  let alleles: [UInt8]

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
  /// - Throws: `repeatedPosition` when a row met records in two places of the input.
  /// - Complexity: O(rows + matches).
  package func finish(
    _ accumulator: ScoreAccumulator, minimumOverlap: Double
  ) throws(PolygenicScoreError) -> ScoreResults {
    var matchOfRow = [Int32](repeating: -1, count: index.rowCount)
    for (number, match) in accumulator.matches.enumerated() {
      guard matchOfRow[Int(match.row)] < 0 else { throw repeatedPosition(accumulator) }
      matchOfRow[Int(match.row)] = Int32(truncatingIfNeeded: number)
    }
    var isUnfitting = [Bool](repeating: false, count: index.rowCount)
    for row in accumulator.unfitting { isUnfitting[Int(row)] = true }
    var outcomes: [RowOutcome] = []
    outcomes.reserveCapacity(index.rowCount)
    for file in index.files {
      for row in file.rows {
        let number = outcomes.count
        if matchOfRow[number] >= 0 {
          let match = Int(matchOfRow[number])
          outcomes.append(
            accumulator.matches[match].isExcluded ? .excluded(match) : .matched(match))
        } else {
          outcomes.append(.unmatched(unmatchedReason(row, isUnfitting: isUnfitting[number])))
        }
      }
    }
    return ScoreResults(
      index: index, samples: accumulator.samples ?? [], totals: accumulator.totals,
      matches: accumulator.matches, outcomes: outcomes,
      summaries: index.files.indices.map { summary(ofScore: $0, outcomes, minimumOverlap) },
      alleles: accumulator.alleles)
  }

  private func unmatchedReason(_ row: ScoringRow, isUnfitting: Bool) -> UnmatchedReason {
    switch row.form {
    case .haplotype: return .haplotype
    case .diplotype: return .diplotype
    case .interaction: return .interaction
    case .variant: break
    }
    if row.position == 0 || row.contigName == .max && row.contig == 0 { return .noPosition }
    if row.effectAllele.isAbsent { return .noEffectAllele }
    if row.contig == 0 { return .contigNotScored }
    return isUnfitting ? .allelesDiffer : .positionAbsent
  }

  private func summary(
    ofScore score: Int, _ outcomes: [RowOutcome], _ minimumOverlap: Double
  ) -> ScoreSummary {
    let file = index.files[score]
    var summary = ScoreSummary(accession: file.accession, rows: file.rows.count)
    var weight = (matched: 0.0, all: 0.0)
    var variance = (matched: 0.0, all: 0.0)
    for (number, row) in file.rows.enumerated() {
      let size = abs(row.weight)
      let p = row.frequency
      let spread = p.isNaN ? 0 : 2 * p * (1 - p) * row.weight * row.weight
      weight.all += size
      variance.all += spread
      switch outcomes[index.firstRow[score] + number] {
      case .matched:
        summary.matched += 1
        weight.matched += size
        variance.matched += spread
      case .excluded: summary.excluded += 1
      case .unmatched: summary.unmatched += 1
      }
    }
    summary.weightShare = weight.all > 0 ? weight.matched / weight.all : nil
    summary.varianceShare = variance.all > 0 ? variance.matched / variance.all : nil
    summary.passed = summary.rows > 0 && 1 - summary.matchRate <= 1 - minimumOverlap
    return summary
  }
}
