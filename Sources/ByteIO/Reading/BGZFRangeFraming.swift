/// Hands out stretches of a BGZF file, still compressed: reads their blocks and nothing else.
///
/// Stretches that lie apart share a group, so that many small ones do not make as many blocks of text.
final class BGZFRangeFraming {
  private let source: ByteSource
  /// Virtual offsets, ascending and disjoint.
  private let ranges: [Range<UInt64>]
  /// Blocks that have been read already, by their offsets.
  private let known: [UInt64: [UInt8]]
  /// The range that the next block belongs to.
  private var range = 0
  /// Whether that range has begun in a block before.
  private var isWithinRange = false
  /// Bytes of the group, and those read ahead within a range.
  private var buffer: [UInt8] = []
  private var cursor = 0
  /// Offset in the file of the byte at the cursor.
  private var offset: UInt64 = 0
  private static let readSize = 256 << 10

  init(_ source: ByteSource, _ ranges: [Range<UInt64>], known: [UInt64: [UInt8]] = [:]) {
    self.source = source
    self.ranges = ranges.filter { !$0.isEmpty }
    self.known = known
  }

  /// The next group; nil behind the last range.
  ///
  /// - Throws: `truncated` and `corrupted` when no whole block stands where a range has one, or a block
  ///   does not have the text that a range names.
  func next() throws(ByteIOError) -> RawBlock? {
    var blocks: [BGZFBlock] = []
    var kept: [Range<Int>] = []
    var textSize = 0
    repeat {
      buffer.removeFirst(cursor)
      cursor = 0
      (blocks, textSize) = ([], 0)
      while textSize < BlockReader.blockSize, cursor < BlockReader.blockSize,
        let block = try nextBlock()
      {
        for piece in try pieces(of: block) {
          Self.append(textSize + piece.lowerBound..<textSize + piece.upperBound, to: &kept)
        }
        if block.textSize > 0 { blocks.append(block) }
        textSize += block.textSize
      }
    } while kept.isEmpty && range < ranges.count
    guard !kept.isEmpty else { return nil }
    let bytes = Array(buffer[..<cursor])
    return RawBlock(
      path: source.path,
      payload: kept == [0..<textSize]
        ? .bgzf(bytes: bytes, blocks: blocks, textSize: textSize)
        : .pieces(bytes: bytes, blocks: blocks, textSize: textSize, kept: kept))
  }

  private static func append(_ piece: Range<Int>, to kept: inout [Range<Int>]) {
    guard !piece.isEmpty else { return }
    if let last = kept.last, last.upperBound == piece.lowerBound {
      kept[kept.count - 1] = last.lowerBound..<piece.upperBound
    } else {
      kept.append(piece)
    }
  }

  /// What the ranges want of the block before the cursor; goes on to the range that the next block
  /// belongs to.
  private func pieces(of block: BGZFBlock) throws(ByteIOError) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    while range < ranges.count {
      let (lower, upper) = (ranges[range].lowerBound, ranges[range].upperBound)
      if !isWithinRange, lower >> 16 != block.offset { break }
      let start = isWithinRange ? 0 : Int(lower & 0xFFFF)
      let endsHere = upper >> 16 == block.offset
      let end = endsHere ? Int(upper & 0xFFFF) : block.textSize
      // A range that does not end in this block ends where another begins.
      guard start <= end, end <= block.textSize, endsHere || upper >> 16 >= offset else {
        throw misplaced(block.offset)
      }
      pieces.append(start..<end)
      isWithinRange = !endsHere && upper > offset << 16
      if isWithinRange { break }
      range += 1
    }
    return pieces
  }

  /// Reads the next block that a range needs; nil behind the last range.
  private func nextBlock() throws(ByteIOError) -> BGZFBlock? {
    guard range < ranges.count else { return nil }
    let upper = ranges[range].upperBound
    if !isWithinRange {
      let place = ranges[range].lowerBound >> 16
      // What was read ahead belongs to the range before.
      guard place >= offset else { throw misplaced(place) }
      if place > offset { buffer.removeLast(buffer.count - cursor) }
      offset = place
    }
    if buffer.count == cursor, let bytes = known[offset] { buffer.append(contentsOf: bytes) }
    // All bytes before the last block of the range are wanted for certain, but a short range may have
    // blocks that are known.
    let ahead = upper >> 16 - offset
    let isShort = !known.isEmpty && ahead < UInt64(BGZFHeader.maximumTextSize)
    let wanted = isShort ? 0 : Int(clamping: min(ahead, UInt64(Self.readSize)))
    guard try available(BGZFProbe.headerSize, wanted) >= BGZFProbe.headerSize else {
      throw cutOff()
    }
    guard var header = BGZFHeader(buffer.span, at: cursor) else { throw misplaced(offset) }
    if try available(header.size, wanted) < header.size { throw cutOff() }
    header = BGZFHeader(buffer.span, at: cursor) ?? header
    guard let size = header.totalSize, size >= header.size + BGZFHeader.footerSize else {
      throw misplaced(offset)
    }
    if try available(size, wanted) < size { throw cutOff() }
    guard
      let block = BGZFBlock(
        buffer.span, at: cursor, headerSize: header.size, size: size, offset: offset)
    else { throw misplaced(offset) }
    cursor += size
    offset += UInt64(size)
    return block
  }

  /// Reads on until `count` bytes stand behind the cursor, or `wanted` if that is more; returns how
  /// many do.
  private func available(_ count: Int, _ wanted: Int) throws(ByteIOError) -> Int {
    let present = buffer.count - cursor
    if present < count {
      buffer.append(
        contentsOf: try source.bytes(
          at: offset + UInt64(present), upTo: max(count, wanted) - present))
    }
    return buffer.count - cursor
  }

  private func cutOff() -> ByteIOError {
    ByteIOError(
      .truncated,
      "the file ends within the BGZF block that begins here; copy the file again, with its index",
      path: source.path, offset: offset)
  }

  private func misplaced(_ offset: UInt64) -> ByteIOError {
    .notOfThisFile("no BGZF block as it names begins here", path: source.path, offset: offset)
  }
}

extension ByteIOError {
  /// The error of an index that says something of a file which is not so.
  static func notOfThisFile(_ reason: String, path: String, offset: UInt64) -> ByteIOError {
    ByteIOError(
      .corrupted,
      "the index beside the file is not that of the file: \(reason); make the index anew",
      path: path, offset: offset)
  }
}
