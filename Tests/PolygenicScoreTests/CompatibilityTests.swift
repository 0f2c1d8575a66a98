import PolygenicScore
import Testing

@Suite("The rules of pgsc_calc")
struct CompatibilityTests {
  private static let columns = MatchingTests.header + "\tis_dominant"

  private func rules(_ smallest: Int = 50) -> ScoringRules {
    var rules = ScoringRules()
    rules.denominators = .ofRun
    rules.smallestMeanCohort = smallest
    return rules
  }

  private static let cohort = Cohort(
    samples: ["a", "b"],
    records: [
      Cohort.record("1", 10, "A", "G", ["0/1", "./."]),
      Cohort.record("1", 20, "C", "T", ["0/1", "1/1"]),
      Cohort.record("1", 30, "C", "T", ["0/1", "1/1"]),
    ])

  @Test(
    "Averages are over the variants of all scores; a variant counts once for each allele and model")
  func denominators() throws {
    let one = try scoringFile("A", [Self.columns, "1\t10\tG\tA\t1", "1\t20\tT\tC\t1"])
    let two = try scoringFile(
      "B", [Self.columns, "1\t10\tG\tA\t1", "1\t20\tC\tT\t1", "1\t30\tT\tC\t1\tTRUE"])
    let results = try PolygenicScorer(
      ScoreIndex([one, two]), scoringRules: rules(0)
    ).results(Self.cohort, positionsPerBatch: 1)
    for score in 0..<2 {
      #expect(results.denominator(score: score, sample: 0) == 8)
      #expect(results.denominator(score: score, sample: 1) == 8)
    }
    #expect(results.totals[0].score(0) == 2)
    let alone = try PolygenicScorer(ScoreIndex([one]), scoringRules: rules(0)).results(Self.cohort)
    #expect(alone.denominator(score: 0, sample: 0) == 4)
  }

  @Test("Fewer than 50 samples impute nothing: a missing genotype leaves the denominator")
  func smallCohorts() throws {
    let file = try scoringFile("A", [Self.columns, "1\t10\tG\tA\t1", "1\t20\tT\tC\t1"])
    let results = try PolygenicScorer(ScoreIndex([file]), scoringRules: rules())
      .results(Self.cohort)
    #expect(results.scores == [2, 2])
    #expect(results.denominator(score: 0, sample: 1) == 2)
  }

  @Test("Without it a score never depends on which others are in the run")
  func independence() throws {
    let one = try scoringFile("A", [Self.columns, "1\t10\tG\tA\t1"])
    let two = try scoringFile("B", [Self.columns, "1\t20\tC\tT\t1", "1\t30\tT\tC\t1"])
    let results = try PolygenicScorer(ScoreIndex([one, two])).results(Self.cohort)
    #expect(results.denominator(score: 0, sample: 0) == 2)
    #expect(results.denominator(score: 1, sample: 0) == 4)
  }

  @Test("<NON_REF> makes a record multi-allelic there, and only there")
  func placeholders() throws {
    let cohort = Cohort(
      samples: ["a"],
      records: [
        Cohort.record("1", 10, "A", "G,<NON_REF>", ["0/1"]),
        Cohort.record("1", 20, "A", "G,<*>", ["1/1"]),
      ])
    let file = try scoringFile("A", [Self.columns, "1\t10\tG\tA\t1", "1\t20\tG\tA\t1"])
    let index = try ScoreIndex([file])
    #expect(try PolygenicScorer(index).results(cohort).scores == [3])
    var rules = MatchRules()
    rules.countsPlaceholders = true
    #expect(
      try PolygenicScorer(index, matchRules: rules).results(cohort).fates
        == ["excluded altref multiallelic", "excluded altref multiallelic"])
  }
}
