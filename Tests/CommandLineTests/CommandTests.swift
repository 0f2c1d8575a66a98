import Foundation
import TestSupport
import Testing

/// Commands, exit codes, the lock, signals and crashes, as a scheduler or an operator meets them.
@Suite struct CommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// A definition that counts a table, with a query that takes a while when asked to.
  private func writeDefinition(slowRows: Int = 1) throws {
    try folder.write("id,sex\na,female\nb,male\nc,female\n", to: "people.csv")
    try folder.write(
      """
      { "pipeline": "small", "stages": {
        "people": { "use": "table.read", "with": { "files": "people.csv", "columns": {
          "id": { "type": "string", "required": true }, "sex": { "type": "string" } } } },
        "slow": { "use": "table.sql", "from": "people", "with": { "query": [
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(slowRows))",
          "SELECT sex, count(*) AS people FROM people, (SELECT count(*) FROM n) GROUP BY sex ORDER BY sex"],
          "privacy": "aggregate" } } },
        "publish": { "counts.csv": { "from": "slow", "privacy": "aggregate" } } }
      """, to: "small.json")
  }

  @Test("a definition made by init runs as it is")
  func initRuns() throws {
    #expect(try Program.run("init", in: folder.path).exitCode == 0)
    try folder.write("id,sex\na,female\nb,male\nc,female\n", to: "people.csv")
    #expect(try Program.run("validate", "pipeline.json", in: folder.path).exitCode == 0)
    let result = try Program.run("run", "pipeline.json", in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(try folder.read("results/latest/counts.csv") == "sex,people\nfemale,2\nmale,1\n")
    let again = try Program.run("init", in: folder.path)
    #expect(again.exitCode == 2)
    #expect(again.errors.contains("exists already"))
  }

  @Test("a wrong definition ends with code 2 and reads nothing")
  func wrongDefinition() throws {
    try folder.write(
      #"{ "pipeline": "x", "stages": { "a": { "use": "vcf.raed" } } }"#, to: "x.json")
    for command in ["validate", "plan", "run"] {
      let result = try Program.run(command, "x.json", in: folder.path)
      #expect(result.exitCode == 2)
      #expect(result.errors.contains("x.json:1:46: error:"))
      #expect(result.errors.contains("did you mean \"vcf.read\"?"))
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/.pcmflow"))
    let machine = try Program.run("validate", "x.json", "--json", in: folder.path)
    #expect(machine.output.contains(#""rule":"unknown-kind""#))
  }

  @Test("an argument that is wrong ends with code 2 and says how the command is used")
  func wrongArgument() throws {
    for arguments in [["runn"], ["run"], ["run", "x.json", "--jobs", "0"], ["status", "--lost"]] {
      let result = try Program.run(Program.path, arguments, in: folder.path)
      #expect(result.exitCode == 2, "\(arguments)")
      #expect(result.errors.contains("Usage:"), "\(result.errors)")
    }
    #expect(try Program.run("--help", in: folder.path).exitCode == 0)
  }

  @Test("tables are published as csv, tsv, ndjson and sqlite")
  func formats() throws {
    try folder.write("id,n,day\n\"a,b\",1,2026-01-31\nc,,\n", to: "t.csv")
    try folder.write(
      """
      { "pipeline": "f", "stages": { "t": { "use": "table.read", "with": { "files": "t.csv", "columns": {
        "id": { "type": "string" }, "n": { "type": "integer" }, "day": { "type": "date" } } } } },
        "publish": { "t.csv": { "from": "t", "privacy": "identifiable" },
          "t.tsv": { "from": "t", "privacy": "identifiable" },
          "sub/t.ndjson": { "from": "t", "privacy": "identifiable" },
          "t.sqlite": { "from": "t", "privacy": "identifiable" } } }
      """, to: "f.json")
    let result = try Program.run("run", "f.json", in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(try folder.read("results/latest/t.csv") == "id,n,day\n\"a,b\",1,2026-01-31\nc,,\n")
    #expect(try folder.read("results/latest/t.tsv") == "id\tn\tday\na,b\t1\t2026-01-31\nc\t\t\n")
    #expect(
      try folder.read("results/latest/sub/t.ndjson")
        == #"{"id":"a,b","n":1,"day":"2026-01-31"}"# + "\n" + #"{"id":"c","n":null,"day":null}"#
        + "\n")
    let query =
      "import sqlite3; print(sqlite3.connect('results/latest/t.sqlite').execute('select * from t').fetchall())"
    let python = try Program.run("/usr/bin/env", ["python3", "-c", query], in: folder.path)
    #expect(python.output == "[('a,b', 1, '2026-01-31'), ('c', None, None)]\n")
  }

  @Test("status, report, stages and schema answer")
  func answers() throws {
    try writeDefinition()
    #expect(try Program.run("status", in: folder.path).exitCode == 2)
    #expect(try Program.run("run", "small.json", in: folder.path).exitCode == 0)
    let status = try Program.run("status", in: folder.path)
    #expect(status.output.contains("small  succeeded"))
    let report = try Program.run("report", in: folder.path)
    let page = report.output.trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(try String(contentsOfFile: page, encoding: .utf8).contains("<!DOCTYPE html>"))
    #expect(try Program.run("stages", in: folder.path).output.contains("prs.score"))
    #expect(try Program.run("stages", "vcf.read", in: folder.path).output.contains("onBad"))
    let unknown = try Program.run("stages", "vcf.reed", in: folder.path)
    #expect(unknown.exitCode == 2)
    #expect(unknown.errors.contains("did you mean \"vcf.read\"?"))
    #expect(try Program.run("schema", in: folder.path).output.contains("$defs"))
  }

  @Test("events are one JSON object a line")
  func events() throws {
    try writeDefinition()
    let result = try Program.run("run", "small.json", "--json", in: folder.path)
    let names = try result.output.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return object?["event"] as? String
    }
    #expect(names.first == "started")
    #expect(names.last == "ended")
    #expect(names.contains("published"))
  }

  @Test("of two runs on one work folder one wins, the other ends with code 4 and says who holds it")
  func lock() throws {
    try writeDefinition(slowRows: 2_000_000_000)
    let first = try Program.start("run", "small.json", in: folder.path)
    defer { first.terminate() }
    try began("slow")
    let second = try Program.run("run", "small.json", in: folder.path)
    #expect(second.exitCode == 4)
    #expect(second.errors.contains("process \(first.processIdentifier) on "))
    kill(first.processIdentifier, SIGKILL)
    first.waitUntilExit()
    try writeDefinition()
    #expect(try Program.run("run", "small.json", in: folder.path).exitCode == 0)
  }

  @Test(
    "killed in the middle, the next run finishes with the same bytes and repeats nothing committed")
  func killed() throws {
    try writeDefinition(slowRows: 2_000_000_000)
    let first = try Program.start("run", "small.json", in: folder.path)
    try began("slow")
    // A task begins while the one before is being committed.
    for _ in 0..<2000
    where !(try Program.run("status", in: folder.path).output.contains("1 results are committed")) {
      Thread.sleep(forTimeInterval: 0.01)
    }
    kill(first.processIdentifier, SIGKILL)
    first.waitUntilExit()
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/results/latest"))
    try writeDefinition()
    let second = try Program.run("run", "small.json", in: folder.path)
    #expect(second.exitCode == 0)
    #expect(second.errors.contains("1 task to run, 1 reused"), "\(second.errors)")
    #expect(try folder.read("results/latest/counts.csv") == "sex,people\nfemale,2\nmale,1\n")
  }

  @Test("a task that takes longer than its timeout fails and says so; nothing is published")
  func timeout() throws {
    try writeDefinition(slowRows: 2_000_000_000)
    let text = try folder.read("small.json").replacing(
      #""slow": { "use""#, with: #""slow": { "timeout": "1s", "use""#)
    try folder.write(text, to: "small.json")
    let result = try Program.run("run", "small.json", in: folder.path)
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("longer than its timeout of 1.0 s"), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/results"))
  }

  @Test("told to stop twice, a run ends at once with code 143 and keeps what was committed")
  func terminated() throws {
    try writeDefinition(slowRows: 2_000_000_000)
    let first = try Program.start("run", "small.json", in: folder.path)
    try began("slow")
    kill(first.processIdentifier, SIGTERM)
    Thread.sleep(forTimeInterval: 0.2)
    kill(first.processIdentifier, SIGTERM)
    first.waitUntilExit()
    #expect(first.terminationReason == .exit)
    #expect(first.terminationStatus == 143)
    #expect(try Program.run("status", in: folder.path).output.contains("small  terminated"))
    try writeDefinition()
    let second = try Program.run("run", "small.json", in: folder.path)
    #expect(second.errors.contains("1 task to run, 1 reused"), "\(second.errors)")
  }

  /// Waits until a task has begun.
  private func began(_ label: String) throws {
    for _ in 0..<2000 {
      if let names = try? FileManager.default.contentsOfDirectory(
        atPath: folder.path + "/.pcmflow/scratch"),
        names.contains(where: { $0.hasPrefix("task-1") })
      {
        return
      }
      Thread.sleep(forTimeInterval: 0.01)
    }
    Issue.record("the task \(label) did not begin")
  }
}
