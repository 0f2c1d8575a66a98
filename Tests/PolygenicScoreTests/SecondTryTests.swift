import PolygenicScore
import Testing

@Suite("Insertions and deletions that are written differently")
struct SecondTryTests {
  //                                 123456789012345678901
  private static let bases = "GATTCACACACATGGTTTTTC"
  private static let columns = MatchingTests.header

  private func results(
    _ rows: [String], _ records: [String], duplicates: MatchRules.Duplicates = .drop,
    size: Int = .max
  ) throws -> ScoreResults {
    let file = try scoringFile("S", [Self.columns] + rows)
    let scorer = try PolygenicScorer(
      file, ScoringEvidence(reference: TestGenome(Self.bases).sites),
      match: MatchRules(duplicates: duplicates))
    return try scorer.results(
      Cohort(samples: ["a", "b"], records: records), positionsPerBatch: size)
  }

  @Test("A deletion in a repeat is found wherever its record stands")
  func deletion() throws {
    // Of CACACACA at 5 to 12, one CA is gone: leftmost TCA/T at 4.
    for (position, reference, alternative) in [
      (4, "TCA", "T"), (5, "CAC", "C"), (8, "ACA", "A"), (10, "ACA", "A"), (4, "TCAC", "TC"),
    ] {
      let record = Cohort.record("1", position, reference, alternative, ["0/1", "1/1"])
      for row in ["1\t4\tT\tTCA\t2", "1\t10\tA\tACA\t2"] {
        let results = try results([row], [record])
        #expect(results.scores == [2, 4], "\(row) \(position) \(reference)")
      }
      let reference = try results(["1\t4\tTCA\tT\t2"], [record])
      #expect(reference.scores == [2, 0])
    }
  }

  @Test("It is a kind of match of its own, and counted apart")
  func wording() throws {
    let results = try results(
      ["1\t4\tT\tTCA\t2", "1\t2\tA\tG\t1"],
      [
        Cohort.record("1", 2, "A", "G", ["0/1", "0/0"]),
        Cohort.record("1", 10, "ACA", "A", ["0/1", "1/1"]),
      ])
    #expect(results.fates == ["matched altref_normalised", "matched refalt"])
    #expect(results.summaries[0].matched == 2 && results.summaries[0].normalised == 1)
  }

  @Test(
    "A record that has the row's own alleles comes first, in whatever order and chunks they come")
  func exactFirst() throws {
    let own = Cohort.record("1", 10, "ACA", "A", ["0/0", "0/1"])
    let other = Cohort.record("1", 4, "TCA", "T", ["1/1", "1/1"])
    for size in [1, .max] {
      let results = try results(["1\t10\tA\tACA\t2"], [other, own], size: size)
      #expect(results.fates == ["matched altref"])
      #expect(results.scores == [0, 2])
    }
  }

  @Test("Two rows of a score on one variant are not counted twice")
  func duplicates() throws {
    let record = Cohort.record("1", 10, "ACA", "A", ["0/1", "1/1"])
    let rows = ["1\t10\tA\tACA\t2", "1\t4\tT\tTCA\t3"]
    let dropped = try results(rows, [record])
    #expect(dropped.fates == ["matched altref", "excluded altref_normalised duplicate_ID"])
    #expect(dropped.scores == [2, 4])
    let summed = try results(rows, [record], duplicates: .sum)
    #expect(summed.scores == [5, 10])
  }

  @Test(
    "Another insertion at the same place, and an allele the genome does not have, stay unmatched")
  func others() throws {
    let record = Cohort.record("1", 4, "T", "TCG", ["0/1", "1/1"])
    #expect(
      try results(["1\t4\tTCA\tT\t2", "1\t9\tGGG\tG\t2"], [record]).fates
        == ["unmatched alleles_differ", "unmatched position_absent"])
  }

  @Test("A record whose REF is not what the genome has there excludes its rows")
  func mismatch() throws {
    let record = Cohort.record("1", 2, "C", "T", ["0/1", "0/0"])
    #expect(
      try results(["1\t2\tT\tC\t1"], [record]).fates == ["excluded altref reference_mismatch"])
  }

  @Test("A genome of another build is told from its reference alleles, and nothing is scored")
  func wrongBuild() throws {
    let rows = (1...21).map { "1\t\($0)\tC\tA\t1" }
    let records = (1...21).map { Cohort.record("1", $0, "A", "C", ["0/1", "0/0"]) }
    let error = #expect(throws: PolygenicScoreError.self) { try results(rows, records) }
    #expect(error?.code == .reference)
    #expect(error?.message.contains("of 21 records") == true)
  }
}
