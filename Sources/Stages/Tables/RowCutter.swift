internal import ByteIO
internal import PipelineModel
internal import Tables

/// Cuts the text of files into chunks of whole rows, reads their headers, and watches over unique columns.
///
/// A row may span lines, since cells in quotes may; so rows are found by reading them.
struct RowCutter {
  private let paths: [String]
  private let columns: [ContractedColumn]
  private let delimiter: UInt8?
  /// Most bytes of a row that is not whole: beyond, a quote was not closed.
  private static let maximumRowLength = 16 << 20

  private var rest = TextBlock(text: [], origins: [])
  private var isOpen = false
  private var usedDelimiter = UInt8(ascii: ",")
  private var reader = RowReader()
  private var layout: TableLayout?
  private var headerLines = 0
  private var nextIndex = 0
  /// Fingerprints of the values seen in each unique column.
  private var seen: [Int: Set<Fingerprint>]

  init(paths: [String], columns: [ContractedColumn], delimiter: UInt8?) {
    self.paths = paths
    self.columns = columns
    self.delimiter = delimiter
    let unique = columns.indices.filter { columns[$0].contract.isUnique }
    seen = Dictionary(uniqueKeysWithValues: unique.map { ($0, []) })
  }

  /// Takes a piece of a file; returns the rows that are complete with it, nil where there are none.
  mutating func append(_ piece: TextPiece) throws(StageError) -> TableChunk? {
    switch piece {
    case .text(let file, let block):
      if !isOpen { begin(file) }
      let carried = rest.text.count
      rest.text += block.text
      rest.origins += block.origins.map {
        TextOrigin(textOffset: $0.textOffset + carried, virtualOffset: $0.virtualOffset)
      }
      return try cut(file, isFinal: false)
    case .end(let file):
      defer { end() }
      let chunk = try cut(file, isFinal: true)
      guard let layout else {
        throw StageError(
          .input, "the file has no header line", remedy: "name the columns on the first line",
          file: paths[file], line: 1)
      }
      if chunk != nil || nextIndex > 0 { return chunk }
      // A file without rows still is a shard with a header.
      return TableChunk(
        text: TextChunk(index: 0, text: [], origins: []), fileIndex: file, lineCount: 0,
        precedingLines: headerLines, expectedRecords: 0, layout: layout, repeated: [:])
    }
  }

  private mutating func begin(_ file: Int) {
    var name = paths[file].lowercased()[...]
    for ending in [".gz", ".bgz"] where name.hasSuffix(ending) {
      name = name.dropLast(ending.count)
    }
    let isTabbed = name.hasSuffix(".tsv") || name.hasSuffix(".tab")
    usedDelimiter = delimiter ?? UInt8(ascii: isTabbed ? "\t" : ",")
    reader = RowReader(delimiter: usedDelimiter)
    isOpen = true
  }

  private mutating func end() {
    rest = TextBlock(text: [], origins: [])
    layout = nil
    headerLines = 0
    nextIndex = 0
    isOpen = false
  }

  private mutating func cut(_ file: Int, isFinal: Bool) throws(StageError) -> TableChunk? {
    let block = rest
    let text = block.text.span
    reader.beginBlock()
    if layout == nil {
      guard try readHeader(file, text, isFinal: isFinal) else { return nil }
    }
    guard let layout else { return nil }
    let start = reader.offset
    var rows = 0
    var repeated: [Int: Int] = [:]
    while nextRow(text, isFinal: isFinal) {
      if !seen.isEmpty, reader.cells.count == layout.columnCount,
        let column = repeatedColumn(layout, text)
      {
        repeated[rows] = column
      }
      rows += 1
    }
    let end = reader.offset
    rest = block.droppingFirst(end)
    guard rest.text.count <= Self.maximumRowLength else {
      throw StageError(
        .input, "a row is longer than \(Self.maximumRowLength >> 20) MiB",
        remedy: "look for a quote that is not closed", file: paths[file],
        offset: TextChunk(index: 0, text: [], origins: rest.origins).virtualOffset(of: 0))
    }
    return chunk(file, block, start..<end, rows, layout, repeated)
  }

  private mutating func chunk(
    _ file: Int, _ block: TextBlock, _ range: Range<Int>, _ rows: Int, _ layout: TableLayout,
    _ repeated: [Int: Int]
  ) -> TableChunk? {
    if range.isEmpty { return nil }
    var whole = block.droppingFirst(range.lowerBound)
    whole.text.removeLast(whole.text.count - range.count)
    whole.origins.removeAll { $0.textOffset > range.count }
    let newlines = count(of: UInt8(ascii: "\n"), in: whole.text.span, 0..<range.count)
    let isOpen = whole.text.last != UInt8(ascii: "\n")
    defer { nextIndex += 1 }
    return TableChunk(
      text: TextChunk(index: nextIndex, text: whole.text, origins: whole.origins),
      fileIndex: file, lineCount: newlines + (isOpen ? 1 : 0),
      precedingLines: nextIndex == 0 ? headerLines : 0, expectedRecords: rows, layout: layout,
      repeated: repeated)
  }

  /// Steps over a row, also one that is broken: its fault is found again, and told, when it is checked.
  private mutating func nextRow(_ text: Span<UInt8>, isFinal: Bool) -> Bool {
    do throws(TableError) {
      return try reader.next(text, isFinal: isFinal)
    } catch {
      return true
    }
  }

  private mutating func repeatedColumn(_ layout: TableLayout, _ text: Span<UInt8>) -> Int? {
    var found: Int?
    for column in columns.indices where columns[column].contract.isUnique {
      let cell = reader.cells[layout.places[column]]
      if cell.isNull { continue }
      var bytes: [UInt8] = []
      RowReader.appendText(cell, in: text, to: &bytes)
      let isNew = seen[column, default: []].insert(
        Fingerprint(bytes.span, 0..<bytes.count)
      ).inserted
      if !isNew, found == nil { found = column }
    }
    return found
  }

  /// Reads the header; false where the block ends before it does.
  private mutating func readHeader(
    _ file: Int, _ text: Span<UInt8>, isFinal: Bool
  ) throws(StageError) -> Bool {
    do throws(TableError) {
      guard try reader.next(text, isFinal: isFinal) else { return false }
    } catch {
      throw StageError(.input, error.message, file: paths[file], line: error.line)
    }
    headerLines = count(of: UInt8(ascii: "\n"), in: text, 0..<reader.offset)
    let names = reader.cells.map { RowReader.string($0, in: text) ?? "" }
    var places: [Int] = []
    for column in columns {
      let found = names.indices.filter { names[$0] == column.name }
      guard found.count == 1, let place = found.first else {
        throw StageError(
          .contract,
          found.isEmpty
            ? "the header has no column \"\(column.name)\" among its \(names.count)"
            : "the header names \"\(column.name)\" \(found.count) times",
          remedy: names.count == 1
            ? "look at the file's delimiter, or set \"delimiter\""
            : "compare the header with \"columns\"", file: paths[file], line: reader.line)
      }
      places.append(place)
    }
    layout = TableLayout(columnCount: names.count, places: places, delimiter: usedDelimiter)
    return true
  }
}
