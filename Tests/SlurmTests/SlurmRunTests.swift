import Foundation
import TestSupport
import Testing

/// Runs on a real Slurm cluster that the tests start: same bytes as here, whatever is killed in between.
@Suite(
  .serialized, .enabled(if: TestCluster.shared != nil, Comment(rawValue: TestCluster.reason)))
struct SlurmRunTests {
  static let definitions =
    ["pipelines/nightly-registry.json"]
    + ["bundle-to-tables", "score-by-hand", "variants-to-table"].map {
      "Tests/Cases/\($0)/pipeline.json"
    }

  @Test("a run on Slurm gives the bytes of a run on this machine", arguments: definitions)
  func sameBytes(definition: String) throws {
    let folder = try TemporaryFolder()
    let path = SharedData.project(definition)
    let local = try Program.run(
      "run", path, "--work", "here", "--out", "out-here", in: folder.path)
    #expect(local.exitCode == 0, "\(local.errors)")
    let slurm = try Program.run(
      "run", path, "--work", "there", "--out", "out-there", "--executor", "slurm", in: folder.path)
    #expect(slurm.exitCode == 0, "\(slurm.errors)")
    #expect(slurm.errors.contains("submitted"))
    let difference = try Program.run(
      "/usr/bin/env", ["diff", "-r", "out-here/latest/", "out-there/latest/"], in: folder.path)
    #expect(difference.output == "")
    #expect(FileManager.default.fileExists(atPath: folder.path + "/out-there/latest/manifest.json"))
    let again = try Program.run(
      "run", path, "--work", "there", "--out", "out-there", "--executor", "slurm", in: folder.path)
    #expect(again.errors.contains("0 tasks to run"))
  }

  @Test("killed leaders, cancelled and requeued jobs: same bytes, no task done twice")
  func kills() throws {
    let folder = try TemporaryFolder()
    let result = try Program.run(
      "/usr/bin/env",
      [
        "python3", SharedData.project("Tests/Slurm/campaign.py"), Program.path,
        folder.path + "/campaign", "--rounds", "1", "--shards", "30", "--kills", "3", "--rows",
        "500",
      ], in: folder.path)
    #expect(result.exitCode == 0, "\(result.output) \(result.errors)")
    #expect(result.output.contains("0 faults"))
  }

  @Test("a run that gets SIGTERM cancels its jobs, ends with 143, and is taken up by the next")
  func cancelled() throws {
    let pipeline = try ShardedPipeline(slurm: #""groupSize": 3"#, slowRows: 100_000_000)
    let leader = try start(pipeline)
    #expect(try pipeline.wait { try pipeline.timesDone().count >= 12 })
    leader.terminate()
    leader.waitUntilExit()
    #expect(leader.terminationStatus == 143)
    // Other tests have jobs on the cluster too; theirs go on soon.
    #expect(
      try pipeline.wait {
        try TestCluster.shared?.queue("%j|%T").allSatisfy { !$0.contains("PENDING") } == true
      })
    try shorten(pipeline)
    let result = try pipeline.run()
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.errors.contains("12 reused"))
    #expect(try pipeline.timesDone().values.allSatisfy { $0 == 1 })
  }

  @Test("with \"leave\" the jobs go on when the run is stopped, and nothing is submitted twice")
  func left() throws {
    let pipeline = try ShardedPipeline(slurm: #""groupSize": 1, "whenStopped": "leave""#)
    let leader = try start(pipeline)
    #expect(
      try pipeline.wait { pipeline.files(".pcmflow/slurm").contains { $0.hasSuffix("/groups") } })
    #expect(try pipeline.wait { try TestCluster.shared?.queue("%j").isEmpty == false })
    leader.terminate()
    leader.waitUntilExit()
    #expect(leader.terminationStatus == 143)
    try checkOtherProgram(pipeline)
    let result = try pipeline.run()
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(try pipeline.timesDone().count == 13)
    #expect(try pipeline.timesDone().values.allSatisfy { $0 == 1 })
    let here = try Program.run(
      "run", "pipeline.json", "--work", "w", "--out", "here", in: pipeline.folder.path)
    #expect(here.exitCode == 0)
    #expect(try pipeline.published("results") == pipeline.published("here"))
  }

  @Test("a job that is cancelled is submitted again, then named with its log")
  func lost() throws {
    let cluster = try #require(TestCluster.shared)
    let pipeline = try ShardedPipeline(
      shards: 1, slurm: #""resubmit": 1, "groupSize": 1"#, slowRows: 1_000_000_000)
    let leader = try start(pipeline, to: "leader.log")
    for _ in 0..<2 {
      #expect(
        try pipeline.wait {
          pipeline.files(".pcmflow/slurm").contains { $0.contains("/scratch/0/task-1-1") }
        })
      // Other tests have jobs in the same queue.
      for job in try cluster.queue("%F_%K %o") where job.contains(pipeline.folder.path) {
        try cluster.cancel(String(job.prefix { $0 != " " }))
      }
      #expect(
        try pipeline.wait {
          !pipeline.files(".pcmflow/slurm").contains { $0.contains("/scratch/0/task-1-1") }
        })
    }
    leader.waitUntilExit()
    #expect(leader.terminationStatus == 1)
    let log = try pipeline.folder.read("leader.log")
    #expect(log.contains("1 task is submitted again"), "\(log)")
    #expect(log.contains("before all its tasks were committed"))
    #expect(log.contains(".log: Slurm job"))
  }

  @Test("a broken input is reported as on this machine")
  func brokenInput() throws {
    let pipeline = try ShardedPipeline(shards: 3)
    try pipeline.folder.write("id,sex\n,female\n", to: "people/101.csv")
    let here = try Program.run(
      "run", "pipeline.json", "--work", "w", "--out", "here", in: pipeline.folder.path)
    let there = try pipeline.run()
    #expect(there.exitCode == here.exitCode)
    #expect(here.exitCode != 0)
    let error = try #require(here.errors.split(separator: "\n").first { $0.hasPrefix("error: ") })
    #expect(error.contains("101.csv:2"))
    #expect(there.errors.contains(error))
    #expect(pipeline.files("results").isEmpty)
  }

  private func start(_ pipeline: ShardedPipeline, to log: String = "leader.log") throws -> Process {
    try pipeline.folder.write("", to: log)
    let process = Process()
    process.executableURL = URL(filePath: Program.path)
    process.arguments = ["run", "pipeline.json", "--executor", "slurm"]
    process.currentDirectoryURL = URL(filePath: pipeline.folder.path)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle(forWritingAtPath: pipeline.folder.path + "/" + log)
    try process.run()
    return process
  }

  /// Makes the query quick, without another input or another shard.
  private func shorten(_ pipeline: ShardedPipeline) throws {
    let text = try pipeline.folder.read("pipeline.json")
    try pipeline.folder.write(text.replacing("i < 100000000)", with: "i < 1)"), to: "pipeline.json")
  }

  /// A worker of another version refuses a plan, and says so.
  private func checkOtherProgram(_ pipeline: ShardedPipeline) throws {
    let plan = try #require(pipeline.files(".pcmflow/slurm").first { $0.hasSuffix("/plan.json") })
    let array = try #require(pipeline.files(".pcmflow/slurm").first { $0.hasSuffix("/groups") })
    let text = try pipeline.folder.read(".pcmflow/slurm/" + plan)
    let other = text.replacing(/"version":"[^"]*"/, with: #""version":"0.0.1""#)
    try pipeline.folder.write(other, to: "other/plan.json")
    for name in ["plan.json.files"] {
      try pipeline.folder.write(
        try pipeline.folder.read(".pcmflow/slurm/" + plan.dropLast(9) + name), to: "other/" + name)
    }
    let groups = try pipeline.folder.read(".pcmflow/slurm/" + array)
    try pipeline.folder.write(groups, to: "other/some/groups")
    try pipeline.folder.write("", to: "other/some/records/.keep")
    let result = try Program.run(
      "work", "--plan", "other/plan.json", "--array", "some", "--group", "0",
      in: pipeline.folder.path)
    #expect(result.exitCode == 1)
    #expect(result.output.contains("version 0.0.1 of pcmflow began the run"))
    let record = try #require(pipeline.files("other/some/records").first { $0.hasPrefix("0-") })
    #expect(try pipeline.folder.read("other/some/records/" + record).contains("refused"))
  }
}
