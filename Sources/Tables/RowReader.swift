/// Where one cell stands in a text.
package struct CellBounds: Sendable, BitwiseCopyable {
  /// The first byte of the cell's content; in a quoted cell the one after the quote.
  package let start: Int
  /// The byte past the content; in a quoted cell the closing quote.
  package let end: Int
  /// Whether the cell stands in quotes: an empty one is then an empty text, not a null.
  package let isQuoted: Bool
  /// Whether the content has doubled quotes, so that its bytes are not its text.
  package let hasDoubledQuotes: Bool

  /// The bytes of the content.
  package var range: Range<Int> { start..<end }
  /// Whether the cell is a null: nothing, without quotes.
  package var isNull: Bool { !isQuoted && start == end }
}

/// Decodes rows of CSV or TSV (RFC 4180; LF or CRLF; a byte order mark at the beginning) from text blocks.
///
/// `next` finds the cells of one row; they stay ranges of the text. A text may come in blocks: where the
/// last row of a block is not whole, `next` returns false and leaves `offset` at its beginning, so that
/// the caller can put the rest before the following block and call `beginBlock()`.
package struct RowReader: Sendable {
  /// What an empty line is.
  package enum EmptyLine: Sendable {
    /// Nothing: lines without content are passed over.
    case skipped
    /// A row with one null, as a table of one column has.
    case row
  }

  /// The cells of the row that was read last.
  package private(set) var cells: [CellBounds] = []
  /// The line, from 1, on which the row that was read last begins.
  package private(set) var line = 1
  /// The bytes of the row that was read last, without its line end; also after an error.
  package private(set) var rowRange = 0..<0
  /// Where the next row begins in the block.
  package private(set) var offset = 0
  private var nextLine = 1
  private let delimiter: UInt8
  private let columnCount: Int?
  private let emptyLine: EmptyLine

  /// A reader for a delimiter.
  ///
  /// - Parameters:
  ///   - columnCount: The number of cells that every row must have; nil takes any.
  ///   - emptyLine: What a line without content is.
  package init(
    delimiter: UInt8 = UInt8(ascii: ","), columnCount: Int? = nil, emptyLine: EmptyLine = .skipped
  ) {
    self.delimiter = delimiter
    self.columnCount = columnCount
    self.emptyLine = emptyLine
  }

  /// Goes on at the beginning of a new block; line numbers go on.
  package mutating func beginBlock() {
    offset = 0
  }

  /// Reads the next row of a block.
  ///
  /// - Parameter isFinal: Whether the text ends with this block, so that its last row needs no line end.
  /// - Returns: False where no whole row is left.
  /// - Throws: A fault of one row; the reader then stands after that row and can go on.
  /// - Complexity: O(n) in the length of the row.
  package mutating func next(
    _ text: Span<UInt8>, isFinal: Bool = true
  ) throws(TableError) -> Bool {
    if nextLine == 1, offset == 0, text.count >= 3, text[0] == 0xEF, text[1] == 0xBB,
      text[2] == 0xBF
    {
      offset = 3
    }
    while offset < text.count {
      var scan = RowScan(start: offset, delimiter: delimiter)
      cells.removeAll(keepingCapacity: true)
      scan.readRow(text, isFinal: isFinal, into: &cells)
      guard let end = scan.end else { return false }
      line = nextLine
      rowRange = offset..<end
      offset = scan.offset
      nextLine += scan.lineEnds
      if let fault = scan.fault {
        throw TableError(fault, fault.rowMessage, line: line, column: cells.count)
      }
      if rowRange.isEmpty && emptyLine == .skipped { continue }
      if let columnCount, columnCount != cells.count {
        throw TableError(
          .columnCount,
          "the row has \(cells.count) cells where the table has \(columnCount) columns;"
            + " look for a missing or extra delimiter, or a cell that should be quoted", line: line)
      }
      return true
    }
    return false
  }

  /// Appends the text of a cell, doubled quotes resolved; a null appends nothing.
  package static func appendText(
    _ cell: CellBounds, in text: Span<UInt8>, to output: inout [UInt8]
  ) {
    let content = text.extracting(cell.range)
    var index = 0
    output.append(addingCapacity: content.count) { (free: inout OutputSpan<UInt8>) in
      while index < content.count {
        free.append(content[index])
        index += cell.hasDoubledQuotes && content[index] == UInt8(ascii: "\"") ? 2 : 1
      }
    }
  }

  /// The text of a cell; nil for a null.
  package static func string(_ cell: CellBounds, in text: Span<UInt8>) -> String? {
    if cell.isNull { return nil }
    var bytes: [UInt8] = []
    appendText(cell, in: text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension TableError.Code {
  fileprivate var rowMessage: String {
    switch self {
    case .unterminatedQuote:
      "the text ends inside a quoted cell; close the quote, or look for a truncated file"
    default:
      "a quote stands where none may; quote the whole cell and double the quotes in it"
    }
  }
}
