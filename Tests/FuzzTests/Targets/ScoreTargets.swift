import PolygenicScore
import Tables
import VCF

/// Reads a scoring file and scores some variants with it.
struct ScoringFileTarget {
  let cohorts: [RecordBatch]

  func run(_ input: FuzzInput) throws -> Outcome {
    do {
      _ = try ScoringFileHeader(input.bytes)
      let file = try ScoringFile(input.bytes)
      var choices = Choices(seed: input.salt)
      let scorer = PolygenicScorer(
        try ScoreIndex([file]),
        matchRules: MatchRules(
          ambiguous: choices.pick(MatchRules.Ambiguous.allCases),
          multiallelic: choices.pick(MatchRules.Multiallelic.allCases),
          duplicates: choices.pick(MatchRules.Duplicates.allCases)),
        scoringRules: ScoringRules(
          missing: choices.pick(ScoringRules.Missing.allCases),
          haploid: choices.pick(ScoringRules.Haploid.allCases),
          dosage: choices.pick(ScoringRules.Dosage.allCases)))
      var checks = ScoreChecks(scorer)
      try checks.add(choices.pick(cohorts))
      try checks.finish()
      return .accepted(input.kind)
    } catch let error as PolygenicScoreError {
      return .refused(input.kind, error.code.rawValue)
    }
  }
}

/// Reads damaged sums of a part of a run, merges and finishes them.
struct AccumulatorTarget {
  let scorer: PolygenicScorer

  func run(_ input: FuzzInput) throws -> Outcome {
    do {
      let sums = try ScoreAccumulator(input.bytes, scorer.index)
      var both = sums
      try scorer.merge(sums, into: &both)
      try ScoreChecks(scorer).run(sums)
      return .accepted(input.kind)
    } catch let error as PolygenicScoreError {
      return .refused(input.kind, error.code.rawValue)
    }
  }
}

/// Scores variants, and takes the sums through bytes to tables.
struct ScoreChecks {
  private let scorer: PolygenicScorer
  private var sums: ScoreAccumulator
  /// Whether records of a position stood in two places, which files that are not sorted have.
  private var isRefused = false

  init(_ scorer: PolygenicScorer) {
    self.scorer = scorer
    sums = ScoreAccumulator(scorer.index)
  }

  mutating func add(_ batch: RecordBatch) throws {
    guard !isRefused else { return }
    do {
      var refused: [PolygenicScorer.RefusedRecord] = []
      let part = try scorer.score(batch, refused: &refused)
      for record in refused { try checkMessage(record.error) }
      try scorer.add([part], to: &sums)
    } catch is PolygenicScoreError {
      isRefused = true
    }
  }

  func finish() throws {
    if !isRefused { try run(sums) }
  }

  func run(_ sums: ScoreAccumulator) throws {
    let bytes = sums.encoded()
    let again = try ScoreAccumulator(bytes, scorer.index)
    try promise(same(bytes, again.encoded()), "sums change when they are stored")
    let results = try scorer.finish(sums, gate: OverlapGate(rows: 0.5))
    var writer = RowWriter()
    results.writeScores(ofSamples: 0..<results.samples.count, to: &writer)
    results.writeMatches(ofRows: 0..<scorer.index.rowCount, to: &writer)
    results.writeSummaries(to: &writer)
  }
}
