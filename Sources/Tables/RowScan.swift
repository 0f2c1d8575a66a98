/// One pass over one row.
struct RowScan {
  /// Where reading stands; in the end after the row's line end.
  var offset: Int
  /// Where the row ends, its line end not counted; nil where the block ends before the row does.
  var end: Int?
  /// The line ends in and after the row.
  var lineEnds = 0
  /// What is wrong with the row.
  var fault: TableError.Code?
  let delimiter: UInt8

  init(start: Int, delimiter: UInt8) {
    offset = start
    self.delimiter = delimiter
  }

  mutating func readRow(_ text: Span<UInt8>, isFinal: Bool, into cells: inout [CellBounds]) {
    while true {
      if offset < text.count, text[offset] == UInt8(ascii: "\"") {
        guard let cell = quotedCell(text, isFinal: isFinal) else { return }
        cells.append(cell)
      } else {
        cells.append(plainCell(text))
      }
      if fault != nil { return skipLine(text, isFinal: isFinal) }
      if offset < text.count, text[offset] == delimiter {
        offset += 1
        continue
      }
      return endRow(text, isFinal: isFinal)
    }
  }

  /// Steps over the line end that stands here, or notes that the block ends first.
  private mutating func endRow(_ text: Span<UInt8>, isFinal: Bool) {
    if offset == text.count {
      if isFinal { end = offset }
      return
    }
    let past = offset + (text[offset] == UInt8(ascii: "\r") ? 2 : 1)
    guard past <= text.count || isFinal else { return }
    end = offset
    offset = min(past, text.count)
    lineEnds += 1
  }

  private mutating func skipLine(_ text: Span<UInt8>, isFinal: Bool) {
    while offset < text.count, text[offset] != UInt8(ascii: "\n") { offset += 1 }
    endRow(text, isFinal: isFinal)
  }

  private func isLineEnd(_ text: Span<UInt8>, _ offset: Int) -> Bool {
    if offset == text.count || text[offset] == UInt8(ascii: "\n") { return true }
    return text[offset] == UInt8(ascii: "\r")
      && (offset + 1 == text.count || text[offset + 1] == UInt8(ascii: "\n"))
  }

  private mutating func plainCell(_ text: Span<UInt8>) -> CellBounds {
    let start = offset
    var index = offset
    while index < text.count {
      let byte = text[index]
      if byte == delimiter || byte == UInt8(ascii: "\n") { break }
      if byte == UInt8(ascii: "\r"), isLineEnd(text, index) { break }
      if byte == UInt8(ascii: "\"") && delimiter != UInt8(ascii: "\t") { fault = .strayQuote }
      if fault != nil { break }
      index &+= 1
    }
    offset = index
    return CellBounds(start: start, end: index, isQuoted: false, hasDoubledQuotes: false)
  }

  /// Reads a cell in quotes; nil where the block ends inside it and another block may follow.
  private mutating func quotedCell(_ text: Span<UInt8>, isFinal: Bool) -> CellBounds? {
    let start = offset + 1
    var index = start
    var hasDoubledQuotes = false
    while index < text.count {
      let byte = text[index]
      if byte == UInt8(ascii: "\n") { lineEnds += 1 }
      guard byte == UInt8(ascii: "\"") else {
        index &+= 1
        continue
      }
      if index + 1 < text.count, text[index + 1] == UInt8(ascii: "\"") {
        hasDoubledQuotes = true
        index &+= 2
        continue
      }
      offset = index + 1
      if !isLineEnd(text, offset) && text[offset] != delimiter { fault = .strayQuote }
      return CellBounds(
        start: start, end: index, isQuoted: true, hasDoubledQuotes: hasDoubledQuotes)
    }
    offset = text.count
    guard isFinal else { return nil }
    fault = .unterminatedQuote
    return CellBounds(start: start, end: index, isQuoted: true, hasDoubledQuotes: false)
  }
}
