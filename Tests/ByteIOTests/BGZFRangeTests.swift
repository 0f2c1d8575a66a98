import ByteIO
import Foundation
import TestSupport
import Testing

/// A text of lines in BGZF, and where its bytes are.
private struct BlockedLines {
  let text: [UInt8]
  let bytes: [UInt8]
  /// Offsets in the text at which lines begin, and its end.
  let lineStarts: [Int]
  /// Offsets in text and file at which blocks begin, and their ends.
  let blocks: [(text: Int, file: Int)]

  /// Blocks of random size, some of them empty.
  init(lines: Int, seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var text: [UInt8] = []
    var lineStarts: [Int] = []
    for _ in 0..<lines {
      lineStarts.append(text.count)
      let length = Int.random(in: 0...400, using: &random)
      text += (0..<length).map { _ in UInt8.random(in: 97...100, using: &random) } + [0x0A]
    }
    self.text = text
    self.lineStarts = lineStarts + [text.count]
    let compressor = try BGZFCompressor(level: 1)
    var bytes: [UInt8] = []
    var blocks = [(text: 0, file: 0)]
    var start = 0
    while start < text.count {
      if Int.random(in: 0..<12, using: &random) == 0 { bytes += BGZFCompressor.endOfFile }
      var end = min(start + Int.random(in: 1...9000, using: &random), text.count)
      // Some blocks begin where a line does.
      if Bool.random(using: &random) { end = self.lineStarts.first { $0 >= end } ?? end }
      blocks.append((start, bytes.count))
      _ = compressor.compress(text[start..<end].span, appendingTo: &bytes)
      start = end
    }
    blocks.append((text.count, bytes.count))
    self.blocks = blocks
    self.bytes = bytes + BGZFCompressor.endOfFile
  }

  /// The virtual offset of a byte of the text; of two for the bound of blocks, either.
  func place(_ offset: Int, inBlockBefore: Bool = false) -> UInt64 {
    let block = blocks.last { inBlockBefore ? $0.text < offset : $0.text <= offset } ?? (0, 0)
    return UInt64(block.file) << 16 | UInt64(offset - block.text)
  }

  /// Disjoint stretches of whole lines.
  func randomStretches(_ count: Int, _ random: inout SeededGenerator) -> [Range<Int>] {
    let bounds = Set((0..<2 * count).map { _ in lineStarts.randomElement(using: &random) ?? 0 })
      .sorted()
    return stride(from: 0, to: bounds.count - 1, by: 2).map { bounds[$0]..<bounds[$0 + 1] }
  }

  /// Bytes of the blocks that hold the stretches.
  func packedSize(_ stretches: [Range<Int>]) -> Int {
    var size = 0
    for (block, next) in zip(blocks, blocks.dropFirst())
    where stretches.contains(where: { $0.overlaps(block.text..<next.text) }) {
      size += next.file - block.file
    }
    return size
  }
}

@Suite("Reading stretches of a BGZF file")
struct BGZFRangeTests {
  /// Bytes that are read to see how a file is packed.
  private static let prefixSize = 12 + 65535

  @Test("The text of random stretches comes in order, with its places", arguments: 1...6)
  func randomStretches(seed: UInt64) throws {
    let folder = try ScratchFolder()
    let file = try BlockedLines(lines: 3000, seed: seed)
    let path = try folder.file("lines.gz", file.bytes)
    var random = SeededGenerator(seed: seed + 100)
    for count in [1, 2, 20, 300] {
      let stretches = file.randomStretches(count, &random)
      let ranges = stretches.map { stretch in
        let isBefore = Bool.random(using: &random)
        return file.place(
          stretch.lowerBound)..<file.place(stretch.upperBound, inBlockBefore: isBefore)
      }
      let reader = try BlockReader(path: path)
      let before = reader.bytesRead
      #expect(before == min(Self.prefixSize, file.bytes.count))
      try reader.restrict(to: ranges)
      var text: [UInt8] = []
      var places: [UInt64] = []
      while let raw = try reader.next() {
        let block = try raw.inflated(headroom: 7)
        #expect(block.start == 7)
        #expect(block.size == raw.textSize)
        #expect(block.size > 0)
        let chunk = TextChunk(
          index: 0, text: block.text, start: block.start, origins: block.origins)
        for offset in stride(from: block.start, to: block.text.count, by: 50) {
          places.append(chunk.virtualOffset(of: offset))
          text.append(block.text[offset])
        }
        #expect(block.origins.first?.textOffset == block.start)
      }
      // Every fiftieth byte of each block, found again by its place.
      for (place, byte) in zip(places, text) {
        let block = try #require(file.blocks.last { $0.file == Int(place >> 16) })
        #expect(file.text[block.text + Int(place & 0xFFFF)] == byte)
      }
      // A range that ends where a block does may be written as ending in the next, which is then read.
      let most = file.packedSize(stretches) + 40 * stretches.count * BGZFCompressor.endOfFile.count
      #expect(reader.bytesRead - before <= most)
      #expect(try readStretches(path, ranges) == stretches.flatMap { file.text[$0] })
    }
  }

  private func readStretches(_ path: String, _ ranges: [Range<UInt64>]) throws -> [UInt8] {
    let reader = try BlockReader(path: path)
    try reader.restrict(to: ranges)
    var text: [UInt8] = []
    while let raw = try reader.next() {
      let block = try raw.inflated()
      text += block.text[block.start...]
    }
    return text
  }

  @Test("The whole file as one stretch is what reading it gives, in blocks of bounded size")
  func wholeFile() throws {
    let folder = try ScratchFolder()
    let file = try BlockedLines(lines: 12_000, seed: 9)
    let path = try folder.file("lines.gz", file.bytes)
    let reader = try BlockReader(path: path)
    try reader.restrict(to: [0..<file.place(file.text.count)])
    var text: [UInt8] = []
    while let raw = try reader.next() {
      #expect(raw.textSize <= BlockReader.blockSize + 0x10000)
      text += try raw.inflated().text
    }
    #expect(text == file.text)
  }

  @Test("Few lines of a large file are read without the blocks between them")
  func economy() throws {
    let folder = try ScratchFolder()
    let file = try BlockedLines(lines: 12_000, seed: 4)
    let path = try folder.file("lines.gz", file.bytes)
    let lines = [100, 6000, 11_900].map { file.lineStarts[$0]..<file.lineStarts[$0 + 1] }
    let reader = try BlockReader(path: path)
    let before = reader.bytesRead
    try reader.restrict(to: lines.map { file.place($0.lowerBound)..<file.place($0.upperBound) })
    let block = try #require(try reader.next())
    #expect(try block.inflated().text == lines.flatMap { file.text[$0] })
    #expect(try reader.next() == nil)
    #expect(reader.bytesRead - before < file.bytes.count / 50)
  }

  @Test("Stretches that are not in the file are refused with the place")
  func misplaced() throws {
    let folder = try ScratchFolder()
    let file = try BlockedLines(lines: 400, seed: 2)
    let path = try folder.file("lines.gz", file.bytes)
    let second = UInt64(file.blocks[2].file) << 16
    let end = UInt64(file.bytes.count) << 16
    let lineStart = try #require(file.lineStarts.first { $0 > 9000 && file.text[$0] != 0x0A })
    let line = file.place(lineStart + 1)
    let wrong: [(String, Range<UInt64>, ByteIOError.Code)] = [
      ("no block begins there", second + (5 << 16)..<second + (9 << 16), .corrupted),
      ("the block has less text", second..<second + 0xFFFF, .corrupted),
      ("it ends within a block", second..<second + (3 << 16), .corrupted),
      ("behind the end", end..<end + 100, .truncated),
      ("over the end", second..<end + 100, .truncated),
      ("far behind the end", UInt64.max - 200..<UInt64.max, .truncated),
      ("within a line", line..<file.place(file.text.count), .corrupted),
    ]
    for (name, range, code) in wrong {
      let error = try #require(throws: ByteIOError.self, "\(name)") {
        _ = try readStretches(path, [range])
      }
      #expect(error.code == code, "\(name): \(error)")
      #expect(error.path == path)
      #expect(error.offset != nil)
    }
  }

  @Test("A file cut off, and one with a flipped bit, are refused")
  func damaged() throws {
    let folder = try ScratchFolder()
    let file = try BlockedLines(lines: 400, seed: 3)
    let last = file.place(file.lineStarts[380])..<file.place(file.text.count)
    let cut = try folder.file("cut.gz", Array(file.bytes.dropLast(200)))
    let cutError = try #require(throws: ByteIOError.self) { _ = try readStretches(cut, [last]) }
    #expect(cutError.code == .truncated)
    var bytes = file.bytes
    bytes[Int(last.lowerBound >> 16) + 60] ^= 4
    let flipped = try folder.file("flipped.gz", bytes)
    let error = try #require(throws: ByteIOError.self) { _ = try readStretches(flipped, [last]) }
    #expect(error.code == .corrupted)
  }

  @Test("Only BGZF can be read in part")
  func packing() throws {
    let folder = try ScratchFolder()
    for (name, bytes) in [("plain", [65, 10]), ("gz", storedGzip([65, 10]))] as [(String, [UInt8])]
    {
      let reader = try BlockReader(path: try folder.file(name, bytes))
      let error = try #require(throws: ByteIOError.self) { try reader.restrict(to: [0..<2]) }
      #expect(error.code == .unsupportedFormat)
    }
  }
}
