import Foundation
import TestSupport
import Testing

/// Looking at refused records, and running again with mended ones.
@Suite("Quarantine")
struct QuarantineTests {
  private func pipeline() throws -> TablePipeline {
    let pipeline = try TablePipeline()
    try pipeline.writeDefinition()
    try pipeline.writeDay("day1.csv", rows: 1...10, bad: [2, 3])
    try pipeline.writeDay("day2.csv", rows: 11...40, bad: [20])
    #expect(try pipeline.program("run", "people.json").exitCode == 0)
    return pipeline
  }

  /// The release of files without a bad row.
  private func clean() throws -> [String?] {
    let pipeline = try TablePipeline()
    try pipeline.writeDefinition()
    try pipeline.writeDay("day1.csv", rows: 1...10)
    try pipeline.writeDay("day2.csv", rows: 11...40)
    #expect(try pipeline.program("run", "people.json").exitCode == 0)
    return [pipeline.published("people.csv"), pipeline.published("counts.csv")]
  }

  private func release(_ pipeline: TablePipeline) -> [String?] {
    [pipeline.published("people.csv"), pipeline.published("counts.csv")]
  }

  /// The row as it should have been.
  private func mended(_ row: String) -> String {
    let number = Int(row.dropFirst().prefix { $0 != "," }) ?? 0
    return "p\(number),\(number % 90)"
  }

  @Test("Records are counted and shown without their content unless that is asked for")
  func look() throws {
    let pipeline = try pipeline()
    let list = try pipeline.program("quarantine", "list")
    #expect(
      list.output.contains("2\tpeople\ttype\t\(pipeline.folder.path)/day1.csv"), "\(list.output)")
    #expect(list.output.contains("3 records are in quarantine"))
    let records = try pipeline.program("quarantine", "list", "--records").output
    #expect(
      records.contains("people:3\t\(pipeline.folder.path)/day2.csv:11\ttype age"), "\(records)")
    let shown = try pipeline.program("quarantine", "show", "people:3").output
    #expect(shown.contains("line: 11") && shown.contains("rule: type"))
    let machine = try pipeline.program("quarantine", "list", "--records", "--json").output
    for text in [list.output, records, shown, machine] {
      #expect(!text.contains("p20") && !text.contains("old"))
    }
    #expect(
      try pipeline.program("quarantine", "show", "people:3", "--raw").output.contains("p20,old"))
    let none = try pipeline.program("quarantine", "show", "people:4")
    #expect(none.exitCode == 2)
    #expect(none.errors.contains("list --records names them"))
  }

  @Test("Mended records give the bytes of a clean night, also from then on", arguments: [1, 2])
  func replay(jobs: Int) throws {
    let pipeline = try pipeline()
    let file = try pipeline.mend(pipeline.quarantineFile(), to: "mended.ndjson", mended)
    let result = try pipeline.program(
      "quarantine", "replay", "people.json", "--mended", file, "--jobs", "\(jobs)")
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.output.contains("3 records in run"), "\(result.output)")
    #expect(release(pipeline) == (try clean()))
    #expect(
      try RunFile.latest(pipeline.folder.path).warnings.contains {
        $0.contains("2 mended records are read in")
      })
    let next = try pipeline.program("run", "people.json")
    #expect(next.errors.contains("0 tasks to run"), "\(next.errors)")
    #expect(release(pipeline) == (try clean()))
    // A file that is mended at its source needs no mend any more.
    try pipeline.writeDay("day1.csv", rows: 1...10)
    try pipeline.writeDay("day2.csv", rows: 11...41)
    #expect(try pipeline.program("run", "people.json").exitCode == 0)
    #expect(pipeline.published("people.csv")?.contains("p41,41") == true)
    #expect(try RunFile.latest(pipeline.folder.path).warnings.isEmpty)
  }

  @Test("Records mended one after the other, in place, end with the same bytes")
  func inPlace() throws {
    let pipeline = try pipeline()
    for row in ["p2,", "p20,", "p3,"] {
      let path = try pipeline.quarantineFile()
      let copy = try pipeline.mend(path, to: "copy.ndjson") { $0.hasPrefix(row) ? mended($0) : $0 }
      try FileManager.default.removeItem(atPath: path)
      try FileManager.default.copyItem(atPath: copy, toPath: path)
      let result = try pipeline.program("quarantine", "replay", "people.json")
      #expect(result.exitCode == 0, "\(result.errors)")
    }
    #expect(release(pipeline) == (try clean()))
    #expect(
      try pipeline.program("quarantine", "list").output.contains("0 records are in quarantine"))
  }

  @Test("A mended record that is refused again keeps everything as it was")
  func stillRefused() throws {
    let pipeline = try pipeline()
    let before = release(pipeline)
    let file = try pipeline.mend(pipeline.quarantineFile(), to: "mended.ndjson") {
      $0.hasPrefix("p3,") ? "p3,young" : mended($0)
    }
    let result = try pipeline.program("quarantine", "replay", "people.json", "--mended", file)
    #expect(result.exitCode == 3)
    #expect(
      result.errors.contains(
        "day1.csv:4: the mended record is still refused by stage \"people\" under rule type"),
      "\(result.errors)")
    #expect(!result.errors.contains("young"))
    #expect(release(pipeline) == before)
    #expect(try pipeline.program("run", "people.json").exitCode == 0)
    #expect(release(pipeline) == before)
  }

  @Test("A mend of a record that is no longer there is refused, and so is one of another file")
  func otherFile() throws {
    let pipeline = try pipeline()
    let file = try pipeline.mend(pipeline.quarantineFile(), to: "mended.ndjson", mended)
    try pipeline.writeDay("day1.csv", rows: 2...11, bad: [5])
    let moved = try pipeline.program("quarantine", "replay", "people.json", "--mended", file)
    #expect(moved.exitCode == 1)
    #expect(moved.errors.contains("not the one that was refused"), "\(moved.errors)")
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try text.replacing("day1", with: "night1").write(
      toFile: file, atomically: true, encoding: .utf8)
    try pipeline.folder.write("id,age\n", to: "night1.csv")
    let strange = try pipeline.program("quarantine", "replay", "people.json", "--mended", file)
    #expect(strange.exitCode == 2)
    #expect(
      strange.errors.contains("night1.csv: error: the definition does not read this file"),
      "\(strange.errors)")
    let wrong = try pipeline.folder.write("{\"raw\": \"p1,1\"}\n", to: "wrong.ndjson")
    let refused = try pipeline.program("quarantine", "replay", "people.json", "--mended", wrong)
    #expect(refused.exitCode == 2)
    #expect(
      refused.errors.contains("wrong.ndjson:1: the line is no record of a quarantine"),
      "\(refused.errors)")
  }

  @Test(
    "A mend may have other lines than what was refused; places behind it stay those of the file")
  func otherLines() throws {
    let pipeline = try TablePipeline()
    try pipeline.writeDefinition()
    let text = "id,age\na,1\n\"b\nc,d\",old\ne,5\nf,young\n"
    for (name, content) in [("day1.csv", Array(text.utf8)), ("day2.csv.gz", Packed.bgzf(text))] {
      try pipeline.folder.write(content, to: name)
    }
    let definition = try pipeline.folder.read("people.json")
    try pipeline.folder.write(definition.replacing("day*.csv", with: "day*"), to: "people.json")
    #expect(try pipeline.program("run", "people.json").exitCode == 0)
    let before = try QuarantineFile(pipeline.quarantineFile()).entries
    #expect(before.map(\.line) == [3, 6, 3, 6])
    let file = try pipeline.mend(pipeline.quarantineFile(), to: "mended.ndjson") {
      $0.hasPrefix("f") ? $0 : "b,2\nc,3\nd,4"
    }
    let result = try pipeline.program("quarantine", "replay", "people.json", "--mended", file)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(
      pipeline.published("people.csv") == "id,age\n"
        + String(repeating: "a,1\nb,2\nc,3\nd,4\ne,5\n", count: 2))
    let after = try QuarantineFile(pipeline.quarantineFile()).entries
    #expect(after.map(\.line) == [6, 6])
    #expect(after.map(\.offset) == [before[1].offset, before[3].offset])
  }

  @Test("After a rule is relaxed, a replay without mends reads what was refused")
  func relaxed() throws {
    let pipeline = try pipeline()
    let definition = try pipeline.folder.read("people.json")
    try pipeline.folder.write(
      definition.replacing(#""age": { "type": "integer" }"#, with: #""age": { "type": "string" }"#),
      to: "people.json")
    let result = try pipeline.program("quarantine", "replay", "people.json")
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.errors.contains("no record is mended"))
    #expect(result.output.contains("3 records in run") && result.output.contains("0 in this one"))
    #expect(pipeline.published("people.csv")?.contains("p2,old") == true)
  }
}
