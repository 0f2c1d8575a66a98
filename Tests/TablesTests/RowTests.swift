import Tables
import TestSupport
import Testing

private func rows(
  _ text: String, delimiter: String = ",", emptyLine: RowReader.EmptyLine = .skipped
) throws -> [[String?]] {
  let bytes = Array(text.utf8)
  var reader = RowReader(delimiter: Array(delimiter.utf8)[0], emptyLine: emptyLine)
  var rows: [[String?]] = []
  while try reader.next(bytes.span) {
    rows.append(reader.cells.map { RowReader.string($0, in: bytes.span) })
  }
  return rows
}

/// Whether a reader found a row; spans cannot be named within an expectation.
func isRow(_ read: () throws -> Bool) rethrows -> Bool { try read() }

@Suite("Rows of CSV and TSV")
struct RowTests {
  @Test("nulls, empty texts, quotes, delimiters and line ends are written as RFC 4180 says")
  func writing() {
    var writer = RowWriter()
    writer.append("a")
    writer.append(nil as String?)
    writer.append("")
    writer.append("b,c")
    writer.append("d\"e")
    writer.append("f\ng")
    writer.append(-12)
    writer.append(0.1)
    writer.append(1e-7)
    writer.append(true)
    writer.endRow()
    let text = String(decoding: writer.bytes, as: UTF8.self)
    #expect(text == "a,,\"\",\"b,c\",\"d\"\"e\",\"f\ng\",-12,0.1,1e-07,true\n")
    #expect(writer.rowCount == 1)
  }

  @Test("whole numbers are written as the library writes them")
  func wholeNumbers() {
    var numbers = [0, 9, 10, -1, 99, -100, Int.max, Int.min]
    var random = SeededGenerator(seed: 2)
    for bits in 1..<64 {
      numbers.append(Int.random(in: -(1 << (bits - 1))...(1 << (bits - 1) - 1), using: &random))
    }
    var writer = RowWriter()
    for number in numbers { writer.append(number) }
    writer.endRow()
    #expect(
      String(decoding: writer.bytes, as: UTF8.self) == numbers.map(String.init).joined(
        separator: ",") + "\n")
  }

  @Test("numbers are written as the library writes them")
  func numbers() {
    var numbers = [0.0, -0.0, 1, -1, 0.5, 1e15, -1e15, 1e15 - 1, 1e16, 1e300, .nan, .infinity]
    var random = SeededGenerator(seed: 3)
    for exponent in -20..<60 {
      let scale = exponent < 0 ? 1 / Double(1 << -exponent) : Double(1 << exponent)
      for _ in 0..<20 {
        let number = Double.random(in: -scale...scale, using: &random)
        numbers += [number, number.rounded(), number.nextUp]
      }
    }
    var writer = RowWriter()
    for number in numbers { writer.append(number) }
    writer.endRow()
    #expect(
      String(decoding: writer.bytes, as: UTF8.self) == numbers.map(\.description).joined(
        separator: ",") + "\n")
  }

  @Test("cells written before are written again")
  func writtenCells() {
    var cells = RowWriter()
    cells.append("a,b")
    cells.append(nil as Int?)
    let bytes = cells.takeBytes()
    var writer = RowWriter()
    for _ in 0..<2 {
      writer.append(written: bytes)
      writer.append(1)
      writer.append(written: bytes)
      writer.endRow()
    }
    let row = "\"a,b\",,1,\"a,b\",\n"
    #expect(String(decoding: writer.bytes, as: UTF8.self) == row + row)
  }

  @Test("a writer goes back to a mark between rows")
  func marks() {
    var writer = RowWriter()
    writer.append(1)
    writer.endRow()
    let mark = writer.mark
    writer.append(2)
    writer.restore(mark)
    writer.append(3)
    writer.endRow()
    #expect(String(decoding: writer.bytes, as: UTF8.self) == "1\n3\n")
    #expect(writer.rowCount == 2)
  }

  @Test(
    "rows are read as RFC 4180 says",
    arguments: [
      ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]), ("a,b\r\nc,d", [["a", "b"], ["c", "d"]]),
      ("\u{FEFF}a,b\n", [["a", "b"]]), ("\"a,\"\"b\"\"\nc\",\n", [["a,\"b\"\nc", nil]]),
      (",\"\"\n", [[nil, ""]]), ("a\n\n\nb\n", [["a"], ["b"]]),
      ("a,b\n\"c\"", [["a", "b"], ["c", nil]]),
      ("é,😀\n", [["é", "😀"]]), ("a\rb,c\n", [["a\rb", "c"]]), ("a,b\r", [["a", "b"]]),
      ("\"\r\n\"\r\n", [["\r\n"]]),
    ] as [(String, [[String?]])])
  func reading(text: String, expected: [[String?]]) throws {
    if text == "a,b\n\"c\"" {
      #expect(try rows(text) == [["a", "b"], ["c"]])
    } else {
      #expect(try rows(text) == expected)
    }
  }

  @Test("an empty line is a null in a table of one column")
  func emptyLines() throws {
    #expect(try rows("a\n\nb\n", emptyLine: .row) == [["a"], [nil], ["b"]])
  }

  @Test(
    "a broken row is refused with its line and column, and reading goes on after it",
    arguments: [
      ("a,b\nc,d\"e,f\ng,h\n", TableError.Code.strayQuote, 2, 2),
      ("a,b\n\"c\"x,d\ng,h\n", .strayQuote, 2, 1), ("a,b\nc\ng,h\n", .columnCount, 2, nil),
      ("a,b\nc,d,e\ng,h\n", .columnCount, 2, nil),
      ("\"a\nb\",c\nd,e,f\ng,h\n", .columnCount, 3, nil),
    ] as [(String, TableError.Code, Int, Int?)])
  func brokenRows(text: String, code: TableError.Code, line: Int, column: Int?) throws {
    let bytes = Array(text.utf8)
    var reader = RowReader(columnCount: 2)
    #expect(try isRow { try reader.next(bytes.span) })
    let error = try #require(throws: TableError.self) { _ = try reader.next(bytes.span) }
    #expect(error.code == code)
    #expect(error.line == line)
    #expect(error.column == column)
    #expect(try isRow { try reader.next(bytes.span) })
    let cell = RowReader.string(reader.cells[0], in: bytes.span)
    #expect(cell == "g")
    #expect(try !isRow { try reader.next(bytes.span) })
  }

  @Test("a quote that is not closed is refused where its row begins")
  func unterminated() throws {
    let bytes = Array("a,b\nc,\"d\ne,f\n".utf8)
    var reader = RowReader(columnCount: 2)
    #expect(try isRow { try reader.next(bytes.span) })
    let error = try #require(throws: TableError.self) { _ = try reader.next(bytes.span) }
    #expect(error.code == .unterminatedQuote)
    #expect(error.line == 2)
    #expect(error.column == 2)
    #expect(try !isRow { try reader.next(bytes.span) })
  }

  @Test("in TSV a quote within a cell is content")
  func quotesInTSV() throws {
    #expect(try rows("5\" pipe\t\"a\tb\"\n", delimiter: "\t") == [["5\" pipe", "a\tb"]])
  }

  @Test("what is written is read back, whole and in blocks of any size", arguments: 0..<60)
  func roundTrip(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let delimiter: UInt8 = seed % 2 == 0 ? UInt8(ascii: ",") : UInt8(ascii: "\t")
    let columnCount = Int.random(in: 1...4, using: &random)
    let alphabet = Array("ab,\t\"\r\n é😀".unicodeScalars)
    var table: [[String?]] = []
    var writer = RowWriter(delimiter: delimiter)
    for _ in 0..<Int.random(in: 0..<20, using: &random) {
      var row: [String?] = []
      for _ in 0..<columnCount {
        var text = ""
        for _ in 0..<Int.random(in: 0..<6, using: &random) {
          text.unicodeScalars.append(alphabet.randomElement(using: &random)!)
        }
        row.append(Int.random(in: 0..<5, using: &random) == 0 ? nil : text)
      }
      for cell in row { writer.append(cell) }
      writer.endRow()
      table.append(row)
    }
    let bytes = writer.takeBytes()
    for size in [1, 2, 3, 7, max(bytes.count, 1)] {
      #expect(try read(bytes, blocksOf: size, delimiter, columnCount) == table)
    }
  }

  private func read(
    _ bytes: [UInt8], blocksOf size: Int, _ delimiter: UInt8, _ columnCount: Int
  ) throws -> [[String?]] {
    var reader = RowReader(delimiter: delimiter, columnCount: columnCount, emptyLine: .row)
    var rows: [[String?]] = []
    var rest: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      let end = min(start + size, bytes.count)
      let block = rest + bytes[start..<end]
      reader.beginBlock()
      while try reader.next(block.span, isFinal: end == bytes.count) {
        rows.append(reader.cells.map { RowReader.string($0, in: block.span) })
      }
      rest = Array(block[reader.offset...])
    }
    #expect(rest.isEmpty)
    return rows
  }

  @Test("random bytes are read or refused, and never crash", arguments: 0..<40)
  func noise(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let alphabet = Array("a,\"\n\r".utf8)
    let bytes = (0..<200).map { _ in alphabet.randomElement(using: &random)! }
    var reader = RowReader(columnCount: 3)
    var isDone = false
    while !isDone {
      let before = reader.offset
      do { isDone = try !reader.next(bytes.span) } catch { #expect(reader.offset > before) }
    }
  }
}
