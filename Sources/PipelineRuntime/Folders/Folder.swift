import ByteIO
import Foundation
package import PipelineModel

/// Folders, with failures that name them.
package enum Folder {
  /// Creates a folder and those above it; one that exists is left as it is.
  ///
  /// - Parameters:
  ///   - isPrivate: Whether only its owner may look inside.
  ///   - isDurable: Whether its name must survive a power failure; false for what is only scratch.
  package static func create(
    _ path: String, isPrivate: Bool = false, isDurable: Bool = true
  ) throws(StageError) {
    try ArtifactWriter.io { () throws(ByteIOError) in
      try DurableFolder.create(path, mode: isPrivate ? 0o700 : 0o777, isDurable: isDurable)
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

  /// Gives a folder or file another name on the same file system in one step.
  package static func rename(_ from: String, to target: String) throws(StageError) {
    try ArtifactWriter.io { () throws(ByteIOError) in
      try DurableFolder.rename(from, to: target)
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
