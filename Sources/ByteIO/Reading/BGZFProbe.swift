/// Looks at single blocks of a BGZF file before it is read in part.
///
/// Blocks looked at are kept, so that reading them does not read the file again.
package final class BGZFProbe {
  /// Bytes of a header as every known writer makes it.
  static let headerSize = 18

  private let source: ByteSource
  /// The bytes of blocks looked at, by their offsets in the file.
  package private(set) var kept: [UInt64: [UInt8]] = [:]
  /// Bytes of all blocks looked at.
  package private(set) var keptSize = 0

  init(_ source: ByteSource) {
    self.source = source
  }

  /// Offsets in the file of the blocks that a range has text in; nil when they are more than a limit.
  ///
  /// - Parameter range: Virtual offsets.
  /// - Complexity: O(n) small reads for n blocks: of their headers only.
  /// - Throws: `corrupted` when no block begins where the range or the block before says.
  package func blocks(
    in range: Range<UInt64>, limit: Int
  ) throws(ByteIOError) -> [UInt64]? {
    var offsets: [UInt64] = []
    var offset = range.lowerBound >> 16
    while offset << 16 < range.upperBound {
      guard offsets.count < limit else { return nil }
      offsets.append(offset)
      if offset == range.upperBound >> 16 { break }
      offset += UInt64(try size(at: offset).total)
    }
    return offsets
  }

  /// Bytes of a block as it is packed, on average over those that a range has text in; nil where they are more than a
  /// limit, or too few to tell.
  ///
  /// - Throws: As ``blocks(in:limit:)``.
  package func blockSize(
    in range: Range<UInt64>, limit: Int
  ) throws(ByteIOError) -> Int? {
    guard let blocks = try blocks(in: range, limit: limit), let last = blocks.last, blocks.count > 2
    else { return nil }
    return Int(last - blocks[0]) / (blocks.count - 1)
  }

  /// The text of the block at an offset of the file.
  ///
  /// - Throws: `corrupted` or `truncated` when no whole block begins there.
  package func text(at offset: UInt64) throws(ByteIOError) -> [UInt8] {
    var bytes = kept[offset] ?? []
    let size = try size(at: offset)
    if bytes.isEmpty {
      bytes = try source.bytes(at: offset, upTo: size.total)
      guard bytes.count == size.total else {
        throw ByteIOError(
          .truncated,
          "the file ends within the BGZF block that begins here; copy the file again, with its index",
          path: source.path, offset: offset)
      }
      kept[offset] = bytes
      keptSize += bytes.count
    }
    guard
      let block = BGZFBlock(
        bytes.span, at: 0, headerSize: size.header, size: size.total, offset: offset)
    else { throw notABlock(offset) }
    let payload = RawBlock.Payload.bgzf(bytes: bytes, blocks: [block], textSize: block.textSize)
    return try RawBlock(path: source.path, payload: payload).inflated().text
  }

  /// Reads all blocks of a stretch of the file at once, and keeps them.
  ///
  /// - Parameter stretch: Bytes of the file, from the beginning of a block to the end of one.
  /// - Throws: `corrupted` when something else than blocks stands there.
  package func keep(_ stretch: Range<Int>) throws(ByteIOError) {
    let bytes = try source.bytes(at: UInt64(stretch.lowerBound), upTo: stretch.count)
    var start = 0
    while start < bytes.count {
      let offset = UInt64(stretch.lowerBound + start)
      guard let size = BGZFHeader(bytes.span, at: start)?.totalSize, size > 0,
        size <= bytes.count - start
      else { throw notABlock(offset) }
      if kept.updateValue(Array(bytes[start..<start + size]), forKey: offset) == nil {
        keptSize += size
      }
      start += size
    }
  }

  /// Offset of the first block that begins at a place of the file or behind it; nil when none does within
  /// the size of the largest block.
  ///
  /// A block is known by its header, and by the headers of the two behind it.
  package func firstBlock(from offset: UInt64) throws(ByteIOError) -> UInt64? {
    let bytes = try source.bytes(at: offset, upTo: 2 * BGZFHeader.maximumTextSize)
    for start in bytes.indices.prefix(BGZFHeader.maximumTextSize) where bytes[start] == 0x1F {
      guard BGZFHeader(bytes.span, at: start)?.totalSize != nil else { continue }
      let candidate = offset + UInt64(start)
      if let end = try? end(of: candidate), let next = try? self.end(of: end),
        (try? self.end(of: next)) != nil
      {
        return candidate
      }
    }
    return nil
  }

  /// Offset behind the block that begins at one.
  package func end(of offset: UInt64) throws(ByteIOError) -> UInt64 {
    offset + UInt64(try size(at: offset).total)
  }

  /// Bytes of the file, when its end-of-file marker shows it to be complete; nil otherwise.
  package var completeSize: Int? {
    guard let size = FileStamp(source.path)?.size, size >= BGZFCompressor.endOfFile.count else {
      return nil
    }
    let end = try? source.bytes(
      at: UInt64(size - BGZFCompressor.endOfFile.count), upTo: BGZFCompressor.endOfFile.count)
    return end == BGZFCompressor.endOfFile ? size : nil
  }

  private func size(at offset: UInt64) throws(ByteIOError) -> (header: Int, total: Int) {
    var bytes = kept[offset] ?? []
    if bytes.isEmpty { bytes = try source.bytes(at: offset, upTo: Self.headerSize) }
    guard var header = BGZFHeader(bytes.span, at: 0) else { throw notABlock(offset) }
    if bytes.count < header.size {
      bytes = try source.bytes(at: offset, upTo: header.size)
      header = BGZFHeader(bytes.span, at: 0) ?? header
    }
    guard let total = header.totalSize, total >= header.size + BGZFHeader.footerSize else {
      throw notABlock(offset)
    }
    return (header.size, total)
  }

  private func notABlock(_ offset: UInt64) -> ByteIOError {
    .notOfThisFile("no BGZF block as it names begins here", path: source.path, offset: offset)
  }
}
