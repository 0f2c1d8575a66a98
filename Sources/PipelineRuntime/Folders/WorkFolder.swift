import Foundation
package import PipelineModel
package import PipelinePlanner

/// The folder that holds the state of a pipeline's runs: ledger, artifacts, runs, lock.
package struct WorkFolder: Sendable {
  /// The folder's absolute path.
  package let path: String

  /// A work folder; nothing is created yet.
  package init(path: String) {
    self.path = path
  }

  /// The ledger.
  package var ledger: String { path + "/ledger.sqlite" }
  /// The lock.
  package var lock: String { path + "/lock" }
  /// The committed artifacts.
  package var artifacts: String { path + "/artifacts" }
  /// The run folders.
  package var runs: String { path + "/runs" }
  /// Mended records by the digest of the file that they are read in.
  package var mends: String { path + "/mends" }
  /// What is being written; emptied when a run begins.
  package var scratch: String { path + "/scratch" }

  /// The folder of a committed artifact: `artifacts/ab/cdef…`.
  package func artifact(_ key: ContentKey) -> String {
    let name = key.description
    return artifacts + "/" + name.prefix(2) + "/" + name.dropFirst(2)
  }

  /// The folder of a run.
  package func run(_ id: String) -> String { runs + "/" + id }

  /// Creates the folders that do not exist yet.
  package func create() throws(StageError) {
    // Artifacts hold rows about persons; nobody but the owner looks inside.
    try Folder.create(path, isPrivate: true)
    for folder in [artifacts, runs, scratch] { try Folder.create(folder) }
  }
}

/// Folders, with failures that name them.
package enum Folder {
  /// Creates a folder and those above it; one that exists is left as it is.
  ///
  /// - Parameter isPrivate: Whether only its owner may look inside.
  package static func create(_ path: String, isPrivate: Bool = false) throws(StageError) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true,
        attributes: isPrivate ? [.posixPermissions: 0o700] : nil)
    } catch {
      throw StageError(
        .io, "cannot create the folder \(path): \(reason(error))",
        remedy: "check that the disk has room and that you may write there", file: path)
    }
  }

  /// Removes a folder or file with all it holds; one that is not there is no error.
  package static func remove(_ path: String) {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The names in a folder, sorted; none where there is no folder.
  package static func names(_ path: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  /// Moves a folder or file to another name in one step.
  package static func rename(_ from: String, to target: String) throws(StageError) {
    do {
      try FileManager.default.moveItem(atPath: from, toPath: target)
    } catch {
      throw StageError(
        .io, "cannot move \(from) to \(target): \(reason(error))",
        remedy: "check that the disk has room and that you may write there", file: target)
    }
  }

  /// Why the system refused, in its own words.
  static func reason(_ error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    guard let underlying, underlying.domain == NSPOSIXErrorDomain else {
      return (error as NSError).localizedDescription
    }
    return underlying.localizedDescription
  }
}
