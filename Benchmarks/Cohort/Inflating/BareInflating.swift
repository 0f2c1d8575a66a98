import ByteIO
import Foundation

/// Which library inflates.
enum InflateBackend: String, CaseIterable {
  /// Whatever ByteIO uses, with its own reading; for gzip that is not BGZF too.
  case byteio
  case libdeflate
  case isal
  case zlib
}

/// Inflates the deflated data of one BGZF block.
protocol BlockInflater: AnyObject {
  /// Inflates a block that fills the output exactly; false when it does not, or its CRC-32 is another.
  func inflate(
    _ payload: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, checksum: UInt32
  ) -> Bool
}

/// Inflates a BGZF file block after block into the same memory, on one thread: the least that any
/// reader can do with that library.
struct BareInflating {
  /// Thrown for a file that is not BGZF or is broken.
  struct BrokenFile: Error {}

  private static let fixedSize = 18
  private static let footerSize = 8

  /// Inflates a whole file; returns the bytes of its text.
  static func run(_ path: String, _ backend: InflateBackend) throws -> Int {
    switch backend {
    case .byteio:
      let reader = try BlockReader(path: path)
      var bytes = 0
      while let block = try reader.next() { bytes += try block.inflated().text.count }
      return bytes
    case .libdeflate: return try run(path, LibdeflateInflater())
    case .isal: return try run(path, ISALInflater())
    case .zlib: return try run(path, ZlibInflater())
    }
  }

  private static func run(_ path: String, _ inflater: some BlockInflater) throws -> Int {
    let file = try FileBytes(path: path)
    var bytes: [UInt8] = []
    var text = [UInt8](repeating: 0, count: 1 << 16)
    var total = 0
    while true {
      let read = try file.next(upTo: 1 << 20)
      if read.isEmpty { break }
      bytes += read
      var cursor = 0
      while let block = try block(bytes, at: cursor) {
        try inflate(block, of: bytes, &text, inflater)
        total += block.textSize
        cursor = block.payload.upperBound + footerSize
      }
      bytes.removeFirst(cursor)
    }
    guard bytes.isEmpty else { throw BrokenFile() }
    return total
  }

  private struct Block {
    let payload: Range<Int>
    let textSize: Int
    let checksum: UInt32
  }

  private static func inflate(
    _ block: Block, of bytes: [UInt8], _ text: inout [UInt8], _ inflater: some BlockInflater
  ) throws {
    // SAFETY: the block lies within the bytes, its text is at most as large as the memory; the inflater
    // keeps neither.
    let isRight = unsafe bytes.withUnsafeBytes { source in
      unsafe text.withUnsafeMutableBytes { target in
        unsafe inflater.inflate(
          UnsafeRawBufferPointer(rebasing: source[block.payload]),
          into: UnsafeMutableRawBufferPointer(rebasing: target[..<block.textSize]),
          checksum: block.checksum)
      }
    }
    guard isRight else { throw BrokenFile() }
  }

  /// The block at an offset, whose only extra field is its size, as all writers make it; nil when it is not
  /// complete.
  private static func block(_ bytes: [UInt8], at offset: Int) throws -> Block? {
    guard offset + fixedSize <= bytes.count else { return nil }
    func integer(_ place: Int, _ size: Int) -> Int {
      (0..<size).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }
    let isBlock = integer(offset, 2) == 0x8B1F && integer(offset + 12, 2) == 0x4342
    guard isBlock else { throw BrokenFile() }
    let end = offset + integer(offset + 16, 2) + 1
    guard end <= bytes.count else { return nil }
    let textSize = integer(end - 4, 4)
    guard end - footerSize >= offset + fixedSize, textSize <= 1 << 16 else { throw BrokenFile() }
    return Block(
      payload: offset + fixedSize..<end - footerSize, textSize: textSize,
      checksum: UInt32(integer(end - 8, 4)))
  }
}
