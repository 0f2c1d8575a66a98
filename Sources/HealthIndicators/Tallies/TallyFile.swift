internal import ByteIO

/// The tallies of a part of a table, in a file that is checked when it is opened.
package struct TallyFile: Sendable {
  /// One tally, and where the rest of it stands in the file.
  struct Piece: Sendable {
    let tally: Tally
    let signatures: Range<Int>
    let pairs: Int
    /// Where the pairs begin whose fingerprints begin with each byte.
    let directory: [Int]
  }

  private let path: String
  let pieces: [Piece]

  /// The tallies of a file; nil where there is none, or one that is not whole.
  package init?(path: String, _ plan: TallyPlan) {
    self.path = path
    var pieces: [Piece] = []
    do throws(ByteIOError) {
      let file = try FileBytes(path: path)
      var offset = 0
      while true {
        let start = try file.bytes(at: offset, upTo: 8 * TallyText.sizeCount)
        if start == Tally.endOfFile { break }
        guard let piece = try Self.piece(file, start, &offset, plan) else { return nil }
        pieces.append(piece)
      }
    } catch {
      return nil
    }
    self.pieces = pieces
  }

  private static func piece(
    _ file: FileBytes, _ start: [UInt8], _ offset: inout Int, _ plan: TallyPlan
  ) throws(ByteIOError) -> Piece? {
    let sizes = littleEndianWords(start.span)
    guard sizes.count == TallyText.sizeCount,
      sizes[..<3].allSatisfy({ $0 < 1 << 40 })
    else { return nil }
    let headSize = Int(sizes[0])
    let signatureSize = Int(sizes[1])
    let size = headSize + signatureSize + 16 * Int(sizes[2])
    let begin = offset + 8 * TallyText.sizeCount
    let body = try file.bytes(at: begin, upTo: size)
    let print = Fingerprint(body.span, 0..<body.count)
    guard body.count == size, print.high == sizes[3], print.low == sizes[4] else { return nil }
    var reading = TallyText(head: Array(body[..<headSize]))
    guard let (tally, directory) = reading.decode(plan) else { return nil }
    offset = begin + size
    return Piece(
      tally: tally, signatures: begin + headSize..<begin + headSize + signatureSize,
      pairs: begin + headSize + signatureSize, directory: directory)
  }

  /// The pairs of a piece whose fingerprints begin with some bytes.
  func pairs(
    of piece: Int, _ prefixes: Range<Int>
  ) throws(ByteIOError) -> [TallyBuilder.Pair] {
    let piece = pieces[piece]
    let begin = piece.directory[prefixes.lowerBound]
    let count = piece.directory[prefixes.upperBound] - begin
    guard count > 0 else { return [] }
    let bytes = try FileBytes(path: path).bytes(at: piece.pairs + 16 * begin, upTo: 16 * count)
    guard bytes.count == 16 * count else { throw Self.changed(path) }
    let words = littleEndianWords(bytes.span)
    return (0..<count).map { TallyBuilder.Pair(high: words[2 * $0], low: words[2 * $0 + 1]) }
  }

  /// The bytes of a piece's signatures.
  func signatures(of piece: Int) throws(ByteIOError) -> [UInt8] {
    let range = pieces[piece].signatures
    let bytes = try FileBytes(path: path).bytes(at: range.lowerBound, upTo: range.count)
    guard bytes.count == range.count else { throw Self.changed(path) }
    return bytes
  }

  private static func changed(_ path: String) -> ByteIOError {
    ByteIOError(.truncated, "the file was cut off while it was read", path: path)
  }
}

extension Tally {
  /// The bytes of the tally, to be appended to a file.
  package var encoded: [UInt8] { TallyText.encode(self) }

  /// What stands behind the last tally of a file, so that one that was cut off is not taken for whole.
  package static let endOfFile = [UInt8](repeating: 0, count: 8 * TallyText.sizeCount)
}
