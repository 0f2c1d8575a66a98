package import CVectors

/// Encodes rows as CSV or TSV (RFC 4180 with LF line ends) into bytes.
///
/// A null is nothing between delimiters, an empty text is `""`; a text with a delimiter, quote or line
/// end is quoted. Numbers are written in Swift's shortest spelling that reads back as the same value.
package struct RowWriter: Sendable {
  /// What has been written; always whole rows after `endRow()`.
  package private(set) var bytes: [UInt8] = []
  /// The number of rows that were ended.
  package private(set) var rowCount = 0
  private let delimiter: UInt8
  private var isAtRowStart = true

  /// A writer that separates cells by a delimiter.
  package init(delimiter: UInt8 = UInt8(ascii: ",")) {
    self.delimiter = delimiter
  }

  /// Hands over what has been written and begins anew; the row count goes on.
  package mutating func takeBytes() -> [UInt8] {
    let taken = bytes
    bytes = []
    return taken
  }

  /// A place between two rows, to which a writer can go back.
  package struct Mark: Sendable {
    fileprivate let byteCount: Int
    fileprivate let rowCount: Int
  }

  /// Where the writer stands; valid until bytes are taken.
  package var mark: Mark { Mark(byteCount: bytes.count, rowCount: rowCount) }

  /// Takes back all that was written since a mark between two rows.
  package mutating func restore(_ mark: Mark) {
    bytes.removeLast(bytes.count - mark.byteCount)
    rowCount = mark.rowCount
    isAtRowStart = true
  }

  /// Makes room for a number of bytes.
  package mutating func reserveCapacity(_ count: Int) {
    bytes.reserveCapacity(count)
  }

  /// Ends the row.
  package mutating func endRow() {
    bytes.append(UInt8(ascii: "\n"))
    isAtRowStart = true
    rowCount += 1
  }

  /// Appends a null.
  package mutating func appendNull() {
    beginCell()
  }

  /// Appends a text, or a null.
  package mutating func append(_ text: String?) {
    guard let text else { return appendNull() }
    let utf8 = text.utf8Span.span
    append(utf8, 0..<utf8.count)
  }

  /// Appends a whole number, or a null.
  package mutating func append(_ value: Int?) {
    beginCell()
    if let value { append(plain: value) }
  }

  /// Appends a number in its shortest spelling, or a null.
  package mutating func append(_ value: Double?) {
    beginCell()
    guard let value else { return }
    // Whole numbers are spelled faster as such; those from here on have an exponent.
    if value.magnitude < 1e15, value.rounded(.towardZero) == value, value != 0 {
      append(plain: Int(value))
      bytes.append(UInt8(ascii: "."))
      bytes.append(UInt8(ascii: "0"))
    } else {
      append(plain: value.description)
    }
  }

  /// Appends `true` or `false`, or a null.
  package mutating func append(_ value: Bool?) {
    beginCell()
    if let value { append(plain: value ? "true" : "false") }
  }

  /// Appends cells that a writer with the same delimiter has written, for what stands in many rows alike.
  ///
  /// - Parameter cells: Its bytes, without an end of a row.
  package mutating func append(written cells: [UInt8]) {
    beginCell()
    append(bytes: cells.span)
  }

  /// Appends UTF-8 bytes as a text.
  package mutating func append(_ text: [UInt8]) {
    append(text.span, 0..<text.count)
  }

  /// Appends the UTF-8 bytes of a range as a text.
  package mutating func append(_ text: Span<UInt8>, _ range: Range<Int>) {
    beginCell()
    let cell = text.extracting(range)
    if !appendPlain(cell) { appendQuoted(cell) }
  }

  /// Appends a row of cells that are ranges of a text.
  ///
  /// - Returns: Whether it did; not where a cell must be quoted or has escapes, and nothing was written then.
  package mutating func appendPlainRow(_ text: Span<UInt8>, _ cells: [text_cell]) -> Bool {
    precondition(isAtRowStart, "a row within a row")
    var room = 3 * cells.count + Int(PLAIN_ROW_SLACK)
    for cell in cells {
      guard cell.start <= cell.end else { return false }
      room += Int(cell.end - cell.start)
    }
    makeRoom(room)
    var isWritten = false
    let delimiter = delimiter
    bytes.append(addingCapacity: room) { (free: inout OutputSpan<UInt8>) in
      // SAFETY: there is room for the cells, their quotes and delimiters, and what the kernel writes behind; it reads
      // within the text.
      unsafe free.withUnsafeMutableBufferPointer { free, count in
        unsafe text.withUnsafeBufferPointer { text in
          unsafe cells.withUnsafeBufferPointer { cells in
            let written = unsafe write_plain_row(
              text.baseAddress, text.count, cells.baseAddress, cells.count, delimiter,
              free.baseAddress)
            isWritten = (0...room).contains(written)
            count = isWritten ? written : 0
          }
        }
      }
    }
    if isWritten { rowCount += 1 }
    return isWritten
  }

  /// Makes room for bytes that are appended at once; more than asked for, so that most need not ask.
  private mutating func makeRoom(_ count: Int) {
    guard bytes.capacity - bytes.count < count else { return }
    bytes.reserveCapacity(max(bytes.count + count, 2 * bytes.capacity))
  }

  /// Appends a cell as it stands unless it must be quoted.
  private mutating func appendPlain(_ cell: Span<UInt8>) -> Bool {
    guard !cell.isEmpty else { return false }
    var isPlain = false
    let delimiter = delimiter
    makeRoom(cell.count)
    bytes.append(addingCapacity: cell.count) { (free: inout OutputSpan<UInt8>) in
      // SAFETY: there is room for as many bytes as the cell has, and the kernel writes no more.
      unsafe free.withUnsafeMutableBufferPointer { free, count in
        unsafe cell.withUnsafeBufferPointer { cell in
          isPlain = unsafe copy_plain_cell(
            cell.baseAddress, cell.count, delimiter, free.baseAddress)
          count = isPlain ? cell.count : 0
        }
      }
    }
    return isPlain
  }

  private mutating func append(plain value: Int) {
    // The last digit comes first.
    var digits = InlineArray<19, UInt8>(repeating: 0)
    var first = digits.count
    var rest = value.magnitude
    repeat {
      first -= 1
      digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    append(bytes: digits.span.extracting(first..<digits.count))
  }

  private mutating func append(plain text: String) { append(bytes: text.utf8Span.span) }

  private mutating func append(bytes text: Span<UInt8>) {
    // SAFETY: the bytes are copied while the span is alive.
    unsafe text.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
  }

  private mutating func appendQuoted(_ cell: Span<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    for index in cell.indices {
      let byte = cell[index]
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func beginCell() {
    if isAtRowStart {
      isAtRowStart = false
    } else {
      bytes.append(delimiter)
    }
  }
}
