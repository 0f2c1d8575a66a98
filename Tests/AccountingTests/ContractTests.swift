import Foundation
import TestSupport
import Testing

/// Promises about rows beside the run before, about what leaves a stage, and about the age of files.
@Suite("Contracts beside the run before and on ports")
struct ContractTests {
  private func pipeline(_ reader: String, counting: String = "") throws -> TablePipeline {
    var pipeline = try TablePipeline()
    pipeline.reader = #""onBad": "quarantine", "# + reader
    pipeline.counting = counting
    try pipeline.writeDefinition()
    try pipeline.writeDay("day.csv", rows: 1...100)
    return pipeline
  }

  @Test("A fall and a growth of records are held against the last successful run")
  func change() throws {
    let pipeline = try pipeline(#""failIf": { "rowsFallBy": "${fall}", "rowsGrowBy": "50%" }"#)
    #expect(try pipeline.program("run", "people.json").exitCode == 0)
    let first = pipeline.published("people.csv")
    try pipeline.writeDay("day.csv", rows: 1...79)
    for _ in 1...2 {
      let result = try pipeline.program("run", "people.json")
      #expect(result.exitCode == 3, "\(result.errors)")
      #expect(
        result.errors.contains("79 after 100, -21.0%, a fall by more than the 20.0%"),
        "\(result.errors)")
      #expect(pipeline.published("people.csv") == first)
    }
    try pipeline.writeDay("day.csv", rows: 1...80)
    #expect(try pipeline.program("run", "people.json").exitCode == 0, "exactly the limit is kept")
    try pipeline.writeDay("day.csv", rows: 1...121)
    let grown = try pipeline.program("run", "people.json")
    #expect(grown.exitCode == 3)
    #expect(grown.errors.contains("121 after 80, +51.25%"), "\(grown.errors)")
    try pipeline.writeDay("day.csv", rows: 1...20)
    #expect(try pipeline.program("run", "people.json", "--set", "fall=75%").exitCode == 0)
  }

  @Test("A run for an earlier date is held against earlier dates only")
  func earlierDate() throws {
    let pipeline = try pipeline(#""failIf": { "rowsFallBy": "20%" }"#)
    #expect(try pipeline.program("run", "people.json", "--date", "2026-03-01").exitCode == 0)
    try pipeline.writeDay("day.csv", rows: 1...10)
    #expect(try pipeline.program("run", "people.json", "--date", "2026-02-01").exitCode == 0)
    #expect(try pipeline.program("run", "people.json", "--date", "2026-03-02").exitCode == 3)
  }

  @Test("Contracts of a port hold for tables and streams, and the record says what was found")
  func ports() throws {
    let pipeline = try pipeline(
      #""maximumRows": 100"#,
      counting:
        #""contracts": { "table": { "maximumRows": 90, "failIf": { "rowsFallBy": "0%" } } }"#)
    #expect(try pipeline.program("run", "people.json").exitCode == 0)
    try pipeline.writeDay("day.csv", rows: 1...80, bad: [3])
    let result = try pipeline.program("run", "people.json")
    #expect(result.exitCode == 3)
    #expect(
      result.errors.contains(
        "the data contract of table of stage \"counts\" is broken: 79 after 90"),
      "\(result.errors)")
    let status = try pipeline.program("status", "latest").output
    #expect(status.contains("broken counts.table failIf.rowsFallBy 0.0%: 79 after 90"), "\(status)")
    #expect(status.contains("kept   people maximumRows 100: 79 records were kept"), "\(status)")
    let report = try String(
      contentsOfFile: pipeline.runFolder() + "/report.html", encoding: .utf8)
    #expect(report.contains("Data contracts") && report.contains("counts.table"))
  }

  @Test("Too many rows break a contract")
  func tooMany() throws {
    let pipeline = try pipeline(#""maximumRows": 99"#)
    let result = try pipeline.program("run", "people.json")
    #expect(result.exitCode == 3)
    #expect(result.errors.contains("100 records were kept, more than the 99 of \"maximumRows\""))
    #expect(pipeline.published("people.csv") == nil)
  }

  @Test("The newest file counts, its age is that at the end of the date of the run")
  func age() throws {
    let pipeline = try pipeline(#""failIf": { "newestFileOlderThan": "2d" }"#)
    let old = Date.now.addingTimeInterval(-3 * 86400)
    try FileManager.default.setAttributes(
      [.modificationDate: old], ofItemAtPath: pipeline.folder.path + "/day.csv")
    let result = try pipeline.program("run", "people.json")
    #expect(result.exitCode == 3)
    #expect(result.errors.contains("the newest file is 3d old"), "\(result.errors)")
    let then = old.formatted(.iso8601.year().month().day())
    #expect(try pipeline.program("run", "people.json", "--date", then).exitCode == 0)
    try pipeline.writeDay("day-new.csv", rows: 1...2)
    #expect(try pipeline.program("run", "people.json").exitCode == 0)
  }
}
