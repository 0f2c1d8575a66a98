import ByteIO
import Foundation
import TestSupport
import Testing
import VCF

/// A file as it is written here: batches packed one after the other, with its index.
struct WrittenFile {
  var bytes: [UInt8] = []
  var index: [UInt8] = []

  /// Batches of a random number of lines.
  init(
    _ variants: RandomVariants, _ format: GenomeIndex.Format, seed: UInt64, linesPerBatch: Int = 40
  ) throws {
    var random = SeededGenerator(seed: seed)
    let source = try ScratchFile(variants.text)
    let header = try VCFFileReader(path: source.path).header
    var batches: [RecordBatch] = []
    var first = 0
    while first < variants.records.count {
      let end = min(
        first + Int.random(in: 1...linesPerBatch, using: &random), variants.records.count)
      let lines = variants.records[first..<end].map { $0.line + "\n" }.joined()
      let origin = TextOrigin(textOffset: 0, virtualOffset: 0)
      let chunk = TextChunk(index: 0, text: Array(lines.utf8), origins: [origin])
      batches.append(RecordBatch(header: header, chunk: chunk))
      first = end
    }
    try self.init(header, batches, format)
  }

  /// The records of a plain file.
  init(path: String, _ format: GenomeIndex.Format) throws {
    try self.init(try VCFFileReader(path: path).header, try readBatches(path), format)
  }

  private init(
    _ header: VCFHeader, _ batches: [RecordBatch], _ format: GenomeIndex.Format
  ) throws {
    let compressor = try BGZFCompressor(level: 1)
    let headerText = header.text
    _ = compressor.compress(headerText.span, appendingTo: &bytes)
    var builder = GenomeIndex(format, header: header)
    for batch in batches {
      var text: [UInt8] = []
      VCFWriter.append(batch, to: &text)
      let offset = UInt64(bytes.count)
      let blocks = compressor.compress(text.span, appendingTo: &bytes)
      try builder.add(IndexedRecords(batch), fileOffset: offset, blocks: blocks)
    }
    bytes += BGZFCompressor.endOfFile
    let encoded = builder.encoded()
    _ = compressor.compress(encoded.span, appendingTo: &index)
    index += BGZFCompressor.endOfFile
  }
}

@Suite("Indexes written here")
struct OwnIndexTests {
  private func file(
    _ format: GenomeIndex.Format, _ variants: RandomVariants, seed: UInt64
  ) throws -> IndexedFile {
    let written = try WrittenFile(variants, format, seed: seed)
    let file = try IndexedFile(variants, packed: written.bytes)
    try file.folder.write(written.index, to: "x.vcf.gz." + format.rawValue)
    return file
  }

  @Test(
    "tabix and bcftools find by them what they find by theirs",
    .enabled(if: isInstalled("tabix") && isInstalled("bcftools"), "needs tabix and bcftools"),
    arguments: GenomeIndex.Format.allCases)
  func servesOthers(format: GenomeIndex.Format) throws {
    let file = try file(format, RandomVariants(2000, seed: 11), seed: 11)
    let suffix = format == .tbi ? "-t" : "-c"
    var random = SeededGenerator(seed: 12)
    let regions = (0..<12).map { _ in file.variants.region(&random) }
    let texts = regions.map { "\($0.contig):\($0.range.lowerBound + 1)-\($0.range.upperBound)" }
    func all() throws -> [String] {
      var found: [String] = []
      for text in texts { found.append(try file.run("tabix", text)) }
      found.append(try file.run("bcftools query -f %CHROM:%POS:%ID\\n -r \(texts[0])"))
      found.append(try file.run("bcftools query -f %CHROM:%POS:%ID\\n -r \(texts[1])"))
      return found
    }
    let byOurs = try all()
    for (found, region) in zip(byOurs, regions) {
      #expect(found == file.variants.lines([region]).map { $0 + "\n" }.joined(), "\(region)")
    }
    #expect(try file.run("bcftools index -n") == "\(file.variants.records.count)\n")
    try file.run("bcftools index -f \(suffix)")
    #expect(try all() == byOurs)
  }

  @Test("They serve this reader as those of others do", arguments: GenomeIndex.Format.allCases)
  func servesUs(format: GenomeIndex.Format) throws {
    let contigs =
      format == .tbi
      ? RandomVariants.shortContigs : [("long", 2_100_000_000), ("other", 700_000_000)]
    let file = try file(format, RandomVariants(2000, seed: 13, contigs: contigs), seed: 13)
    let index = try file.index()
    #expect(index.format == format)
    #expect(index.recordCount == file.variants.records.count)
    var random = SeededGenerator(seed: 14)
    for count in [1, 1, 1, 1, 3, 30] {
      let regions = (0..<count).map { _ in file.variants.region(&random) }
      let lines = file.lines(try file.batches(regions, index).batches) { contig, span in
        regions.contains { $0.contig == contig && $0.range.overlaps(span) }
      }
      #expect(lines == file.variants.lines(regions))
    }
  }

  @Test("A .csi index is deep enough for a contig whose length is not stated")
  func unknownLength() throws {
    let text = headerText(meta: ["##contig=<ID=a,length=5>"]) + "b\t2000000000\t.\tA\tC\t.\t.\t.\n"
    let source = try ScratchFile(text)
    let batch = try #require(try readBatches(source.path).first)
    var text2: [UInt8] = []
    VCFWriter.append(batch, to: &text2)
    var bytes: [UInt8] = []
    let blocks = try BGZFCompressor().compress(text2.span, appendingTo: &bytes)
    var short = GenomeIndex(.csi, header: batch.header)
    let error = try #require(throws: VCFError.self) {
      try short.add(IndexedRecords(batch), fileOffset: 0, blocks: blocks)
    }
    #expect(error.rule == .order)
    let other = try ScratchFile(headerText(meta: ["##contig=<ID=b>"]))
    var deep = GenomeIndex(.csi, header: try VCFFileReader(path: other.path).header)
    try deep.add(IndexedRecords(batch), fileOffset: 0, blocks: blocks)
    #expect(!deep.encoded().isEmpty)
  }

  @Test("Parts of a file hold every record once and never divide a position, index or not")
  func parts() throws {
    let file = try file(.tbi, RandomVariants(2500, seed: 15), seed: 15)
    let size = try Data(contentsOf: URL(filePath: file.path)).count
    for target in [700, 3000, 20_000, 1 << 30] {
      let parts = try VCFFileReader(path: file.path).parts(target: target)
      #expect(try parts == VCFFileReader(path: file.path).parts(target: target))
      #expect(parts.isEmpty == (size < 2 * target))
      for (part, next) in zip(parts, parts.dropFirst()) {
        #expect(part.bounds.upperBound == next.bounds.lowerBound)
      }
      var lines: [String] = []
      var lastKey: [Substring]?
      for part in parts {
        let reader = try VCFFileReader(path: file.path)
        try reader.restrict(to: [part.bounds])
        var own: [String] = []
        while let batch = try reader.nextBatch() {
          let text = batch.chunk.text.span
          own += batch.records.map { string(text, $0.range) }
        }
        let key = own.first?.split(separator: "\t").prefix(2)
        #expect(key.map(Array.init) != lastKey)
        #expect(part.place.isEmpty || key?.joined(separator: ":") == part.place)
        lastKey = own.last.map { Array($0.split(separator: "\t").prefix(2)) }
        lines += own
      }
      if !parts.isEmpty { #expect(lines == file.variants.records.map(\.line)) }
    }
  }

  @Test("A file without its end-of-file marker is not cut into parts")
  func incomplete() throws {
    let file = try file(.tbi, RandomVariants(2500, seed: 15), seed: 15)
    let bytes = try Data(contentsOf: URL(filePath: file.path))
    let cut = file.path + ".cut.gz"
    defer { try? FileManager.default.removeItem(atPath: cut) }
    try bytes.dropLast(28).write(to: URL(filePath: cut))
    #expect(((try? VCFFileReader(path: cut).parts(target: 3000)) ?? []).isEmpty)
  }
}
