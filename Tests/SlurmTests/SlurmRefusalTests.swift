import Foundation
import TestSupport
import Testing

/// What a site can get wrong, and what the program says to it.
@Suite(.serialized) struct SlurmRefusalTests {
  @Test("without Slurm's commands the run ends with code 2 and says what is missing")
  func noCommands() throws {
    let pipeline = try ShardedPipeline(shards: 1)
    let result = try Program.run(
      "/usr/bin/env",
      ["PATH=/nowhere", Program.path, "run", "pipeline.json", "--executor", "slurm"],
      in: pipeline.folder.path)
    #expect(result.exitCode == 2)
    #expect(result.errors.contains("needs sbatch, squeue and scancel"))
  }

  @Test(
    "a cluster that does not answer is named at once",
    .enabled(if: TestCluster.shared != nil, Comment(rawValue: TestCluster.reason)))
  func silentCluster() throws {
    let pipeline = try ShardedPipeline(shards: 1)
    let configuration = try pipeline.folder.write(
      "ClusterName=gone\nSlurmctldHost=localhost(127.0.0.1)\nSlurmctldPort=1\nMessageTimeout=2\n"
        + "NodeName=n1\nPartitionName=main Nodes=ALL\n", to: "slurm.conf")
    let result = try Program.run(
      "/usr/bin/env",
      [
        "SLURM_CONF=" + configuration, Program.path, "run", "pipeline.json", "--executor", "slurm",
      ], in: pipeline.folder.path)
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("the Slurm cluster does not answer"), "\(result.errors)")
    #expect(result.errors.contains("munge"))
  }

  @Test(
    "what Slurm refuses and what a node lacks fails the run with Slurm's or the node's words",
    .enabled(if: TestCluster.shared != nil, Comment(rawValue: TestCluster.reason)),
    arguments: [
      (#""partition": "none""#, "invalid partition"),
      (#""program": "/nowhere/pcmflow", "resubmit": 0"#, "has no program /nowhere/pcmflow"),
      (#""arguments": ["--no-such-option"]"#, "no-such-option"),
    ])
  func refused(setting: String, words: String) throws {
    let pipeline = try ShardedPipeline(shards: 2, slurm: setting)
    let result = try pipeline.run()
    #expect(result.exitCode == 1)
    #expect(result.errors.contains(words), "\(result.errors)")
    #expect(pipeline.files("results").isEmpty)
  }

  @Test(
    "sbatch that is killed, before or after it has queued a job, is called again, and nothing is done twice",
    .enabled(if: TestCluster.shared != nil, Comment(rawValue: TestCluster.reason)),
    arguments: ["", "\"$real\" \"$@\" >/dev/null"])
  func sbatchIsKilled(before: String) throws {
    let pipeline = try ShardedPipeline(shards: 3)
    let folder = try TemporaryFolder()
    let path = try folder.write(
      """
      #!/bin/sh
      real=$(PATH=${PATH#*:} command -v sbatch)
      if mkdir '\(folder.path)/once' 2>/dev/null; then
        \(before)
        kill -9 $$
      fi
      exec "$real" "$@"

      """, to: "bin/sbatch")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    let paths = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let result = try Program.run(
      "/usr/bin/env",
      [
        "PATH=\(folder.path)/bin:\(paths)", Program.path, "run", "pipeline.json", "--executor",
        "slurm",
      ], in: pipeline.folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.errors.contains("a signal ended sbatch"), "\(result.errors)")
    #expect(try pipeline.timesDone().values.allSatisfy { $0 == 1 })
    #expect(pipeline.files("results").contains { $0.hasSuffix("counts.csv") })
  }

  @Test("standard input cannot be read on a cluster")
  func standardInput() throws {
    let pipeline = try ShardedPipeline(shards: 1)
    let text = try pipeline.folder.read("pipeline.json")
    try pipeline.folder.write(text.replacing("people/*.csv", with: "-"), to: "pipeline.json")
    let folder = try TemporaryFolder()
    for name in ["sbatch", "squeue", "scancel"] {
      let path = try folder.write("#!/bin/sh\nexit 1\n", to: name)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
    let result = try Program.run(
      "/usr/bin/env",
      [
        "PATH=" + folder.path, Program.path, "run", "pipeline.json", "--executor", "slurm",
      ], in: pipeline.folder.path)
    #expect(result.exitCode == 2)
    #expect(result.errors.contains("cannot run with --executor slurm"))
  }

  @Test(
    "the value of a secret is in no file of the work folder",
    .enabled(if: TestCluster.shared != nil, Comment(rawValue: TestCluster.reason)))
  func secret() throws {
    let pipeline = try ShardedPipeline(shards: 2)
    let text = try pipeline.folder.read("pipeline.json")
    let declared = #""pipeline": "sharded", "secrets": { "key": { "env": "TEST_KEY" } },"#
    try pipeline.folder.write(
      text.replacing(#""pipeline": "sharded","#, with: declared), to: "pipeline.json")
    let result = try Program.run(
      "/usr/bin/env",
      [
        "TEST_KEY=hunter-two-eggs", Program.path, "run", "pipeline.json", "--executor", "slurm",
      ], in: pipeline.folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    let found = try Program.run(
      "/usr/bin/env", ["grep", "-rl", "hunter-two-eggs", ".pcmflow"], in: pipeline.folder.path)
    #expect(found.output == "")
    #expect(found.exitCode == 1)
  }
}
