import ByteIO
import Foundation
import TestSupport
import VCF

/// A sorted VCF file of small variants, long deletions, symbolic alleles and blocks on several contigs.
struct RandomVariants {
  /// One record as a slow reader understands it.
  struct Record: Equatable {
    var contig: String
    /// Positions from 0.
    var begin: Int
    var end: Int
    var line: String
  }

  let header: String
  let records: [Record]
  let contigs: [(name: String, length: Int)]

  static let shortContigs = [
    ("chr1", 40_000_000), ("chr2", 900_000), ("chrEmpty", 50_000), ("chrM", 16_569),
    ("HLA-A*01:01", 3_503), ("chr10", 5_000_000),
  ]

  init(
    _ count: Int, seed: UInt64, contigs: [(name: String, length: Int)] = Self.shortContigs,
    spacings: [Int] = [0, 3, 200, 20_000]
  ) {
    var random = SeededGenerator(seed: seed)
    self.contigs = contigs
    header = headerText(
      samples: ["a", "b"],
      meta: [
        "##INFO=<ID=END,Number=1,Type=Integer,Description=\"End\">",
        "##INFO=<ID=X,Number=1,Type=String,Description=\"Fill\">",
        "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">",
      ] + contigs.map { "##contig=<ID=\($0.name),length=\($0.length)>" })
    let filled = contigs.filter { $0.name != "chrEmpty" }
    var records: [Record] = []
    for (index, contig) in filled.enumerated() {
      let share = index == 0 ? count / 2 : count / (2 * filled.count)
      var positions: [Int] = []
      var position = 1
      for _ in 0..<share {
        // Dense stretches, gaps of several windows, and positions with many records.
        let most = spacings.randomElement(using: &random) ?? 0
        position += Int.random(in: 0...most, using: &random)
        if Int.random(in: 0..<60, using: &random) == 0 { position += contig.length / 40 }
        if position > contig.length { break }
        positions.append(position)
      }
      for position in positions {
        records.append(Self.record(contig, position, records.count, &random))
      }
    }
    self.records = records
  }

  private static func record(
    _ contig: (name: String, length: Int), _ position: Int, _ number: Int,
    _ random: inout SeededGenerator
  ) -> Record {
    var reference = "A"
    var alternate = "C"
    var end = position
    var info = "X=" + String(repeating: "x", count: Int.random(in: 1...300, using: &random))
    let room = max(contig.length - position, 0)
    switch Int.random(in: 0..<40, using: &random) {
    case 0..<4:
      reference = String(repeating: "G", count: Int.random(in: 2...60, using: &random))
      alternate = "G"
      end = position + reference.count - 1
    case 4:
      let most = [100, 30_000, 1_000_000].randomElement(using: &random) ?? 100
      end = position + Int.random(in: 0...min(room, most), using: &random)
      alternate = "<DEL>"
      info = (Bool.random(using: &random) ? "END=\(end);" : "X=1;END=\(end);") + info
    case 5:
      end = position + Int.random(in: 0...min(room, 3000), using: &random)
      alternate = "<NON_REF>"
      info = "END=\(end);" + info
    default: break
    }
    let line = [
      contig.name, "\(position)", "r\(number)", reference, alternate, ".", ".", info, "GT", "0/1",
      "1|1",
    ].joined(separator: "\t")
    return Record(contig: contig.name, begin: position - 1, end: end, line: line)
  }

  /// The whole file.
  var text: String { header + records.map { $0.line + "\n" }.joined() }

  /// BGZF blocks of random size, so that lines cross their bounds.
  func packed(seed: UInt64) throws -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    let compressor = try BGZFCompressor(level: 1)
    let text = Array(text.utf8)
    var bytes: [UInt8] = []
    var start = 0
    while start < text.count {
      let end = min(start + Int.random(in: 1...12_000, using: &random), text.count)
      let part = Array(text[start..<end])
      _ = compressor.compress(part.span, appendingTo: &bytes)
      start = end
    }
    return bytes + BGZFCompressor.endOfFile
  }

  /// A region of a contig, near records as a rule.
  func region(_ random: inout SeededGenerator) -> (contig: String, range: Range<Int>) {
    if Int.random(in: 0..<8, using: &random) == 0 {
      let contig = contigs.randomElement(using: &random) ?? contigs[0]
      let begin = Int.random(in: 0..<contig.length, using: &random)
      return (contig.name, begin..<Int.random(in: begin + 1...contig.length, using: &random))
    }
    let record = records.randomElement(using: &random) ?? records[0]
    let begin = max(0, record.begin + Int.random(in: -200...200, using: &random))
    let most = [1, 2, 50, 20_000, 300_000].randomElement(using: &random) ?? 1
    return (record.contig, begin..<begin + Int.random(in: 1...most, using: &random))
  }

  /// The lines of records that overlap a region, or begin in one.
  func lines(
    _ regions: [(contig: String, range: Range<Int>)],
    _ membership: GenomeIndexFile.Membership = .overlapping
  ) -> [String] {
    records.filter { record in
      regions.contains {
        record.contig == $0.contig
          && (membership == .beginning
            ? $0.range.contains(record.begin) : $0.range.overlaps(record.begin..<record.end))
      }
    }.map(\.line)
  }
}

/// A file in a folder of its own, with what reads it by its index.
struct IndexedFile {
  let folder: TemporaryFolder
  let path: String
  let variants: RandomVariants

  init(_ variants: RandomVariants, packed: [UInt8]) throws {
    self.variants = variants
    folder = try TemporaryFolder()
    path = try folder.write(packed, to: "x.vcf.gz")
  }

  init(_ variants: RandomVariants, seed: UInt64) throws {
    try self.init(variants, packed: variants.packed(seed: seed))
  }

  /// Runs a command with the file's path at the end, or in place of `FILE`.
  @discardableResult
  func run(_ command: String, _ more: String...) throws -> String {
    let words = command.split(separator: " ").map(String.init) + [path] + more
    let result = try Program.run("/usr/bin/env", words, in: folder.path)
    guard result.exitCode == 0 else { throw CommandFailure(message: result.errors) }
    return result.output
  }

  struct CommandFailure: Error {
    let message: String
  }

  func index() throws -> GenomeIndexFile {
    guard let index = try GenomeIndexFile.beside(path: path).index else {
      throw CommandFailure(message: "no index")
    }
    return index
  }

  /// The batches of the ranges that the index gives for regions.
  func batches(
    _ regions: [(contig: String, range: Range<Int>)], _ index: GenomeIndexFile,
    _ membership: GenomeIndexFile.Membership = .overlapping
  ) throws -> (batches: [RecordBatch], bytesRead: Int) {
    let reader = try VCFFileReader(path: path)
    let before = reader.bytesRead
    try reader.restrict(to: index.ranges(queries(regions, index), records: membership))
    var batches: [RecordBatch] = []
    while let batch = try reader.nextBatch() { batches.append(batch) }
    return (batches, reader.bytesRead - before)
  }

  /// Regions by the numbers that contigs have in an index.
  func queries(
    _ regions: [(contig: String, range: Range<Int>)], _ index: GenomeIndexFile
  ) -> [GenomeIndexFile.Query] {
    regions.compactMap { region in
      index.contigNames.firstIndex(of: Array(region.contig.utf8)).map { ($0, region.range) }
    }
  }

  /// The lines of all batches that a test on the record's place keeps.
  func lines(
    _ batches: [RecordBatch], where isWanted: (_ contig: String, Range<Int>) -> Bool
  ) -> [String] {
    var lines: [String] = []
    for batch in batches {
      let text = batch.chunk.text
      for record in batch.records {
        let contig = String(decoding: text[record.chrom], as: UTF8.self)
        guard isWanted(contig, record.span(in: text.span)) else { continue }
        lines.append(String(decoding: text[record.range], as: UTF8.self))
      }
    }
    return lines
  }
}

/// Whether a program is installed.
func isInstalled(_ program: String) -> Bool {
  ["/usr/bin/", "/usr/local/bin/"].contains {
    FileManager.default.isExecutableFile(atPath: $0 + program)
  }
}
