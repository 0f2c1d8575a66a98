import Foundation
package import PipelineModel
package import Tables

/// What a committed artifact holds: the ports' files and schemas, and what became of every record.
package struct ArtifactManifest: Sendable, Codable {
  /// The manifest's name within the artifact's folder.
  package static let fileName = "artifact.json"

  /// The tables by port.
  package var tables: [String: Table] = [:]
  /// The files of documents by port: the ending of each, empty for the document itself; for a port of several
  /// documents their names.
  package var documents: [String: [String]] = [:]
  /// The SHA-256 digests of documents by port and ending, in hexadecimal.
  package var documentDigests: [String: [String: String]] = [:]
  /// Whether there is an accumulator.
  package var hasPartial = false
  /// What became of the records, for each stage of the chain from the reader to the sink.
  package var accounting: [Accounting] = []
  /// The same for each file of the shard, where it has several.
  package var accountingOfFiles: [[Accounting]]?

  /// What became of the records of a file of the shard, for each stage of the chain; all of them where it has but one.
  package func accounting(ofFile number: Int) -> [Accounting] {
    guard let accountingOfFiles else { return accounting }
    return number < accountingOfFiles.count ? accountingOfFiles[number] : []
  }

  /// A table within an artifact.
  package struct Table: Sendable, Codable {
    /// The columns.
    package var schema: TableSchema
    /// How many rows there are.
    package var rowCount: Int
  }

  /// What became of the records of one stage.
  package struct Accounting: Sendable, Codable {
    /// Records that came in.
    package var read = 0
    /// Records that went on.
    package var kept = 0
    /// Records that were refused, whether they were kept aside or dropped.
    package var bad = 0
    /// Records kept aside, by rule.
    package var quarantined: [String: Int] = [:]
    /// Records left out, by rule.
    package var dropped: [String: Int] = [:]
    /// Records that came into being beside those they were made from, by what made them; nil for none.
    package var made: [String: Int]?
    /// Records that went on although something was not as it should be, by what that is.
    package var tolerated: [String: Int] = [:]

    /// No records.
    package init() {}

    /// Adds what became of the records of one chunk.
    mutating func add(_ log: RecordLog) {
      read += log.read
      kept += log.kept
      bad += log.bad
      for record in log.quarantined { quarantined[record.rule, default: 0] += 1 }
      dropped.merge(log.dropped) { $0 + $1 }
      if !log.made.isEmpty { made = (made ?? [:]).merging(log.made) { $0 + $1 } }
      tolerated.merge(log.tolerated) { $0 + $1 }
    }

    /// Adds what became of the records of another shard.
    package mutating func add(_ other: Accounting) {
      read += other.read
      kept += other.kept
      bad += other.bad
      quarantined.merge(other.quarantined) { $0 + $1 }
      dropped.merge(other.dropped) { $0 + $1 }
      if let others = other.made { made = (made ?? [:]).merging(others) { $0 + $1 } }
      tolerated.merge(other.tolerated) { $0 + $1 }
    }

    /// Whether records were kept aside.
    var hasQuarantine: Bool { !quarantined.isEmpty }
    /// How many records were kept aside.
    package var quarantinedCount: Int { quarantined.values.reduce(0, +) }
  }

  /// An empty manifest.
  package init() {}

  /// The manifest of a committed artifact.
  package static func read(_ folder: String) throws(StageError) -> ArtifactManifest {
    let path = folder + "/" + fileName
    do {
      let data = try Data(contentsOf: URL(filePath: path))
      return try JSONDecoder().decode(ArtifactManifest.self, from: data)
    } catch {
      throw StageError(
        .io, "the artifact \(folder) cannot be read",
        remedy: "remove that folder and run again; it is made anew", file: path)
    }
  }

  /// The path of a table's rows.
  package static func tablePath(_ folder: String, _ port: String) -> String {
    "\(folder)/\(port).rows"
  }

  /// The path of a document, of a companion with an ending, or of one of several documents by its name.
  package static func documentPath(_ folder: String, _ port: String, _ suffix: String) -> String {
    "\(folder)/\(port).document\(suffix)"
  }

  /// The path of an accumulator.
  package static func partialPath(_ folder: String) -> String { folder + "/accumulator" }

  /// The path of the records kept aside.
  package static func quarantinePath(_ folder: String) -> String { folder + "/quarantine.ndjson" }
}
