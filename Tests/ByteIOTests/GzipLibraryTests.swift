import ByteIO
import Foundation
import TestSupport
import Testing

@Suite("gzip streams, by every library")
struct GzipLibraryTests {
  private static func text(_ path: String, _ library: GzipLibrary) throws -> [UInt8] {
    let reader = try BlockReader(path: path, gzipLibrary: library)
    var text: [UInt8] = []
    while let block = try reader.next() { text += try block.inflated().text }
    return text
  }

  /// What `gzip` makes of a text.
  private static func gzip(_ text: [UInt8], _ folder: ScratchFolder, level: Int) throws -> [UInt8] {
    let path = try folder.file("plain", text)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "-kf", "-\(level)", path]
    try process.run()
    process.waitUntilExit()
    return [UInt8](try Data(contentsOf: URL(filePath: path + ".gz")))
  }

  /// Text with some repetition, so that matches reach far back.
  private static func sample(_ count: Int, seed: UInt64) -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    var text: [UInt8] = []
    while text.count < count {
      if text.count > 100, Int.random(in: 0..<3, using: &random) > 0 {
        let start = Int.random(in: max(0, text.count - 40_000)..<text.count - 50, using: &random)
        text += text[start..<start + Int.random(in: 3...50, using: &random)]
      } else {
        text += (0..<9).map { _ in UInt8.random(in: 32...90, using: &random) }
      }
    }
    return Array(text.prefix(count))
  }

  @Test(
    "Members of every size and level give their text, one behind the other",
    arguments: GzipLibrary.allCases)
  func members(library: GzipLibrary) throws {
    let folder = try ScratchFolder()
    var text: [UInt8] = []
    var bytes: [UInt8] = []
    // 1 MiB is the size of a block of text, 256 KiB that of a read.
    for (number, size) in [0, 1, 70_000, 1 << 20, (1 << 20) + 1, 0, 300_000].enumerated() {
      let part = Self.sample(size, seed: UInt64(number))
      text += part
      bytes += try Self.gzip(part, folder, level: 1 + number)
    }
    #expect(try Self.text(try folder.file("members.gz", bytes), library) == text)
  }

  @Test(
    "Files that end at any byte around the end of a block are read or refused, never shortened",
    arguments: GzipLibrary.allCases)
  func ends(library: GzipLibrary) throws {
    let folder = try ScratchFolder()
    let text = Self.sample(1 << 20, seed: 77)
    let whole = try Self.gzip(text, folder, level: 6)
    #expect(try Self.text(try folder.file("whole.gz", whole), library) == text)
    for missing in 1...40 {
      let path = try folder.file("cut.gz", Array(whole.dropLast(missing)))
      let error = #expect(throws: ByteIOError.self) { try Self.text(path, library) }
      #expect(error?.code == .truncated, "\(missing) bytes missing")
    }
    for extra in [[0], [0x1F], [0x1F, 0x8B], [1, 2, 3], [UInt8](repeating: 0, count: 100)] {
      let path = try folder.file("extra.gz", whole + extra.map { UInt8($0) })
      #expect(throws: ByteIOError.self) { try Self.text(path, library) }
    }
  }

  @Test("A header with a reserved flag is refused", arguments: GzipLibrary.allCases)
  func reservedFlags(library: GzipLibrary) throws {
    let folder = try ScratchFolder()
    let whole = try Self.gzip(Self.sample(100, seed: 3), folder, level: 6)
    for flag in [0x20, 0x40, 0x80] as [UInt8] {
      for start in [0, whole.count] {
        var bytes = whole + whole
        bytes[start + 3] |= flag
        let path = try folder.file("flags.gz", bytes)
        #expect(throws: ByteIOError.self) { try Self.text(path, library) }
      }
    }
  }

  @Test("A wrong byte is noticed, or does not change the text", arguments: GzipLibrary.allCases)
  func wrongBytes(library: GzipLibrary) throws {
    let folder = try ScratchFolder()
    let text = Self.sample(3_000, seed: 5)
    let whole = try Self.gzip(text, folder, level: 6)
    for place in whole.indices {
      var bytes = whole
      bytes[place] ^= 1 << (place % 8)
      let read = try? Self.text(try folder.file("wrong.gz", bytes), library)
      #expect(read == nil || read == text || bytes[0] != 0x1F || bytes[1] != 0x8B, "byte \(place)")
    }
  }
}
