/// Where one block stands within the compressed bytes of a group.
struct BGZFBlock: BitwiseCopyable, Sendable {
  /// Start of the deflated data within the group's bytes.
  var payloadStart: Int
  /// Bytes of deflated data.
  var payloadSize: Int
  /// Bytes of text it inflates to, at most 65,536.
  var textSize: Int
  /// CRC-32 of the text.
  var checksum: UInt32
  /// Offset of the block in the file.
  var offset: UInt64
}

extension BGZFBlock {
  /// The block of a size that stands at an offset of the bytes; nil when it states more text than
  /// a block may hold.
  init?(_ bytes: Span<UInt8>, at start: Int, headerSize: Int, size: Int, offset: UInt64) {
    let footer = start + size - BGZFHeader.footerSize
    payloadStart = start + headerSize
    payloadSize = size - headerSize - BGZFHeader.footerSize
    checksum = BGZFHeader.integer32(bytes, footer)
    textSize = Int(BGZFHeader.integer32(bytes, footer + 4))
    self.offset = offset
    guard textSize <= BGZFHeader.maximumTextSize else { return nil }
  }
}

/// Finds the blocks of a BGZF file and hands them out in groups, still compressed.
final class BGZFFraming {
  private let source: ByteSource
  /// Handed out with each group that stands in it, and never changed: groups have the bytes they need without a copy.
  private var buffer: [UInt8] = []
  /// Where the group begins that is being put together; what stands before it has been handed out.
  private var groupStart = 0
  private var cursor = 0
  /// Offset in the file of the first byte of `buffer`.
  private var bufferOffset: UInt64 = 0
  private var endsWithMarker = false
  /// Bytes of the next read. They grow from what the source has looked at already, so that little is
  /// read for the header of a file whose records are then read by an index.
  private var readSize = ByteSource.prefixSize
  private static let largestReadSize = 256 << 10

  init(_ source: ByteSource) {
    self.source = source
  }

  /// Offset in the file of the block that comes next.
  var nextOffset: UInt64 { bufferOffset + UInt64(cursor) }

  /// The next group of whole blocks that inflate to about one block of text; nil at the end.
  ///
  /// A group ends as soon as its text or its compressed size reaches the limit, so that groups
  /// depend on the file alone and their size is bounded whatever the blocks say.
  ///
  /// - Throws: `truncated` when the file ends within a block or without the end-of-file marker,
  ///   `corrupted` and `trailingBytes` when no block begins where one must.
  func next() throws(ByteIOError) -> RawBlock? {
    groupStart = cursor
    var blocks: [BGZFBlock] = []
    var textSize = 0
    while textSize < BlockReader.blockSize, cursor - groupStart < BlockReader.blockSize {
      guard var block = try nextBlock() else { break }
      endsWithMarker = block.textSize == 0
      if block.textSize > 0 {
        textSize += block.textSize
        // From the start of the group, which moves when more is read.
        block.payloadStart -= groupStart
        blocks.append(block)
      } else if blocks.isEmpty {
        groupStart = cursor
      }
    }
    guard !blocks.isEmpty else { return nil }
    for index in blocks.indices { blocks[index].payloadStart += groupStart }
    return RawBlock(
      path: source.path, payload: .bgzf(bytes: buffer, blocks: blocks, textSize: textSize))
  }

  private func nextBlock() throws(ByteIOError) -> BGZFBlock? {
    let offset = nextOffset
    guard try available(BGZFHeader.fixedSize) > 0 else {
      guard endsWithMarker else {
        throw error(
          .truncated, "the file ends without the BGZF end-of-file marker, so its end is missing",
          offset)
      }
      return nil
    }
    guard buffer.count - cursor >= BGZFHeader.fixedSize else { throw cutOff(offset) }
    guard var header = BGZFHeader(buffer.span, at: cursor) else {
      throw endsWithMarker
        ? ByteIOError(
          .trailingBytes,
          "bytes follow the end of the BGZF data; cut them off or copy the file "
            + "again", path: source.path, offset: offset)
        : error(.corrupted, "no BGZF block begins here", offset)
    }
    if try available(header.size) < header.size { throw cutOff(offset) }
    header = BGZFHeader(buffer.span, at: cursor) ?? header
    guard let size = header.totalSize, size >= header.size + BGZFHeader.footerSize else {
      throw error(.corrupted, "the block's header does not state a valid block size", offset)
    }
    if try available(size) < size { throw cutOff(offset) }
    guard
      let block = BGZFBlock(
        buffer.span, at: cursor, headerSize: header.size, size: size, offset: offset)
    else {
      throw error(.corrupted, "the block states more text than the 65,536 bytes allowed", offset)
    }
    cursor += size
    return block
  }

  /// Reads on until `count` bytes stand behind the cursor; returns how many do.
  private func available(_ count: Int) throws(ByteIOError) -> Int {
    if buffer.count - cursor < count {
      buffer = try source.bytes(behind: buffer[groupStart...], upTo: max(readSize, count))
      bufferOffset += UInt64(groupStart)
      cursor -= groupStart
      groupStart = 0
      readSize = min(2 * readSize, Self.largestReadSize)
    }
    return buffer.count - cursor
  }

  private func cutOff(_ offset: UInt64) -> ByteIOError {
    error(.truncated, "the file ends within the BGZF block that begins here", offset)
  }

  private func error(_ code: ByteIOError.Code, _ message: String, _ offset: UInt64) -> ByteIOError {
    ByteIOError(code, message + "; copy the file again", path: source.path, offset: offset)
  }
}
