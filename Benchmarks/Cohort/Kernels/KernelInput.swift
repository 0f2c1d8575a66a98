import ByteIO
import Foundation
import VCF

/// What a kernel works on: a small cohort in memory, as it comes out of each step of reading.
struct KernelInput {
  private static let samples = 2500
  private static let records = 64

  /// Blocks of a BGZF file, still compressed.
  let packed: [RawBlock]
  /// The blocks behind the header, inflated.
  let blocks: [TextBlock]
  /// The records, indexed.
  let batches: [RecordBatch]
  /// The sites, for scores of them.
  let sites: [CohortSites.Site]

  /// Makes a cohort in a temporary file and reads it.
  ///
  /// - Parameters:
  ///   - copies: Copies of each alternate allele; without it most are rare, as in a cohort.
  ///   - missingRate: The share of genotypes that are missing.
  init(_ layout: SampleLayout, copies: Int? = nil, missingRate: Double = 0) throws {
    let plan = CohortPlan(
      samples: Self.samples, records: Self.records, layout: layout, dosageStep: .thousandth,
      missingRate: missingRate, seed: 1, copies: copies)
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("kernel-\(ProcessInfo.processInfo.processIdentifier).vcf.gz")
    defer { try? FileManager.default.removeItem(at: file) }
    _ = try CohortFile(plan: plan, level: 6).write(to: file.path)

    let source = try BlockReader(path: file.path)
    var packed: [RawBlock] = []
    while let block = try source.next() { packed.append(block) }
    self.packed = packed

    let reader = try VCFFileReader(path: file.path)
    var blocks: [TextBlock] = []
    while let block = try reader.nextBlock() { blocks.append(try block.inflated()) }
    self.blocks = blocks

    let again = try VCFFileReader(path: file.path)
    var batches: [RecordBatch] = []
    while let batch = try again.nextBatch() { batches.append(batch) }
    self.batches = batches
    sites = try CohortSites(path: file.path).sites
  }

  /// Bytes of all records.
  var textSize: Int { batches.reduce(0) { $0 + $1.chunk.text.count } }
  /// Sample columns of all records.
  var cellCount: Int { batches.reduce(0) { $0 + $1.records.count } * Self.samples }
}
