import ByteIO
import Foundation
import PolygenicScore
import TestSupport
import Testing
import VCF

@Suite(.enabled(if: SharedData.isPresent, "needs ../shared/data"))
struct KnownAnswerTests {
  private static let variants = SharedData.file("prs/pgsc_calc_v3/PGS000586_GRCh38.vcf.gz")
  private static let scoring = SharedData.file("prs/pgsc_calc_v3/PGS000586_hmPOS_GRCh38.txt.gz")

  /// A whole file inflated.
  private static func bytes(_ path: String) throws -> [UInt8] {
    let reader = try BlockReader(path: path)
    var bytes: [UInt8] = []
    while let block = try reader.next() { bytes += try block.inflated().text }
    return bytes
  }

  private static func results(autosomesOnly: Bool) throws -> ScoreResults {
    let file = try ScoringFile(try bytes(scoring))
    let scorer = PolygenicScorer(try ScoreIndex([file]))
    let reader = try VCFFileReader(path: variants)
    var sum = ScoreAccumulator(scorer.index)
    while var batch = try reader.nextBatch() {
      if autosomesOnly {
        let text = batch.chunk.text
        batch = batch.keeping(
          batch.records.filter { !text[$0.chrom].elementsEqual("X".utf8) })
      }
      var refused: [PolygenicScorer.RefusedRecord] = []
      try scorer.add([try scorer.score(batch, refused: &refused)], to: &sum)
      #expect(refused.isEmpty)
    }
    return try scorer.finish(sum)
  }

  @Test("PGS000586 on 3,202 people of the 1000 Genomes Project agrees with the slow reference")
  func wholeFile() throws {
    let results = try Self.results(autosomesOnly: false)
    let summary = results.summaries[0]
    #expect(summary.rows == 1023)
    #expect(summary.matched == 845)
    #expect(summary.excluded == 140)
    #expect(summary.unmatched == 38)
    #expect(summary.passed)
    #expect(results.samples.count == 3202)
    let folder = try TemporaryFolder()
    expectEqual(
      results,
      try ReferenceScorer(
        variants: Self.variants, scoringFile: Self.scoring, options: [], folder: folder))
  }

  @Test("PGS000586 on the autosomes gives the scores that pgsc_calc published")
  func autosomes() throws {
    let results = try Self.results(autosomesOnly: true)
    let summary = results.summaries[0]
    #expect(summary.matched == 809)
    #expect(summary.excluded == 135)
    #expect(summary.unmatched == 79)
    let published = String(
      decoding: try Self.bytes(SharedData.file("prs/pgsc_calc_v3/expected_scores.txt.gz")),
      as: UTF8.self
    ).split(separator: "\n").dropFirst()
    #expect(published.count == results.samples.count)
    let number = Dictionary(
      uniqueKeysWithValues: results.samples.enumerated().map { ($1, $0) })
    let totals = results.totals[0]
    for line in published {
      let cells = line.split(separator: ",")
      let sample = try #require(number[String(cells[2])])
      #expect(results.index.files[0].accession == cells[1])
      #expect(totals.variantsUsed(sample) == Int(cells[3]))
      #expect(totals.dosage(sample) == Double(cells[5]))
      #expect(String(format: "%.6f", totals.score(sample)) == cells[6])
      let score = try #require(Double(cells[6]))
      #expect(abs(totals.score(sample) - score) <= 1e-12 * max(abs(score), 1))
    }
  }
}
