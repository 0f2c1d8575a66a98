import ByteIO
import Foundation
import TestSupport
import Testing

@Suite("Reading plain, gzip and BGZF files")
struct BlockReaderTests {
  private func sampleText(_ count: Int) -> [UInt8] {
    var random = SeededGenerator(seed: 7)
    return (0..<count).map { _ in UInt8.random(in: 97...101, using: &random) }
  }

  @Test("All three packings give the same text, larger than one block")
  func packingsAgree() throws {
    let folder = try ScratchFolder()
    let text = sampleText(1_500_000)
    let files: [(String, [UInt8], Compression)] = [
      ("plain", text, .plain),
      ("one.gz", storedGzip(text), .gzip),
      ("two.gz", storedGzip(Array(text[..<10])) + storedGzip(Array(text[10...])), .gzip),
      ("blocked.gz", try blockedGzip(text), .bgzf),
    ]
    for (name, bytes, compression) in files {
      let path = try folder.file(name, bytes)
      #expect(try BlockReader(path: path).compression == compression, "\(name)")
      let blocks = try readAll(path)
      #expect(blocks.flatMap(\.text) == text, "\(name)")
      #expect(blocks.count == 2, "\(name)")
    }
  }

  @Test("Room is left in front of the text, whatever the packing, and the text is the same")
  func headroom() throws {
    let folder = try ScratchFolder()
    let text = sampleText(1_100_000)
    for (name, bytes) in [
      ("plain", text), ("one.gz", storedGzip(text)), ("blocked.gz", try blockedGzip(text)),
    ] {
      let reader = try BlockReader(path: try folder.file(name, bytes))
      var read: [UInt8] = []
      while let block = try reader.next(headroom: 300)?.inflated(headroom: 300) {
        #expect(block.start == 300, "\(name)")
        #expect(block.origins.first?.textOffset == 300, "\(name)")
        read += block.text[block.start...]
      }
      #expect(read == text, "\(name)")
    }
  }

  @Test("Origins of plain and gzip text are byte offsets of the text")
  func plainOrigins() throws {
    let folder = try ScratchFolder()
    let text = sampleText(1_100_000)
    for bytes in [text, storedGzip(text)] {
      let blocks = try readAll(try folder.file("text", bytes))
      #expect(
        blocks.map(\.origins) == [
          [TextOrigin(textOffset: 0, virtualOffset: 0)],
          [TextOrigin(textOffset: 0, virtualOffset: 1 << 20)],
        ])
    }
  }

  @Test("Origins of BGZF text are virtual offsets, empty blocks passed over")
  func virtualOffsets() throws {
    let folder = try ScratchFolder()
    let first = try blockedGzip([65, 66, 67])
    let second = try blockedGzip([68, 69])
    let blocks = try readAll(try folder.file("text.gz", first + second))
    #expect(blocks.flatMap(\.text) == [65, 66, 67, 68, 69])
    #expect(
      blocks.first?.origins == [
        TextOrigin(textOffset: 0, virtualOffset: 0),
        TextOrigin(textOffset: 3, virtualOffset: UInt64(first.count) << 16),
      ])
  }

  @Test("A file without bytes, a missing one and a folder are refused by name")
  func unreadable() throws {
    let folder = try ScratchFolder()
    let empty = try folder.file("empty", [])
    for (path, code) in [
      (empty, ByteIOError.Code.empty), (folder.path + "/absent", .notFound),
      (folder.path, .notAFile),
    ] {
      let error = try #require(throws: ByteIOError.self) { try BlockReader(path: path) }
      #expect(error.code == code)
      #expect(error.description.contains(path))
    }
  }

  @Test("A packing that is not supported is named")
  func foreignPacking() throws {
    let folder = try ScratchFolder()
    let path = try folder.file("x.zip", [0x50, 0x4B, 3, 4, 0, 0])
    let error = try #require(throws: ByteIOError.self) { try BlockReader(path: path) }
    #expect(error.code == .unsupportedFormat)
    #expect(error.message.contains("zip"))
  }

  @Test("A gzip file cut off anywhere is an error, never a shorter text")
  func truncatedGzip() throws {
    let folder = try ScratchFolder()
    let whole = storedGzip(Array("chr1\t100\nchr1\t200\n".utf8))
    for size in 2..<whole.count {
      let path = try folder.file("cut.gz", Array(whole[..<size]))
      let error = try #require(throws: ByteIOError.self, "\(size)") { try readAll(path) }
      #expect(error.code == .truncated && error.path == path, "\(size): \(error)")
      #expect(error.message.contains("copy the file again"))
    }
  }

  @Test("A BGZF file cut off anywhere is an error, between blocks too")
  func truncatedBlocks() throws {
    let folder = try ScratchFolder()
    let whole = try blockedGzip(Array("chr1\t100\nchr1\t200\n".utf8), blockSize: 9)
    for size in 18..<whole.count {
      let path = try folder.file("cut.gz", Array(whole[..<size]))
      let error = try #require(throws: ByteIOError.self, "\(size)") { try readAll(path) }
      #expect(error.code == .truncated && error.path == path, "\(size): \(error)")
      #expect(error.offset != nil && error.message.contains("copy the file again"))
    }
  }

  @Test("A wrong byte anywhere is noticed, or does not change the text")
  func corruptedBytes() throws {
    let folder = try ScratchFolder()
    let text = Array("chr1\t100\tA\tC\nchr1\t200\tG\tT\n".utf8)
    for whole in [storedGzip(text), try blockedGzip(text)] {
      for place in 0..<whole.count {
        for flip in [UInt8(0x01), 0x80, 0xFF] {
          var bytes = whole
          bytes[place] ^= flip
          let path = try folder.file("bad.gz", bytes)
          let read = try? readAll(path).flatMap(\.text)
          // A broken magic number makes it a plain text file of odd bytes.
          #expect(read == nil || read == text || read == bytes, "byte \(place) xor \(flip)")
        }
      }
    }
  }

  @Test("A wrong checksum names the block")
  func wrongChecksum() throws {
    let folder = try ScratchFolder()
    let first = try blockedGzip([65, 66, 67]).dropLast(28)
    var second = try blockedGzip([68, 69, 70])
    second[second.count - 28 - 8] ^= 1
    let path = try folder.file("bad.gz", first + second)
    let error = try #require(throws: ByteIOError.self) { try readAll(path) }
    #expect(error.code == .corrupted && error.offset == UInt64(first.count))
  }

  @Test("Bytes behind the end are refused")
  func trailingBytes() throws {
    let folder = try ScratchFolder()
    let text = Array("a\nb\n".utf8)
    for whole in [storedGzip(text), try blockedGzip(text)] {
      let path = try folder.file("long.gz", whole + Array("something else that is no gzip".utf8))
      let error = try #require(throws: ByteIOError.self) { try readAll(path) }
      #expect(error.code == .trailingBytes && error.offset == UInt64(whole.count), "\(error)")
    }
  }

  @Test("A gzip file of nothing has no blocks")
  func emptyText() throws {
    let folder = try ScratchFolder()
    #expect(try readAll(try folder.file("a.gz", storedGzip([]))).isEmpty)
    #expect(try readAll(try folder.file("b.gz", BGZFCompressor.endOfFile)).isEmpty)
  }

  @Test("Many empty blocks do not end the file early")
  func manyEmptyBlocks() throws {
    let folder = try ScratchFolder()
    let empty = Array(repeating: BGZFCompressor.endOfFile, count: 50_000).flatMap { $0 }
    let path = try folder.file("a.gz", empty + blockedGzip([65, 10]))
    #expect(try readAll(path).flatMap(\.text) == [65, 10])
  }
}

@Suite("Writing BGZF")
struct BGZFCompressorTests {
  @Test("Compressible and random text comes back at every level", arguments: [0, 1, 6, 12])
  func roundTrip(level: Int) throws {
    let folder = try ScratchFolder()
    var random = SeededGenerator(seed: 3)
    let noise = (0..<200_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    let text = Array(repeating: UInt8(ascii: "A"), count: 70_000) + noise
    let compressor = try BGZFCompressor(level: level)
    var bytes: [UInt8] = []
    let blocks = compressor.compress(text.span, appendingTo: &bytes)
    #expect(blocks.map(\.compressedSize).reduce(0, +) == UInt32(bytes.count))
    #expect(blocks.map(\.textSize).dropLast().allSatisfy { $0 == BGZFCompressor.textSize })
    let path = try folder.file("x.gz", bytes + BGZFCompressor.endOfFile)
    #expect(try readAll(path).flatMap(\.text) == text)
  }

  @Test(
    "bgzip reads what is written here, and the reverse",
    .enabled(if: isInstalled("bgzip"), "needs bgzip"))
  func peer() throws {
    let folder = try ScratchFolder()
    let text = Array((0..<40_000).map { "chr1\t\($0)\n" }.joined().utf8)
    let ours = try folder.file("ours.gz", try blockedGzip(text))
    #expect(try run(["bgzip", "-dc", ours]).map { [UInt8]($0) } == text)
    let plain = try folder.file("plain", text)
    let theirs = try folder.file("theirs.gz", [UInt8](#require(try run(["bgzip", "-c", plain]))))
    #expect(try BlockReader(path: theirs).compression == .bgzf)
    #expect(try readAll(theirs).flatMap(\.text) == text)
  }
}
