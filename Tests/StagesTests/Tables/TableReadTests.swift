import Foundation
import JSONText
import PipelineModel
import Stages
import Tables
import Testing

@Suite("table.read")
struct TableReadTests {
  private let settings = """
    {"files": "t.csv", "onBad": "quarantine",
     "columns": {"age": {"type": "integer", "minimum": 0, "maximum": 120},
                 "id": {"type": "string", "required": true, "pattern": "p[0-9]+"}}}
    """

  private func read(
    _ settings: String, _ files: [(String, String)], onBad: ReaderContract.BadRecords = .quarantine
  ) throws -> ShardResult {
    let bench = try StageBench()
    defer { bench.remove() }
    var context = try bench.context(TableRead.kind, settings)
    let stage = try TableRead(&context)
    #expect(context.diagnostics.all.isEmpty)
    let paths = try files.map { try bench.file($0.0, $0.1) }
    return try runShard(stage, stage, paths, onBad: onBad)
  }

  @Test("the contract's columns come out in its order; others are left out")
  func columns() throws {
    let result = try read(
      settings, [("t.csv", "\u{FEFF}id,note,age\r\np1,\"a\nb\",3\r\n\r\np2,,\r\n")])
    #expect(result.rows == "3,p1\n,p2\n")
    #expect(result.read == 2)
    #expect(result.quarantined.isEmpty)
  }

  @Test("the table's schema and privacy are known before any file is read")
  func outputs() throws {
    let bench = try StageBench()
    defer { bench.remove() }
    var context = try bench.context(
      TableRead.kind,
      #"{"files": "t.csv", "privacy": "released", "columns": {"d": {"type": "date"}}}"#)
    let stage = try TableRead(&context)
    #expect(stage.outputs["table"] == .table(TableSchema([Column("d", .date)]), privacy: .released))
    #expect(stage.isSplitByFile)
  }

  @Test("every bad row is kept aside with its line, column and rule; the others are kept")
  func badRows() throws {
    let text = """
      id,age
      p1,3
      p2,x
      "p3
      ",4
      ,5
      p4,-1
      p5,121
      p6
      p7,"1
      """
    let result = try read(settings, [("t.csv", text + "\n")])
    #expect(result.rows == "3,p1\n")
    #expect(
      result.quarantined == [
        "3:age:type", "4:id:pattern", "6:id:required", "7:age:minimum", "8:age:maximum",
        "9:columnCount", "10:column 2:unterminatedQuote",
      ])
    #expect(result.read == 8)
    #expect(result.raw[1] == "\"p3\n\",4")
    #expect(result.offsets[0] == 12)
  }

  @Test("a bad row fails the task when the definition says so")
  func failing() throws {
    let error = try #require(throws: StageError.self) {
      _ = try read(settings, [("t.csv", "id,age\np1,3\nsecret,4\n")], onBad: .fail)
    }
    #expect(error.category == .input)
    #expect(error.line == 3)
    #expect(error.field == "id")
    #expect(!error.description.contains("secret"))
  }

  @Test("a unique column is watched over all files, and nulls may repeat")
  func unique() throws {
    let settings = """
      {"files": "t.csv", "columns": {"id": {"type": "string", "unique": true}, "x": {"type": "integer"}}}
      """
    let result = try read(
      settings,
      [("t.csv", "id,x\na,1\nb,2\n\"a\",3\n,4\n,5\n"), ("u.tsv", "x\tid\n6\tc\n7\tb\n")])
    #expect(result.rows == "a,1\nb,2\n,4\n,5\nc,6\n")
    #expect(result.quarantined == ["4:id:unique", "3:id:unique"])
  }

  @Test("a table that does not fit into a block comes out whole")
  func large() throws {
    let line = String(repeating: "x", count: 1000)
    var text = "id,age,note\n"
    var expected = ""
    for number in 0..<3000 {
      text += "p\(number),\(number % 100),\"\(line)\n\(line)\"\n"
      expected += "\(number % 100),p\(number)\n"
    }
    text += "bad,1,z\n"
    let result = try read(settings, [("t.csv", text)])
    #expect(result.rows == expected)
    #expect(result.chunks > 3)
    #expect(result.quarantined == ["6002:id:pattern"])
    #expect(result.offsets == [UInt64(text.utf8.count - 8)])
  }

  @Test(
    "a file whose header does not fit is refused",
    arguments: [
      ("id,agee\np1,2\n", "no column \"age\""), ("id,age,id\np1,2,3\n", "\"id\" 2 times"),
      ("id;age\np1;2\n", "no column \"age\" among its 1"), ("\n\n", "no header line"),
      ("\"id,age\np1,2\n", "not close"),
    ])
  func headers(text: String, message: String) throws {
    let error = try #require(throws: StageError.self) {
      _ = try read(settings, [("t.csv", text)])
    }
    #expect(error.description.contains(message) || message == "not close")
    #expect(error.file?.hasSuffix("t.csv") ?? false)
    #expect(error.line == 1)
  }

  @Test("an empty file is refused, a header alone is an empty table")
  func empty() throws {
    #expect(throws: StageError.self) { try read(settings, [("t.csv", "")]) }
    let result = try read(settings, [("t.csv", "id,age\n")])
    #expect(result.rows.isEmpty)
    #expect(result.chunks == 1)
  }

  @Test("another delimiter is taken from the definition or from the file's name")
  func delimiters() throws {
    let semicolons = settings.replacing("\"files\"", with: "\"delimiter\": \";\", \"files\"")
    #expect(try read(semicolons, [("t.csv", "id;age\np1;2\n")]).rows == "2,p1\n")
    #expect(try read(settings, [("t.tsv", "id\tage\np1\t2\n")]).rows == "2,p1\n")
  }

  @Test(
    "a contract that is wrong is refused at its place",
    arguments: [
      (#"{"a": {"type": "integer", "minimum": 1.5}}"#, "1:41"),
      (#"{"a": {"type": "int"}}"#, "1:50"),
      (#"{"a": {}}"#, "1:41"), (#"{"a": {"type": "string", "requird": true}}"#, "1:60"),
      (#"{"a": {"type": "string", "pattern": "("}}"#, "1:41"), (#"{}"#, "1:35"), ("[1]", "1:35"),
      (#"{"a": {"type": "integer", "enum": [1, "x"]}}"#, "1:73"), (#"{"a": 1}"#, "1:41"),
      (#"{"a": {"type": "string", "required": "yes"}}"#, "1:72"),
      (#"{"a": {"type": "date", "minimum": "2024-02-30"}}"#, "1:41"),
    ])
  func badContracts(columns: String, place: String) throws {
    let bench = try StageBench()
    defer { bench.remove() }
    let context = try bench.context(
      TableRead.kind, "{\"files\": [\"t.csv\"]  , \"columns\": \(columns)}")
    let found = context.diagnostics.all.compactMap(\.position).map { "\($0.line):\($0.column)" }
    #expect(found == [place])
  }
}
