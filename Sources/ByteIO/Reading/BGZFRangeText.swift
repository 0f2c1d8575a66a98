/// Pieces of the text of blocks that were inflated whole.
extension TextBlock {
  /// Some lines of the text, behind the same room, with their places.
  ///
  /// - Parameter pieces: Ascending and disjoint, counted from ``start``.
  /// - Throws: `corrupted` when a piece begins or ends within a line, so that its bounds are not those
  ///   of records of this file.
  consuming func keepingLines(
    _ pieces: [Range<Int>], path: String
  ) throws(ByteIOError) -> TextBlock {
    var kept: [UInt8] = []
    kept.reserveCapacity(pieces.reduce(start) { $0 + $1.count })
    kept.append(contentsOf: repeatElement(0, count: start))
    var keptOrigins: [TextOrigin] = []
    var part = 0
    for piece in pieces {
      let range = start + piece.lowerBound..<start + piece.upperBound
      while part + 1 < origins.count, origins[part + 1].textOffset <= range.lowerBound { part += 1 }
      // Before the first byte of a block stands one of another place; behind the last of the text,
      // the range may go on.
      let isAfterLine =
        origins[part].textOffset == range.lowerBound || text[range.lowerBound - 1] == 0x0A
      let endsLine = range.upperBound == text.count || text[range.upperBound - 1] == 0x0A
      guard isAfterLine, endsLine else {
        let bound = isAfterLine ? range.upperBound : range.lowerBound
        throw .notOfThisFile(
          "a place that it names is within a line", path: path,
          offset: origins.virtualOffset(of: bound) >> 16)
      }
      while part < origins.count, origins[part].textOffset < range.upperBound {
        let begin = max(origins[part].textOffset, range.lowerBound)
        keptOrigins.append(
          TextOrigin(
            textOffset: kept.count + begin - range.lowerBound,
            virtualOffset: origins[part].virtualOffset + UInt64(begin - origins[part].textOffset)))
        part += 1
      }
      part = max(part - 1, 0)
      kept.append(contentsOf: text[range])
    }
    return TextBlock(text: kept, start: start, origins: keptOrigins)
  }
}
