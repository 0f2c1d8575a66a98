internal import ByteIO

/// Walks over the lines of a table with tabs between its cells. The same text must be given at every step.
struct TabbedLine {
  /// The number of the line, from 1.
  private(set) var number: Int
  /// How many cells it has.
  private(set) var count = 0
  private var start = 0
  private var next: Int
  private var ends: [Int]

  /// - Parameters:
  ///   - offset: Where the first line begins.
  ///   - number: The number of the line before.
  ///   - columns: How many cells lines are expected to have; they may have any other number.
  init(from offset: Int, after number: Int, columns: Int) {
    self.number = number
    next = offset
    ends = Array(repeating: 0, count: columns + 1)
  }

  /// Goes on to the next line; false behind the last.
  mutating func advance(_ text: Span<UInt8>) -> Bool {
    guard next < text.count else { return false }
    start = next
    count = findCellEnds(text, from: start, separatedBy: UInt8(ascii: "\t"), into: &ends)
    next = ends[count &- 1] &+ 1
    number &+= 1
    return true
  }

  /// Whether nothing stands in it, or a remark only.
  func isSkipped(_ text: Span<UInt8>) -> Bool {
    let first = text[start]
    return first == UInt8(ascii: "#") || first == UInt8(ascii: "\n")
      || (first == UInt8(ascii: "\r") && ends[0] == start + 1)
  }

  /// Where a cell stands, without the blanks around it; empty for one that the line does not have.
  @inline(__always)
  func cell(_ column: Int, _ text: Span<UInt8>) -> Range<Int> {
    guard column < count else { return 0..<0 }
    var start = column == 0 ? start : ends[column &- 1] &+ 1
    var end = ends[column]
    while start < end, text[start] <= 0x20 { start &+= 1 }
    while start < end, text[end &- 1] <= 0x20 { end &-= 1 }
    return start..<end
  }
}
