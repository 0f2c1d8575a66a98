import Foundation

/// The record of a run as a reader of JSON sees it.
struct RunFile: Decodable {
  struct Stage: Decodable {
    var name: String
    var read: Int
    var kept: Int
    var quarantined: Int
    var dropped: [String: Int]
    var rowsOut: [String: Int]
  }
  struct Task: Decodable {
    var label: String
    var outcome: String
    var reason: String?
  }
  var status: String
  var stages: [Stage]
  var tasks: [Task]
  var errors: [String]

  /// The folder of the latest run below a folder.
  static func latestFolder(_ folder: String) throws -> String {
    let runs = folder + "/.pcmflow/runs"
    let names = try FileManager.default.contentsOfDirectory(atPath: runs)
    // Two runs of one second differ in their random part only: the time of the folder decides.
    let newest = try names.max { left, right in
      try modified("\(runs)/\(left)") < modified("\(runs)/\(right)")
    }
    return runs + "/" + (newest ?? "")
  }

  private static func modified(_ path: String) throws -> Date {
    try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
      ?? .distantPast
  }

  /// The record of the latest run below a folder.
  static func latest(_ folder: String) throws -> RunFile {
    let data = try Data(contentsOf: URL(filePath: latestFolder(folder) + "/run.json"))
    return try JSONDecoder().decode(RunFile.self, from: data)
  }
}

/// A quarantine file as a reader of JSON sees it.
struct QuarantineFile {
  struct Entry: Decodable {
    var stage: String
    var file: String
    var line: Int
    var offset: UInt64
    var rule: String
  }
  let entries: [Entry]

  init(_ path: String) throws {
    entries = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(Entry.self, from: Data($0.utf8))
    }
  }
}

/// A CSV file without quoted cells, as simple as can be.
struct CSVFile {
  let rows: [[String: String]]

  init(_ path: String) throws {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let header = (lines.first ?? "").split(separator: ",", omittingEmptySubsequences: false)
    rows = lines.dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      return Dictionary(uniqueKeysWithValues: zip(header.map(String.init), cells.map(String.init)))
    }
  }
}
