import Genomics
import PolygenicScore
import Tables
import Testing

@Suite("Quality of loci, samples and scores")
struct QualityTests {
  private static let columns =
    "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tallelefrequency_effect"

  private func results(
    _ rows: [String], _ cohort: Cohort, _ match: MatchRules = MatchRules(),
    missing: ScoringRules.Missing = .mean, size: Int = .max
  ) throws -> ScoreResults {
    let file = try scoringFile("S", [Self.columns] + rows)
    let scorer = PolygenicScorer(
      try ScoreIndex([file]), assembly: .grch38, matchRules: match,
      scoringRules: ScoringRules(missing: missing), keeps: .all)
    return try scorer.results(cohort, positionsPerBatch: size)
  }

  private func text(_ write: (inout RowWriter) -> Void) -> [String] {
    var writer = RowWriter()
    write(&writer)
    return String(decoding: writer.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test("A locus has its frequency, that of the scoring file, its call rate and imputation quality")
  func loci() throws {
    let cohort = Cohort(
      samples: ["a", "b", "c", "d"],
      records: [
        Cohort.record("1", 10, "A", "G", ["0/1", "0/1", "./.", "0/0"], info: "AF=0.1;DR2=0.75"),
        Cohort.record("1", 20, "A", "G", ["./.", "./.", "./.", "./."]),
        Cohort.record("1", 30, "A", "G", ["0/1", "0/0", "0/0", "0/0"], info: "R2=0.5"),
      ])
    for size in [1, .max] {
      let results = try results(
        ["1\t10\tG\tA\t1\t0.35", "1\t20\tG\tA\t1\t0.1", "1\t30\tA\tG\t1\t0.89"], cohort, size: size)
      let third = 1.0 / 3
      #expect(
        text { results.writeQuality(limit: 0.016, to: &$0) } == [
          "S,0,1,10,G,\(third),0.35,\(third - 0.35),true,0.75,0.75,",
          "S,1,1,20,G,,0.1,,,0.0,,", "S,2,1,30,A,0.875,0.89,\(0.875 - 0.89),false,1.0,0.5,",
        ])
    }
  }

  @Test("Records that say they were imputed poorly exclude their rows")
  func imputationQuality() throws {
    var rules = MatchRules()
    rules.minimumR2 = 0.8
    let cohort = Cohort(
      samples: ["a"],
      records: [
        Cohort.record("1", 10, "A", "G", ["0/1"], info: "R2=0.79"),
        Cohort.record("1", 20, "A", "G", ["0/1"], info: "R2=0.8"),
        Cohort.record("1", 30, "A", "G", ["0/1"]),
      ])
    #expect(
      try results(
        ["1\t10\tG\tA\t1\t", "1\t20\tG\tA\t1\t", "1\t30\tG\tA\t1\t"], cohort, rules
      ).fates == ["excluded altref low_r2", "matched altref", "matched altref"])
  }

  @Test("Heterozygosity speaks for sex on X, outside the pseudo-autosomal regions")
  func sex() throws {
    let count = 40
    var records: [String] = []
    var rows: [String] = []
    for site in 0..<count {
      let position = 3_000_000 + site
      // A man is never heterozygous; of women every other one is, at any site.
      let calls = (0..<20).map { person in
        person < 10
          ? ((person + site) % 2 == 0 ? "0" : "1")
          : ["0/0", "0/1", "0/1", "1/1"][(person + site) % 4]
      }
      records.append(Cohort.record("X", position, "A", "G", calls))
      rows.append("X\t\(position)\tG\tA\t1\t")
    }
    records.insert(
      Cohort.record("X", 20_000, "A", "G", Array(repeating: "0/1", count: 20)), at: 0)
    rows.append("X\t20000\tG\tA\t1\t")
    let results = try results(
      rows, Cohort(samples: (0..<20).map { "p\($0)" }, records: records), size: 7)
    let lines = text { results.writeSamples(0..<20, to: &$0) }.map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(
      lines.map { $0.last } == Array(repeating: "M", count: 10) + Array(repeating: "F", count: 10))
    // The record in the pseudo-autosomal region counts with the autosomes.
    #expect(lines.allSatisfy { $0[1] == "41" && $0[4] == "1" && $0[7] == "40" })
  }

  @Test("A sample's call rate counts each record once, whatever the number of scores")
  func callRate() throws {
    let cohort = Cohort(
      samples: ["a", "b"],
      records: [
        Cohort.record("1", 10, "A", "G", ["0/1", "./."]),
        Cohort.record("1", 20, "A", "G", ["0/0", "0/1"]),
      ])
    let files = try ["A", "B"].map {
      try scoringFile(
        $0, [Self.columns, "1\t10\tG\tA\t1\t", "1\t10\tA\tG\t1\t", "1\t20\tG\tA\t1\t"])
    }
    let results = try PolygenicScorer(
      ScoreIndex(files), matchRules: MatchRules(duplicates: .first), keeps: .all
    ).results(cohort)
    #expect(results.counts.autosomes.sites == 2)
    #expect(results.counts.autosomes.called(0) == 2 && results.counts.autosomes.called(1) == 1)
    #expect(results.counts.autosomes.heterozygosity(1) == 1)
  }

  @Test("Bounds hold whatever the missing genotypes are, and the rows that did not count")
  func bounds() throws {
    let cohort = Cohort(
      samples: ["a", "b"],
      records: [
        Cohort.record("1", 10, "A", "G", ["0/1", "./."]),
        Cohort.record("1", 20, "A", "G", ["./.", "0/1"]),
        Cohort.record("1", 30, "A", "T", ["0/1", "0/1"]),
      ])
    let rows = ["1\t10\tG\tA\t1\t", "1\t20\tG\tA\t-2\t", "1\t30\tT\tA\t4\t", "1\t40\tT\tA\t-8\t"]
    for missing in [ScoringRules.Missing.mean, .zero, .homref] {
      let results = try results(rows, cohort, missing: missing)
      let lines = text { results.writeBounds(ofSamples: 0..<2, to: &$0) }.map {
        $0.split(separator: ",").map(String.init)
      }
      #expect(lines[0][2...7] == ["1", "2", "-3.0", "1.0", "-19.0", "9.0"], "\(missing)")
      #expect(lines[1][2...7] == ["1", "2", "-2.0", "0.0", "-18.0", "8.0"], "\(missing)")
    }
    let imputed = try results(rows, cohort)
    let spread = text { imputed.writeBounds(ofSamples: 1..<2, to: &$0) }[0].split(separator: ",")
    #expect(spread.last.flatMap { Double($0) } == 0.5.squareRoot())
  }

  @Test("A control sample is compared with what its score should be")
  func control() throws {
    let cohort = Cohort(samples: ["a"], records: [Cohort.record("1", 10, "A", "G", ["0/1"])])
    let results = try results(["1\t10\tG\tA\t1\t"], cohort)
    func check(_ sample: String, _ accession: String, _ expected: Double) -> ControlSample.Check {
      results.check([
        .init(sample: sample, accession: accession, expected: expected, limit: 0.25)
      ])[0]
    }
    #expect(check("a", "S", 1.25).passed && check("a", "S", 0.75).passed)
    #expect(!check("a", "S", 1.26).passed)
    #expect(check("b", "S", 1).observed == nil && !check("a", "T", 1).passed)
  }

  @Test("Gates look at rows, weight and variance")
  func gates() throws {
    let cohort = Cohort(samples: ["a"], records: [Cohort.record("1", 10, "A", "G", ["0/1"])])
    let file = try scoringFile(
      "S", [Self.columns, "1\t10\tG\tA\t3\t0.5", "1\t20\tG\tA\t1\t0.5"])
    let scorer = PolygenicScorer(try ScoreIndex([file]))
    let sums = try scorer.score(try cohort.batches())
    for (gate, passes) in [
      (OverlapGate(rows: 0.5), true), (OverlapGate(rows: 0.5, weight: 0.75), true),
      (OverlapGate(rows: 0.5, weight: 0.76), false), (OverlapGate(rows: 0.5, variance: 0.9), true),
      (OverlapGate(rows: 0.5, variance: 0.91), false), (OverlapGate(), false),
    ] {
      #expect(try scorer.finish(sums, gate: gate).summaries[0].passed == passes)
    }
    let unknown = try PolygenicScorer(
      ScoreIndex([try scoringFile("S", [Self.columns, "1\t10\tG\tA\t3\t"])]))
    let sum = try unknown.score(try cohort.batches())
    #expect(try !unknown.finish(sum, gate: OverlapGate(variance: 0.1)).summaries[0].passed)
  }

  @Test("What is kept survives encoding and merging to the bit")
  func encoding() throws {
    let cohort = Cohort(
      samples: ["a", "b", "c"],
      records: (1...30).map {
        Cohort.record(
          $0 > 20 ? "X" : "1", $0, "A", "G",
          [["0/1", "./.", "1/1"], ["0/0", "0/1", "."]][$0 % 2],
          info: "R2=0.\($0)")
      })
    let file = try scoringFile(
      "S",
      [Self.columns + "\tis_interaction"]
        + (1...30).map { "\($0 > 20 ? "X" : "1")\t\($0)\tG\tA\t0.\($0)\t\t" }
        + ["1_x_1\t3_x_17\tG_x_G\t\t2\t\tTRUE"])
    let scorer = PolygenicScorer(try ScoreIndex([file]), keeps: .all)
    let whole = try scorer.finish(try scorer.score(try cohort.batches()))
    var merged = ScoreAccumulator(scorer.index, keeps: .all)
    for batch in try cohort.batches(positionsPerBatch: 4) {
      let part = try scorer.score([batch])
      let stored = try ScoreAccumulator(part.encoded(), scorer.index)
      #expect(stored == part)
      try scorer.merge(stored, into: &merged)
    }
    let parts = try scorer.finish(merged)
    #expect(parts.outcomes == whole.outcomes)
    #expect(zip(parts.scores, whole.scores).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(
      text { parts.writeSamples(0..<3, to: &$0) } == text { whole.writeSamples(0..<3, to: &$0) })
    #expect(
      text { parts.writeQuality(limit: 0.1, to: &$0) }
        == text { whole.writeQuality(limit: 0.1, to: &$0) })
  }
}
