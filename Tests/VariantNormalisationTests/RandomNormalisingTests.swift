import ByteIO
import Foundation
import TestSupport
import Testing
import VCF
import VariantNormalisation

/// Variants drawn at random in tandem repeats.
@Suite("Random variants in tandem repeats")
struct RandomNormalisingTests {
  static let seeds = Array(UInt64(1)...24)

  @Test(
    "The records of bcftools norm -m-any -f, in its order",
    .enabled(if: hasBcftools, "needs bcftools"),
    arguments: seeds)
  func bcftools(seed: UInt64) throws {
    let random = RandomRecords(seed: seed, count: 150)
    var normalising = try Normalising(fasta: random.fasta)
    let file = try normalising.folder.write(random.vcf, to: "given.vcf")
    let answer = try Program.run(
      "/usr/bin/env",
      [
        "bcftools", "norm", "--no-version", "-m-any", "-f",
        normalising.folder.path + "/reference.fa", file,
      ], in: normalising.folder.path)
    #expect(answer.exitCode == 0, "\(answer.errors)")
    let expected = answer.output.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(
      String.init)
    for size in [7, 100_000] {
      normalising.batchSize = size
      let given = try normalising.run(random.vcf).lines
      #expect(given.count == expected.count)
      for (mine, theirs) in zip(given, expected) where mine != theirs {
        Issue.record("\(mine)\n\(theirs)")
        break
      }
    }
  }

  @Test(
    "Each alternate allele spells the same haplotype before and after", arguments: seeds.prefix(6))
  func haplotypes(seed: UInt64) throws {
    let random = RandomRecords(seed: seed, count: 60, samples: 1)
    let before = random.haplotypes(random.records)
    let split = try Normalising(fasta: random.fasta).run(random.vcf)
    #expect(random.haplotypes(split.lines) == before)
    let together = try Normalising(fasta: random.fasta) { $0.splits = false }.run(random.vcf)
    #expect(random.haplotypes(together.lines) == before)
    let joined = try Normalising(fasta: random.fasta) { $0.join = .any }.run(random.vcf)
    // Equal alleles of one position become one.
    #expect(Set(random.haplotypes(joined.lines)) == Set(before))
    #expect(joined.lines.count < split.lines.count)
  }

  @Test("Positions ascend, whatever the size of batches", arguments: seeds.prefix(6))
  func order(seed: UInt64) throws {
    let random = RandomRecords(seed: seed, count: 100, samples: 0)
    var normalising = try Normalising(fasta: random.fasta)
    let whole = try normalising.run(random.vcf).lines
    let positions = whole.map { Int($0.split(separator: "\t")[1]) ?? 0 }
    #expect(positions == positions.sorted())
    for size in [1, 2, 3, 10] {
      normalising.batchSize = size
      #expect(try normalising.run(random.vcf).lines == whole)
    }
  }

  @Test("Splitting twice changes nothing", arguments: seeds.prefix(4))
  func idempotent(seed: UInt64) throws {
    let random = RandomRecords(seed: seed, count: 100)
    let normalising = try Normalising(fasta: random.fasta)
    let once = try normalising.run(random.vcf)
    let twice = try normalising.run(once.header + once.lines.map { $0 + "\n" }.joined())
    #expect(twice.lines == once.lines)
    #expect(twice.counts.realigned == 0 && twice.counts.split == 0)
  }

  @Test("Fields are cut as the plain reading of the specification cuts them", arguments: 1...4)
  func slowReference(ploidy: Int) throws {
    let random = RandomRecords(
      seed: UInt64(ploidy) &* 77, count: 120, samples: 4, ploidies: ploidy...ploidy)
    let given = try Normalising().run(random.vcf).lines
    var expected: [String] = []
    let folder = try TemporaryFolder()
    let reader = try VCFFileReader(path: folder.write(random.vcf, to: "given.vcf"))
    while let batch = try reader.nextBatch() {
      for record in batch.records {
        let owned = OwnedRecord(record, batch.chunk.text.span, header: batch.header)
        for alternate in 1..<owned.alleleCount {
          var one = owned
          try one.keepAlleles([alternate], dropped: .reference)
          var line: [UInt8] = []
          one.append(to: &line)
          expected.append(String(decoding: line.dropLast(), as: UTF8.self))
        }
      }
    }
    #expect(given == expected)
  }
}
