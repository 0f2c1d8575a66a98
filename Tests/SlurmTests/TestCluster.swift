import Foundation
import TestSupport

/// A Slurm cluster on this machine, started once for all tests; it ends by itself after this process has.
final class TestCluster: Sendable {
  /// The cluster; nil where it cannot be started.
  static let shared: TestCluster? = start.cluster
  /// Why there is none.
  static let reason: String = start.reason

  private static let start: (cluster: TestCluster?, reason: String) = {
    do {
      return (try TestCluster(), "")
    } catch {
      return (nil, "needs a Slurm cluster that this account can start: \(error)")
    }
  }()

  private let folder: TemporaryFolder

  private struct NotStarted: Error, CustomStringConvertible {
    let description: String
  }

  private init() throws {
    folder = try TemporaryFolder()
    setenv("WATCHED_PROCESS", String(ProcessInfo.processInfo.processIdentifier), 1)
    let script = SharedData.project("Tests/Slurm/cluster.sh")
    // Two nodes, so that what one has written the other must see. Not by `Process`, which waits for the last holder
    // of a descriptor that any process started at the same instant may have got too.
    let log = folder.path + "/start.log"
    guard system("bash '\(script)' start '\(folder.path)' 2 >'\(log)' 2>&1") == 0 else {
      let errors = try? String(contentsOfFile: log, encoding: .utf8)
      throw NotStarted(
        description: (errors ?? "").trimmingCharacters(in: .whitespacesAndNewlines))
    }
    setenv("SLURM_CONF", folder.path + "/slurm.conf", 1)
  }

  /// The lines of the queue in a format.
  func queue(_ format: String) throws -> [String] {
    let result = try Program.run(
      "/usr/bin/env", ["squeue", "--me", "--array", "--noheader", "--format=" + format], in: "/")
    return result.output.split(separator: "\n").map(String.init)
  }

  /// Cancels a job.
  func cancel(_ job: String) throws {
    _ = try Program.run("/usr/bin/env", ["scancel", job], in: "/")
  }
}

/// A pipeline of many small shards, with a query that takes a while, in a folder of its own.
struct ShardedPipeline {
  let folder: TemporaryFolder

  /// - Parameters:
  ///   - slurm: Members of `slurm` beside those that make tests quick.
  ///   - slowRows: How many rows the query counts to.
  init(shards: Int = 12, slurm: String = "", slowRows: Int = 1) throws {
    folder = try TemporaryFolder()
    for shard in 0..<shards {
      let rows = (0..<200).map { "\(shard)-\($0),\($0 % 3 == 0 ? "female" : "male")\n" }
      try folder.write("id,sex\n" + rows.joined(), to: "people/\(100 + shard).csv")
    }
    let more = slurm.isEmpty ? "" : ", " + slurm
    try folder.write(
      """
      { "pipeline": "sharded",
        "slurm": { "poll": "200ms", "settle": "0s", "submitInterval": "20ms"\(more) },
        "stages": {
          "people": { "use": "table.read", "with": { "files": "people/*.csv", "columns": {
            "id": { "type": "string", "required": true }, "sex": { "type": "string" } } } },
          "counts": { "use": "table.sql", "from": "people", "with": { "query": [
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(slowRows))",
            "SELECT sex, count(*) AS people FROM people, (SELECT count(*) FROM n) GROUP BY sex ORDER BY sex"],
            "privacy": "aggregate" } } },
        "publish": { "counts.csv": { "from": "counts", "privacy": "aggregate" },
          "people.csv": { "from": "people", "privacy": "identifiable" } } }
      """, to: "pipeline.json")
  }

  /// Runs the pipeline on the cluster.
  func run(_ arguments: String...) throws -> Program.Result {
    try Program.run(
      Program.path, ["run", "pipeline.json", "--executor", "slurm"] + arguments, in: folder.path)
  }

  /// Runs it on this machine, with folders of its own, and gives what it published.
  func published(_ folder: String) throws -> [String: String] {
    let latest = self.folder.path + "/" + folder + "/latest"
    let names = try FileManager.default.subpathsOfDirectory(atPath: latest)
    return Dictionary(
      uniqueKeysWithValues: try names.map {
        ($0, try String(contentsOfFile: latest + "/" + $0, encoding: .utf8))
      })
  }

  /// The names of files below a folder.
  func files(_ folder: String) -> [String] {
    (try? FileManager.default.subpathsOfDirectory(atPath: self.folder.path + "/" + folder)) ?? []
  }

  /// How often each task was done, as the workers have logged it.
  func timesDone() throws -> [String: Int] {
    var times: [String: Int] = [:]
    for name in files(".pcmflow/runs") where name.hasSuffix(".log") {
      for line in try folder.read(".pcmflow/runs/" + name).split(separator: "\n")
      where line.hasSuffix(" is done") {
        times[line.split(separator: " ").dropFirst().joined(separator: " "), default: 0] += 1
      }
    }
    return times
  }

  /// Waits until something is so; gives up after three minutes.
  func wait(for condition: () throws -> Bool) throws -> Bool {
    for _ in 0..<3600 {
      if try condition() { return true }
      Thread.sleep(forTimeInterval: 0.05)
    }
    return false
  }
}
