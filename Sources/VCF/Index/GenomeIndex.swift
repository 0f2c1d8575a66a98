package import ByteIO

/// Builds a tabix (`.tbi`) or CSI (`.csi`) index beside a BGZF file while it is written
/// (SAM specification §5, tabix and CSI specifications).
package struct GenomeIndex: Sendable {
  /// The two formats.
  package enum Format: String, Sendable {
    /// Contigs of up to 2^29 bases.
    case tbi
    /// Contigs of any length.
    case csi
  }

  private struct Contig {
    var name: [UInt8]
    /// Per bin: pairs of virtual offsets.
    var bins: [UInt32: [UInt64]] = [:]
    /// Smallest virtual offset of a record that reaches into each window of 16,384 bases.
    var windows: [UInt64] = []
    var firstOffset: UInt64 = 0
    var lastOffset: UInt64 = 0
    var count: UInt64 = 0
    var lastBegin: Int32 = 0
  }

  private static let windowShift = 14
  private let format: Format
  private let depth: Int
  private var contigs: [Contig] = []
  private var finished: Set<[UInt8]> = []

  /// An index of nothing yet.
  ///
  /// - Parameter header: Its contig lengths decide how deep a CSI index is.
  package init(_ format: Format, header: VCFHeader) {
    self.format = format
    var depth = 5
    if format == .csi {
      let longest = header.contigs.compactMap(\.length).max() ?? 0
      while depth < 6, longest > 1 << (Self.windowShift + 3 * depth) { depth += 1 }
    }
    self.depth = depth
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
      let name = records.contigs[Int(entry.contig)]
      try enter(name, entry)
      insert(entry, virtualOffset(entry.textStart), virtualOffset(entry.textEnd))
    }
  }

  private mutating func enter(
    _ name: [UInt8], _ entry: IndexedRecords.Entry
  ) throws(VCFError) {
    guard entry.end <= 1 << (Self.windowShift + 3 * depth) else {
      throw VCFError(
        .order, field: "POS",
        "a position lies beyond what a .\(format.rawValue) index can hold; "
          + "write a .csi index")
    }
    if let last = contigs.last, last.name == name {
      guard entry.begin >= last.lastBegin else { throw Self.unsorted() }
      return
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
    let last = contigs.count - 1
    let bin = Self.bin(Int(entry.begin), Int(entry.end), depth)
    if contigs[last].count == 0 { contigs[last].firstOffset = start }
    contigs[last].count += 1
    contigs[last].lastOffset = end
    contigs[last].lastBegin = entry.begin
    var chunks = contigs[last].bins[bin] ?? []
    if chunks.last == start { chunks[chunks.count - 1] = end } else { chunks += [start, end] }
    contigs[last].bins[bin] = chunks
    let lastWindow = Int(entry.end - 1) >> Self.windowShift
    while contigs[last].windows.count <= lastWindow {
      let window = contigs[last].windows.count
      let isReached = window >= Int(entry.begin) >> Self.windowShift
      // A window no record reaches takes the offset before it, as readers expect.
      contigs[last].windows.append(
        isReached ? start : contigs[last].windows.last ?? contigs[last].firstOffset)
    }
  }

  /// The smallest bin that holds the positions (SAM specification §5.3, CSI specification).
  static func bin(_ begin: Int, _ end: Int, _ depth: Int) -> UInt32 {
    var shift = windowShift
    var first = ((1 << (3 * depth)) - 1) / 7
    var level = depth
    while level > 0 {
      if begin >> shift == (end - 1) >> shift { return UInt32(first + begin >> shift) }
      level -= 1
      shift += 3
      first -= 1 << (3 * level)
    }
    return 0
  }

  /// The bytes of the index, before they are packed as BGZF.
  package func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    var configuration: [UInt8] = []
    // VCF: contig in column 1, position in column 2, no end column, comments begin with '#'.
    for number in [2, 1, 2, 0, 35, 0] as [UInt32] { configuration.appendLittleEndian(number) }
    var names: [UInt8] = []
    for contig in contigs { names += contig.name + [0] }
    configuration.appendLittleEndian(UInt32(names.count))
    configuration += names
    switch format {
    case .tbi:
      bytes += Array("TBI\u{1}".utf8)
      bytes.appendLittleEndian(UInt32(contigs.count))
      bytes += configuration
    case .csi:
      bytes += Array("CSI\u{1}".utf8)
      bytes.appendLittleEndian(UInt32(Self.windowShift))
      bytes.appendLittleEndian(UInt32(depth))
      bytes.appendLittleEndian(UInt32(configuration.count))
      bytes += configuration
      bytes.appendLittleEndian(UInt32(contigs.count))
    }
    for contig in contigs { encode(contig, &bytes) }
    bytes.appendLittleEndian(UInt64(0))
    return bytes
  }

  private func encode(_ contig: Contig, _ bytes: inout [UInt8]) {
    bytes.appendLittleEndian(UInt32(contig.bins.count + 1))
    for (bin, chunks) in contig.bins.sorted(by: { $0.key < $1.key }) {
      bytes.appendLittleEndian(bin)
      if format == .csi { bytes.appendLittleEndian(firstOffset(of: bin, contig)) }
      bytes.appendLittleEndian(UInt32(chunks.count / 2))
      for offset in chunks { bytes.appendLittleEndian(offset) }
    }
    // The bin behind the last one tells the extent and the number of records.
    bytes.appendLittleEndian(UInt32(((1 << (3 * (depth + 1))) - 1) / 7 + 1))
    if format == .csi { bytes.appendLittleEndian(UInt64(0)) }
    bytes.appendLittleEndian(UInt32(2))
    for number in [contig.firstOffset, contig.lastOffset, contig.count, 0] {
      bytes.appendLittleEndian(number)
    }
    if format == .tbi {
      bytes.appendLittleEndian(UInt32(contig.windows.count))
      for offset in contig.windows { bytes.appendLittleEndian(offset) }
    }
  }

  /// Smallest offset of a record that reaches into the first window of a bin.
  private func firstOffset(of bin: UInt32, _ contig: Contig) -> UInt64 {
    var level = 0
    var first = 0
    while level < depth, Int(bin) >= first + 1 << (3 * level) {
      first += 1 << (3 * level)
      level += 1
    }
    let window = (Int(bin) - first) << (3 * (depth - level))
    return window < contig.windows.count ? contig.windows[window] : contig.firstOffset
  }
}

extension [UInt8] {
  /// Appends the bytes of a number, the lowest first.
  fileprivate mutating func appendLittleEndian(_ number: some FixedWidthInteger) {
    for index in 0..<number.bitWidth / 8 {
      append(UInt8(truncatingIfNeeded: number >> (8 * index)))
    }
  }
}
