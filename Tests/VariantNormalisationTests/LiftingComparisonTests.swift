import ReferenceGenome
import TestSupport
import Testing
import VCF
import VariantNormalisation

/// Positions lifted here and by another program.
@Suite("Lifting as another program does")
struct LiftingComparisonTests {
  /// A genome made of stretches of another, on both strands, with gaps on both sides.
  private struct Rearranged {
    var old: [Character] = []
    var new: [Character] = []
    var chain = ""

    init(seed: UInt64, chains: Int) {
      var generator = SeededGenerator(seed: seed)
      func bases(_ count: ClosedRange<Int>) -> [Character] {
        (0..<Int.random(in: count, using: &generator)).map { _ in
          "ACGT".randomElement(using: &generator) ?? "A"
        }
      }
      let complement: [Character: Character] = ["A": "T", "C": "G", "G": "C", "T": "A"]
      var made: [(start: Int, end: Int, place: Range<Int>, isReversed: Bool, lines: String)] = []
      for _ in 0..<chains {
        old += bases(1...60)
        new += bases(1...60)
        let start = old.count
        var stretch: [Character] = []
        var lines = ""
        let blocks = Int.random(in: 1...6, using: &generator)
        for block in 1...blocks {
          let own = bases(1...80)
          old += own
          stretch += own
          if block == blocks {
            lines += "\(own.count)\n"
          } else {
            let missing = bases(0...9)
            let added = bases(missing.isEmpty ? 1...9 : 0...9)
            old += missing
            stretch += added
            lines += "\(own.count)\t\(missing.count)\t\(added.count)\n"
          }
        }
        let isReversed = Bool.random(using: &generator)
        let place = new.count..<new.count + stretch.count
        new += isReversed ? stretch.reversed().map { complement[$0] ?? "N" } : stretch
        made.append((start, old.count, place, isReversed, lines))
      }
      for (number, one) in made.shuffled(using: &generator).enumerated() {
        let place =
          one.isReversed
          ? (new.count - one.place.upperBound)..<(new.count - one.place.lowerBound) : one.place
        chain +=
          "chain 1000 chr1 \(old.count) + \(one.start) \(one.end) chr2 \(new.count) "
          + "\(one.isReversed ? "-" : "+") \(place.lowerBound) \(place.upperBound) \(number + 1)\n"
          + one.lines + "\n"
      }
    }
  }

  @Test(
    "Single bases go where PyPI's liftover puts them, or nowhere",
    .enabled(if: Validators.arePresent, "needs Tests/Validators/install.sh"),
    arguments: UInt64(1)...4)
  func positions(seed: UInt64) throws {
    let genomes = Rearranged(seed: seed, chains: 12)
    let folder = try TemporaryFolder()
    let chain = try folder.write(genomes.chain, to: "a.chain")
    let records = genomes.old.enumerated().map { offset, base in
      "chr1\t\(offset + 1)\tv\(offset)\t\(base)\t\(base == "A" ? "C" : "A")\t.\t.\t."
    }
    let reader = try VCFFileReader(path: folder.write(vcf(records), to: "a.vcf"))
    let lifter = try VariantLifter(
      reader.header, chain: ChainFile(path: chain),
      genome: ReferenceGenome(path: folder.write(">chr2\n\(String(genomes.new))\n", to: "new.fa")),
      oldGenome: nil)
    var mine = Array(repeating: ".", count: genomes.old.count)
    while let batch = try reader.nextBatch() {
      var output: [UInt8] = []
      VCFWriter.append(try lifter.lifted(batch).records, to: &output)
      for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
        let cells = line.split(separator: "\t")
        let offset = try #require(Int(cells[2].dropFirst()))
        // What stands there shows the strand.
        let isForward = cells[3] == String(genomes.old[offset])
        mine[offset] = "\(cells[0]) \(cells[1]) \(isForward ? "+" : "-")"
      }
    }
    let answer = try Validators.run(
      "lifted.py", [chain, "chr1", "\(genomes.old.count)"], in: folder.path)
    #expect(answer.exitCode == 0, "\(answer.errors)")
    let theirs = answer.output.split(separator: "\n").map(String.init)
    #expect(theirs.contains { $0.hasSuffix("-") } && theirs.contains { $0.hasSuffix("+") })
    #expect(mine == theirs)
  }
}
