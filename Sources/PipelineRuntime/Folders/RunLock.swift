import ByteIO
import Foundation
import Glibc
package import PipelineModel

/// The lock of a work folder: held by one run, freed by the system when its holder ends in any way.
package final class RunLock: Sendable {
  private let lock: FileLock

  /// Takes the lock.
  ///
  /// - Parameter waits: Whether to wait for as long as another run holds it.
  /// - Returns: Nil when another run holds it and there is to be no waiting; ``holder(path:)`` says which.
  package init?(path: String, runID: String, waits: Bool = false) throws(StageError) {
    let process = ProcessInfo.processInfo
    let now = Date.now.formatted(.iso8601)
    let note =
      "process \(process.processIdentifier) on \(process.hostName), run \(runID), since \(now)\n"
    let lock = try ArtifactWriter.io { () throws(ByteIOError) in
      try FileLock(path: path, note: note, busy: waits ? .wait : .giveUp)
    }
    guard let lock else { return nil }
    self.lock = lock
  }

  /// Who holds the lock, as the holder wrote it.
  ///
  /// A holder writes its note just after it got the lock: one that names no living process of this machine is the
  /// note of the holder before, and worth another look for a moment.
  package static func holder(path: String) -> String {
    let host = "on \(ProcessInfo.processInfo.hostName),"
    var note = ""
    for _ in 0..<50 {
      note = ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").trimmingCharacters(
        in: .whitespacesAndNewlines)
      let words = note.split(separator: " ")
      let process = words.count > 2 ? pid_t(words[1]) : nil
      if let process, !note.contains(host) || kill(process, 0) == 0 || errno == EPERM {
        return note
      }
      usleep(10_000)
    }
    return note.isEmpty ? "a process that has left no note" : note
  }
}
