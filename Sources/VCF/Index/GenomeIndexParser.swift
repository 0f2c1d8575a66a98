/// Reads the bytes of a `.tbi` or `.csi` index (tabix and CSI specifications).
struct GenomeIndexParser {
  /// Preset of the tabix configuration that stands for VCF.
  private static let variantPreset: UInt32 = 2
  private static let maximumContigs = 1 << 20

  private var bytes: IndexBytes
  private let dataSize: Int
  private var format = GenomeIndex.Format.tbi
  private var scheme = BinningScheme.tabix
  private var names: [[UInt8]] = []

  /// - Parameters:
  ///   - bytes: The index, unpacked.
  ///   - dataSize: Bytes of the file that it is about.
  init(_ bytes: [UInt8], dataSize: Int) {
    self.bytes = IndexBytes(bytes)
    self.dataSize = dataSize
  }

  /// Reads all of it.
  ///
  /// - Throws: `file` for anything that the specifications, the other bytes, or the size of the file
  ///   contradict.
  mutating func parse() throws(VCFError) -> GenomeIndexFile.Content {
    var contigs: [IndexedContig] = []
    let count = try readHeader()
    contigs.reserveCapacity(count)
    for _ in 0..<count { contigs.append(try readContig()) }
    // The rest may be a count of records without a place, which a VCF file has none of.
    return GenomeIndexFile.Content(
      format: format, scheme: scheme, contigNames: names, contigs: contigs)
  }

  /// Reads up to the first contig; returns how many there are.
  private mutating func readHeader() throws(VCFError) -> Int {
    let magic = try bytes.take(4)
    if magic == Array("TBI\u{1}".utf8) {
      // Each contig states how many bins and how many windows it has.
      let count = try bytes.count(ofSize: 8)
      try readConfiguration()
      return try checked(count)
    }
    guard magic == Array("CSI\u{1}".utf8) else {
      throw IndexBytes.damaged("it begins neither as a .tbi nor as a .csi index does")
    }
    format = .csi
    let windowShift = Int(try bytes.number32())
    let depth = Int(try bytes.number32())
    guard windowShift <= BinningScheme.maximumWindowShift, depth <= BinningScheme.maximumDepth
    else { throw IndexBytes.damaged("its windows are too long or too many") }
    scheme = BinningScheme(windowShift: windowShift, depth: depth)
    let size = try bytes.count(ofSize: 1)
    guard size >= 28 else {
      throw VCFError(
        .file, field: "",
        "the index names no contigs, as that of a VCF file must; make it with 'tabix -C -p vcf'")
    }
    let rest = bytes.remaining - size
    try readConfiguration()
    guard bytes.remaining >= rest else { throw IndexBytes.damaged("its contig names are cut off") }
    _ = try bytes.take(bytes.remaining - rest)
    return try checked(try bytes.count(ofSize: 4))
  }

  private mutating func readConfiguration() throws(VCFError) {
    let preset = try bytes.number32()
    guard preset & 0xFFFF == Self.variantPreset else {
      throw VCFError(
        .file, field: "", "the index was not made for VCF; make it with 'tabix -f -p vcf'")
    }
    for _ in 0..<5 { _ = try bytes.number32() }
    var name: [UInt8] = []
    for byte in try bytes.take(try bytes.count(ofSize: 1)) {
      if byte != 0 {
        name.append(byte)
        continue
      }
      names.append(name)
      name = []
      guard names.count <= Self.maximumContigs else {
        throw IndexBytes.damaged("it has more than \(Self.maximumContigs) contigs")
      }
    }
  }

  private func checked(_ count: Int) throws(VCFError) -> Int {
    guard count <= names.count else {
      throw IndexBytes.damaged("it has more contigs than contig names")
    }
    return count
  }

  private mutating func readContig() throws(VCFError) -> IndexedContig {
    var contig = IndexedContig()
    var counts: UInt64?
    var reached: [OffsetStep] = []  // of a .csi index
    let binCount = try bytes.count(ofSize: format == .csi ? 16 : 8)
    contig.bins.reserveCapacity(binCount)
    contig.chunks.reserveCapacity(binCount)
    for _ in 0..<binCount {
      let number = try bytes.number32()
      let reach = format == .csi ? try bytes.number64() : 0
      let chunkCount = try bytes.count(ofSize: 16)
      if number == scheme.countingBin {
        counts = try readCounts(chunkCount)
        continue
      }
      guard number < scheme.binCount else { throw IndexBytes.damaged("it has a bin too many") }
      guard chunkCount > 0 else { continue }
      let chunks = try readChunks(chunkCount, into: &contig)
      contig.bins.append(IndexedContig.Bin(number: number, chunks: chunks))
      if format == .csi {
        reached.append(
          OffsetStep(position: scheme.positions(of: number).lowerBound, offset: reach))
      }
    }
    contig.sortBins()
    for (bin, next) in zip(contig.bins, contig.bins.dropFirst()) where bin.number == next.number {
      throw IndexBytes.damaged("it has a bin twice")
    }
    contig.reach = format == .tbi ? try readWindows() : OffsetSteps(lowerBounds: reached)
    contig.recordCount = counts.map { Int(clamping: $0) } ?? (contig.bins.isEmpty ? 0 : nil)
    return contig
  }

  private mutating func readChunks(
    _ count: Int, into contig: inout IndexedContig
  ) throws(VCFError) -> Range<Int> {
    let first = contig.chunks.count
    var isSorted = true
    var last: UInt64 = 0
    for _ in 0..<count {
      let chunk = IndexedContig.Chunk(start: try bytes.number64(), end: try bytes.number64())
      guard chunk.start <= chunk.end else {
        throw IndexBytes.damaged("a stretch of the file ends before it begins")
      }
      guard chunk.end >> 16 <= UInt64(dataSize) else {
        throw IndexBytes.damaged("it names a place behind the end of the file")
      }
      isSorted = isSorted && chunk.start >= last
      last = chunk.start
      contig.chunks.append(chunk)
    }
    let range = first..<contig.chunks.count
    // In the order of the file, save by writers that put bins together.
    if !isSorted { contig.chunks[range].sort { $0.start < $1.start } }
    return range
  }

  /// Reads the extent of a contig, which is passed over, and its number of records.
  private mutating func readCounts(_ chunkCount: Int) throws(VCFError) -> UInt64? {
    var numbers: [UInt64] = []
    for _ in 0..<2 * chunkCount { numbers.append(try bytes.number64()) }
    guard numbers.count == 4 else { return nil }
    let (sum, overflow) = numbers[2].addingReportingOverflow(numbers[3])
    return overflow ? nil : sum
  }

  private mutating func readWindows() throws(VCFError) -> OffsetSteps {
    let count = try bytes.count(ofSize: 8)
    return OffsetSteps(ofWindows: try bytes.numbers64(count), shift: scheme.windowShift)
  }
}
