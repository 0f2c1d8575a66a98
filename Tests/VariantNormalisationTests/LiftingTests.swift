import ByteIO
import Foundation
import ReferenceGenome
import TestSupport
import Testing
import VCF
import VariantNormalisation

/// Records brought to another genome and back.
@Suite("Lifting to another genome")
struct LiftingTests {
  /// A genome made from pieces of another: shifted, reversed, one left out, one put in.
  private struct Genomes {
    let old: [Character]
    let new: [Character]
    let there: String
    let back: String
    /// For each old position the new one, and whether it lies on the other strand.
    var places: [(position: Int, isReversed: Bool)?]

    static func complement(_ bases: some Collection<Character>) -> [Character] {
      let other: [Character: Character] = ["A": "T", "C": "G", "G": "C", "T": "A"]
      return bases.reversed().map { other[$0] ?? "N" }
    }

    init(seed: UInt64) {
      var generator = SeededGenerator(seed: seed)
      let bases = { (count: Int, generator: inout SeededGenerator) -> [Character] in
        (0..<count).map { _ in "ACGT".randomElement(using: &generator) ?? "A" }
      }
      old = bases(2000, &generator)
      // Forward 0..<600, gap in the old, forward 640..<1000 behind bases that only the new has, reversed 1100..<1800.
      let inserted = bases(25, &generator)
      let spacer = bases(50, &generator)
      new =
        bases(100, &generator) + Array(old[0..<600]) + inserted + Array(old[640..<1000]) + spacer
        + Self.complement(old[1100..<1800]) + bases(30, &generator)
      places = Array(repeating: nil, count: 2000)
      for position in 0..<600 { places[position] = (100 + position, false) }
      for position in 640..<1000 { places[position] = (725 + position - 640, false) }
      let begin = 725 + 360 + 50
      for position in 1100..<1800 { places[position] = (begin + 1799 - position, true) }
      let length = new.count
      let start = length - (begin + 700)
      there =
        "chain 900 chr1 2000 + 0 1000 chr2 \(length) + 100 1085 1\n600\t40\t25\n360\n\n"
        + "chain 700 chr1 2000 + 1100 1800 chr2 \(length) - \(start) \(start + 700) 2\n700\n"
      back =
        "chain 900 chr2 \(length) + 100 1085 chr1 2000 + 0 1000 1\n600\t25\t40\n360\n\n"
        + "chain 700 chr2 \(length) + \(begin) \(begin + 700) chr1 2000 - 200 900 2\n700\n"
    }
  }

  private static func fasta(_ name: String, _ bases: [Character]) -> String {
    ">\(name)\n\(String(bases))\n"
  }

  private static func lift(
    _ text: String, chain: String, to fasta: String, old: String? = nil
  ) throws -> (header: String, lines: [String], reasons: [String], counts: LiftCounts) {
    let folder = try TemporaryFolder()
    let reader = try VCFFileReader(path: folder.write(text, to: "a.vcf"))
    let lifter = try VariantLifter(
      reader.header, chain: ChainFile(path: folder.write(chain, to: "a.chain")),
      genome: ReferenceGenome(path: folder.write(fasta, to: "new.fa")),
      oldGenome: old.map { try ReferenceGenome(path: folder.write($0, to: "old.fa")) })
    var output: [UInt8] = []
    var reasons: [String] = []
    var counts = LiftCounts()
    while let batch = try reader.nextBatch() {
      let lifted = try lifter.lifted(batch)
      VCFWriter.append(lifted.records, to: &output)
      reasons += lifted.refused.map { $0.rule ?? "" }
      counts.swapped += lifted.counts.swapped
      counts.reversed += lifted.counts.reversed
      #expect(lifted.records.records.count + lifted.refused.count == batch.records.count)
    }
    return (
      String(decoding: lifter.header.text, as: UTF8.self),
      String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init), reasons,
      counts
    )
  }

  @Test(
    "Single bases go where counting by hand puts them, and are complemented on the other strand")
  func positions() throws {
    let genomes = Genomes(seed: 3)
    var records: [String] = []
    for position in stride(from: 0, to: 2000, by: 3) {
      let base = genomes.old[position]
      let other: Character = base == "A" ? "C" : "A"
      records.append("chr1\t\(position + 1)\tv\(position)\t\(base)\t\(other)\t.\t.\t.")
    }
    let result = try Self.lift(
      vcf(records), chain: genomes.there, to: Self.fasta("chr2", genomes.new),
      old: Self.fasta("chr1", genomes.old))
    var expected: [String] = []
    for position in stride(from: 0, to: 2000, by: 3) {
      guard let place = genomes.places[position] else { continue }
      let base = genomes.old[position]
      let other: Character = base == "A" ? "C" : "A"
      let shown = place.isReversed ? Genomes.complement([base, other]).reversed() : [base, other]
      expected.append(
        "chr2\t\(place.position + 1)\tv\(position)\t\(shown[0])\t\(shown[1])\t.\t.\t.")
    }
    #expect(result.lines == expected)
    #expect(Set(result.reasons) == ["no-chain"])
    #expect(result.header.contains("##contig=<ID=chr2,length=\(genomes.new.count)>"))
  }

  @Test("There and back is the identity, indels included", arguments: 1...8)
  func roundTrip(seed: UInt64) throws {
    let genomes = Genomes(seed: seed)
    var generator = SeededGenerator(seed: seed + 100)
    var records: [String] = []
    var position = 5
    while position < 1780 {
      position += Int.random(in: 3...25, using: &generator)
      let length = Int.random(in: 1...4, using: &generator)
      let range = position..<position + length
      guard range.allSatisfy({ genomes.places[$0] != nil }), genomes.places[position - 3] != nil,
        genomes.places[position + length + 2] != nil
      else { continue }
      let reference = String(genomes.old[range])
      var alternate = reference
      while alternate == reference {
        alternate = String(
          (0..<Int.random(in: 1...4, using: &generator)).map { _ in
            "ACGT".randomElement(using: &generator) ?? "A"
          })
      }
      records.append(
        "chr1\t\(position + 1)\tv\(position)\t\(reference)\t\(alternate)\t9\tPASS\tAC=1\tGT:AD\t0|1:4,5"
      )
    }
    let meta = [
      "##contig=<ID=chr1,length=2000>", definition("INFO", "AC", "A", "Integer"),
      definition("FORMAT", "GT", "1", "String"), definition("FORMAT", "AD", "R", "Integer"),
    ]
    // What is normalised first comes back as it is.
    let normalised = try Normalising(fasta: Self.fasta("chr1", genomes.old)).run(
      vcf(records, samples: ["s"], meta: meta))
    let text = normalised.header + normalised.lines.map { $0 + "\n" }.joined()
    let there = try Self.lift(text, chain: genomes.there, to: Self.fasta("chr2", genomes.new))
    #expect(there.counts.reversed > 0 && there.lines.count > normalised.lines.count * 9 / 10)
    let back = try Self.lift(
      there.header + there.lines.map { $0 + "\n" }.joined(), chain: genomes.back,
      to: Self.fasta("chr1", genomes.old))
    let kept = Set(there.lines.compactMap { $0.split(separator: "\t").dropFirst(2).first })
    let expected = normalised.lines.filter {
      kept.contains($0.split(separator: "\t")[2])
    }
    #expect(back.lines.sorted() == expected.sorted())
  }

  @Test("Where the new genome has the ALT, alleles change places, and calls and counts with them")
  func swapped() throws {
    let meta = [
      definition("INFO", "AC", "A", "Integer"), definition("INFO", "AF", "A", "Float"),
      definition("FORMAT", "GT", "1", "String"), definition("FORMAT", "AD", "R", "Integer"),
      definition("FORMAT", "PL", "G", "Integer"),
    ]
    let text = vcf(
      [
        "a\t5\t.\tC\tT,G\t.\t.\tAC=1,1;AF=0.25,0.25\tGT:AD:PL\t0|1:7,8,9:1,2,3,4,5,6\t0/2:1,2,3:6,5,4,3,2,1",
        "a\t9\t.\tC\tA\t.\t.\t.\tGT\t0/1\t./.",
        "a\t14\t.\tGAA\tG\t.\t.\tAC=1;AF=0.25\tGT\t0/1\t0/0",
        "a\t2\t.\tA\t<DEL>\t.\t.\tEND=4\tGT\t0/1\t0/0",
      ], samples: ["s", "t"], meta: meta)
    //            1234567890123456789
    let old = "AACGCTTTCTTTTGAATTTTTT"
    let new = "AACGTTTTTTTTTGTTTTTT"
    let result = try Self.lift(
      text, chain: "chain 9 a 22 + 0 22 b 20 + 0 20 1\n14 2 0\n6\n",
      to: ">b\n\(new)\n", old: ">a\n\(old)\n")
    #expect(
      result.lines == [
        "b\t5\t.\tT\tC,G\t.\t.\tAC=2,1;AF=0.5,0.25\tGT:AD:PL\t1|0:8,7,9:3,2,1,5,4,6\t1/2:2,1,3:4,5,6,2,3,1",
        "b\t14\t.\tG\tGAA\t.\t.\tAC=3;AF=0.75\tGT\t1/0\t1/1",
      ])
    #expect(result.reasons == ["mismatch", "structural"])
    #expect(result.counts.swapped == 2)
  }
}
