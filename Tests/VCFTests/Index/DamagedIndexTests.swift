import ByteIO
import Foundation
import TestSupport
import Testing
import VCF

@Suite("Damaged indexes")
struct DamagedIndexTests {
  private let folder: TemporaryFolder
  /// Several blocks to a window.
  private let variants = RandomVariants(
    240, seed: 31, contigs: [("chr1", 90_000), ("chr2", 90_000)], spacings: [0, 3, 200, 700])

  init() throws {
    folder = try TemporaryFolder()
  }

  /// The file, its path and the index unpacked.
  private func file(_ format: GenomeIndex.Format) throws -> (
    path: String, size: Int, index: [UInt8]
  ) {
    let written = try WrittenFile(variants, format, seed: 31, linesPerBatch: 6)
    let path = try folder.write(written.bytes, to: "x.vcf.gz")
    let reader = try BlockReader(path: try folder.write(written.index, to: "packed"))
    var index: [UInt8] = []
    while let block = try reader.next() { index += try block.inflated().text }
    return (path, written.bytes.count, index)
  }

  /// Reads an index and the records that it leads to; nil when that is refused.
  private func use(_ index: [UInt8], _ path: String, _ size: Int) throws -> Int? {
    do throws(VCFError) {
      let file = try GenomeIndexFile(path: write(index), dataSize: size)
      _ = file.recordCount
      let queries: [GenomeIndexFile.Query] = (0..<10).flatMap { contig in
        [(contig, 5000..<5001), (contig, 20_000..<900_000)]
      }
      let ranges = file.ranges(queries) + file.ranges(queries, records: .beginning)
      var count = 0
      for range in ranges {
        let reader = try VCFFileReader(path: path)
        try reader.restrict(to: [range])
        while let batch = try reader.nextBatch() { count += batch.records.count }
      }
      for position in [5000, 20_000] {
        let reader = try VCFFileReader(path: path)
        try reader.restrict(
          toRecordsBeginningIn: [(0, position..<position + 1)], index: file)
        while let batch = try reader.nextBatch() { count += batch.records.count }
      }
      return count
    } catch {
      #expect(error.rule == .file)
      #expect(error.path != nil, "\(error)")
      #expect(!error.message.isEmpty)
      return nil
    }
  }

  private func write(_ index: [UInt8]) -> String {
    (try? folder.write(index, to: "index")) ?? ""
  }

  @Test("Every truncation is refused", arguments: GenomeIndex.Format.allCases)
  func truncated(format: GenomeIndex.Format) throws {
    let (path, size, index) = try file(format)
    #expect(try use(index, path, size) ?? 0 > 0)
    // The last eight bytes may be missing.
    for count in 0..<index.count - 8 {
      #expect(try use(Array(index[..<count]), path, size) == nil, "\(count) bytes")
    }
  }

  @Test("Flipped bits are refused or lead to other records", arguments: GenomeIndex.Format.allCases)
  func flipped(format: GenomeIndex.Format) throws {
    let (path, size, index) = try file(format)
    var random = SeededGenerator(seed: 33)
    var refused = 0
    for _ in 0..<1500 {
      var bytes = index
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        bytes[place] =
          Bool.random(using: &random)
          ? bytes[place] ^ (1 << Int.random(in: 0..<8, using: &random)) : 0xFF
      }
      if try use(bytes, path, size) == nil { refused += 1 }
    }
    #expect(refused > 500)
  }

  @Test("Counts without bytes behind them are refused before room is made for them")
  func absurd() throws {
    let (path, size, index) = try file(.tbi)
    // Contigs, names, bins, chunks, windows.
    let nameSize = Int(index[32]) | Int(index[33]) << 8
    for place in [4, 32, 36 + nameSize, 36 + nameSize + 8] {
      for value in [0x7FFF_FFFF, 0xFFFF_FFFF, 0x0100_0000] as [UInt32] {
        var bytes = index
        for byte in 0..<4 { bytes[place + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte)) }
        #expect(try use(bytes, path, size) == nil)
      }
    }
  }

  @Test("What is no index of VCF is refused, and what to do is said")
  func foreign() throws {
    let (path, size, index) = try file(.tbi)
    var regions = index
    regions[8] = 0
    let alignments = Array("BAI\u{1}".utf8) + index.dropFirst(4)
    for bytes in [regions, alignments, [1, 2, 3], Array("##".utf8)] {
      let error = try #require(throws: VCFError.self) {
        try GenomeIndexFile(path: write(bytes), dataSize: size)
      }
      #expect(error.description.contains("tabix"))
      #expect(error.path?.hasSuffix("index") == true)
    }
    let error = try #require(throws: VCFError.self) {
      try GenomeIndexFile(path: write(index), dataSize: 100)
    }
    #expect(error.message.contains("behind the end"))
    _ = path
  }

  @Test(
    "The index of another file is refused once it leads nowhere",
    arguments: GenomeIndex.Format.allCases)
  func otherFile(format: GenomeIndex.Format) throws {
    let (path, size, _) = try file(format)
    let other = try WrittenFile(RandomVariants(90, seed: 77), format, seed: 78)
    let reader = try BlockReader(path: try folder.write(other.index, to: "packed"))
    var index: [UInt8] = []
    while let block = try reader.next() { index += try block.inflated().text }
    #expect(try use(index, path, size) == nil)
  }
}
