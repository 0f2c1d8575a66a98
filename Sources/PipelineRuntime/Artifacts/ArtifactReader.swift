import PipelineModel
import Tables

/// Finds the files of committed artifacts.
enum ArtifactReader {
  /// The table of a port over all shards, in their order.
  static func table(_ port: String, _ folders: [String]) throws(StageError) -> TableArtifact {
    var schema: TableSchema?
    var parts: [String] = []
    var rowCount = 0
    for folder in folders {
      guard let table = try ArtifactManifest.read(folder).tables[port] else {
        throw StageError(.internal, "the artifact \(folder) has no table \"\(port)\"")
      }
      if let known = schema, known != table.schema {
        throw StageError(
          .input, "the shards of table \"\(port)\" have different columns",
          remedy: "give all input files the same form")
      }
      schema = table.schema
      rowCount += table.rowCount
      if table.rowCount > 0 { parts.append(ArtifactManifest.tablePath(folder, port)) }
    }
    return TableArtifact(
      schema: schema ?? TableSchema([]), parts: parts, rowCount: rowCount)
  }

  /// A file of a document.
  struct Document {
    /// Its ending, empty for the document itself.
    var suffix: String
    /// Where it stands.
    var path: String
    /// The SHA-256 digest of its bytes, in hexadecimal.
    var sha256: String
  }

  /// The files of a document's port.
  ///
  /// - Throws: When there are several shards: a document is one file.
  static func document(
    _ port: String, _ folders: [String]
  ) throws(StageError) -> [Document] {
    guard folders.count == 1, let folder = folders.first else {
      throw StageError(
        .input, "\"\(port)\" comes from \(folders.count) input files, but a document is one file",
        remedy: "read one file, or publish a table")
    }
    let manifest = try ArtifactManifest.read(folder)
    return (manifest.documents[port] ?? []).sorted().map {
      Document(
        suffix: $0, path: ArtifactManifest.documentPath(folder, port, $0),
        sha256: manifest.documentDigests[port]?[$0] ?? "")
    }
  }
}
