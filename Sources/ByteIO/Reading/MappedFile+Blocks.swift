/// BGZF blocks of a mapped file, by their offsets.
extension MappedFile {
  private static let largestBlock = 1 << 16

  /// Whether the file begins with a BGZF block, with another gzip member, or with neither.
  package var compression: Compression {
    get throws(ByteIOError) {
      var start: [UInt8] = []
      append(0..<min(count, Self.largestBlock), to: &start)
      return try Compression.detect(start, path: path)
    }
  }

  /// Bytes of the block that begins at an offset, and of its text.
  ///
  /// - Throws: `corrupted` or `truncated` when no whole block begins there.
  package func blockSize(at offset: Int) throws(ByteIOError) -> (packed: Int, text: Int) {
    let block = try block(at: offset)
    return (block.bytes.count, block.block.textSize)
  }

  /// Appends the text of the block that begins at an offset.
  ///
  /// - Throws: `corrupted` or `truncated` when no whole block begins there, or its checksum is wrong.
  package func appendBlock(at offset: Int, to text: inout [UInt8]) throws(ByteIOError) {
    let (bytes, block) = try block(at: offset)
    let payload = RawBlock.Payload.bgzf(bytes: bytes, blocks: [block], textSize: block.textSize)
    text += try RawBlock(path: path, payload: payload).inflated().text
  }

  private func block(at offset: Int) throws(ByteIOError) -> (bytes: [UInt8], block: BGZFBlock) {
    var bytes: [UInt8] = []
    append(offset..<min(offset + Self.largestBlock, count), to: &bytes)
    guard let header = BGZFHeader(bytes.span, at: 0), let total = header.totalSize,
      total >= header.size + BGZFHeader.footerSize
    else {
      throw .notOfThisFile(
        "no BGZF block as it names begins here", path: path, offset: UInt64(offset))
    }
    guard total <= bytes.count else {
      throw ByteIOError(
        .truncated, "the file ends within the BGZF block that begins here; copy the file again",
        path: path, offset: UInt64(offset))
    }
    bytes.removeLast(bytes.count - total)
    guard
      let block = BGZFBlock(
        bytes.span, at: 0, headerSize: header.size, size: total, offset: UInt64(offset))
    else {
      throw .notOfThisFile(
        "no BGZF block as it names begins here", path: path, offset: UInt64(offset))
    }
    return (bytes, block)
  }
}
