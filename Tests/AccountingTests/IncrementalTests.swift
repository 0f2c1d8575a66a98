import Foundation
import TestSupport
import Testing

/// Nights that read what is new, and many dates at once.
@Suite("Incremental nights")
struct IncrementalTests {
  @Test("Of twenty files, of which two change, two are read")
  func changedFiles() throws {
    let pipeline = try TablePipeline()
    try pipeline.writeDefinition()
    for day in 10..<30 { try pipeline.writeDay("day\(day).csv", rows: 1...day) }
    #expect(try pipeline.program("run", "people.json").exitCode == 0)
    try pipeline.writeDay("day12.csv", rows: 1...50)
    try pipeline.writeDay("day20.csv", rows: 2...20)
    #expect(try pipeline.program("run", "people.json").exitCode == 0)
    let tasks = try RunFile.latest(pipeline.folder.path).tasks
    #expect(tasks.filter { $0.outcome == "reused" }.count == 18)
    let run = tasks.filter { $0.outcome == "run" }.map(\.label).sorted()
    #expect(run == ["counts", "people · day12.csv", "people · day20.csv"])
    let incremental = [pipeline.published("people.csv"), pipeline.published("counts.csv")]
    try FileManager.default.removeItem(atPath: pipeline.folder.path + "/.pcmflow")
    #expect(try pipeline.program("run", "people.json").exitCode == 0)
    #expect([pipeline.published("people.csv"), pipeline.published("counts.csv")] == incremental)
  }

  @Test("Since the last run, only files of new content are read, whatever they are called")
  func sinceLastRun() throws {
    var pipeline = try TablePipeline()
    pipeline.reader = #""onBad": "quarantine", "since": "last-run""#
    try pipeline.writeDefinition()
    try pipeline.writeDay("day1.csv", rows: 1...3)
    #expect(try pipeline.program("run", "people.json").exitCode == 0)
    #expect(pipeline.published("people.csv") == "id,age\np1,1\np2,2\np3,3\n")
    // Nothing new: the latest release stands.
    try pipeline.writeDay("day1-again.csv", rows: 1...3)
    let idle = try pipeline.program("run", "people.json")
    #expect(idle.exitCode == 0)
    #expect(idle.errors.contains("no file is new since run"), "\(idle.errors)")
    #expect(try pipeline.program("plan", "people.json").errors.contains("a run would do nothing"))
    #expect(pipeline.releaseCount == 1)
    // A run that fails has read nothing.
    try pipeline.writeDay("day2.csv", rows: 4...5)
    pipeline.reader += #", "minimumRows": 3"#
    try pipeline.writeDefinition()
    #expect(try pipeline.program("run", "people.json").exitCode == 3)
    try pipeline.writeDay("day3.csv", rows: 6...6)
    #expect(try pipeline.program("run", "people.json").exitCode == 0)
    #expect(pipeline.published("people.csv") == "id,age\np4,4\np5,5\np6,6\n")
    // Whether a night may be without new files is for the contract to say.
    #expect(try pipeline.program("run", "people.json").exitCode == 3)
  }

  @Test("A range of dates makes a release for each, oldest first, and is taken up where it ended")
  func backfill() throws {
    let folder = try TemporaryFolder()
    try folder.write("id,day\na,2026-01-01\nb,2026-01-02\nc,2026-01-03\n", to: "t.csv")
    try folder.write(
      """
      { "pipeline": "days", "stages": {
        "t": { "use": "table.read", "with": { "files": "t.csv", "columns": {
          "id": { "type": "string" }, "day": { "type": "date" } } } },
        "q": { "use": "table.sql", "from": "t", "with": {
          "query": "SELECT id FROM t WHERE day <= '${run.date}'" },
          "contracts": { "table": { "maximumRows": 2 } } } },
        "publish": { "ids.csv": { "from": "q", "privacy": "identifiable" } } }
      """, to: "days.json")
    let stopped = try Program.run(
      "run", "days.json", "--for", "2026-01-01..2026-01-05", in: folder.path)
    #expect(stopped.exitCode == 3, "\(stopped.errors)")
    #expect(!stopped.errors.contains("--- 2026-01-04"))
    #expect(try folder.read("results/latest/ids.csv") == "id\na\nb\n")
    let all = try Program.run(
      "run", "days.json", "--for", "2026-01-01..2026-01-05", "--keep-going", in: folder.path)
    #expect(all.exitCode == 3)
    #expect(all.errors.contains("2026-01-01 is done: run") && all.errors.contains("--- 2026-01-05"))
    let text = try folder.read("days.json").replacing(
      "\"maximumRows\": 2", with: "\"maximumRows\": 3")
    try folder.write(text, to: "days.json")
    let done = try Program.run(
      "run", "days.json", "--for", "2026-01-01..2026-01-05", in: folder.path)
    #expect(done.exitCode == 0, "\(done.errors)")
    #expect(
      done.errors.contains("2026-01-02 is done") && !done.errors.contains("2026-01-03 is done"))
    let releases = try FileManager.default.contentsOfDirectory(
      atPath: folder.path + "/results/releases")
    let contents = try releases.sorted().map { try folder.read("results/releases/\($0)/ids.csv") }
    // Equal bytes of different dates are releases of their own.
    #expect(
      contents == ["id\na\n", "id\na\nb\n", "id\na\nb\nc\n", "id\na\nb\nc\n", "id\na\nb\nc\n"])
    let earlier = try Program.run(
      "run", "days.json", "--for", "2025-12-31..2025-12-31", in: folder.path)
    #expect(earlier.exitCode == 0)
    #expect(try folder.read("results/latest/ids.csv") == "id\na\nb\nc\n")
    for range in [
      "2026-01-02..2026-01-01", "2026-02-30..2026-03-01", "January",
      "2026-01-01..2026-01-02..2026-01-03",
    ] {
      #expect(try Program.run("run", "days.json", "--for", range, in: folder.path).exitCode == 2)
    }
  }
}
