import ByteIO
import Foundation
package import PipelineModel

/// The lock of a work folder: held by one run, freed by the system when its holder ends in any way.
package final class RunLock: Sendable {
  private let lock: FileLock

  /// Takes the lock.
  ///
  /// - Returns: Nil when another run holds it; ``holder(path:)`` says which.
  package init?(path: String, runID: String) throws(StageError) {
    let process = ProcessInfo.processInfo
    let now = Date.now.formatted(.iso8601)
    let note =
      "process \(process.processIdentifier) on \(process.hostName), run \(runID), since \(now)\n"
    let lock = try ArtifactWriter.io { () throws(ByteIOError) in
      try FileLock(path: path, note: note)
    }
    guard let lock else { return nil }
    self.lock = lock
  }

  /// Who holds the lock, as the holder wrote it.
  package static func holder(path: String) -> String {
    ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").trimmingCharacters(
      in: .whitespacesAndNewlines)
  }
}
