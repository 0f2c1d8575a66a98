import Tables
import Testing

private let schema = TableSchema([
  Column("id", .string), Column("n", .integer), Column("x", .number), Column("ok", .boolean),
  Column("day", .date),
])

private func converted(_ text: String, to format: TableFormat, blocksOf size: Int) throws -> String
{
  var converter = TableConverter(schema, to: format)
  var output = converter.preamble
  let bytes = Array(text.utf8)
  for start in stride(from: 0, to: bytes.count, by: size) {
    let end = min(start + size, bytes.count)
    output += try converter.converted(Array(bytes[start..<end]), isFinal: end == bytes.count)
  }
  return String(decoding: output, as: UTF8.self)
}

@Suite("Published formats of tables")
struct TableFormatTests {
  private let part = "a,1,0.5,true,2024-02-29\n\"b\t\"\"\n\",,nan,,\n\"\",-3,1e-07,false,\n"

  @Test("the format follows from the file's name")
  func names() {
    #expect(TableFormat(fileName: "a.b.CSV") == .csv)
    #expect(TableFormat(fileName: "a.tsv") == .tsv)
    #expect(TableFormat(fileName: "x/a.ndjson") == .ndjson)
    #expect(TableFormat(fileName: "a.sqlite") == nil)
    #expect(TableFormat(fileName: "csv") == nil)
  }

  @Test("CSV is the parts with a header line", arguments: [1, 5, 1000])
  func csv(size: Int) throws {
    #expect(try converted(part, to: .csv, blocksOf: size) == "id,n,x,ok,day\n" + part)
  }

  @Test("TSV has tabs and quotes what needs it", arguments: [1, 5, 1000])
  func tsv(size: Int) throws {
    let expected =
      "id\tn\tx\tok\tday\na\t1\t0.5\ttrue\t2024-02-29\n\"b\t\"\"\n\"\t\tnan\t\t\n\"\"\t-3\t1e-07\tfalse\t\n"
    #expect(try converted(part, to: .tsv, blocksOf: size) == expected)
  }

  @Test("NDJSON has typed values and nulls", arguments: [1, 5, 1000])
  func ndjson(size: Int) throws {
    let expected = #"""
      {"id":"a","n":1,"x":0.5,"ok":true,"day":"2024-02-29"}
      {"id":"b\t\"\n","n":null,"x":null,"ok":null,"day":null}
      {"id":"","n":-3,"x":1e-07,"ok":false,"day":null}

      """#
    #expect(try converted(part, to: .ndjson, blocksOf: size) == expected)
  }

  @Test("rows are read with their types")
  func typedRows() throws {
    var reader = TypedRowReader(schema)
    let bytes = Array(part.utf8)
    var row: [TypedCell] = []
    #expect(try isRow { try reader.next(bytes.span, into: &row) })
    #expect(row == [.text("a"), .integer(1), .number(0.5), .boolean(true), .text("2024-02-29")])
    #expect(try isRow { try reader.next(bytes.span, into: &row) })
    #expect(row[0] == .text("b\t\"\n"))
    #expect(row[1] == .null)
    #expect(try isRow { try reader.next(bytes.span, into: &row) })
    #expect(row[0] == .text(""))
    #expect(try !isRow { try reader.next(bytes.span, into: &row) })
  }

  @Test("a cell that is not of its column's type is refused")
  func mistyped() throws {
    #expect(throws: TableError.self) { _ = try converted("a,x,,,\n", to: .ndjson, blocksOf: 99) }
    var reader = TypedRowReader(schema)
    var row: [TypedCell] = []
    let bytes = Array("a,1,z,,\n".utf8)
    let error = #expect(throws: TableError.self) { _ = try reader.next(bytes.span, into: &row) }
    #expect(error?.column == 3)
  }

  @Test("a column name that two columns share is found")
  func duplicateNames() {
    #expect(schema.duplicateName == nil)
    #expect(TableSchema([Column("a", .string), Column("a", .integer)]).duplicateName == "a")
  }
}
