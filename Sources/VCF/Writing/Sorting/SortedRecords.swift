package import ByteIO

/// Records in order, in pieces of whole lines.
package struct SortedRecords {
  enum Source {
    /// A text, and where its lines stand in their order.
    case memory([UInt8], [Range<Int>])
    /// Scratch files.
    case files(SortedRunMerger)
  }

  private var source: Source
  private let pieceSize: Int
  private var next = 0

  init(_ source: Source, pieceSize: Int) {
    self.source = source
    self.pieceSize = pieceSize
  }

  /// The next piece; nil behind the last.
  package mutating func nextPiece() throws(ByteIOError) -> [UInt8]? {
    switch source {
    case .memory(let text, let lines):
      var piece: [UInt8] = []
      while next < lines.count, piece.count < pieceSize {
        piece.append(text.span, lines[next])
        next += 1
      }
      return piece.isEmpty ? nil : piece
    case .files(var merger):
      defer { source = .files(merger) }
      return try merger.next(pieceSize)
    }
  }
}

/// Makes one order of scratch files that are each in order; records of one place come in the order of the files.
///
/// A file holds for each record its contig and position (four bytes each), the length of its line (eight), the lowest
/// byte first, and the line.
struct SortedRunMerger {
  private var readers: [SortedRunReader] = []
  /// Readers with a record, as a heap: the one whose record comes next stands first.
  private var heap: [Int] = []
  private let hasKeys: Bool

  /// - Parameter hasKeys: Whether pieces have the form of the files, or are lines alone.
  init(_ paths: [String], hasKeys: Bool) throws(ByteIOError) {
    self.hasKeys = hasKeys
    for path in paths {
      let reader = try SortedRunReader(path: path)
      readers.append(reader)
      if reader.key != nil {
        heap.append(readers.count - 1)
        rise(heap.count - 1)
      }
    }
  }

  /// Appends a record as the files hold it.
  static func append(
    _ key: RecordSorter.Key, _ text: Span<UInt8>, _ line: Range<Int>, to bytes: inout [UInt8]
  ) {
    let place =
      UInt64(UInt32(bitPattern: key.contig)) | UInt64(UInt32(bitPattern: key.position)) << 32
    bytes.append(littleEndian: place)
    bytes.append(littleEndian: UInt64(line.count))
    bytes.append(text, line)
  }

  /// The next records, of at least so many bytes unless they are the last; nil behind these.
  mutating func next(_ size: Int) throws(ByteIOError) -> [UInt8]? {
    var piece: [UInt8] = []
    while piece.count < size, let first = heap.first {
      let reader = readers[first]
      if hasKeys, let key = reader.key {
        Self.append(key, reader.text.span, reader.line, to: &piece)
      } else {
        piece.append(reader.text.span, reader.line)
      }
      try reader.advance()
      if reader.key == nil {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
      }
      sink()
    }
    return piece.isEmpty ? nil : piece
  }

  private func isBefore(_ left: Int, _ right: Int) -> Bool {
    guard let one = readers[left].key, let other = readers[right].key else { return false }
    return one == other ? left < right : one < other
  }

  private mutating func rise(_ place: Int) {
    var place = place
    while place > 0, isBefore(heap[place], heap[(place - 1) / 2]) {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  private mutating func sink() {
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2]
      where child < heap.count && isBefore(heap[child], heap[least]) {
        least = child
      }
      if least == place { return }
      heap.swapAt(place, least)
      place = least
    }
  }
}

/// Reads the records of one scratch file.
private final class SortedRunReader {
  private static let blockSize = 256 << 10
  private static let headSize = 16

  private(set) var text: [UInt8] = []
  /// The record at hand in ``text``.
  private(set) var line = 0..<0
  /// Its place; nil behind the last.
  private(set) var key: RecordSorter.Key?
  private let file: FileBytes
  private let path: String

  init(path: String) throws(ByteIOError) {
    self.path = path
    file = try FileBytes(path: path)
    try advance()
  }

  /// Goes to the next record.
  func advance() throws(ByteIOError) {
    var start = line.upperBound
    start = try fill(start, Self.headSize)
    guard start < text.count else {
      key = nil
      return
    }
    guard text.count - start >= Self.headSize else { throw cut }
    let place = word(text.span, at: start)
    let count = Int(clamping: word(text.span, at: start + 8))
    start = try fill(start, Self.headSize + count)
    guard text.count - start >= Self.headSize + count else { throw cut }
    key = RecordSorter.Key(
      contig: Int32(truncatingIfNeeded: place), position: Int32(truncatingIfNeeded: place >> 32))
    line = start + Self.headSize..<start + Self.headSize + count
  }

  /// Makes sure that bytes stand behind an offset, as far as the file has them, and says where the offset is now.
  private func fill(_ start: Int, _ count: Int) throws(ByteIOError) -> Int {
    if text.count - start >= count { return start }
    var rest = Array(text[start...])
    while rest.count < count {
      let more = try file.next(upTo: max(Self.blockSize, count - rest.count))
      if more.isEmpty { break }
      rest += more
    }
    text = rest
    return 0
  }

  private var cut: ByteIOError {
    ByteIOError(.truncated, "a scratch file ends within a record; run again", path: path)
  }
}
