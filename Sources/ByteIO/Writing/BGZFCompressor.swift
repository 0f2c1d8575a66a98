import CDeflate

/// Packs text into BGZF blocks (SAM specification §4.1).
///
/// The blocks depend on the text and the level alone, so pieces of a file may be packed in parallel
/// and joined in order; the file ends with ``endOfFile``.
@safe package final class BGZFCompressor {
  /// Sizes of one block.
  package struct Block: BitwiseCopyable, Sendable, Equatable {
    /// Bytes of the block in the file.
    package let compressedSize: UInt32
    /// Bytes of text it holds.
    package let textSize: UInt32
  }

  /// Bytes of text in every block but the last of a piece.
  package static let textSize = 0xFF00

  /// The empty block that must end every BGZF file.
  package static let endOfFile: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x04, 0x00, 0x00, 0x00, 0x00, 0x00, 0xFF, 0x06, 0x00, 0x42, 0x43, 0x02, 0x00,
    0x1B, 0x00, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
  ]

  private static let headerSize = 18
  private static let maximumBlockSize = 65536
  private let compressor: OpaquePointer
  /// Stores without compressing, for text that would grow.
  private let storer: OpaquePointer

  /// A compressor of a level from 0 (stored) to 12 (smallest).
  package init(level: Int = 6) throws(ByteIOError) {
    // SAFETY: both are freed in deinit and do not leave this object.
    guard let compressor = unsafe libdeflate_alloc_compressor(Int32(max(0, min(12, level)))) else {
      throw ByteIOError(.system, "no memory for compressing")
    }
    guard let storer = unsafe libdeflate_alloc_compressor(0) else {
      unsafe libdeflate_free_compressor(compressor)
      throw ByteIOError(.system, "no memory for compressing")
    }
    unsafe self.compressor = compressor
    unsafe self.storer = storer
  }

  deinit {
    // SAFETY: allocated in init, used nowhere else.
    unsafe libdeflate_free_compressor(compressor)
    unsafe libdeflate_free_compressor(storer)
  }

  /// Appends the blocks of a text; returns their sizes in order.
  ///
  /// Byte `n` of the text stands in block `n / textSize` at offset `n % textSize`.
  package func compress(_ text: Span<UInt8>, appendingTo output: inout [UInt8]) -> [Block] {
    var blocks: [Block] = []
    blocks.reserveCapacity(text.count / Self.textSize + 1)
    var start = 0
    while start < text.count {
      let end = min(start + Self.textSize, text.count)
      let block = packed(text.extracting(start..<end))
      output.append(contentsOf: block)
      blocks.append(
        Block(compressedSize: UInt32(block.count), textSize: UInt32(end - start)))
      start = end
    }
    return blocks
  }

  private func packed(_ text: Span<UInt8>) -> [UInt8] {
    // SAFETY: libdeflate writes at most the space it is told of; 65,280 bytes stored need 65,290.
    unsafe text.withUnsafeBytes { source in
      unsafe [UInt8](unsafeUninitializedCapacity: Self.maximumBlockSize) { buffer, filled in
        let space = Self.maximumBlockSize - Self.headerSize - BGZFHeader.footerSize
        let target = unsafe UnsafeMutableRawPointer(
          buffer.baseAddress.unsafelyUnwrapped + Self.headerSize)
        var size = unsafe libdeflate_deflate_compress(
          compressor, source.baseAddress, source.count, target, space)
        if size == 0 {
          size = unsafe libdeflate_deflate_compress(
            storer, source.baseAddress, source.count, target, space)
        }
        precondition(size > 0, "a stored block always fits")
        let total = Self.headerSize + size + BGZFHeader.footerSize
        for index in 0..<Self.headerSize - 2 { unsafe buffer[index] = Self.endOfFile[index] }
        unsafe Self.put(UInt64(total - 1), 2, buffer, Self.headerSize - 2)
        let checksum = unsafe libdeflate_crc32(0, source.baseAddress, source.count)
        unsafe Self.put(UInt64(checksum), 4, buffer, total - 8)
        unsafe Self.put(UInt64(source.count), 4, buffer, total - 4)
        filled = total
      }
    }
  }

  /// Writes the lowest bytes of a number, little-endian.
  private static func put(
    _ value: UInt64, _ size: Int, _ buffer: UnsafeMutableBufferPointer<UInt8>, _ offset: Int
  ) {
    for index in 0..<size {
      unsafe buffer[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * UInt64(index)))
    }
  }
}
