import ByteIO
import Foundation
import PolygenicScore
import TestSupport
import VCF

/// What inputs are made from: the same for the same seed.
struct SeedPool {
  let variants: [[UInt8]]
  let scoringFiles: [[UInt8]]
  /// Unpacked indexes, each with the packed file that it is about.
  private(set) var indexes: [(index: [UInt8], file: [UInt8])] = []
  private(set) var accumulators: [[UInt8]] = []

  /// Conformance files that are small enough to be changed many times.
  private static let largestFile = 6000

  init(
    seed: UInt64, size: Int = 48, scorer: PolygenicScorer, usesSharedFiles: Bool = false
  ) throws {
    var choices = Choices(seed: seed)
    var texts = (0..<size).map { _ in VariantSeed.text(seed: UInt64(choices.below(1 << 40))) }
    scoringFiles = (0..<16).map { _ in ScoringSeed.text(seed: UInt64(choices.below(1 << 40))) }
    for text in texts.prefix(size / 2) {
      guard let built = try Self.indexed(text, &choices) else { continue }
      indexes.append(built)
    }
    for text in texts.prefix(6) {
      accumulators.append(try Self.sums(text, scorer).encoded())
    }
    if usesSharedFiles { texts += Self.conformanceFiles() }
    variants = texts
  }

  /// A file packed as BGZF with its index; nil when its records cannot be indexed.
  private static func indexed(
    _ text: [UInt8], _ choices: inout Choices
  ) throws -> (index: [UInt8], file: [UInt8])? {
    let batches = try batches(of: text)
    guard let first = batches.first else { return nil }
    let file = try IndexedFile(choices.pick([.tbi, .csi]), header: first.header, batches)
    return (file.index.encoded(), file.bytes)
  }

  private static func sums(
    _ text: [UInt8], _ scorer: PolygenicScorer
  ) throws -> ScoreAccumulator {
    var sums = ScoreAccumulator(scorer.index)
    for batch in try batches(of: text) {
      var refused: [PolygenicScorer.RefusedRecord] = []
      try scorer.add([try scorer.score(batch, refused: &refused)], to: &sums)
    }
    return sums
  }

  private static func batches(of text: [UInt8]) throws -> [RecordBatch] {
    let folder = try TemporaryFolder()
    let reader = try VCFFileReader(path: folder.write(text, to: "seed.vcf"))
    var batches: [RecordBatch] = []
    while let batch = try reader.nextBatch() { batches.append(batch) }
    return batches
  }

  private static func conformanceFiles() -> [[UInt8]] {
    let root = SharedData.file("vcf/hts-specs")
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
    return names.sorted().filter { $0.hasSuffix(".vcf") }.compactMap { name in
      guard let data = FileManager.default.contents(atPath: root + "/" + name),
        data.count <= largestFile
      else { return nil }
      return [UInt8](data)
    }
  }
}

/// A BGZF file made from batches as `vcf.write` makes it, and its index.
struct IndexedFile {
  private(set) var bytes: [UInt8] = []
  private(set) var index: GenomeIndex

  init(_ format: GenomeIndex.Format, header: VCFHeader, _ batches: [RecordBatch]) throws {
    index = GenomeIndex(format, header: header)
    let compressor = try BGZFCompressor(level: 1)
    _ = compressor.compress(VCFWriter.header(header).span, appendingTo: &bytes)
    for batch in batches {
      var text: [UInt8] = []
      VCFWriter.append(batch, to: &text)
      let offset = UInt64(bytes.count)
      let blocks = compressor.compress(text.span, appendingTo: &bytes)
      try index.add(IndexedRecords(batch), fileOffset: offset, blocks: blocks)
    }
    bytes += BGZFCompressor.endOfFile
  }
}
