import ByteIO
import Foundation

/// Packed files that are much smaller than what they hold.
extension FoundInput {
  #if DEBUG
    private static let many = 30_000
  #else
    private static let many = 300_000
  #endif

  static let packings = [
    FoundInput("many BGZF blocks without text") {
      let text = variants(["1 5 . A C . . ."]).bytes
      let packed = try Packing.bgzf(text, blockSize: BGZFCompressor.textSize)
      var bytes = Array(packed.dropLast(28))
      for _ in 0..<many { bytes += BGZFCompressor.endOfFile }
      return FuzzInput(kind: .variants, bytes: bytes, text: text)
    },
    FoundInput("many gzip members without text") {
      let text = variants(["1 5 . A C . . ."]).bytes
      var bytes = try Packing.gzip(text, memberSize: BGZFCompressor.textSize)
      let empty = try Packing.gzip([], memberSize: 1)
      for _ in 0..<many { bytes += empty }
      return FuzzInput(kind: .variants, bytes: bytes, text: text)
    },
    FoundInput("damaged gzip of which the library gives more back than it was given") {
      let text =
        "H4sIAAAAAAAA/y3Jy4qDMBgG0PXvUwy41fAlxlZTXIS0sYJtOurMPkwVBOeC1a768EOhq5M4YTiMUz/8zt9+"
        + "KT6NvUsmgjA0fr31brB+nNa5L67r3zR++aW/vt39PPqfJQjNsXEnuriWqj01B0u67uj9Q9dko7o7NFSdrSPr"
        + "mpPu6FgCyDcvtwEnLhKabzzDNpESz8hQSRygi25b0udC8EzutCmEzHfaFmCcU9mpfKvKmvCAAkMKFYPxJIrB"
        + "0iyKE7YRhAdXnAFQsWAyfR4QxSkDgn8RHDFG7gAAAA=="
      return FuzzInput(
        kind: .variants, bytes: Array(Data(base64Encoded: text) ?? Data()), text: nil)
    },
    // The longest line that is read has 128 MiB, and room is made for as much again.
    FoundInput("a line of 300 MB that packs to little", memory: 320) { try bomb(lineEnds: false) },
    FoundInput("300 MB of lines at one position that pack to little", memory: 320) {
      try bomb(lineEnds: true)
    },
    FoundInput("a header of 200 MB that packs to little") {
      let unit = Array(repeatElement(Array("##a=1\n".utf8), count: 10_000).joined())
      let head = Array("##fileformat=VCFv4.3\n".utf8)
      return try packed(head, unit, repeated: 3300)
    },
  ]

  private static func bomb(lineEnds: Bool) throws -> FuzzInput {
    let head = variants([]).bytes + Array("1\t5\t".utf8)
    let line = [UInt8](repeating: 0x41, count: 58) + Array((lineEnds ? "\n1\t5\t" : "AAAAA").utf8)
    return try packed(head, Array(repeatElement(line, count: 1000).joined()), repeated: 4800)
  }

  /// BGZF of a text and of a unit many times; the unit's blocks are made once.
  private static func packed(
    _ head: [UInt8], _ unit: [UInt8], repeated count: Int
  ) throws -> FuzzInput {
    var bytes = Array(try Packing.bgzf(head, blockSize: BGZFCompressor.textSize).dropLast(28))
    let blocks = Array(try Packing.bgzf(unit, blockSize: BGZFCompressor.textSize).dropLast(28))
    for _ in 0..<count { bytes += blocks }
    return FuzzInput(
      kind: .variants, bytes: bytes + BGZFCompressor.endOfFile, text: nil)
  }
}
