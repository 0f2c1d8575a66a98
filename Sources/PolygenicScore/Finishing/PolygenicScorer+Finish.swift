extension PolygenicScorer {
  /// Makes results from the merged parts of the whole input: decides what could not be decided before all of it
  /// was read, and looks at what no record served.
  ///
  /// - Throws: `reference` where most records have another REF than the genome; `missingGenotype` and `missingSite` where the rules allow none.
  /// - Complexity: O(rows + matches + samples x late rows).
  package func finish(
    _ accumulator: ScoreAccumulator, gate: OverlapGate = OverlapGate()
  ) throws(PolygenicScoreError) -> ScoreResults {
    if accumulator.reference.speaksForAnotherBuild {
      throw PolygenicScoreError(
        .reference,
        "\(accumulator.reference.differing) of \(accumulator.reference.checked) records at scored positions have "
          + "another REF than the reference genome; name the genome of their build, or correct the build"
      )
    }
    var closing = Closing(self, accumulator)
    try closing.decideLateMatches()
    try closing.addInteractions()
    try closing.fillAbsentSites()
    let expected = index.files.indices.map { score in expectedFrequencies(ofScore: score) }
    let results = closing.sum
    let summaries = index.files.indices.map { score in
      summary(ofScore: score, results.fates, closing.methods, expected[score], gate)
    }
    return ScoreResults(
      results, self, summaries, methods: closing.methods, expected: expected)
  }

  /// The expected frequency of the effect allele of each row of a score, not a number where none is known; empty
  /// where that is all of them.
  private func expectedFrequencies(ofScore score: Int) -> [Double] {
    let file = index.files[score]
    guard evidence.frequencies != nil else { return file.frequencies }
    return file.rows.indices.map {
      evidence.expectedFrequency(of: file.rows[$0], number: $0, in: file) ?? .nan
    }
  }

  private func summary(
    ofScore score: Int, _ fates: [RowFate], _ methods: [UInt32: MatchMethod],
    _ expected: [Double], _ gate: OverlapGate
  ) -> ScoreSummary {
    let file = index.files[score]
    var summary = ScoreSummary(accession: file.accession, rows: file.rows.count)
    var weight = (matched: 0.0, all: 0.0, unsupported: 0.0)
    var variance = (matched: 0.0, all: 0.0)
    for (number, row) in file.rows.enumerated() {
      let size = abs(row.weight)
      let p = expected.isEmpty ? Double.nan : expected[number]
      let spread = p.isNaN ? 0 : 2 * p * (1 - p) * row.weight * row.weight
      weight.all += size
      variance.all += spread
      let global = index.firstRow[score] + number
      switch fates[global] {
      case .matched:
        summary.matched += 1
        weight.matched += size
        variance.matched += spread
        guard !methods.isEmpty, let method = methods[UInt32(truncatingIfNeeded: global)] else {
          break
        }
        if method == .normalised { summary.normalised += 1 }
        if method != .normalised, method != .interaction { summary.withoutRecord += 1 }
      case .excluded: summary.excluded += 1
      case .unfitting, .notMet:
        summary.unmatched += 1
        if row.form != .variant {
          summary.unsupported += 1
          weight.unsupported += size
        }
      }
    }
    if weight.all > 0 {
      summary.weightShare = weight.matched / weight.all
      summary.unsupportedWeightShare = weight.unsupported / weight.all
    }
    summary.varianceShare = variance.all > 0 ? variance.matched / variance.all : nil
    summary.passed = gate.isPassed(by: summary)
    return summary
  }
}
