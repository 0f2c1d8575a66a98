/// The header of one BGZF block (SAM specification §4.1): a gzip header whose extra field holds the
/// size of the block.
struct BGZFHeader {
  /// Bytes of a gzip header before its extra field.
  static let fixedSize = 12
  /// Bytes of the checksum and size that follow the deflated data.
  static let footerSize = 8
  /// The largest text a block may hold.
  static let maximumTextSize = 65536

  /// Bytes of the extra field.
  let extraSize: Int
  /// Bytes of the whole block; nil when the extra field is cut off or announces no block size.
  let totalSize: Int?

  /// Bytes before the deflated data.
  var size: Int { Self.fixedSize + extraSize }

  /// Reads the header at an offset; nil when no gzip member with an extra field begins there.
  init?(_ bytes: Span<UInt8>, at offset: Int) {
    guard bytes.count >= offset + Self.fixedSize,
      bytes[offset] == 0x1F, bytes[offset + 1] == 0x8B, bytes[offset + 2] == 8,
      bytes[offset + 3] == 4
    else { return nil }
    extraSize = Self.integer16(bytes, offset + 10)
    let end = offset + Self.fixedSize + extraSize
    var cursor = offset + Self.fixedSize
    var size: Int?
    while cursor + 4 <= end, end <= bytes.count {
      let length = Self.integer16(bytes, cursor + 2)
      if bytes[cursor] == 0x42, bytes[cursor + 1] == 0x43, length == 2, cursor + 6 <= end {
        size = Self.integer16(bytes, cursor + 4) + 1
      }
      cursor += 4 + length
    }
    totalSize = size
  }

  /// The little-endian 16-bit number at an offset.
  static func integer16(_ bytes: Span<UInt8>, _ offset: Int) -> Int {
    Int(bytes[offset]) | Int(bytes[offset + 1]) << 8
  }

  /// The little-endian 32-bit number at an offset.
  static func integer32(_ bytes: Span<UInt8>, _ offset: Int) -> UInt32 {
    UInt32(integer16(bytes, offset)) | UInt32(integer16(bytes, offset + 2)) << 16
  }
}
