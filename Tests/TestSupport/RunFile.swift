import Foundation

/// The record of a run as a reader of JSON sees it.
package struct RunFile: Decodable {
  /// What happened in one stage.
  package struct Stage: Decodable, Sendable {
    package var name: String
    package var read: Int
    package var kept: Int
    package var quarantined: Int
    package var dropped: [String: Int]
    package var rowsOut: [String: Int]
    package var tolerated: [String: Int]
    package var quarantinedByRule: [String: Int]
  }
  /// What happened to one task.
  package struct Task: Decodable, Sendable {
    package var label: String
    package var outcome: String
    package var reason: String?
  }
  package var status: String
  package var stages: [Stage]
  package var tasks: [Task]
  package var errors: [String]
  package var warnings: [String]

  /// The folder of the latest run below a folder; names of runs sort by time.
  package static func latestFolder(_ folder: String) throws -> String {
    let runs = folder + "/.pcmflow/runs"
    let names = try FileManager.default.contentsOfDirectory(atPath: runs)
    return runs + "/" + (names.max() ?? "")
  }

  /// The record of the latest run below a folder.
  package static func latest(_ folder: String) throws -> RunFile {
    let data = try Data(contentsOf: URL(filePath: latestFolder(folder) + "/run.json"))
    return try JSONDecoder().decode(RunFile.self, from: data)
  }
}

/// A quarantine file as a reader of JSON sees it.
package struct QuarantineFile {
  /// A record kept aside.
  package struct Entry: Decodable, Sendable {
    package var stage: String
    package var file: String
    package var line: Int?
    package var offset: UInt64
    package var rule: String
    package var field: String?
  }
  package let entries: [Entry]

  /// The entries of a file.
  package init(_ path: String) throws {
    entries = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(Entry.self, from: Data($0.utf8))
    }
  }
}
