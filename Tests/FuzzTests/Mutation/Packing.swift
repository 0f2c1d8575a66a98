import ByteIO

/// How a text is packed into a file.
enum Packing: CaseIterable {
  case plain, gzip, manyMembers, bgzf, smallBlocks, gzipInGzip, gzipInBGZF, bgzfInGzip

  /// Whether what a reader sees is the text, not another packed file.
  var isTransparent: Bool {
    switch self {
    case .plain, .gzip, .manyMembers, .bgzf, .smallBlocks: true
    case .gzipInGzip, .gzipInBGZF, .bgzfInGzip: false
    }
  }

  func pack(_ text: [UInt8], _ choices: inout Choices) throws -> [UInt8] {
    switch self {
    case .plain: return text
    case .gzip: return try Self.gzip(text, memberSize: BGZFCompressor.textSize)
    case .manyMembers: return try Self.gzip(text, memberSize: choices.number(60...4000))
    case .bgzf: return try Self.bgzf(text, blockSize: BGZFCompressor.textSize)
    case .smallBlocks: return try Self.bgzf(text, blockSize: choices.number(60...4000))
    case .gzipInGzip:
      return try Self.gzip(
        Self.gzip(text, memberSize: BGZFCompressor.textSize), memberSize: BGZFCompressor.textSize)
    case .gzipInBGZF:
      return try Self.bgzf(
        Self.gzip(text, memberSize: BGZFCompressor.textSize), blockSize: BGZFCompressor.textSize)
    case .bgzfInGzip:
      return try Self.gzip(
        Self.bgzf(text, blockSize: BGZFCompressor.textSize), memberSize: BGZFCompressor.textSize)
    }
  }

  /// BGZF with blocks of that much text.
  static func bgzf(_ text: [UInt8], blockSize: Int) throws -> [UInt8] {
    let compressor = try BGZFCompressor(level: 1)
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: text.count, by: blockSize) {
      let end = min(start + blockSize, text.count)
      _ = compressor.compress(text.span.extracting(start..<end), appendingTo: &bytes)
    }
    return bytes + BGZFCompressor.endOfFile
  }

  /// Gzip members of that much text, none of them a BGZF block; a text of no bytes is one member.
  static func gzip(_ text: [UInt8], memberSize: Int) throws -> [UInt8] {
    let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
    guard !text.isEmpty else { return header + BGZFCompressor.endOfFile[18...] }
    let compressor = try BGZFCompressor(level: 1)
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: text.count, by: memberSize) {
      var block: [UInt8] = []
      let end = min(start + memberSize, text.count)
      _ = compressor.compress(text.span.extracting(start..<end), appendingTo: &block)
      bytes += header + block[18...]
    }
    return bytes
  }
}

/// Changes of packed bytes that make their blocks tell lies.
enum PackingLie: CaseIterable {
  case blockSize, textSize, checksum, extraField, flags, noMarker, doubleMarker, dropBlock
  case repeatBlock, swapBlocks, emptyBlocks, trailing, cutWithin, memberBehind

  func apply(to bytes: inout [UInt8], _ choices: inout Choices) throws {
    let blocks = Self.blocks(of: bytes)
    guard let block = blocks.isEmpty ? nil : choices.pick(blocks) else {
      return ByteMutation.flipBits.apply(to: &bytes, [], &choices)
    }
    switch self {
    case .blockSize: Self.put(&choices, &bytes, block.lowerBound + 16, 2)
    case .textSize: Self.put(&choices, &bytes, block.upperBound - 4, 4)
    case .checksum: bytes[block.upperBound - 8 + choices.below(4)] ^= 1
    case .extraField: Self.put(&choices, &bytes, block.lowerBound + 10, 2)
    case .flags: bytes[block.lowerBound + 3] = choices.byte()
    case .noMarker: bytes.removeLast(min(28, bytes.count))
    case .doubleMarker: bytes += BGZFCompressor.endOfFile
    case .dropBlock: bytes.removeSubrange(block)
    case .repeatBlock: bytes.insert(contentsOf: Array(bytes[block]), at: block.lowerBound)
    case .swapBlocks:
      let other = choices.pick(blocks)
      guard block.upperBound <= other.lowerBound else { return }
      let moved = Array(bytes[other])
      bytes.removeSubrange(other)
      bytes.insert(contentsOf: moved, at: block.lowerBound)
    case .emptyBlocks:
      let copies = choices.number(1...60)
      let empty = Array(repeatElement(BGZFCompressor.endOfFile, count: copies).joined())
      bytes.insert(contentsOf: empty, at: block.lowerBound)
    case .trailing: bytes += (0...choices.below(40)).map { _ in choices.byte() }
    case .cutWithin: bytes.removeSubrange((block.lowerBound + choices.below(block.count))...)
    case .memberBehind: bytes += try Packing.gzip(Array("1\t5\n".utf8), memberSize: 100)
    }
  }

  private static func put(
    _ choices: inout Choices, _ bytes: inout [UInt8], _ place: Int, _ size: Int
  ) {
    let lie = choices.pick([0, 1, 17, 18, 25, 26, 27, 0xFF, 0x7FFF, 0xFFFF, 0x1_0000, 0x1_0001, -1])
    for index in 0..<size where place + index < bytes.count {
      bytes[place + index] = UInt8(truncatingIfNeeded: lie >> (8 * index))
    }
  }

  /// Where the blocks stand, as far as they can be followed.
  private static func blocks(of bytes: [UInt8]) -> [Range<Int>] {
    var blocks: [Range<Int>] = []
    var start = 0
    while start + 28 <= bytes.count, bytes[start] == 0x1F, bytes[start + 12] == 0x42 {
      let size = Int(bytes[start + 16]) + Int(bytes[start + 17]) << 8 + 1
      guard size >= 28, start + size <= bytes.count else { break }
      blocks.append(start..<start + size)
      start += size
    }
    return blocks
  }
}
