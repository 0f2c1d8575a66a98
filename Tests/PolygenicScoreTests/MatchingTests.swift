import PolygenicScore
import Tables
import Testing

struct MatchingTests {
  static let header = "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight"

  /// What became of rows at 1:100 given the records there, as `type status reasons` lines.
  private func outcomes(
    _ rows: [(effect: String, other: String)],
    _ records: [(reference: String, alternatives: String)],
    _ rules: MatchRules = MatchRules()
  ) throws -> [String] {
    let file = try scoringFile(
      "S", [Self.header] + rows.map { "1\t100\t\($0.effect)\t\($0.other)\t1" })
    let cohort = Cohort(
      samples: ["a"],
      records: records.map { Cohort.record("1", 100, $0.reference, $0.alternatives, ["0/1"]) })
    let results = try PolygenicScorer(ScoreIndex([file]), matchRules: rules).results(cohort)
    return try results.outcomes.enumerated().map { row, outcome in
      if case .unmatched(let reason) = outcome { return "unmatched \(reason.name)" }
      let match = try #require(results.match(ofRow: row))
      let reasons = match.isExcluded ? match.exclusions : match.labels
      return ([match.type.name, "\(outcome.name)"] + reasons.names).joined(separator: " ")
    }
  }

  @Test("Every type of match is found")
  func types() throws {
    let site = [(reference: "A", alternatives: "G")]
    for (effect, other, expected) in [
      ("A", "G", "refalt"), ("G", "A", "altref"), ("T", "C", "refalt_flip"),
      ("C", "T", "altref_flip"), ("A", "", "no_oa_ref"), ("G", "", "no_oa_alt"),
      ("T", "", "no_oa_ref_flip"), ("C", "", "no_oa_alt_flip"),
    ] {
      #expect(try outcomes([(effect, other)], site) == ["\(expected) matched"])
    }
    #expect(try outcomes([("A", "T")], site) == ["unmatched alleles_differ"])
    #expect(try outcomes([("GA", "A")], site) == ["unmatched alleles_differ"])
  }

  @Test("Indels match as strings, and a flipped one is complemented without reversal")
  func indels() throws {
    let site = [(reference: "AC", alternatives: "A")]
    #expect(try outcomes([("A", "AC")], site) == ["altref matched"])
    #expect(try outcomes([("TG", "T")], site) == ["refalt_flip matched"])
    #expect(try outcomes([("GT", "T")], site) == ["unmatched alleles_differ"])
  }

  @Test("A/T and C/G are excluded unless they are kept")
  func ambiguous() throws {
    let site = [(reference: "A", alternatives: "T")]
    #expect(try outcomes([("A", "T")], site) == ["refalt excluded ambiguous"])
    #expect(
      try outcomes([("T", "A")], site, MatchRules(ambiguous: .keep)) == ["altref matched ambiguous"]
    )
  }

  @Test("Records with several alternatives are excluded unless they are kept")
  func multiallelic() throws {
    let site = [(reference: "A", alternatives: "C,G")]
    #expect(try outcomes([("G", "A")], site) == ["altref excluded multiallelic"])
    #expect(
      try outcomes([("G", "A")], site, MatchRules(multiallelic: .keep)) == [
        "altref matched multiallelic"
      ])
  }

  @Test("Rows on one variant are dropped, summed or reduced to the first, as the rules say")
  func duplicates() throws {
    let site = [(reference: "A", alternatives: "G")]
    let agreeing = [(effect: "G", other: "A"), (effect: "C", other: "T")]
    let contradicting = [(effect: "G", other: "A"), (effect: "A", other: "G")]
    #expect(
      try outcomes(agreeing, site) == [
        "altref excluded duplicate_ID", "altref_flip excluded duplicate_ID",
      ])
    #expect(
      try outcomes(agreeing, site, MatchRules(duplicates: .first)) == [
        "altref matched duplicate_ID", "altref_flip excluded duplicate_ID",
      ])
    #expect(
      try outcomes(agreeing, site, MatchRules(duplicates: .sum)) == [
        "altref matched duplicate_ID", "altref_flip matched duplicate_ID",
      ])
    #expect(
      try outcomes(contradicting, site, MatchRules(duplicates: .sum)) == [
        "altref excluded duplicate_ID", "refalt excluded duplicate_ID",
      ])
  }

  @Test("Rows on different alternatives of one record add up when duplicates are summed")
  func alternativesAreNotDuplicates() throws {
    let rules = MatchRules(multiallelic: .keep, duplicates: .sum)
    let found = try outcomes(
      [("C", "A"), ("G", "A")], [(reference: "A", alternatives: "C,G")], rules)
    #expect(found.allSatisfy { $0.hasPrefix("altref matched") })
  }

  @Test("Records without alternatives or with alleles beyond 100 bases never match")
  func unmatchable() throws {
    let long = String(repeating: "A", count: 101)
    #expect(try outcomes([("A", "G")], [("A", ".")]) == ["unmatched alleles_differ"])
    #expect(try outcomes([(long, "A")], [("A", long)]) == ["unmatched alleles_differ"])
    #expect(
      try outcomes([(String(long.dropLast()), "A")], [("A", String(long.dropLast()))]) == [
        "altref matched"
      ])
  }

  @Test("Rows that cannot match say why")
  func reasons() throws {
    let file = try scoringFile(
      "S",
      [
        Self.header + "\tis_haplotype\tis_diplotype\tis_interaction", "MT\t7\tA\tG\t1",
        "1\t\tA\tG\t1", "1\t100\t\tG\t1", "1\t99\tA\tG\t1", "1\t100\tA\tG\t1\tTRUE",
        "1\t100\tA\tG\t1\t\tTRUE", "1\t100\tA\tG\t1\t\t\tTRUE",
      ])
    let cohort = Cohort(samples: ["a"], records: [Cohort.record("1", 100, "A", "G", ["0/1"])])
    let results = try PolygenicScorer(ScoreIndex([file])).results(cohort)
    #expect(
      results.outcomes == [
        .unmatched(.contigNotScored), .unmatched(.noPosition), .unmatched(.noEffectAllele),
        .unmatched(.positionAbsent), .unmatched(.haplotype), .unmatched(.diplotype),
        .unmatched(.interaction),
      ])
    #expect(results.summaries[0].unmatched == 7)
  }

  @Test("The table of matches has one line a scoring row, with alleles of file and record")
  func table() throws {
    let file = try scoringFile(
      "S", [Self.header, "chr1\t100\tC\tT\t0.25", "1\t200\tAG\t\t-1e-08", "1\t100\tG\tA\t2"])
    let cohort = Cohort(samples: ["a"], records: [Cohort.record("chr1", 100, "A", "G", ["0/1"])])
    let results = try PolygenicScorer(
      ScoreIndex([file]), matchRules: MatchRules(ambiguous: .keep, duplicates: .first)
    ).results(cohort)
    var writer = RowWriter()
    results.writeMatches(ofRows: 0..<3, to: &writer)
    #expect(
      String(decoding: writer.bytes, as: UTF8.self) == """
        S,0,chr1,100,C,T,0.25,additive,A,G,G,altref_flip,matched,duplicate_ID
        S,1,1,200,AG,,-1e-08,additive,,,,,unmatched,position_absent
        S,2,1,100,G,A,2.0,additive,A,G,G,altref,excluded,duplicate_ID

        """)
    #expect(ScoreResults.matchesSchema.columns.count == 14)
  }
}
