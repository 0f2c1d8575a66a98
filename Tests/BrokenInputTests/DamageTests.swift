import Foundation
import TestSupport
import Testing

/// Files with bytes changed, removed and doubled at random: whatever they come to, the program ends in good order.
@Suite("Damaged files")
struct DamageTests {
  private static let files: [(input: TinyPipeline.Input, name: String, bytes: [UInt8])] = [
    (.variants, "in.vcf", Array(TinyFiles.variants.utf8)),
    (.variants, "in.vcf.gz", TinyFiles.gzip(TinyFiles.variants)),
    (.variants, "in.vcf.gz", TinyFiles.bgzf(TinyFiles.variants)),
    (.resources, "in.ndjson", Array(TinyFiles.patients.utf8)),
    (.table, "in.csv", Array(TinyFiles.people.utf8)),
    (.scoringFile, "s.txt", Array(TinyFiles.score.utf8)),
    (.scoringFile, "s.txt.gz", TinyFiles.gzip(TinyFiles.score)),
  ]

  @Test("A damaged file never crashes the program", arguments: 0..<84)
  func damaged(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let (input, name, whole) = Self.files[seed % Self.files.count]
    let bytes = Self.damage(whole, &random)
    let onBad = seed / Self.files.count % 2 == 0 ? "fail" : "quarantine"
    let pipeline = TinyPipeline(input: input, file: name, settings: #""onBad": "\#(onBad)""#)
    let outcome = try pipeline.run { try $0.write(bytes, to: name) }
    #expect((0...3).contains(outcome.exitCode), "\(outcome.errors)")
    #expect((outcome.exitCode == 0) == (outcome.published != nil))
    if outcome.exitCode != 0 {
      #expect(outcome.errors.contains("error: "))
      #expect(outcome.errors.contains(name) || outcome.errors.contains("in.vcf"))
    }
    for stage in outcome.stages {
      #expect(stage.read == stage.kept + stage.quarantined + stage.dropped.values.reduce(0, +))
    }
  }

  private static func damage(_ whole: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = whole
    for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[place] ^= UInt8.random(in: 1...255, using: &random)
      case 1: bytes.removeSubrange(place...)
      case 2: bytes.remove(at: place)
      default: bytes.insert(contentsOf: bytes[place...].prefix(40), at: place)
      }
    }
    return bytes
  }
}
