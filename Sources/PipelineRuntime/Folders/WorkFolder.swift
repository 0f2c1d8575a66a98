import ByteIO
package import PipelineModel
package import PipelinePlanner

/// The folder that holds the state of a pipeline's runs: ledger, artifacts, runs, lock.
package struct WorkFolder: Sendable {
  /// The folder's absolute path.
  package let path: String
  /// What is being written; emptied when a run begins.
  package let scratch: String

  /// A work folder; nothing is created yet.
  ///
  /// - Parameter scratch: Where work in progress is kept, on the same file system, for one of several that write.
  package init(path: String, scratch: String? = nil) {
    self.path = path
    self.scratch = scratch ?? path + "/scratch"
  }

  /// The ledger.
  package var ledger: String { path + "/ledger.sqlite" }
  /// The lock.
  package var lock: String { path + "/lock" }
  /// The committed artifacts.
  package var artifacts: String { path + "/artifacts" }
  /// What stages have worked out of artifacts, by the artifact; it can be made again.
  package var derived: String { path + "/derived" }
  /// The run folders.
  package var runs: String { path + "/runs" }
  /// What was fetched from servers: `fetched/<pipeline>/<stage>/<number>`.
  package var fetched: String { path + "/fetched" }
  /// Mended records by the digest of the file that they are read in.
  package var mends: String { path + "/mends" }

  /// The folder of a committed artifact: `artifacts/ab/cdef…`.
  package func artifact(_ key: ContentKey) -> String {
    let name = key.description
    return artifacts + "/" + name.prefix(2) + "/" + name.dropFirst(2)
  }

  /// The folder of a run.
  package func run(_ id: String) -> String { runs + "/" + id }

  /// Creates the folders that do not exist yet.
  package func create() throws(StageError) {
    // The ledger is created behind these folders: where it stands, their names are on the disk.
    let isOld =
      FileStamp(ledger) != nil && DurableFolder.exists(artifacts) && DurableFolder.exists(runs)
    // Artifacts hold rows about persons; nobody but the owner looks inside.
    try Folder.create(path, isPrivate: true, isDurable: !isOld)
    for folder in [artifacts, runs, scratch] { try Folder.create(folder, isDurable: false) }
    guard !isOld else { return }
    try ArtifactWriter.io { () throws(ByteIOError) in try DurableFile.sync(folder: path) }
  }

  /// Writes a file of a run's folder; it appears whole, and what a run leaves that is cut off stands in scratch.
  ///
  /// - Parameter isDurable: Whether it must survive a power failure. That is so of what is asked for after years; what
  ///   only helps to see how a run went, or can be made anew, is not worth waiting for the disk.
  package func write(
    _ bytes: [UInt8], to name: String, ofRun id: String, isDurable: Bool = false
  ) throws(StageError) {
    try write(bytes, to: run(id) + "/" + name, isDurable: isDurable)
    if isDurable {
      try ArtifactWriter.io { () throws(ByteIOError) in try DurableFile.sync(folder: runs) }
    }
  }

  /// Writes a file of the work folder; it appears whole, and what is left when that is cut off stands in scratch.
  func write(_ bytes: [UInt8], to path: String, isDurable: Bool) throws(StageError) {
    try ArtifactWriter.io { () throws(ByteIOError) in
      let file = try DurableFile(path: path, scratch: scratch)
      try file.append(bytes)
      try file.commit(isDurable: isDurable)
    }
  }
}
