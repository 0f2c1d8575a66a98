import ByteIO
import Foundation
import Genomics
import PolygenicScore
import TestSupport
import Testing
import VCF

/// Inputs that are allowed, or that somebody has, and that trip scorers up.
struct AdversarialTests {
  private static let columns = MatchingTests.header

  private func results(
    _ rows: [String], _ records: [String], samples: Int = 1,
    _ match: MatchRules = MatchRules(), _ scoring: ScoringRules = ScoringRules(),
    assembly: Assembly? = nil
  ) throws -> ScoreResults {
    let file = try scoringFile("S", [Self.columns] + rows)
    let scorer = PolygenicScorer(
      try ScoreIndex([file]), assembly: assembly, matchRules: match, scoringRules: scoring)
    return try scorer.results(
      Cohort(samples: (0..<samples).map { "s\($0)" }, records: records))
  }

  @Test("ALT of `*` is no allele of a row; beside another it makes a record multi-allelic")
  func spanningDeletion() throws {
    let alone = Cohort.record("1", 5, "A", "*", ["0/1"])
    #expect(try results(["1\t5\tG\tA\t1"], [alone]).fates == ["unmatched alleles_differ"])
    let beside = Cohort.record("1", 5, "A", "G,*", ["1/2"])
    #expect(try results(["1\t5\tG\tA\t1"], [beside]).fates == ["excluded altref multiallelic"])
    let kept = try results(["1\t5\tG\tA\t1"], [beside], MatchRules(multiallelic: .keep))
    #expect(kept.scores == [1])
  }

  @Test("Records without an alternative allele are not matched, nor do they hide one that has it")
  func noAlternative() throws {
    let monomorphic = Cohort.record("1", 5, "A", ".", ["0/0"])
    #expect(try results(["1\t5\tG\tA\t1"], [monomorphic]).fates == ["unmatched alleles_differ"])
    let variant = Cohort.record("1", 5, "A", "G", ["0/1"])
    #expect(try results(["1\t5\tG\tA\t1"], [monomorphic, variant]).scores == [1])
    let nonRef = Cohort.record("1", 5, "A", "<NON_REF>", ["0/0"])
    #expect(try results(["1\t5\tG\tA\t1"], [nonRef]).fates == ["unmatched alleles_differ"])
  }

  @Test("A half call is missing")
  func halfCall() throws {
    let record = Cohort.record("1", 5, "A", "G", ["./1", "0|.", "1/1"])
    let totals = try results(["1\t5\tG\tA\t1"], [record], samples: 3).totals[0]
    #expect((0..<3).map(totals.score) == [2, 2, 2])
    #expect((0..<3).map { totals.alleleCount($0) } == [0, 0, 2])
  }

  @Test("Calls of three and more alleles count as two in proportion")
  func polyploid() throws {
    let record = Cohort.record(
      "1", 5, "A", "G", ["0/1/1", "0|0|0", "1/1/1/1", "./././.", "0/1"])
    // Of the 12 alleles that are there 7 are G.
    let share = 7.0 / 12
    let alternative: [Double] = [4, 0, 6, 6 * share, 3]
    let reference: [Double] = [2, 6, 0, 6 * (1 - share), 3]
    for (row, expected) in [
      ("1\t5\tG\tA\t3", alternative), ("1\t5\tA\tG\t3", reference),
    ] {
      let totals = try results([row], [record], samples: 5).totals[0]
      for sample in 0..<5 { #expect(abs(totals.score(sample) - expected[sample]) < 1e-12) }
      #expect((0..<5).map { totals.denominator($0) } == [2, 2, 2, 2, 2])
    }
    let dosages = Cohort.record("1", 5, "A", "G", ["0/1/1:1.5", "0/1:1"], format: "GT:DS")
    #expect(try results(["1\t5\tG\tA\t1"], [dosages], samples: 2).scores == [1, 1])
  }

  @Test("Records of one position are candidates together, whatever their order")
  func duplicatePositions() throws {
    let records = [
      Cohort.record("1", 5, "A", "C", ["1/1"]), Cohort.record("1", 5, "A", "G", ["0/1"]),
      Cohort.record("1", 5, "AT", "A", ["0/0"]),
    ]
    for order in [records, records.reversed()] {
      #expect(
        try results(["1\t5\tG\tA\t1", "1\t5\tC\tA\t10", "1\t5\tA\tAT\t100"], order).scores == [21])
    }
  }

  @Test("END of a record changes nothing at other positions unless blocks are asked for")
  func blockEnd() throws {
    let block = Cohort.record("1", 5, "A", "<NON_REF>", ["0/0"], info: "END=10")
    #expect(try results(["1\t7\tG\tA\t1"], [block]).fates == ["unmatched position_absent"])
  }

  @Test("1, chr1, CHR1 and the RefSeq accession are one contig")
  func contigNames() throws {
    for name in ["1", "chr1", "CHR1", "NC_000001.11"] {
      let record = Cohort.record(name, 5, "A", "G", ["1/1"])
      #expect(
        try results(["chr1\t5\tG\tA\t1"], [record], assembly: .grch38).scores == [2], "\(name)")
    }
    let other = Cohort.record("NC_000001.10", 5, "A", "G", ["1/1"])
    #expect(
      try results(["1\t5\tG\tA\t1"], [other], assembly: .grch38).fates
        == ["unmatched position_absent"])
  }

  @Test("Effect allele and other allele the same can never be met")
  func sameAlleles() throws {
    let record = Cohort.record("1", 5, "A", "G", ["1/1"])
    #expect(try results(["1\t5\tG\tG\t1"], [record]).fates == ["unmatched same_alleles"])
  }

  @Test("Weights keep 17 digits and exponents")
  func weights() throws {
    let record = Cohort.record("1", 5, "A", "G", ["0/1"])
    for text in [
      "0.12345678901234566", "-1.7976931348623157e300", "4.9406564584124654e-300", "1E-05",
    ] {
      let value = try #require(Double(text))
      #expect(try results(["1\t5\tG\tA\t\(text)"], [record]).scores == [value])
    }
  }

  @Test("A site missing in everybody is imputed at one half, and says so in its counts")
  func allMissing() throws {
    let record = Cohort.record("1", 5, "A", "G", ["./.", "."])
    let totals = try results(["1\t5\tG\tA\t1"], [record], samples: 2).totals[0]
    #expect((0..<2).map(totals.score) == [1, 1] && totals.alleleCount(0) == 0)
  }

  @Test("Diploid calls of men in the pseudo-autosomal region count as two under both models of X")
  func pseudoautosomal() throws {
    let record = Cohort.record("X", 20_000, "A", "G", ["0/1", "1/1"])
    for haploid in ScoringRules.Haploid.allCases {
      let totals = try results(
        ["X\t20000\tG\tA\t1"], [record], samples: 2, MatchRules(), ScoringRules(haploid: haploid)
      ).totals[0]
      #expect((0..<2).map(totals.score) == [1, 2] && totals.denominator(0) == 2)
    }
  }

  @Test("CRLF, a missing final newline and gzip members across blocks give the same scores")
  func packings() throws {
    let folder = try TestSupport.TemporaryFolder()
    let cohort = Cohort(
      samples: ["a", "b"],
      records: (1...400).map {
        Cohort.record("1", $0, "A", "G", ["0/1", $0 % 3 == 0 ? "1/1" : "./."])
      })
    let file = try scoringFile("S", [Self.columns] + (1...400).map { "1\t\($0)\tG\tA\t0.\($0)" })
    let scorer = PolygenicScorer(try ScoreIndex([file]))
    let expected = try scorer.results(cohort).scores
    let text = Array(cohort.text.utf8)
    try folder.write(cohort.text.replacing("\n", with: "\r\n"), to: "crlf.vcf")
    try folder.write(String(cohort.text.dropLast()), to: "open.vcf")
    try folder.write(cohort.text, to: "plain.vcf")
    // Members that end in the middle of a line, in gzip and in BGZF.
    for (number, part) in stride(from: 0, to: text.count, by: 3_001).enumerated() {
      let bytes = Data(text[part..<min(part + 3_001, text.count)])
      try bytes.write(to: URL(filePath: folder.path + "/part-\(1000 + number)"))
    }
    let packing = try Program.run(
      "/bin/sh",
      [
        "-c",
        "for p in part-*; do gzip -c $p >> members.vcf.gz; bgzip -c $p >> blocks.vcf.gz; done",
      ],
      in: folder.path)
    #expect(packing.exitCode == 0, "\(packing.errors)")
    for name in ["plain.vcf", "crlf.vcf", "open.vcf", "members.vcf.gz", "blocks.vcf.gz"] {
      let reader = try VCFFileReader(path: folder.path + "/" + name)
      var batches: [RecordBatch] = []
      while let batch = try reader.nextBatch() { batches.append(batch) }
      #expect(try scorer.finish(try scorer.score(batches)).scores == expected, "\(name)")
    }
  }

  @Test("A scoring file with a header only is refused: it would score 0")
  func headerOnly() {
    for lines in [[Self.columns], [Self.columns, "", "# nothing"]] {
      let error = #expect(throws: PolygenicScoreError.self) { try scoringFile("S", lines) }
      #expect(error?.code == .scoringFile && error?.message.contains("no rows") == true)
    }
  }

  @Test("A build given wrongly shows: rows meet no record, and the score does not pass")
  func wrongBuild() throws {
    let results = try results(
      (1...10).map { "1\t\($0 * 100)\tG\tA\t1" },
      (1...10).map { Cohort.record("1", $0 * 100 + 7, "A", "G", ["1/1"]) })
    #expect(!results.summaries[0].passed && results.summaries[0].matched == 0)
    #expect(results.totals[0].variants == 0)
  }
}
