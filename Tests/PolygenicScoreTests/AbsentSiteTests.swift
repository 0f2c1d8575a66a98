import Genomics
import PolygenicScore
import Testing

@Suite("Rows at whose position no record stands")
struct AbsentSiteTests {
  private static let columns =
    "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tallelefrequency_effect"
  //                                 1234567890123456
  private static let bases = "ACGTACGTACGTACGT"

  private func results(
    _ rows: [String], _ records: [String] = [], _ absent: ScoringRules.Absent,
    coverage: [Region] = [], missing: ScoringRules.Missing = .mean, size: Int = .max
  ) throws -> ScoreResults {
    let file = try scoringFile("S", [Self.columns] + rows)
    let scorer = try PolygenicScorer(
      file,
      ScoringEvidence(
        reference: TestGenome(Self.bases).sites,
        coverage: CoveredPositions(coverage, assembly: .grch38)),
      missing: missing, absent: absent)
    return try scorer.results(
      Cohort(samples: ["a", "b"], records: records), positionsPerBatch: size)
  }

  @Test("A block of a genome VCF gives its genotypes to the rows within it, at both of its ends")
  func blocks() throws {
    let block = Cohort.record(
      "1", 5, "A", "<NON_REF>", ["0/0", "./."], info: "END=9")
    let rows = [
      "1\t4\tT\tC\t1\t", "1\t5\tA\tG\t1\t", "1\t9\tG\tA\t4\t", "1\t10\tC\tT\t8\t",
    ]
    for size in [1, .max] {
      let results = try results(rows, [block], .covered, missing: .zero, size: size)
      #expect(
        results.fates == [
          "unmatched position_absent", "matched refalt_block", "matched altref_block",
          "unmatched position_absent",
        ])
      #expect(results.scores == [2, 0])
      #expect(results.totals[0].denominator(0) == 4 && results.totals[0].denominator(1) == 0)
      #expect(results.summaries[0].withoutRecord == 2)
      expectEveryRowCountedOnce(results)
    }
  }

  @Test("`.` and `<*>` are blocks too, and one without END is one base long")
  func kindsOfBlocks() throws {
    let records = [
      Cohort.record("1", 5, "A", ".", ["0/0", "0|0"]),
      Cohort.record("1", 6, "C", "<*>", ["0/0", "0|0"]),
    ]
    let rows = ["1\t5\tA\tG\t1\t", "1\t6\tC\tT\t1\t", "1\t7\tG\tA\t1\t"]
    #expect(
      try results(rows, records, .covered).fates == [
        "matched refalt_block", "matched refalt_block", "unmatched position_absent",
      ])
  }

  @Test("A block does not speak for a variant that it does not cover to its end")
  func halfCovered() throws {
    let block = Cohort.record("1", 5, "A", "<NON_REF>", ["0/0", "0/0"], info: "END=6")
    #expect(
      try results(["1\t5\tA\tACG\t1\t", "1\t5\tACG\tA\t1\t"], [block], .covered).fates
        == ["unmatched position_absent", "unmatched position_absent"])
  }

  @Test("A record with a variant comes before a block over it")
  func recordFirst() throws {
    let block = Cohort.record("1", 4, "T", "<NON_REF>", ["0/0", "0/0"], info: "END=9")
    let record = Cohort.record("1", 5, "A", "G,<NON_REF>", ["0/1", "1/1"])
    let results = try results(["1\t5\tG\tA\t1\t"], [block, record], .covered)
    #expect(results.fates == ["matched altref"])
    #expect(results.scores == [1, 2])
  }

  @Test("Covered stretches give every sample the reference; what lies outside stays unmatched")
  func coverage() throws {
    let covered = [Region(contig: "chr1", positions: 4..<8)]
    let results = try results(
      [
        "1\t5\tA\tG\t1\t", "1\t8\tA\tT\t2\t", "1\t8\tA\tC\t4\t", "1\t9\tA\tG\t8\t",
        "1\t6\tC\t\t16\t",
      ],
      [], .covered, coverage: covered)
    #expect(
      results.fates == [
        "matched refalt_covered", "excluded altref_covered ambiguous", "unmatched position_absent",
        "unmatched position_absent", "matched no_oa_ref_covered",
      ])
    #expect(results.scores == [34, 34])
    #expect(results.totals[0].alleleCount(0) == 4)
  }

  @Test("homref takes every absent site for the reference where one of the alleles is")
  func assumed() throws {
    let results = try results(["1\t5\tA\tG\t1\t", "1\t6\tT\tA\t2\t"], [], .homref)
    #expect(results.fates == ["matched refalt_assumed", "unmatched position_absent"])
    #expect(results.scores == [2, 2])
  }

  @Test("mean gives the expectation at the stated frequency; nothing counts as observed")
  func mean() throws {
    let results = try results(["1\t5\tA\tG\t3\t0.25", "1\t6\tC\tT\t1\t"], [], .mean)
    #expect(results.fates == ["matched no_oa_alt_imputed", "unmatched position_absent"])
    #expect(results.scores == [1.5, 1.5])
    #expect(results.totals[0].alleleCount(0) == 0 && results.totals[0].denominator(0) == 2)
  }

  @Test("fail refuses to guess, and says where; also where the alleles are others")
  func fail() throws {
    let record = Cohort.record("1", 6, "C", "G", ["0/1", "0/0"])
    for (row, place) in [("1\t5\tA\tG\t3\t", "1:5,"), ("1\t6\tC\tT\t1\t", "1:6 ")] {
      let error = #expect(throws: PolygenicScoreError.self) {
        try results([row], [record], .fail)
      }
      #expect(error?.code == .missingSite)
      #expect(error?.message.contains(place) == true, "\(error?.message ?? "")")
    }
  }
}
