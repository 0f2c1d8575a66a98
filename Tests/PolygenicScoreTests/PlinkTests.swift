import Foundation
import PolygenicScore
import TestSupport
import Testing

/// The program that Debian calls plink2.
enum Plink {
  static let isPresent = FileManager.default.isExecutableFile(atPath: "/usr/bin/plink2")
}

/// Random cohorts, scored by Debian's plink2 in the test: every digit that it prints.
@Suite(.enabled(if: Plink.isPresent, "needs plink2"))
struct PlinkTests {
  /// A cohort whose records have identifiers, and scoring rows in the words of both programs.
  private struct Input {
    var variants = ""
    var rows: [String] = []
    var plinkRows: [String] = []
    var sexes = "#IID\tSEX\n"
    let samples = (0..<60).map { "P\($0)" }

    init(seed: UInt64, contig: String, hasDosages: Bool) {
      var random = SeededGenerator(seed: seed)
      var lines = [
        "##fileformat=VCFv4.2", "##contig=<ID=\(contig)>",
        "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"call\">",
        "##FORMAT=<ID=DS,Number=A,Type=Float,Description=\"dosage\">",
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t" + samples.joined(separator: "\t"),
      ]
      for (number, sample) in samples.enumerated() { sexes += "\(sample)\t\(1 + number % 2)\n" }
      var position = 3_000_000
      for _ in 0..<50 {
        position += Int.random(in: 1...9, using: &random)
        let (reference, alternative) =
          [("A", "G"), ("C", "T"), ("AC", "A"), ("G", "GTT"), ("T", "G")].randomElement(
            using: &random) ?? ("A", "G")
        let share = Double.random(in: 0...1, using: &random)
        let cells = samples.indices.map { sample in
          Self.cell(
            share, isHaploid: contig == "X" && sample % 2 == 0, hasDosages: hasDosages, &random)
        }
        let name = "\(contig):\(position):\(reference):\(alternative)"
        lines.append(
          "\(contig)\t\(position)\t\(name)\t\(reference)\t\(alternative)\t.\t.\t.\t"
            + (hasDosages ? "GT:DS" : "GT") + "\t" + cells.joined(separator: "\t"))
        let isReference = Bool.random(using: &random)
        let effect = isReference ? reference : alternative
        let weight = Double.random(in: -1...1, using: &random)
        rows.append(
          "\(contig)\t\(position)\t\(effect)\t\(isReference ? alternative : reference)\t\(weight)")
        plinkRows.append("\(name)\t\(effect)\t\(weight)")
      }
      variants = lines.map { $0 + "\n" }.joined()
    }

    private static func cell(
      _ share: Double, isHaploid: Bool, hasDosages: Bool, _ random: inout SeededGenerator
    ) -> String {
      if Double.random(in: 0..<1, using: &random) < 0.05 {
        return hasDosages ? "./.:." : isHaploid ? "." : "./."
      }
      let alleles = (0..<(isHaploid ? 1 : 2)).map { _ in
        Double.random(in: 0..<1, using: &random) < share ? 1 : 0
      }
      let call = alleles.map(String.init).joined(separator: "/")
      guard hasDosages else { return call }
      // Eighths are exact in the steps of 1/16384 in which plink2 keeps dosages.
      let step = Double(Int.random(in: 0...3, using: &random)) / 8
      let copies = Double(alleles.reduce(0, +))
      return "\(call):\(copies == 0 ? step : copies - step)"
    }
  }

  /// What plink2 prints for each sample: ALLELE_CT, DENOM, dosage sum, score average, score sum.
  private func plink(
    _ input: Input, _ arguments: [String], modifiers: [String] = []
  ) throws -> [[String]] {
    let folder = try TestSupport.TemporaryFolder()
    try folder.write(input.variants, to: "v.vcf")
    try folder.write(input.sexes, to: "sex.txt")
    try folder.write(
      (["ID\tA1\tW"] + input.plinkRows).map { $0 + "\n" }.joined(), to: "score.txt")
    let source =
      arguments.contains("dosage=DS") ? ["--vcf", "v.vcf", "dosage=DS"] : ["--vcf", "v.vcf"]
    let result = try Program.run(
      "/usr/bin/plink2",
      source + ["--update-sex", "sex.txt", "--threads", "1", "--out", "o"]
        + arguments.filter { $0 != "dosage=DS" }
        + ["--score", "score.txt", "header-read", "cols=+scoresums,+denom"] + modifiers,
      in: folder.path)
    guard result.exitCode == 0 else {
      Issue.record("plink2: \(result.errors)")
      return []
    }
    return try folder.read("o.sscore").split(separator: "\n").dropFirst().map {
      $0.split(separator: "\t").dropFirst().map(String.init)
    }
  }

  private func expectEqual(
    _ input: Input, _ rules: ScoringRules, flags: String, _ theirs: [[String]]
  ) throws {
    let file = try scoringFile(
      "S",
      [MatchingTests.header + "\tis_dominant\tis_recessive"] + input.rows.map { $0 + flags })
    let lines = input.variants.split(separator: "\n").drop { $0.hasPrefix("#") }
    let cohort = Cohort(samples: input.samples, records: lines.map(String.init))
    let results = try PolygenicScorer(ScoreIndex([file]), scoringRules: rules)
      .results(cohort, positionsPerBatch: 7)
    #expect(results.summaries[0].matched == 50)
    #expect(theirs.count == 60)
    let totals = results.totals[0]
    for (sample, cells) in theirs.enumerated() {
      let denominator = totals.denominator(sample)
      #expect(cells[0] == String(totals.alleleCount(sample)))
      #expect(cells[1] == String(denominator))
      for (theirs, ours) in [
        (cells[2], totals.dosage(sample)), (cells[3], totals.score(sample) / Double(denominator)),
        (cells[4], totals.score(sample)),
      ] {
        // plink2 prints six significant digits.
        let printed = String(format: "%.6g", ours)
        #expect(Double(printed) == Double(theirs), "sample \(sample): \(ours) \(theirs)")
      }
    }
  }

  @Test(
    "Calls: additive, dominant and recessive effects, with and without imputation",
    arguments: [1, 2])
  func calls(seed: UInt64) throws {
    let input = Input(seed: seed, contig: "1", hasDosages: false)
    for (flags, model) in [("", []), ("\tTRUE", ["dominant"]), ("\t\tTRUE", ["recessive"])] {
      try expectEqual(input, ScoringRules(), flags: flags, try plink(input, [], modifiers: model))
      try expectEqual(
        input, ScoringRules(missing: .zero), flags: flags,
        try plink(input, [], modifiers: model + ["no-mean-imputation"]))
    }
  }

  @Test("Dosages", arguments: [3, 4])
  func dosages(seed: UInt64) throws {
    let input = Input(seed: seed, contig: "1", hasDosages: true)
    for (missing, modifiers) in [(ScoringRules.Missing.mean, []), (.zero, ["no-mean-imputation"])] {
      try expectEqual(
        input, ScoringRules(missing: missing, dosage: .dosage), flags: "",
        try plink(input, ["dosage=DS"], modifiers: modifiers))
    }
  }

  @Test("X, where men are haploid, under both models", arguments: [5, 6])
  func sexContig(seed: UInt64) throws {
    let input = Input(seed: seed, contig: "X", hasDosages: false)
    for (haploid, model) in [(ScoringRules.Haploid.diploid, "2"), (.observed, "1")] {
      for (missing, modifiers) in [
        (ScoringRules.Missing.mean, []), (.zero, ["no-mean-imputation"]),
      ] {
        try expectEqual(
          input, ScoringRules(missing: missing, haploid: haploid), flags: "",
          try plink(input, ["--xchr-model", model], modifiers: modifiers))
      }
    }
  }
}
