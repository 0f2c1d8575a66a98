import Foundation
import TestSupport
import Testing

/// What a run takes of its machine, with real runs: memory that is checked, cores that are shared.
@Suite struct MachineShareTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("a\n1\n", to: "in.csv")
  }

  /// Queries that each gather a text of so many pieces of 100 bytes in memory, and hold it for so many more steps.
  private func writeDefinition(
    queries: Int, pieces: Int, holding steps: Int = 0, memory: String? = nil
  ) throws {
    let size = memory.map { ", \"memory\": \"\($0)\"" } ?? ""
    let stages = (0..<queries).map { number in
      """
      "q\(number)": { "use": "table.sql", "from": "in"\(size), "with": { "privacy": "identifiable", "query": [
        "WITH RECURSIVE n(i) AS (SELECT \(number) UNION ALL SELECT i + 1 FROM n WHERE i < \(pieces + steps))",
        "SELECT count(*) AS n FROM n",
        "HAVING group_concat(CASE WHEN i <= \(pieces) THEN printf('%099d', i) END) IS NOT NULL"] } }
      """
    }
    let published = (0..<queries).map { number in
      "\"q\(number).csv\": { \"from\": \"q\(number)\", \"privacy\": \"identifiable\" }"
    }
    try folder.write(
      """
      { "pipeline": "shares", "stages": {
        "in": { "use": "table.read", "with": { "files": "in.csv", "columns": { "a": { "type": "integer" } } } },
        \(stages.joined(separator: ",\n")) },
        "publish": { \(published.joined(separator: ", ")) } }
      """, to: "p.json")
  }

  private func events() throws -> String {
    let runs = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/.pcmflow/runs")
    return try runs.sorted().map { try folder.read(".pcmflow/runs/\($0)/events.jsonl") }.joined()
  }

  @Test(
    "tasks that take too much together are told apart, and the run succeeds",
    .enabled(if: ProcessInfo.processInfo.activeProcessorCount > 1, "two tasks must run at once"))
  func apart() throws {
    // Each gathers 150 MB and holds them for most of its time; two are too much.
    try writeDefinition(queries: 2, pieces: 1_500_000, holding: 3_500_000)
    let result = try Program.run(
      "run", "p.json", "--jobs", "2", "--memory", "250MiB", in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(try folder.read("results/latest/q1.csv") == "n\n5000000\n")
    #expect(try events().contains("it is started again with a larger share"))
  }

  @Test("tasks that say what they take do not run at once where there is no room for both")
  func declared() throws {
    try writeDefinition(queries: 2, pieces: 100_000, memory: "600MiB")
    let result = try Program.run(
      "run", "p.json", "--jobs", "2", "--memory", "1GiB", in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    var running = 0
    for line in try events().split(separator: "\n") where line.contains("\"label\":\"q") {
      running += line.contains("taskBegan") ? 1 : -1
      #expect(running <= 1)
    }
  }

  @Test("a task that takes too much alone fails the run, and says what to do")
  func tooMuch() throws {
    try writeDefinition(queries: 1, pieces: 4_000_000)
    let result = try Program.run(
      "run", "p.json", "--jobs", "2", "--memory", "90MiB", in: folder.path)
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("give the run more with --memory"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/results/latest"))
    let refused = try Program.run("run", "p.json", "--memory", "12", in: folder.path)
    #expect(refused.exitCode == 2)
  }

  @Test("two runs at once have a share each; when one is killed, the other has all")
  func sharing() throws {
    try writeDefinition(queries: 8, pieces: 2_000_000_000)
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let first = try start("one")
    defer { kill(first.processIdentifier, SIGKILL) }
    #expect(try waitForShares { $0 == [cores] })
    let second = try start("two")
    defer { kill(second.processIdentifier, SIGKILL) }
    #expect(
      try waitForShares { $0.count == 2 && $0.reduce(0, +) == max(cores, 2) && $0[0] - $0[1] < 2 })
    kill(first.processIdentifier, SIGKILL)
    first.waitUntilExit()
    #expect(try waitForShares { $0 == [cores] })
    kill(second.processIdentifier, SIGKILL)
    second.waitUntilExit()
  }

  /// Starts a run with a work folder of its own; both find each other in this test's folder for temporary files.
  private func start(_ work: String) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: Program.path)
    process.arguments = ["run", "p.json", "--work", work]
    process.currentDirectoryURL = URL(filePath: folder.path)
    process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": folder.path]) {
      $1
    }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Waits until the living runs have written shares that are as wanted; false after two minutes.
  private func waitForShares(_ isAsWanted: ([Int]) -> Bool) throws -> Bool {
    let path = folder.path + "/pcmflow-\(getuid())"
    let deadline = Date.now.addingTimeInterval(120)
    while Date.now < deadline {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      let shares = names.sorted().compactMap { name in
        (try? String(contentsOfFile: path + "/" + name, encoding: .utf8))?.split {
          " \n".contains($0)
        }.last
      }
      if isAsWanted(shares.compactMap { Int($0) }) { return true }
      Thread.sleep(forTimeInterval: 0.1)
    }
    return false
  }
}
