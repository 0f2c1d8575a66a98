import Foundation
import TestSupport
import Testing

/// Another run, a signal, a full disk behind standard error: what meets a run from outside.
///
/// The tests wait on their own threads: awaiting would let other tests go first, minutes in which a run counts on.
@Suite struct InterruptionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// A definition with one quick task and one that counts to a number.
  private func writeDefinition(slowRows: Int, notification: String? = nil) throws {
    try folder.write("id\na\nb\n", to: "people.csv")
    let on = notification.map {
      #", "on": { "succeeded": [ { "use": "notify.command", "with": { "argv": ["sh", "-c", "\#($0)"] } } ] }"#
    }
    try folder.write(
      """
      { "pipeline": "small", "stages": {
        "people": { "use": "table.read", "with": { "files": "people.csv", "columns": {
          "id": { "type": "string" } } } },
        "slow": { "use": "table.sql", "from": "people", "with": { "query": [
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(slowRows))",
          "SELECT count(*) AS people FROM people, (SELECT count(*) FROM n)"],
          "privacy": "aggregate" } } },
        "publish": { "counts.csv": { "from": "slow", "privacy": "aggregate" } }\(on ?? "") }
      """, to: "small.json")
  }

  private static let endless = 2_000_000_000

  @Test("told to skip where another run goes on, a run does nothing and ends with code 0")
  func skip() throws {
    try writeDefinition(slowRows: Self.endless)
    let first = try Program.start("run", "small.json", in: folder.path)
    defer { kill(first.processIdentifier, SIGKILL) }
    try taskBegan()
    let second = try Program.run("run", "small.json", "--on-busy", "skip", in: folder.path)
    #expect(second.exitCode == 0)
    #expect(second.errors.contains("process \(first.processIdentifier) on "), "\(second.errors)")
    #expect(second.errors.contains("nothing was run"))
    #expect(second.output.isEmpty)
  }

  @Test("told to wait, a run begins when the other one has ended, even by being killed")
  func wait() throws {
    try writeDefinition(slowRows: Self.endless)
    let first = try Program.start("run", "small.json", in: folder.path)
    try taskBegan()
    try writeDefinition(slowRows: 1)
    let second = try Program.start("run", "small.json", "--on-busy", "wait", in: folder.path)
    Thread.sleep(forTimeInterval: 0.3)
    #expect(second.isRunning)
    kill(first.processIdentifier, SIGKILL)
    second.waitUntilExit()
    #expect(second.terminationStatus == 0)
    #expect(try folder.read("results/latest/counts.csv") == "people\n2\n")
  }

  @Test("told to stop, a run gives its tasks the time of grace, then ends with code 143")
  func graceIsOver() throws {
    try writeDefinition(slowRows: Self.endless)
    let run = try Program.start("run", "small.json", "--grace", "200ms", in: folder.path)
    try taskBegan()
    kill(run.processIdentifier, SIGTERM)
    run.waitUntilExit()
    #expect(run.terminationReason == .exit)
    #expect(run.terminationStatus == 143)
    try writeDefinition(slowRows: 1)
    let next = try Program.run("run", "small.json", in: folder.path)
    #expect(next.errors.contains("1 task to run, 1 reused"), "\(next.errors)")
  }

  @Test("a task that ends within the time of grace is committed and not repeated")
  func graceSuffices() throws {
    try writeDefinition(slowRows: 3_000_000)
    let run = try Program.start("run", "small.json", "--grace", "10m", in: folder.path)
    try taskBegan(orEnded: run)
    kill(run.processIdentifier, SIGINT)
    run.waitUntilExit()
    // A signal that comes as the last task ends may find nothing left to stop.
    #expect([0, 143].contains(run.terminationStatus))
    let next = try Program.run("run", "small.json", in: folder.path)
    #expect(next.errors.contains("0 tasks to run, 2 reused"), "\(next.errors)")
    #expect(try folder.read("results/latest/counts.csv") == "people\n2\n")
  }

  @Test("a wrong time of grace or answer to a lock ends with code 2")
  func wrongArguments() throws {
    try writeDefinition(slowRows: 1)
    for arguments in [["--grace", "soon"], ["--grace", "30"], ["--on-busy", "hope"]] {
      let result = try Program.run(
        Program.path, ["run", "small.json"] + arguments, in: folder.path)
      #expect(result.exitCode == 2, "\(arguments)")
    }
  }

  @Test("a full disk behind standard error, or a reader that has gone, does not end a run")
  func deafOutputs() throws {
    try writeDefinition(slowRows: 1)
    for shell in ["2>/dev/full >/dev/full", "--json | true; test ${PIPESTATUS[0]} = 0"] {
      let result = try Program.run(
        "/bin/bash", ["-c", "'\(Program.path)' run small.json --work w --out o \(shell)"],
        in: folder.path)
      #expect(result.exitCode == 0, "\(shell)")
      #expect(try folder.read("o/latest/counts.csv") == "people\n2\n")
      try FileManager.default.removeItem(atPath: folder.path + "/o")
    }
  }

  @Test("a notification ends with the run, however that ends, and holds no lock")
  func notification() throws {
    try writeDefinition(
      slowRows: 1, notification: "sleep 1234 & echo $! > child; echo $$ > command; sleep 1234")
    let run = try Program.start("run", "small.json", in: folder.path)
    let command = try text(of: "command")
    let child = try text(of: "child")
    let processes = [child, command].compactMap { pid_t($0) }
    #expect(processes.count == 2)
    kill(run.processIdentifier, SIGKILL)
    run.waitUntilExit()
    try writeDefinition(slowRows: 1)
    #expect(try Program.run("run", "small.json", in: folder.path).exitCode == 0)
    for process in processes { try ended(process) }
  }

  @Test("what a notification leaves behind ends with it, and signals reach it")
  func leftByNotification() throws {
    try writeDefinition(slowRows: 1, notification: "sleep 1234 & echo $! > child; kill -TERM $$")
    let run = try Program.run("run", "small.json", in: folder.path)
    #expect(run.exitCode == 0)
    #expect(run.errors.contains("ended by signal 15"), "\(run.errors)")
    let child = try text(of: "child")
    try ended(try #require(pid_t(child)))
  }

  /// Waits until a process has ended; one that nobody has asked about since counts as well.
  private func ended(_ process: pid_t) throws {
    for _ in 0..<500 {
      let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
      if state == nil || state?.contains(") Z ") == true { return }
      Thread.sleep(forTimeInterval: 0.01)
    }
    Issue.record("process \(process) outlived the run")
  }

  /// Waits until the slow task has begun, or a run of it has ended before anybody could see that.
  private func taskBegan(orEnded run: Process? = nil) throws {
    for _ in 0..<2000 {
      if let run, !run.isRunning { return }
      let scratch = folder.path + "/.pcmflow/scratch"
      let names = (try? FileManager.default.contentsOfDirectory(atPath: scratch)) ?? []
      if names.contains(where: { $0.hasPrefix("task-1") }) { return }
      Thread.sleep(forTimeInterval: 0.01)
    }
    Issue.record("the slow task did not begin")
  }

  /// The text of a file once it is there.
  private func text(of name: String) throws -> String {
    for _ in 0..<2000 {
      if let text = try? folder.read(name), text.hasSuffix("\n") { return String(text.dropLast()) }
      Thread.sleep(forTimeInterval: 0.01)
    }
    Issue.record("\(name) was not written")
    return ""
  }
}
