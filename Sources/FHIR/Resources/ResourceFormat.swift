internal import ByteIO

/// How resources stand in a file.
package enum ResourceFormat: Sendable, Equatable {
  /// One resource a line (NDJSON).
  case lines
  /// One JSON document: a Bundle or a single resource.
  case document

  /// The format of a file, from its name and the beginning of its text.
  ///
  /// The ending `.ndjson` or `.jsonl` (before `.gz`) decides; otherwise lines are what begins and ends its
  /// first line with a brace and its second line with another.
  package static func of(fileName: String, beginning text: Span<UInt8>) -> ResourceFormat {
    var name = fileName.lowercased()[...]
    for ending in [".gz", ".bgz"] where name.hasSuffix(ending) {
      name = name.dropLast(ending.count)
    }
    if name.hasSuffix(".ndjson") || name.hasSuffix(".jsonl") { return .lines }
    var lines = LineScan(text)
    guard let first = lines.next(text), let second = lines.next(text) else { return .document }
    let opens = text[first.range.lowerBound] == UInt8(ascii: "{")
    let closes = text[first.range.upperBound - 1] == UInt8(ascii: "}")
    return opens && closes && text[second.range.lowerBound] == UInt8(ascii: "{")
      ? .lines : .document
  }

  /// How many records a text of lines has: its lines that are not blank.
  package static func recordCount(lines text: Span<UInt8>) -> Int {
    var lines = LineScan(text)
    var count = 0
    while lines.next(text) != nil { count += 1 }
    return count
  }
}

/// Finds the lines of a text that are not blank; a byte order mark at the beginning is no content.
struct LineScan {
  /// A line, without space around it.
  struct Line {
    /// The bytes from the first to the last that is no space.
    let range: Range<Int>
    /// Its number, from 0, blank lines counted.
    let number: Int
  }

  private var offset = 0
  private var number = 0

  init(_ text: Span<UInt8>) {
    if text.count >= 3, text[0] == 0xEF, text[1] == 0xBB, text[2] == 0xBF { offset = 3 }
  }

  /// The next line that is not blank; nil at the end of the text.
  mutating func next(_ text: Span<UInt8>) -> Line? {
    while offset < text.count {
      var start = offset
      var end = endOfLine(text, offset)
      offset = end + 1
      number += 1
      while start < end, isSpace(text[start]) { start += 1 }
      while end > start, isSpace(text[end - 1]) { end -= 1 }
      if start < end { return Line(range: start..<end, number: number - 1) }
    }
    return nil
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }

  /// The first line end from an offset on; the end of the text where there is none.
  private func endOfLine(_ text: Span<UInt8>, _ start: Int) -> Int {
    firstOffset(of: UInt8(ascii: "\n"), in: text, start..<text.count) ?? text.count
  }
}
