import Foundation
import TestSupport

/// A small definition that counts a table, run in a folder of its own.
struct SmallPipeline {
  let folder: TemporaryFolder

  /// Writes the definition and its input.
  ///
  /// - Parameters:
  ///   - on: What stands under `on`.
  ///   - reader: Further settings of the reader, beginning with a comma.
  ///   - query: What counts; it may use the parameter `minimum`, which is 1 unless set.
  init(
    on: String = "{}", people: String = "id,sex\na,f\nb,m\n", file: String = "people.csv",
    reader: String = "",
    query: String =
      "SELECT sex, count(*) AS n FROM people GROUP BY sex HAVING n >= ${minimum} ORDER BY sex"
  ) throws {
    folder = try TemporaryFolder()
    try folder.write(people, to: file)
    try folder.write(
      """
      {
        "pipeline": "uptake",
        "description": "Counts people by sex.",
        "parameters": {
          "inbox": { "type": "path", "default": "." },
          "minimum": { "type": "integer", "default": 1 }
        },
        "secrets": { "hook": { "env": "TEST_HOOK" }, "token": { "env": "TEST_TOKEN" } },
        "stages": {
          "people": {
            "use": "table.read",
            "with": {
              "files": "${inbox}/\(file)",
              "columns": { "id": { "type": "string" }, "sex": { "type": "string" } }\(reader)
            }
          },
          "counts": {
            "use": "table.sql", "from": "people",
            "with": {
              "query": "\(query)",
              "privacy": "aggregate"
            }
          }
        },
        "publish": { "counts-${run.date}.csv": { "from": "counts", "privacy": "aggregate" } },
        "on": \(on)
      }
      """, to: "pipeline.json")
  }

  /// Runs it to its end.
  func run(_ arguments: [String] = [], environment: [String: String] = [:]) throws -> Program.Result
  {
    try Program.run(
      "/usr/bin/env",
      environment.map { "\($0.key)=\($0.value)" } + [Program.path, "run", "pipeline.json"]
        + arguments, in: folder.path)
  }

  /// Starts it and leaves it running.
  func start(
    _ arguments: [String] = [], environment: [String: String] = [:]
  ) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: Program.path)
    process.arguments = ["run", "pipeline.json"] + arguments
    process.currentDirectoryURL = URL(filePath: folder.path)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }
}
