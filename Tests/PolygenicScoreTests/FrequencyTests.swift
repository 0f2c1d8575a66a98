import PolygenicScore
import Testing

@Suite("Frequencies from outside")
struct FrequencyTests {
  private static let columns =
    "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tallelefrequency_effect"

  private func frequencies(_ items: [(Int, String, String, Double)]) -> AlleleFrequencies {
    var result = AlleleFrequencies()
    for (position, reference, alternative, frequency) in items {
      let isNew = result.add(
        contig: 1, position: position, reference: Array(reference.utf8),
        alternative: Array(alternative.utf8), frequency: frequency)
      #expect(isNew)
    }
    return result
  }

  private func results(
    _ rows: [String], _ records: [String], samples: Int, _ table: AlleleFrequencies?,
    _ match: MatchRules = MatchRules()
  ) throws -> ScoreResults {
    let file = try scoringFile("S", [Self.columns] + rows)
    let scorer = try PolygenicScorer(file, ScoringEvidence(frequencies: table), match: match)
    return try scorer.results(
      Cohort(samples: (0..<samples).map { "s\($0)" }, records: records))
  }

  @Test("Missing genotypes take the table's frequency of the effect allele, else the cohort's")
  func imputation() throws {
    let records = [
      Cohort.record("1", 10, "A", "G", ["./.", "1/1"]),
      Cohort.record("1", 20, "C", "T", ["./.", "0/1"]),
      Cohort.record("1", 30, "C", "G,T", ["./.", "0/1"]),
    ]
    let table = frequencies([(10, "A", "G", 0.1), (30, "C", "G", 0.2), (30, "C", "T", 0.3)])
    let rows = ["1\t10\tG\tA\t1\t", "1\t20\tT\tC\t10\t", "1\t30\tC\tT\t100\t"]
    let results = try results(
      rows, records, samples: 2, table, MatchRules(multiallelic: .keep))
    #expect(abs(results.scores[0] - (0.2 + 10 * 2 * 0.5 + 100 * 2 * 0.5)) < 1e-12)
    #expect(results.scores[1] == 2 + 10 + 100)
    let reference = try self.results(
      ["1\t10\tA\tG\t1\t"], records, samples: 2, table)
    #expect(abs(reference.scores[0] - 2 * 0.9) < 1e-12)
  }

  @Test("An allele stands in the table once")
  func twice() {
    var table = frequencies([(10, "A", "G", 0.1)])
    let again = table.add(
      contig: 1, position: 10, reference: Array("A".utf8), alternative: Array("G".utf8),
      frequency: 0.2)
    #expect(!again)
  }

  /// Twenty copies of a site with a frequency of ALT.
  private func ambiguous(_ frequency: Double) -> String {
    let calls = (0..<10).map { Double($0) < 10 * frequency ? "1/1" : "0/0" }
    return Cohort.record("1", 10, "A", "T", calls)
  }

  @Test("An ambiguous row is used as given, on the other strand, or excluded, by frequency")
  func strands() throws {
    let rules = MatchRules(ambiguous: .resolve)
    // The effect allele T is ALT; its frequency in the file and in the cohort.
    for (stated, found, fate, first) in [
      ("0.2", 0.2, "matched altref", 2.0), ("0.2", 0.8, "matched refalt_flip", 0),
      ("0.8", 0.2, "matched refalt_flip", 0), ("0.45", 0.2, "excluded altref ambiguous", 0),
      ("0.2", 0.5, "excluded altref ambiguous", 0), ("", 0.2, "excluded altref ambiguous", 0),
    ] {
      let results = try results(
        ["1\t10\tT\tA\t1\t\(stated)"], [ambiguous(found)], samples: 10, nil, rules)
      #expect(results.fates == [fate], "\(stated) \(found)")
      #expect(results.scores[0] == first, "\(stated) \(found)")
    }
  }

  @Test("The table comes before the cohort, so that one sample is enough")
  func oneSample() throws {
    let record = Cohort.record("1", 10, "A", "T", ["0/1"])
    let rules = MatchRules(ambiguous: .resolve)
    for (frequency, fate) in [
      (0.15, "matched altref"), (0.9, "matched refalt_flip"), (0.55, "excluded altref ambiguous"),
    ] {
      let results = try results(
        ["1\t10\tT\tA\t1\t0.2"], [record], samples: 1, frequencies([(10, "A", "T", frequency)]),
        rules)
      #expect(results.fates == [fate])
    }
  }

  @Test("The variance share uses the table where the scoring file says nothing")
  func variance() throws {
    let table = frequencies([(10, "A", "G", 0.5), (20, "T", "C", 0.5)])
    let summary = try results(
      ["1\t10\tG\tA\t1\t", "1\t20\tT\tC\t3\t"], [Cohort.record("1", 10, "A", "G", ["0/1"])],
      samples: 1, table
    ).summaries[0]
    #expect(summary.varianceShare == 0.1)
  }
}
