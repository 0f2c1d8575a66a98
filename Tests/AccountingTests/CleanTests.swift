import Foundation
import TestSupport
import Testing

/// What `clean` removes and what it must not touch.
@Suite("Cleaning")
struct CleanTests {
  /// Four runs with releases of their own, then one that finds nothing new.
  private func pipeline() throws -> TablePipeline {
    let pipeline = try TablePipeline()
    try pipeline.writeDefinition()
    for last in 1...4 {
      try pipeline.writeDay("day.csv", rows: 1...last)
      #expect(try pipeline.program("run", "people.json").exitCode == 0)
    }
    #expect(try pipeline.program("run", "people.json").exitCode == 0)
    return pipeline
  }

  private func count(_ pipeline: TablePipeline, _ folder: String) -> Int {
    let path = pipeline.folder.path + "/" + folder
    return (try? FileManager.default.contentsOfDirectory(atPath: path))?.count ?? 0
  }

  private func size(_ pipeline: TablePipeline) -> Int {
    let manager = FileManager.default
    var names: [String] = []
    for part in ["results/releases", ".pcmflow/artifacts", ".pcmflow/runs"] {
      let folder = pipeline.folder.path + "/" + part
      for name in (try? manager.subpathsOfDirectory(atPath: folder)) ?? [] {
        names.append(folder + "/" + name)
      }
    }
    return names.reduce(0) { total, path in
      let attributes = try? manager.attributesOfItem(atPath: path)
      let isFile = attributes?[.type] as? FileAttributeType == .typeRegular
      return total + (isFile ? attributes?[.size] as? Int ?? 0 : 0)
    }
  }

  @Test("What the latest release and the kept runs need stays, so the next run does nothing")
  func keep() throws {
    let pipeline = try pipeline()
    let latest = pipeline.published("people.csv")
    let before = size(pipeline)
    let dry = try pipeline.program("clean", "--keep", "1", "--dry-run").output
    #expect(dry.contains("would remove 3 releases, 3 run folders, 6 artifacts: "), "\(dry)")
    #expect(size(pipeline) == before)
    let result = try pipeline.program("clean", "--keep", "1").output
    #expect(result == dry.replacing("would remove", with: "removed"))
    #expect(result.contains(": \(before - size(pipeline)) bytes"), "\(result)")
    #expect(pipeline.releaseCount == 1)
    #expect(count(pipeline, ".pcmflow/runs") == 2)
    #expect(pipeline.published("people.csv") == latest)
    let next = try pipeline.program("run", "people.json")
    #expect(next.errors.contains("0 tasks to run"), "\(next.errors)")
    #expect(
      try pipeline.program("clean", "--keep", "30d").output.contains(
        "removed 0 releases, 0 run folders, 0 artifacts: 0 bytes"))
    // What was removed can be made again.
    try pipeline.writeDay("day.csv", rows: 1...1)
    #expect(try pipeline.program("run", "people.json").exitCode == 0)
    #expect(pipeline.published("people.csv") == "id,age\np1,1\n")
  }

  @Test("Mended records stay, and so does a release that later runs have found in place")
  func keptRuns() throws {
    let pipeline = try pipeline()
    #expect(
      try pipeline.program("clean", "--keep", "3").output.contains(
        "removed 2 releases, 2 run folders"))
    #expect(pipeline.releaseCount == 2)
    #expect(try pipeline.program("status").output.split(separator: "\n").count == 4)
  }

  @Test("Without a list of what a kept run needs no artifact is removed")
  func unknown() throws {
    let pipeline = try pipeline()
    let artifacts = count(pipeline, ".pcmflow/artifacts")
    try FileManager.default.removeItem(atPath: pipeline.runFolder())
    let result = try pipeline.program("clean", "--keep", "1")
    #expect(result.errors.contains("no artifact is removed"), "\(result.errors)")
    #expect(count(pipeline, ".pcmflow/artifacts") == artifacts)
  }

  @Test("A cleaning waits for no run: a work folder in use ends it with code 4")
  func busy() throws {
    let pipeline = try pipeline()
    try pipeline.folder.write("", to: "go")
    let holder = Process()
    holder.executableURL = URL(filePath: "/usr/bin/flock")
    holder.arguments = [
      ".pcmflow/lock", "sh", "-c", "echo held > held; while [ -e go ]; do sleep 0.01; done",
    ]
    holder.currentDirectoryURL = URL(filePath: pipeline.folder.path)
    try holder.run()
    while (try? pipeline.folder.read("held")) != "held\n" { usleep(1000) }
    #expect(try pipeline.program("clean", "--keep", "1").exitCode == 4)
    try FileManager.default.removeItem(atPath: pipeline.folder.path + "/go")
    holder.waitUntilExit()
    #expect(try pipeline.program("clean", "--keep", "1").exitCode == 0)
    for arguments in [["--keep", "0"], ["--keep", "soon"], []] {
      #expect(
        try Program.run(Program.path, ["clean"] + arguments, in: pipeline.folder.path).exitCode == 2
      )
    }
  }
}
