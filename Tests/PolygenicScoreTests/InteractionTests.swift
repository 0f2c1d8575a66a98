import PolygenicScore
import Testing

@Suite("Interaction rows")
struct InteractionTests {
  private static let columns =
    "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tis_interaction"

  private static let cohort = Cohort(
    samples: ["a", "b", "c", "d"],
    records: [
      Cohort.record("1", 10, "A", "G", ["0/1", "1/1", "0/0", "./."]),
      Cohort.record("2", 20, "C", "T", ["1/1", "0/1", "1/1", "1/1"]),
      Cohort.record("3", 30, "G", "C", ["0/1", "0/1", "0/1", "0/1"]),
    ])

  private func results(
    _ row: String, missing: ScoringRules.Missing = .mean, size: Int = .max
  ) throws -> ScoreResults {
    let file = try scoringFile("S", [Self.columns, row])
    return try PolygenicScorer(
      ScoreIndex([file]), scoringRules: ScoringRules(missing: missing), keeps: .all
    ).results(Self.cohort, positionsPerBatch: size)
  }

  @Test("The weight is multiplied with the dosage of every variant, across chunks")
  func products() throws {
    for size in [1, .max] {
      let results = try results(
        "1_x_2\t10_x_20\tG_x_T\tA_x_C\t0.5\tTRUE", missing: .zero, size: size)
      #expect(results.fates == ["matched interaction"])
      #expect(results.scores == [1, 1, 0, 0])
      #expect(results.totals[0].denominator(0) == 2 && results.totals[0].denominator(3) == 0)
    }
  }

  @Test("A missing dosage takes its expectation")
  func missing() throws {
    // Three observed people carry 3 of 6 G.
    let results = try results("1_x_2\t10_x_20\tG_x_T\tA_x_C\t0.5\tTRUE")
    #expect(results.scores[3] == 0.5 * (2 * 0.5) * 2)
  }

  @Test("An effect allele may be the reference, and one contig stand for all variants")
  func forms() throws {
    let reference = try results("1_x_2\t10_x_20\tA_x_C\tG_x_T\t1\tTRUE", missing: .zero)
    #expect(reference.scores == [0, 0, 0, 0])
    #expect(
      try results("1\t10_x_10\tG_x_G\t\t1\tTRUE", missing: .zero).fates == ["matched interaction"])
  }

  @Test("A variant that is excluded excludes the row; one that is not met leaves it unmatched")
  func excluded() throws {
    #expect(
      try results("1_x_3\t10_x_30\tG_x_C\tA_x_G\t1\tTRUE").fates
        == ["excluded interaction ambiguous"])
    #expect(
      try results("1_x_3\t10_x_31\tG_x_C\tA_x_G\t1\tTRUE").fates == ["unmatched interaction"])
    #expect(try results("1_x_2\t\tG_x_T\t\t1\tTRUE").fates == ["unmatched interaction"])
  }

  @Test("Columns that name different numbers of variants are refused with their line")
  func refused() throws {
    for (row, field) in [
      ("1_x_2\t10\tG_x_T\tA_x_C\t1\tTRUE", "chr_position"),
      ("1_x_2_x_3\t10_x_20\tG_x_T\tA_x_C\t1\tTRUE", "chr_name"),
      ("1_x_2\t10_x_20\tG_x_T\tA\t1\tTRUE", "other_allele"),
    ] {
      let error = #expect(throws: PolygenicScoreError.self) { try results(row) }
      #expect(error?.line == 3 && error?.field == field)
    }
  }

  @Test("Haplotypes and diplotypes are listed as unsupported with their share of the weight")
  func unsupported() throws {
    let file = try scoringFile(
      "S",
      [
        "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tis_haplotype\tis_diplotype",
        "1\t10\tG\tA\t1\tFALSE\tFALSE", "6\t100;200\tHLA-A*24\t\t2\tTRUE\t",
        "6\t\tHLA-DR3/HLA-DR4\t\t5\t\tTRUE",
      ])
    let results = try PolygenicScorer(ScoreIndex([file])).results(Self.cohort)
    #expect(results.fates == ["matched altref", "unmatched haplotype", "unmatched diplotype"])
    #expect(results.summaries[0].unsupported == 2)
    #expect(results.summaries[0].unsupportedWeightShare == 7.0 / 8)
  }
}
