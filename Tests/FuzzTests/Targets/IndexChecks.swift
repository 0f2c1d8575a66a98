import ByteIO
import VCF

/// Writes batches as BGZF with an index, and reads contigs and regions back through the index.
struct IndexChecks {
  private let scratch: Scratch
  private let batches: [RecordBatch]

  /// A record as a region sees it.
  private struct Place: Hashable {
    var contig: [UInt8]
    var span: Range<Int>
    var line: [UInt8]

    init(_ record: RecordBounds, _ text: Span<UInt8>) {
      contig = []
      contig.append(text, record.chrom)
      span = record.span(in: text)
      line = []
      line.append(text, record.range)
    }
  }

  init(_ scratch: Scratch, _ batches: [RecordBatch]) {
    self.scratch = scratch
    self.batches = batches
  }

  func run(_ choices: inout Choices) throws {
    guard let header = batches.first?.header else { return }
    let built: IndexedFile
    do {
      built = try IndexedFile(choices.pick([.tbi, .csi]), header: header, batches)
    } catch let error as VCFError {
      return try checkMessage(error)
    }
    let path = try scratch.write(built.bytes, to: "indexed.vcf.gz")
    let indexPath = try scratch.write(
      Packing.bgzf(built.index.encoded(), blockSize: BGZFCompressor.textSize), to: "indexed.tbi")
    let index = try GenomeIndexFile(path: indexPath, dataSize: built.bytes.count)
    var places: [Place] = []
    for batch in batches {
      for record in batch.records { places.append(Place(record, batch.chunk.text.span)) }
    }
    try promise(index.recordCount == places.count, "the index counts other records")
    for (number, name) in index.contigNames.enumerated().prefix(4) {
      let own = places.filter { $0.contig == name }
      guard let some = own.isEmpty ? nil : choices.pick(own) else { continue }
      let start = max(0, some.span.lowerBound - choices.below(30))
      for region in [0..<Int(Int32.max), start..<start + choices.number(1...40)] {
        let ranges = index.ranges([(number, region)])
        let found = try read(path, ranges)
        let wanted = own.filter { $0.span.overlaps(region) }
        try promise(
          Set(wanted).isSubset(of: found), "the index misses a record of a region")
      }
    }
  }

  private func read(_ path: String, _ ranges: [Range<UInt64>]) throws -> Set<Place> {
    let reader = try VCFFileReader(path: path)
    try reader.restrict(to: ranges)
    var found: Set<Place> = []
    while let batch = try reader.nextBatch() {
      for record in batch.records { found.insert(Place(record, batch.chunk.text.span)) }
      try promise(batch.rejected.isEmpty, "an index leads into the middle of a line")
    }
    return found
  }
}
