import CDeflate

#if canImport(CISAL)
  import CISAL
#endif

/// A piece of a file as read; inflating it is independent of every other piece.
package struct RawBlock: Sendable {
  enum Payload: Sendable {
    case text(TextBlock)
    case bgzf(bytes: [UInt8], blocks: [BGZFBlock], textSize: Int)
    /// Of the text of the blocks only some pieces, which begin and end where lines do.
    case pieces(bytes: [UInt8], blocks: [BGZFBlock], textSize: Int, kept: [Range<Int>])
  }
  let path: String
  let payload: Payload

  init(path: String, payload: Payload) {
    self.path = path
    self.payload = payload
  }

  /// A piece whose text is there already.
  package init(_ text: TextBlock, path: String) {
    self.init(path: path, payload: .text(text))
  }

  /// Bytes of text this piece inflates to.
  package var textSize: Int {
    switch payload {
    case .text(let block): block.size
    case .bgzf(_, _, let textSize): textSize
    case .pieces(_, _, _, let kept): kept.reduce(0) { $0 + $1.count }
    }
  }

  /// The text, with the place in the file of every part of it.
  ///
  /// - Parameter headroom: Bytes of room to leave in front of the text, so that a `LineCutter` can put the end
  ///   of the text before it there; not more than a hint.
  /// - Throws: `corrupted` when deflate data, size or CRC-32 of a block do not agree.
  package func inflated(headroom: Int = 0) throws(ByteIOError) -> TextBlock {
    switch payload {
    case .text(let block): return block
    case .bgzf(let bytes, let blocks, let textSize):
      return try inflate(bytes, blocks, textSize, headroom)
    case .pieces(let bytes, let blocks, let textSize, let kept):
      return try inflate(bytes, blocks, textSize, headroom).keepingLines(kept, path: path)
    }
  }

  private func inflate(
    _ bytes: [UInt8], _ blocks: [BGZFBlock], _ textSize: Int, _ headroom: Int
  ) throws(ByteIOError) -> TextBlock {
    // SAFETY: the decompressor is freed when this function returns and does not leave it.
    guard let decompressor = unsafe libdeflate_alloc_decompressor() else {
      throw ByteIOError(.system, "no memory for inflating", path: path)
    }
    defer { unsafe libdeflate_free_decompressor(decompressor) }
    var origins: [TextOrigin] = []
    origins.reserveCapacity(blocks.count)
    var wrong: BGZFBlock?
    // SAFETY: framing has checked that every payload lies within `bytes`; the text sizes add up to
    // `textSize`; libdeflate fills exactly the size given, or fails.
    let text = unsafe [UInt8](unsafeUninitializedCapacity: headroom + textSize) { buffer, filled in
      unsafe buffer[..<headroom].initialize(repeating: 0)
      filled = headroom
      unsafe bytes.withUnsafeBytes { source in
        for block in blocks {
          let output = unsafe UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(buffer)[filled..<filled + block.textSize])
          let input = unsafe UnsafeRawBufferPointer(
            rebasing: source[block.payloadStart..<block.payloadStart + block.payloadSize])
          let status = unsafe libdeflate_deflate_decompress(
            decompressor, input.baseAddress, input.count, output.baseAddress, output.count, nil)
          guard status == LIBDEFLATE_SUCCESS,
            unsafe checksum(UnsafeRawBufferPointer(output)) == block.checksum
          else {
            wrong = block
            return
          }
          origins.append(TextOrigin(textOffset: filled, virtualOffset: block.offset << 16))
          filled += block.textSize
        }
      }
    }
    if let wrong {
      throw ByteIOError(
        .corrupted,
        "the data of the BGZF block that begins here or its checksum is wrong; "
          + "copy the file again", path: path, offset: wrong.offset)
    }
    return TextBlock(text: text, start: headroom, origins: origins)
  }
}

/// CRC-32 of some bytes, by the faster of the two libraries: ISA-L's takes a quarter of libdeflate's time.
private func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
  #if canImport(CISAL)
    // SAFETY: reads the bytes of the buffer.
    unsafe crc32_gzip_refl(
      0, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt64(bytes.count))
  #else
    // SAFETY: reads the bytes of the buffer.
    unsafe libdeflate_crc32(0, bytes.baseAddress, bytes.count)
  #endif
}
