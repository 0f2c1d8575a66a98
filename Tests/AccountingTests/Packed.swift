import ByteIO

/// Text packed as BGZF, with the places of its bytes.
enum Packed {
  /// A BGZF file.
  static func bgzf(_ text: String) -> [UInt8] { pack(text).bytes }

  /// A BGZF file, and where each of its blocks of ``BGZFCompressor/textSize`` bytes of text begins in it.
  static func pack(_ text: String) -> (bytes: [UInt8], blocks: [UInt64]) {
    var bytes: [UInt8] = []
    guard let compressor = try? BGZFCompressor() else { return ([], []) }
    let sizes = compressor.compress(Array(text.utf8).span, appendingTo: &bytes)
    var blocks: [UInt64] = []
    var place: UInt64 = 0
    for size in sizes {
      blocks.append(place)
      place += UInt64(size.compressedSize)
    }
    return (bytes + BGZFCompressor.endOfFile, blocks)
  }

  /// The virtual offset of a byte of text.
  static func virtualOffset(_ textOffset: Int, _ blocks: [UInt64]) -> UInt64 {
    blocks[textOffset / BGZFCompressor.textSize] << 16
      | UInt64(textOffset % BGZFCompressor.textSize)
  }
}
