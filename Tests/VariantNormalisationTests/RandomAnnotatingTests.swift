import Foundation
import TestSupport
import Testing
import VariantNormalisation

/// Variants drawn at random in tandem repeats, annotated with others.
@Suite("Random annotations")
struct RandomAnnotatingTests {
  /// Every second record, without what INFO says, and with bases behind it that nothing changes.
  private static func variants(of random: RandomRecords, _ seed: UInt64) -> String {
    var generator = SeededGenerator(seed: seed + 1000)
    let genome = Array(random.genome)
    var records: [String] = []
    for record in random.records where Bool.random(using: &generator) {
      var cells = record.split(separator: "\t").prefix(8).map(String.init)
      let position = (Int(cells[1]) ?? 1) - 1 + cells[3].count
      let added = String(genome[position..<position + Int.random(in: 0...3, using: &generator)])
      cells[2] = "."
      cells[7] = "."
      let isBases = cells[4].allSatisfy { "ACGTacgtNn,".contains($0) }
      if isBases {
        cells[3] += added
        cells[4] = cells[4].split(separator: ",").map { $0 + added }.joined(separator: ",")
      }
      records.append(cells.joined(separator: "\t"))
    }
    return vcf(records, meta: ["##contig=<ID=chr1,length=\(genome.count)>"])
  }

  private static func normalised(_ text: String, _ name: String, _ folder: TemporaryFolder) throws
    -> String
  {
    _ = try folder.write(text, to: name + ".in.vcf")
    let command =
      "bcftools norm --no-version -m-any -f reference.fa \(name).in.vcf | bcftools sort -Oz -o \(name).vcf.gz"
      + " && tabix -f \(name).vcf.gz && bcftools view \(name).vcf.gz"
    let result = try Program.run("/usr/bin/env", ["bash", "-c", command], in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    return result.output
  }

  @Test(
    "The values of bcftools annotate behind bcftools norm",
    .enabled(if: hasBcftools, "needs bcftools"), arguments: UInt64(1)...8)
  func bcftools(seed: UInt64) throws {
    let random = RandomRecords(seed: seed, count: 200, samples: 0)
    var annotating = try Annotating(
      "AF>KAF", "AD>KAD", "AN>KAN", "AC>KAC", "ID", fasta: random.fasta)
    let folder = annotating.folder
    let text = try Self.normalised(Self.variants(of: random, seed), "variants", folder)
    let spread = random.records.enumerated().map { number, record in
      var cells = record.split(separator: "\t").map(String.init)
      cells[2] = "rs\(number)"
      return cells.joined(separator: "\t")
    }
    let given = vcf(
      spread, meta: ["##contig=<ID=chr1,length=\(random.genome.count)>"] + RandomRecords.meta)
    let knowledge = try Self.normalised(given, "knowledge", folder)
    let answer = try Program.run(
      "/usr/bin/env",
      [
        "bcftools", "annotate", "--no-version", "-a", "knowledge.vcf.gz", "-c",
        "INFO/KAF:=INFO/AF,INFO/KAD:=INFO/AD,INFO/KAN:=INFO/AN,INFO/KAC:=INFO/AC,ID",
        "variants.vcf.gz",
      ], in: folder.path)
    #expect(answer.exitCode == 0, "\(answer.errors)")
    let allele = { (line: Substring) in
      line.split(separator: "\t").prefix(5).enumerated()
        .filter { $0.offset != 2 }.map { String($0.element) }
    }
    var times: [[String]: Int] = [:]
    for line in knowledge.split(separator: "\n") { times[allele(line), default: 0] += 1 }
    let theirs = answer.output.split(separator: "\n").filter { !$0.hasPrefix("#") }
    for size in [11, 100_000] {
      annotating.batchSize = size
      // The knowledge as it was given: with several alleles, not moved to the left.
      let mine = try annotating.run(text, knowledge: given).lines
      #expect(mine.count == theirs.count)
      var compared = 0
      for (mine, theirs) in zip(mine, theirs) where mine != theirs || mine.contains("KAF") {
        // Which of several statements it takes, bcftools leaves open; `*` is no allele of its own.
        if times[allele(theirs)] ?? 0 > 1 || allele(theirs)[3] == "*" { continue }
        compared += 1
        #expect(mine == String(theirs))
      }
      #expect(compared > 50)
    }
  }

  @Test("A record's annotation does not depend on the size of batches", arguments: UInt64(1)...4)
  func batches(seed: UInt64) throws {
    let random = RandomRecords(seed: seed, count: 150, samples: 2)
    var annotating = try Annotating("AF>KAF", "AD>KAD", fasta: random.fasta)
    let text = Self.variants(of: random, seed)
    let whole = try annotating.run(text, knowledge: random.vcf)
    #expect(whole.counts.annotated > 30)
    for size in [1, 3, 40] {
      annotating.batchSize = size
      let result = try annotating.run(text, knowledge: random.vcf)
      #expect(result.lines == whole.lines && result.counts == whole.counts)
    }
  }
}
