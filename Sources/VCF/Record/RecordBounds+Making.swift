/// Bounds of lines that were written, not read.
extension RecordBounds {
  /// Bounds from the places of a line's tabs.
  ///
  /// - Parameters:
  ///   - start: Offset of the first byte.
  ///   - end: Offset behind the last byte, without the line end.
  ///   - tabs: Offsets of the first nine tabs; `end` for those that are absent.
  ///   - line: The line within the chunk of the record it was made from.
  ///   - position: POS.
  package init(
    start: Int, end: Int, tabs: InlineArray<9, UInt32>, line: UInt32, position: Int
  ) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.end = UInt32(truncatingIfNeeded: end)
    self.line = line
    self.position = Int32(truncatingIfNeeded: position)
    self.tabs = tabs
  }

  /// The bounds of the same bytes where they stand a distance farther on, in a text whose first line has another
  /// number.
  ///
  /// A line before the first of that text has a negative number, which ``lineInChunk`` gives.
  package func moved(by distance: Int, lines: Int) -> RecordBounds {
    func shifted(_ offset: UInt32) -> UInt32 {
      UInt32(truncatingIfNeeded: Int(offset) + distance)
    }
    var tabs = tabs
    for index in tabs.indices { tabs[index] = shifted(tabs[index]) }
    return RecordBounds(
      start: Int(shifted(start)), end: Int(shifted(end)), tabs: tabs,
      line: UInt32(truncatingIfNeeded: lineInChunk + lines), position: Int(position))
  }

  /// The line within its chunk, from 0; negative for a record that came from the chunk before.
  package var lineInChunk: Int { Int(Int32(bitPattern: line)) }
}
