import Foundation
import TestSupport
import Testing

/// What `explain` says of a task.
@Suite("Explaining a task")
struct ExplainTests {
  private func pipeline() throws -> TablePipeline {
    let pipeline = try TablePipeline()
    try pipeline.writeDefinition()
    try pipeline.writeDay("day1.csv", rows: 1...10, bad: [2])
    try pipeline.writeDay("day2.csv", rows: 11...20)
    return pipeline
  }

  @Test("A task is explained before, after and between runs")
  func explain() throws {
    let pipeline = try pipeline()
    let new = try pipeline.program("explain", "people.json", "day1.csv").output
    #expect(new.contains("task 0: people · day1.csv"), "\(new)")
    #expect(new.contains("would run: new") && new.contains("not committed"))
    #expect(new.contains("it was part of no run"))
    #expect(try pipeline.program("run", "people.json").exitCode == 0)
    let done = try pipeline.program("explain", "people.json", "people · day1.csv").output
    for words in [
      "would be reused", "stage people: table.read version",
      "made from kind of people: table.read version",
      "made from input day1.csv: ", "committed by run", "table table: 9 rows",
      "day1.csv in people: 10 read = 9 kept + 1 quarantined + 0 dropped", ": run, 1 attempt",
    ] { #expect(done.contains(words), "\(words) in \(done)") }
    try pipeline.writeDay("day1.csv", rows: 1...11)
    let changed = try pipeline.program("explain", "people.json", "0").output
    #expect(changed.contains("would run: input day1.csv changed: "), "\(changed)")
    #expect(changed.contains("since last time: input day1.csv changed: "))
    let counts = try pipeline.program("explain", "people.json", "counts", "--json").output
    #expect(
      counts.contains("\"waitsFor\": [\"people · day1.csv\", \"people · day2.csv\"]"), "\(counts)")
    // Texts of settings could name persons.
    #expect(!counts.contains("SELECT"))
  }

  @Test("The error of the last run is told, and a name that is not one says what there is")
  func failure() throws {
    var pipeline = try pipeline()
    pipeline.reader = #""onBad": "fail""#
    try pipeline.writeDefinition()
    #expect(try pipeline.program("run", "people.json").exitCode == 1)
    let failed = try pipeline.program("explain", "people.json", "day1.csv").output
    #expect(failed.contains(": failed, 1 attempt"), "\(failed)")
    #expect(failed.contains("day1.csv:3:age: the cell is not a whole number"), "\(failed)")
    let several = try pipeline.program("explain", "people.json", "people")
    #expect(several.exitCode == 2 && several.errors.contains("2 tasks are called so"))
    let none = try pipeline.program("explain", "people.json", "night")
    #expect(none.exitCode == 2 && none.errors.contains("no task is called \"night\""))
  }
}
