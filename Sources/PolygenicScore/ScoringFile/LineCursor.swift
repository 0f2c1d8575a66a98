internal import ByteIO

/// Walks over the lines of a text: ranges without their line ends (LF or CRLF), numbered from 1.
struct LineCursor {
  private let bytes: [UInt8]
  private(set) var offset = 0
  /// The number of the line that `next` returned last.
  private(set) var lineNumber = 0

  init(_ bytes: [UInt8], offset: Int = 0, lineNumber: Int = 0) {
    self.bytes = bytes
    self.offset = offset == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : offset
    self.lineNumber = lineNumber
  }

  /// The next line; nil after the last one.
  mutating func next() -> Range<Int>? {
    let bytes = self.bytes
    let span = bytes.span
    guard offset < span.count else { return nil }
    let start = offset
    var end = firstOffset(of: UInt8(ascii: "\n"), in: span, start..<span.count) ?? span.count
    offset = end + 1
    lineNumber += 1
    if end > start, span[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<end
  }
}
