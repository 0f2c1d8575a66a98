import PolygenicScore
import TestSupport
import Testing

@Suite("Scores from dosages")
struct DosageScoringTests {
  private func results(
    _ rows: [String], _ cohort: Cohort, _ rules: ScoringRules = ScoringRules()
  ) throws -> ScoreResults {
    let file = try scoringFile("S", [ScoringTests.columns] + rows)
    return try PolygenicScorer(ScoreIndex([file]), scoringRules: rules).results(cohort)
  }

  private func cohort(_ format: String, _ cells: [String], contig: String = "1") -> Cohort {
    Cohort(
      samples: cells.indices.map { "s\($0)" },
      records: [Cohort.record(contig, 10, "A", "G", cells, format: format)])
  }

  @Test("Additive, dominant and recessive effects of a dosage, of ALT and of REF")
  func models() throws {
    let cohort = cohort("GT:DS", ["0|0:0", "0|0:0.5", "0|1:1.25", "1|1:2"])
    for (row, score, dosage) in [
      ("1\t10\tG\tA\t2", [0, 1, 2.5, 4], [0, 0.5, 1.25, 2]),
      ("1\t10\tA\tG\t2", [4, 3, 1.5, 0], [2, 1.5, 0.75, 0]),
      ("1\t10\tG\tA\t2\tTRUE", [0, 1, 2, 2], [0, 0.5, 1, 1]),
      ("1\t10\tG\tA\t2\t\tTRUE", [0, 0, 0.5, 2], [0, 0, 0.25, 1]),
    ] {
      let totals = try results([row], cohort).totals[0]
      #expect((0..<4).map(totals.score) == score, "\(row)")
      #expect((0..<4).map(totals.dosage) == dosage, "\(row)")
      #expect((0..<4).map(totals.alleleCount) == [2, 2, 2, 2])
    }
  }

  @Test("A missing dosage takes the mean of the others")
  func missing() throws {
    let cohort = cohort("DS", ["0.5", "1", "."])
    let totals = try results(["1\t10\tG\tA\t2"], cohort).totals[0]
    #expect(totals.score(2) == 2 * 2 * (1.5 / 4))
    #expect(totals.alleleCount(2) == 0 && totals.denominator(2) == 2)
    let zero = try results(["1\t10\tG\tA\t2"], cohort, ScoringRules(missing: .zero)).totals[0]
    #expect(zero.score(2) == 0 && zero.denominator(2) == 0 && zero.variantsUsed(2) == 0)
  }

  @Test("A haploid dosage on X counts as two of two or as one of one")
  func haploid() throws {
    let cohort = cohort("GT:DS", ["0:0.25", "0/1:1"], contig: "X")
    let row = "X\t10\tG\tA\t1"
    let diploid = try results([row], cohort).totals[0]
    #expect(diploid.score(0) == 0.5 && diploid.denominator(0) == 2)
    let observed = try results([row], cohort, ScoringRules(haploid: .observed)).totals[0]
    #expect(observed.score(0) == 0.25 && observed.denominator(0) == 1)
    #expect(observed.score(1) == 1 && observed.denominator(1) == 2)
  }

  @Test("auto takes DS before GP before GT; a field asked for must be there")
  func choice() throws {
    let row = ["1\t10\tG\tA\t1"]
    let all = cohort("GT:GP:DS", ["0/0:0,0.5,0.5:0.75"])
    for (dosage, score) in [
      (ScoringRules.Dosage.automatic, 0.75), (.dosage, 0.75), (.probabilities, 1.5), (.genotype, 0),
    ] {
      let totals = try results(row, all, ScoringRules(dosage: dosage)).totals[0]
      #expect(totals.score(0) == score, "\(dosage)")
    }
    #expect(try results(row, cohort("GT:GP", ["1/1:0,1,0"])).totals[0].score(0) == 1)
    #expect(try results(row, cohort("GT:AD", ["1/1:0,9"])).totals[0].score(0) == 2)
    #expect(throws: (any Error).self) {
      try results(row, cohort("GT", ["1/1"]), ScoringRules(dosage: .dosage))
    }
  }

  @Test("Random dosages of many rows add up as a slow loop adds them")
  func random() throws {
    var random = SeededGenerator(seed: 8)
    var rows: [String] = []
    var records: [String] = []
    var expected = [Double](repeating: 0, count: 30)
    for position in 1...60 {
      let weight = Double(Int.random(in: -500...500, using: &random)) / 1000
      let isReference = Bool.random(using: &random)
      let dosages = expected.indices.map { _ in
        Int.random(in: 0..<3, using: &random) == 0
          ? Double(Int.random(in: 0...2000, using: &random)) / 1000 : 0
      }
      for (sample, dosage) in dosages.enumerated() {
        expected[sample] += weight * (isReference ? 2 - dosage : dosage)
      }
      rows.append("1\t\(position)\t\(isReference ? "A\tG" : "G\tA")\t\(weight)")
      records.append(
        Cohort.record("1", position, "A", "G", dosages.map { "0/0:\($0)" }, format: "GT:DS"))
    }
    let cohort = Cohort(samples: expected.indices.map { "s\($0)" }, records: records)
    let totals = try results(rows, cohort).totals[0]
    for sample in expected.indices {
      #expect(abs(totals.score(sample) - expected[sample]) < 1e-12)
    }
  }
}
