import Foundation
import TestSupport

/// A pipeline that reads CSV files and counts their rows, in a folder of its own.
struct TablePipeline {
  let folder: TemporaryFolder
  /// Settings of the reader beside files and columns.
  var reader = #""onBad": "quarantine""#
  /// Further keys of the stage that counts.
  var counting = ""

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Writes the definition; the reader takes every file whose name begins with `day`.
  func writeDefinition() throws {
    try folder.write(
      """
      { "pipeline": "people", "parameters": { "fall": { "type": "string", "default": "20%" } }, "stages": {
        "people": { "use": "table.read", "with": { "files": "day*.csv", \(reader), "columns": {
          "id": { "type": "string", "required": true }, "age": { "type": "integer" } } } },
        "counts": { "use": "table.sql", "from": "people", "with": {
          "query": "SELECT age, count(*) AS people FROM people GROUP BY age ORDER BY age",
          "privacy": "aggregate" }\(counting.isEmpty ? "" : ", " + counting) } },
        "publish": { "counts.csv": { "from": "counts", "privacy": "aggregate" },
          "people.csv": { "from": "people", "privacy": "identifiable" } } }
      """, to: "people.json")
  }

  /// Writes a file of persons, of which some rows are broken.
  func writeDay(_ name: String, rows: ClosedRange<Int>, bad: Set<Int> = []) throws {
    let lines = rows.map { bad.contains($0) ? "p\($0),old\n" : "p\($0),\($0 % 90)\n" }
    try folder.write("id,age\n" + lines.joined(), to: name)
  }

  /// Runs the program.
  func program(_ arguments: String...) throws -> Program.Result {
    try Program.run(Program.path, arguments, in: folder.path)
  }

  /// What the latest release holds.
  func published(_ name: String) -> String? { try? folder.read("results/latest/" + name) }

  /// The number of releases.
  var releaseCount: Int {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: folder.path + "/results/releases")
    return names?.count ?? 0
  }

  /// The folder of the latest run.
  func runFolder() throws -> String { try RunFile.latestFolder(folder.path) }

  /// The path of the quarantine file of the latest run.
  func quarantineFile() throws -> String { try runFolder() + "/quarantine/people.ndjson" }

  /// Writes a copy of a quarantine file in which records are mended.
  func mend(
    _ path: String, to name: String, _ change: (String) -> String
  ) throws -> String {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
      var entry = try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
      entry["raw"] = change(entry["raw"] as? String ?? "")
      let data = try JSONSerialization.data(withJSONObject: entry)
      return String(decoding: data, as: UTF8.self)
    }
    return try folder.write(lines.joined(separator: "\n") + "\n", to: name)
  }
}
