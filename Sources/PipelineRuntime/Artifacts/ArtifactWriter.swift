import ByteIO
import Foundation
package import PipelineModel
import PipelinePlanner
import Synchronization
package import Tables

/// Writes the files of one artifact into a scratch folder, then moves the folder into place in one step.
package final class ArtifactWriter: TaskOutput {
  private struct State {
    var manifest = ArtifactManifest()
    var files: [String: AppendingFile] = [:]
    /// By port and ending.
    var digests: [String: [String: BackgroundDigest]] = [:]
  }

  private let folder: String
  private let state = Mutex(State())

  /// A writer into a new scratch folder.
  package init(scratch: String) throws(StageError) {
    folder = scratch
    try Folder.create(scratch, isDurable: false)
  }

  /// Says which columns the table of a port has.
  package func declareTable(_ port: String, schema: TableSchema) throws(StageError) {
    try locked { state throws(StageError) in
      let rowCount = state.manifest.tables[port]?.rowCount ?? 0
      state.manifest.tables[port] = ArtifactManifest.Table(schema: schema, rowCount: rowCount)
      try Self.append([], to: ArtifactManifest.tablePath(folder, port), &state)
    }
  }

  /// Appends rows to the table of a port.
  package func appendRows(_ rows: [UInt8], count: Int, to port: String) throws(StageError) {
    try locked { state throws(StageError) in
      guard state.manifest.tables[port] != nil else {
        throw StageError(.internal, "rows of port \"\(port)\" come before its columns")
      }
      state.manifest.tables[port]?.rowCount += count
      try Self.append(rows, to: ArtifactManifest.tablePath(folder, port), &state)
    }
  }

  /// Appends bytes to the document of a port.
  package func append(_ bytes: [UInt8], to port: String, suffix: String) throws(StageError) {
    try locked { state throws(StageError) in
      if state.manifest.documents[port]?.contains(suffix) != true {
        state.manifest.documents[port, default: []].append(suffix)
        state.digests[port, default: [:]][suffix] = BackgroundDigest()
      }
      state.digests[port]?[suffix]?.add(bytes)
      // A document is published as it stands here, and neither it nor its artifact may change then.
      try Self.append(
        bytes, to: ArtifactManifest.documentPath(folder, port, suffix), &state, mode: 0o444)
    }
  }

  /// Writes a whole file of a port of documents. It is closed at once: there may be more of them than open files.
  package func write(
    _ bytes: [UInt8], named name: String, to port: String
  ) throws(StageError) {
    guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/"), !name.contains("\0") else {
      throw StageError(.internal, "a document of port \"\(port)\" has a name that no file can have")
    }
    var hasher = KeyHasher()
    hasher.addContent(bytes)
    let digest = hasher.key().description
    try locked { state throws(StageError) in
      try Self.io { () throws(ByteIOError) in
        let file = try AppendingFile(
          path: ArtifactManifest.documentPath(folder, port, name), mode: 0o444)
        try file.append(bytes)
        try file.close()
      }
      state.manifest.documents[port, default: []].append(name)
      state.manifest.documentDigests[port, default: [:]][name] = digest
    }
  }

  /// Appends bytes to the accumulator.
  package func appendPartial(_ bytes: [UInt8]) throws(StageError) {
    try locked { state throws(StageError) in
      state.manifest.hasPartial = true
      try Self.append(bytes, to: ArtifactManifest.partialPath(folder), &state)
    }
  }

  /// Appends lines to the records kept aside.
  func appendQuarantine(_ lines: [UInt8]) throws(StageError) {
    try locked { state throws(StageError) in
      try Self.append(lines, to: ArtifactManifest.quarantinePath(folder), &state, mode: 0o600)
    }
  }

  /// Completes the artifact: every file is on the disk, then the folder gets its final name.
  ///
  /// - Parameter accounting: What became of the records, for each file and each stage of the chain.
  /// - Returns: The manifest.
  package func finish(
    at target: String, accounting: [[ArtifactManifest.Accounting]]
  ) throws(StageError) -> ArtifactManifest {
    let manifest = try locked { state throws(StageError) in
      state.manifest.accounting = Self.sum(accounting)
      state.manifest.accountingOfFiles = accounting.count > 1 ? accounting : nil
      for (port, digests) in state.digests {
        state.manifest.documentDigests[port] = digests.compactMapValues {
          $0.finish()?.description
        }
      }
      for file in state.files.values { try Self.io { () throws(ByteIOError) in try file.close() } }
      return state.manifest
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    do {
      let bytes = [UInt8](try encoder.encode(manifest))
      try Self.io { () throws(ByteIOError) in
        let file = try DurableFile(path: folder + "/" + ArtifactManifest.fileName)
        try file.append(bytes)
        try file.commit()
      }
    } catch let error as StageError {
      throw error
    } catch {
      throw StageError(.internal, "the manifest of an artifact cannot be encoded")
    }
    try name(target)
    return manifest
  }

  /// Gives the complete folder its name.
  private func name(_ target: String) throws(StageError) {
    let parent = (target as NSString).deletingLastPathComponent
    try Folder.create(parent)
    do throws(StageError) {
      try Folder.rename(folder, to: target)
    } catch {
      guard FileManager.default.fileExists(atPath: target) else { throw error }
      // A folder gets its name only when it is complete, so what stands there has the same content: from a run
      // that was cut off before its commit, or from a stage that does the same under another name.
      if FileStamp(target + "/" + ArtifactManifest.fileName) != nil {
        Folder.remove(folder)
      } else {
        // Only damage from outside leaves a folder without its manifest.
        Folder.remove(target)
        try Folder.rename(folder, to: target)
      }
    }
    try Self.io { () throws(ByteIOError) in try DurableFile.sync(folder: parent) }
  }

  private static func sum(
    _ files: [[ArtifactManifest.Accounting]]
  ) -> [ArtifactManifest.Accounting] {
    var total = files.first ?? []
    for file in files.dropFirst() {
      for (stage, accounting) in file.enumerated() { total[stage].add(accounting) }
    }
    return total
  }

  private func locked<Value>(
    _ work: (inout State) throws(StageError) -> sending Value
  ) throws(StageError) -> sending Value {
    try state.withLock { state throws(StageError) in try work(&state) }
  }

  private static func append(
    _ bytes: [UInt8], to path: String, _ state: inout State, mode: UInt32 = 0o644
  ) throws(StageError) {
    if state.files[path] == nil {
      state.files[path] = try io { () throws(ByteIOError) in
        try AppendingFile(path: path, mode: mode)
      }
    }
    let file = state.files[path]
    try io { () throws(ByteIOError) in try file?.append(bytes) }
  }

  /// Runs file operations; a failure becomes one of the stage's that names the path.
  static func io<Value>(_ work: () throws(ByteIOError) -> Value) throws(StageError) -> Value {
    do throws(ByteIOError) {
      return try work()
    } catch {
      throw StageError(
        .io, error.message, remedy: "check that the disk has room and that you may write there",
        file: error.path)
    }
  }
}
