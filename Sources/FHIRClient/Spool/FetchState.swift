import ByteIO
import Foundation

/// What has come in a fetch so far, for the run's record; numbers and FHIR's own words only.
package struct FetchCounts: Sendable, Codable, Equatable {
  /// Resources that the server has handed out, doubles too.
  package var received = 0
  /// Resources that came again in the same version: of repeated pages, overlapping files, searches begun anew.
  package var again = 0
  /// Versions that later ones have replaced.
  package var replaced = 0
  /// Resources that stay, each once.
  package var kept = 0
  /// Resources of types that were not asked for.
  package var otherTypes = 0
  /// Lines that are no resource with an id; the reader says what is wrong with them.
  package var unidentified = 0
  /// Resources that the server says were deleted.
  package var deleted = 0
  /// What the server has said about the fetch, by severity.
  package var outcomes: [String: Int] = [:]
  /// Searches that were begun anew.
  package var restarts = 0
  /// Things about counts that do not fit, in words.
  package var remarks: [String] = []

  /// Nothing yet.
  package init() {}
}

/// How far a fetch has come; what a process that is cut off leaves, and the next one goes on from.
struct FetchState: Codable {
  var counts = FetchCounts()
  var resources = ResourceSpool.Mark()
  /// How long the file of deletions is.
  var deletionBytes = 0
  /// The moment up to which the server's data are in the fetch, as an instant.
  var upTo: String?
  /// Whether everything has come.
  var isComplete = false

  // Of a search.
  var type = 0
  var next: String?
  var hasIncludes = false
  var restartsOfType = 0

  // Of an export.
  var statusURL: String?
  var manifests: [BulkManifest] = []
  var manifest = 0
  var item = 0

  private static func path(_ folder: String) -> String { folder + "/fetch.json" }

  /// The state that a folder holds; a new one where it holds none.
  static func load(_ folder: String) throws(FHIRClientError) -> FetchState {
    guard let data = FileManager.default.contents(atPath: path(folder)) else {
      return FetchState()
    }
    guard let state = try? JSONDecoder().decode(FetchState.self, from: data) else {
      throw FHIRClientError(
        .file, "\(path(folder)) cannot be understood", remedy: "remove its folder, and run again")
    }
    return state
  }

  /// Puts the state on the disk.
  func save(_ folder: String) throws(FHIRClientError) {
    do {
      let file = try DurableFile(path: Self.path(folder), mode: 0o600)
      try file.append(Array(try JSONEncoder().encode(self)))
      try file.commit()
    } catch {
      throw FHIRClientError(
        .file, "\(Self.path(folder)) cannot be written",
        remedy: "check that the disk has room and the folder is yours")
    }
  }
}

/// Files beside the resources of a fetch: what was deleted, and what the server has said.
struct SideFiles {
  let folder: String

  /// The file of deletions: lines with type and id.
  var deletions: String { folder + "/deleted-00001.ndjson" }
  /// The file of what the server has said, for the owner's eyes.
  var outcomes: String { folder + "/outcomes.ndjson" }

  /// Appends lines to a file of which the first bytes are kept.
  ///
  /// - Returns: How long the file is then.
  func append(_ lines: [UInt8], to path: String, keeping length: Int?) throws(FHIRClientError) -> Int {
    do {
      if !FileManager.default.fileExists(atPath: path) {
        _ = FileManager.default.createFile(
          atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
      }
      let file = try FileHandle(forUpdating: URL(filePath: path))
      if let length { try file.truncate(atOffset: UInt64(length)) }
      let end = try file.seekToEnd()
      try file.write(contentsOf: Data(lines))
      try file.synchronize()
      try file.close()
      return Int(end) + lines.count
    } catch {
      throw FHIRClientError(
        .file, "\(path) cannot be written", remedy: "check that the disk has room and the folder is yours")
    }
  }
}
