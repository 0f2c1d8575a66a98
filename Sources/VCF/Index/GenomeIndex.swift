package import ByteIO

/// Builds a tabix (`.tbi`) or CSI (`.csi`) index beside a BGZF file while it is written
/// (SAM specification §5, tabix and CSI specifications).
package struct GenomeIndex: Sendable {
  /// The two formats.
  package enum Format: String, Sendable, CaseIterable {
    /// Contigs of up to 2^29 bases.
    case tbi
    /// Contigs of any length.
    case csi
  }

  struct Contig {
    var name: [UInt8]
    /// Per bin: pairs of virtual offsets.
    var bins: [UInt32: [UInt64]] = [:]
    /// How many windows there are up to the last that a record reaches into.
    var windowCount = 0
    /// Smallest virtual offset of a record that reaches into a window, from that window on.
    var windowSteps: [(window: Int, offset: UInt64)] = []
    var firstOffset: UInt64 = 0
    var lastOffset: UInt64 = 0
    var count: UInt64 = 0
    var lastBegin: Int32 = 0
  }

  let format: Format
  let scheme: BinningScheme
  private(set) var contigs: [Contig] = []
  private var finished: Set<[UInt8]> = []

  /// An index of nothing yet.
  ///
  /// - Parameter header: Its contig lengths decide how deep a CSI index is; where one is not stated, it
  ///   is deep enough for any position.
  package init(_ format: Format, header: VCFHeader) {
    self.format = format
    let tabix = BinningScheme.tabix
    let isShort =
      !header.contigs.isEmpty
      && header.contigs.allSatisfy { $0.length.map { $0 <= tabix.positionLimit } ?? false }
    scheme =
      format == .tbi || isShort
      ? tabix : BinningScheme(windowShift: tabix.windowShift, depth: tabix.depth + 1)
  }

  /// Adds the records of a batch that was written.
  ///
  /// - Parameters:
  ///   - fileOffset: Where the first block of the batch stands in the file.
  ///   - blocks: The blocks that hold the batch's text, as the compressor reported them.
  /// - Throws: `order` when the records are not sorted, or lie beyond what the format can index.
  package mutating func add(
    _ records: IndexedRecords, fileOffset: UInt64, blocks: [BGZFCompressor.Block]
  ) throws(VCFError) {
    var starts: [UInt64] = [fileOffset]
    for block in blocks { starts.append(starts[starts.count - 1] + UInt64(block.compressedSize)) }
    func virtualOffset(_ offset: UInt32) -> UInt64 {
      let (block, rest) = Int(offset).quotientAndRemainder(dividingBy: BGZFCompressor.textSize)
      let isEnd = offset == records.entries.last?.textEnd
      return isEnd ? starts[blocks.count] << 16 : starts[block] << 16 | UInt64(rest)
    }
    for entry in records.entries {
      try enter(records.contigs[Int(entry.contig)], entry)
      insert(entry, virtualOffset(entry.textStart), virtualOffset(entry.textEnd))
    }
  }

  private mutating func enter(
    _ name: [UInt8], _ entry: IndexedRecords.Entry
  ) throws(VCFError) {
    guard Int(entry.end) <= scheme.positionLimit else {
      throw VCFError(
        .order, field: "POS",
        "a position lies beyond what a .\(format.rawValue) index can hold; "
          + (format == .tbi ? "write a .csi index" : "correct the length in its ##contig line"))
    }
    if let last = contigs.last, last.name == name {
      guard entry.begin >= last.lastBegin else { throw Self.unsorted() }
      return
    }
    guard !name.contains(0) else {
      throw VCFError(
        .chrom, field: "CHROM",
        "a contig's name has a zero byte, which ends names in an index; correct it, or write no index"
      )
    }
    if let last = contigs.last { finished.insert(last.name) }
    guard !finished.contains(name) else { throw Self.unsorted() }
    contigs.append(Contig(name: name))
  }

  private static func unsorted() -> VCFError {
    VCFError(
      .order, field: "POS",
      "the records are not sorted by contig and position, so they cannot be "
        + "indexed; sort the input or write no index")
  }

  private mutating func insert(
    _ entry: IndexedRecords.Entry, _ start: UInt64, _ end: UInt64
  ) {
    let bin = scheme.bin(of: Int(entry.begin)..<Int(entry.end))
    contigs[contigs.count - 1].insert(entry, bin, start, end, windowShift: scheme.windowShift)
  }
}

extension GenomeIndex.Contig {
  fileprivate mutating func insert(
    _ entry: IndexedRecords.Entry, _ bin: UInt32, _ start: UInt64, _ end: UInt64, windowShift: Int
  ) {
    if count == 0 { firstOffset = start }
    count += 1
    lastOffset = end
    lastBegin = entry.begin
    bins[bin, default: []].extend(start, end)
    let firstWindow = Int(entry.begin) >> windowShift
    let lastWindow = Int(entry.end - 1) >> windowShift
    // A window no record reaches takes the offset before it, as readers expect.
    if windowSteps.isEmpty { windowSteps.append((0, start)) }
    windowCount = max(windowCount, firstWindow)
    guard windowCount <= lastWindow else { return }
    windowSteps.append((windowCount, start))
    windowCount = lastWindow + 1
  }

  /// Smallest virtual offset of a record that reaches into a window.
  func offset(ofWindow window: Int) -> UInt64 {
    guard window < windowCount else { return firstOffset }
    let next = windowSteps.partitionPoint { $0.window > window }
    return next == 0 ? firstOffset : windowSteps[next - 1].offset
  }
}

extension [UInt64] {
  /// Adds a stretch to pairs of offsets, as part of the last pair where it follows that.
  fileprivate mutating func extend(_ start: UInt64, _ end: UInt64) {
    if last == start { self[count - 1] = end } else { self += [start, end] }
  }
}
