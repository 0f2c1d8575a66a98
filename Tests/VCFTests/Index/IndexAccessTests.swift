import ByteIO
import Foundation
import TestSupport
import Testing
import VCF

@Suite("Reading wanted positions by an index")
struct IndexAccessTests {
  private func indexed(_ variants: RandomVariants, seed: UInt64) throws -> IndexedFile {
    let written = try WrittenFile(variants, .tbi, seed: seed)
    let file = try IndexedFile(variants, packed: written.bytes)
    try file.folder.write(written.index, to: "x.vcf.gz.tbi")
    return file
  }

  @Test("Thousands of positions: their records arrive, those of one position in one batch")
  func positions() throws {
    let file = try indexed(RandomVariants(4000, seed: 21), seed: 21)
    let index = try file.index()
    var random = SeededGenerator(seed: 22)
    let wanted = file.variants.records.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
    var points = wanted.map { (contig: $0.contig, range: $0.begin..<$0.begin + 1) }
    for _ in 0..<2000 {
      let begin = Int.random(in: 0..<40_000_000, using: &random)
      points.append((contig: "chr1", range: begin..<begin + 1))
    }
    points.shuffle(using: &random)
    for membership in [GenomeIndexFile.Membership.overlapping, .beginning] {
      let batches = try file.batches(points, index, membership).batches
      var batchOf: [String: Set<Int>] = [:]
      var found: Set<String> = []
      for (number, batch) in batches.enumerated() {
        for line in file.lines([batch], where: { _, _ in true }) {
          let columns = line.split(separator: "\t")
          batchOf["\(columns[0]):\(columns[1])", default: []].insert(number)
          #expect(found.insert(line).inserted)
        }
      }
      let keys = Set(wanted.map { "\($0.contig):\($0.begin + 1)" })
      for record in file.variants.records
      where keys.contains("\(record.contig):\(record.begin + 1)") {
        #expect(found.contains(record.line))
      }
      for key in keys { #expect(batchOf[key]?.count == 1, "\(key)") }
    }
  }

  @Test("Records of a wanted position stay together though ranges and blocks of text part them")
  func groups() throws {
    // Blocks of text of 1 MiB end within the records of position 500, of which some are long deletions.
    var lines = ""
    for position in [100, 500, 900, 30_000] {
      for number in 0..<60 {
        let alternate = number % 7 == 0 ? "<DEL>" : "C"
        let end = number % 7 == 0 ? 40_000 : position
        let fill = String(repeating: "x", count: 20_000)
        lines += "chr1\t\(position)\tr\(number)\tA\t\(alternate)\t.\t.\tEND=\(end);X=\(fill)\n"
      }
    }
    let source = try ScratchFile(headerText(meta: ["##contig=<ID=chr1,length=90000>"]) + lines)
    let written = try WrittenFile(path: source.path, .tbi)
    let folder = try TemporaryFolder()
    let path = try folder.write(written.bytes, to: "x.vcf.gz")
    try folder.write(written.index, to: "x.vcf.gz.tbi")
    let index = try #require(try GenomeIndexFile.beside(path: path).index)
    for membership in [GenomeIndexFile.Membership.overlapping, .beginning] {
      let reader = try VCFFileReader(path: path)
      try reader.restrict(
        to: index.ranges([(0, 499..<500), (0, 29_999..<30_000)], records: membership))
      var positions: [[Int32]] = []
      while let batch = try reader.nextBatch() { positions.append(batch.records.map(\.position)) }
      for wanted in [500, 30_000] as [Int32] {
        let holding = positions.filter { $0.contains(wanted) }
        #expect(holding.count == 1)
        #expect(holding.first?.count { $0 == wanted } == 60)
      }
    }
  }

  @Test(
    "In a window of many blocks only those near a wanted position are read", arguments: [40, 1500])
  func dense(linesPerBatch: Int) throws {
    let contigs = [("chr1", 120_000), ("chr2", 120_000)]
    for (seed, spacings) in [(25, [0, 1, 40]), (26, [30]), (27, [0, 0, 0, 0, 0, 900])]
      as [(UInt64, [Int])]
    {
      let variants = RandomVariants(8000, seed: seed, contigs: contigs, spacings: spacings)
      let written = try WrittenFile(variants, .csi, seed: seed, linesPerBatch: linesPerBatch)
      let file = try IndexedFile(variants, packed: written.bytes)
      try file.folder.write(written.index, to: "x.vcf.gz.csi")
      let index = try file.index()
      var random = SeededGenerator(seed: seed + 1)
      for count in [1, 2, 6, 400] {
        var regions: [(contig: String, range: Range<Int>)] = []
        for _ in 0..<count {
          let begin =
            Int.random(in: -2...2, using: &random)
            + (variants.records.randomElement(using: &random)?.begin ?? 0)
          let length = Int.random(in: 0..<10, using: &random) == 0 ? 3000 : 1
          regions.append((Bool.random(using: &random) ? "chr1" : "chr2", begin..<begin + length))
        }
        let reader = try VCFFileReader(path: file.path)
        let before = reader.bytesRead
        try reader.restrict(
          toRecordsBeginningIn: file.queries(regions, index), index: index)
        var batches: [RecordBatch] = []
        while let batch = try reader.nextBatch() { batches.append(batch) }
        let lines = file.lines(batches) { contig, span in
          regions.contains { $0.contig == contig && $0.range.contains(span.lowerBound) }
        }
        #expect(lines == variants.lines(regions, .beginning))
        if count == 1 {
          let coarse = try file.batches(regions, index, .beginning).bytesRead
          #expect(reader.bytesRead - before <= coarse + 2000)
          if seed == 26, linesPerBatch == 40, regions[0].range.count == 1 {
            #expect((reader.bytesRead - before) * 2 < coarse)
          }
        }
      }
    }
  }

  @Test("Few positions of a large file cost few of its bytes")
  func economy() throws {
    let variants = RandomVariants(12_000, seed: 23)
    let file = try indexed(variants, seed: 23)
    let index = try file.index()
    let records = stride(from: 100, to: variants.records.count, by: 3000).map {
      variants.records[$0]
    }
    let points = records.map { (contig: $0.contig, range: $0.begin..<$0.begin + 1) }
    let all = try file.batches([("chr1", 0..<40_000_000)], index).bytesRead
    let few = try file.batches(points, index, .beginning).bytesRead
    #expect(few * 8 < all)
  }

  @Test("How many blocks a file has is known without reading it", arguments: [300, 12_000])
  func blockCount(records: Int) throws {
    let file = try indexed(RandomVariants(records, seed: 29), seed: 29)
    let bytes = try Data(contentsOf: URL(filePath: file.path))
    var count = 0
    var offset = 0
    while offset < bytes.count {
      count += 1
      offset += Int(bytes[offset + 16]) + Int(bytes[offset + 17]) << 8 + 1
    }
    let reader = try VCFFileReader(path: file.path)
    let before = reader.bytesRead
    let known = try #require(reader.approximateBlockCount)
    #expect(known * 2 > count && known < count * 2)
    #expect(reader.bytesRead - before <= 20 * count)
  }

  @Test(
    "An index older than its file is not used, and the caller is told; a newer one of the other kind is"
  )
  func outdated() throws {
    let file = try indexed(RandomVariants(50, seed: 24), seed: 24)
    let old = [FileAttributeKey.modificationDate: Date(timeIntervalSince1970: 1_000_000)]
    try FileManager.default.setAttributes(old, ofItemAtPath: file.path + ".tbi")
    let finding = try GenomeIndexFile.beside(path: file.path)
    #expect(finding.index == nil)
    #expect(finding.remark?.contains("older") == true)
    let written = try WrittenFile(file.variants, .csi, seed: 24)
    try file.folder.write(written.index, to: "x.vcf.gz.csi")
    let second = try GenomeIndexFile.beside(path: file.path)
    #expect(second.index?.format == .csi)
    #expect(second.remark == nil)
    try FileManager.default.setAttributes(old, ofItemAtPath: file.path)
    #expect(try GenomeIndexFile.beside(path: file.path).index?.format == .tbi)
    #expect(try GenomeIndexFile.beside(path: file.path + "x").index == nil)
  }

  @Test("A plain file cannot be read in part")
  func plain() throws {
    let source = try ScratchFile(RandomVariants(5, seed: 1).text)
    let reader = try VCFFileReader(path: source.path)
    let error = try #require(throws: VCFError.self) { try reader.restrict(to: [0..<5]) }
    #expect(error.rule == .file)
  }
}
