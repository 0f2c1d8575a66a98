import PolygenicScore
import Tables
import Testing

struct ScoringTests {
  static let columns =
    "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tis_dominant\tis_recessive"
    + "\tdosage_0_weight\tdosage_1_weight\tdosage_2_weight\tallelefrequency_effect"

  private func results(
    _ rows: [String], _ cohort: Cohort, _ rules: ScoringRules = ScoringRules()
  ) throws -> ScoreResults {
    let file = try scoringFile("S", [Self.columns] + rows)
    return try PolygenicScorer(ScoreIndex([file]), scoringRules: rules).results(cohort)
  }

  static let three = Cohort(
    samples: ["a", "b", "c", "d"],
    records: [
      Cohort.record("1", 10, "A", "G", ["0/0", "0|1", "1/1", "./."]),
      Cohort.record("X", 20, "C", "T", ["0", "1", "0/1", "."]),
    ])

  @Test("Additive, dominant, recessive and nonadditive effects of 0, 1 and 2 alleles")
  func models() throws {
    let cohort = Cohort(
      samples: ["a", "b", "c"], records: [Cohort.record("1", 10, "A", "G", ["0/0", "0|1", "1/1"])])
    for (row, score, dosage) in [
      ("1\t10\tG\tA\t0.5", [0, 0.5, 1], [0.0, 1, 2]),
      ("1\t10\tA\tG\t0.5", [1, 0.5, 0], [2, 1, 0]),
      ("1\t10\tG\tA\t0.5\tTRUE", [0, 0.5, 0.5], [0, 1, 1]),
      ("1\t10\tG\tA\t0.5\t\tTRUE", [0, 0, 0.5], [0, 0, 1]),
      ("1\t10\tG\tA\t\t\t\t-1\t0.25\t4", [-1, 0.25, 4], [0, 1, 2]),
    ] {
      let totals = try results([row], cohort).totals[0]
      #expect((0..<3).map(totals.score) == score)
      #expect((0..<3).map(totals.dosage) == dosage)
      #expect((0..<3).map { totals.denominator($0) } == [2, 2, 2])
      #expect((0..<3).map { totals.alleleCount($0) } == [2, 2, 2])
    }
  }

  @Test("A missing genotype counts as the policy says, and never as observed")
  func missing() throws {
    let row = "1\t10\tG\tA\t0.5"
    for (missing, score, denominator, used) in [
      (ScoringRules.Missing.mean, 0.5 * 2 * 0.5, 2, 1), (.zero, 0, 0, 0), (.homref, 0, 2, 1),
    ] {
      let totals = try results([row], Self.three, ScoringRules(missing: missing)).totals[0]
      #expect(totals.score(3) == score)
      #expect(totals.dosage(3) == 0)
      #expect(totals.denominator(3) == denominator)
      #expect(totals.alleleCount(3) == 0)
      #expect(totals.variantsUsed(3) == used)
      #expect(totals.variantsUsed(0) == 1)
    }
    let reference = try results(["1\t10\tA\tG\t0.5"], Self.three, ScoringRules(missing: .homref))
    #expect(reference.totals[0].score(3) == 1)
    let error = #expect(throws: PolygenicScoreError.self) {
      try results([row], Self.three, ScoringRules(missing: .fail))
    }
    #expect(error?.code == .missingGenotype)
    #expect(error?.message.contains("1:10") == true)
  }

  @Test("A haploid call on X counts as two of two or as one of one, and once in the frequency")
  func haploid() throws {
    let row = "X\t20\tT\tC\t1"
    let diploid = try results([row], Self.three).totals[0]
    // Observed alleles: 0, 1 and 0/1; the frequency is 2 of 4.
    #expect((0..<4).map(diploid.score) == [0, 2, 1, 2 * 0.5])
    #expect((0..<4).map { diploid.alleleCount($0) } == [2, 2, 2, 0])
    #expect((0..<4).map { diploid.denominator($0) } == [2, 2, 2, 2])
    let observed = try results([row], Self.three, ScoringRules(haploid: .observed)).totals[0]
    #expect((0..<4).map(observed.score) == [0, 1, 1, 0.5])
    #expect((0..<4).map { observed.alleleCount($0) } == [1, 1, 2, 0])
    #expect((0..<4).map { observed.denominator($0) } == [1, 1, 2, 1])
  }

  @Test("An all-missing site is imputed at one half")
  func allMissing() throws {
    let cohort = Cohort(samples: ["a"], records: [Cohort.record("1", 10, "A", "G", ["./1"])])
    #expect(try results(["1\t10\tG\tA\t3"], cohort).totals[0].score(0) == 3)
  }

  @Test("Shares of weight and variance are those of the matched rows")
  func shares() throws {
    let summary = try results(
      [
        "1\t10\tG\tA\t1\t\t\t\t\t\t0.5", "1\t11\tG\tA\t-2\t\t\t\t\t\t0.25",
        "1\t12\tG\tA\t1\t\t\t\t\t\t",
      ], Self.three
    ).summaries[0]
    #expect(summary.rows == 3 && summary.matched == 1 && summary.unmatched == 2)
    #expect(summary.weightShare == 0.25)
    #expect(summary.varianceShare == 0.5 / (0.5 + 2 * 0.25 * 0.75 * 4))
    #expect(!summary.passed)
    let without = try results(["1\t10\tG\tA\t1"], Self.three).summaries[0]
    #expect(without.varianceShare == nil && without.passed)
  }

  @Test("An overlap of exactly the minimum passes")
  func overlap() throws {
    let rows = ["1\t10\tG\tA\t1", "X\t20\tT\tC\t1", "1\t12\tG\tA\t1", "1\t13\tG\tA\t1"]
    let file = try scoringFile("S", [Self.columns] + rows)
    let scorer = PolygenicScorer(try ScoreIndex([file]))
    let sum = try scorer.score(try Self.three.batches())
    #expect(try scorer.finish(sum, gate: OverlapGate(rows: 0.5)).summaries[0].passed)
    #expect(try !scorer.finish(sum, gate: OverlapGate(rows: 0.51)).summaries[0].passed)
  }

  @Test("A score does not depend on which other scores are in the run")
  func independence() throws {
    let one = try scoringFile("A", [Self.columns, "1\t10\tG\tA\t0.1", "X\t20\tT\tC\t0.7"])
    let two = try scoringFile("B", [Self.columns, "1\t10\tA\tG\t0.3", "1\t10\tG\tA\t9"])
    let alone = try PolygenicScorer(ScoreIndex([one])).results(Self.three)
    let together = try PolygenicScorer(ScoreIndex([two, one])).results(Self.three)
    #expect(alone.totals[0] == together.totals[1])
    #expect(alone.summaries[0] == together.summaries[1])
  }

  @Test("The score table has a line for each sample and score, with nulls where nothing was found")
  func table() throws {
    let one = try scoringFile("A", [Self.columns, "1\t10\tG\tA\t0.5"])
    let two = try scoringFile("B", [Self.columns, "2\t10\tA\tG\t0.3"])
    let results = try PolygenicScorer(ScoreIndex([one, two])).results(Self.three)
    var writer = RowWriter()
    results.writeScores(ofSamples: 1..<2, to: &writer)
    results.writeSummaries(to: &writer)
    #expect(
      String(decoding: writer.bytes, as: UTF8.self) == """
        b,A,1,2,2,1.0,0.5,0.25
        b,B,0,0,0,0.0,,
        A,1,1,0,0,1.0,1.0,,true,0,0,0,0.0
        B,1,0,0,1,0.0,0.0,,false,0,0,0,0.0

        """)
  }

  @Test("A record whose genotypes cannot be read is refused, and its position matched without it")
  func refused() throws {
    let cohort = Cohort(
      samples: ["a", "b"],
      records: [
        Cohort.record("1", 10, "A", "G", ["0/1", "x"]),
        Cohort.record("1", 10, "A", "G", ["0/1", "1/1"]),
        Cohort.record("1", 11, "A", "G", ["0/2", "1/1"]),
        Cohort.record("1", 12, "A", "G", ["nobody", "looks here"]),
      ])
    let file = try scoringFile("S", [Self.columns, "1\t10\tG\tA\t1", "1\t11\tG\tA\t1"])
    let scorer = PolygenicScorer(try ScoreIndex([file]))
    var refused: [PolygenicScorer.RefusedRecord] = []
    var part = ScoreAccumulator(scorer.index)
    try scorer.add([try scorer.score(try cohort.batches()[0], refused: &refused)], to: &part)
    #expect(refused.map(\.index) == [0, 2])
    let results = try scorer.finish(part)
    #expect((0..<2).map(results.totals[0].score) == [1, 2])
    #expect(results.summaries[0].matched == 1 && results.summaries[0].unmatched == 1)
  }
}
