import Dispatch
import Foundation
import PipelineModel
import Synchronization

/// Runs a command of the cluster and gives what it prints.
struct ClusterCommand: Sendable {
  /// What a command has left.
  struct Answer: Sendable {
    let code: Int32
    let output: String
    /// The last lines of its standard error, as one line.
    let complaint: String
    /// Whether a signal ended the command, so that nobody knows what it has done.
    let wasKilled: Bool
  }

  let path: String

  /// The command of a name, as the shell would find it; nil where there is none.
  init?(named name: String) {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(
      separator: ":")
    let found = folders.map { "\($0)/\(name)" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
    guard let found else { return nil }
    path = found
  }

  /// Runs the command to its end.
  func run(_ arguments: [String]) throws(StageError) -> Answer {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    do {
      try process.run()
    } catch {
      throw StageError(
        .io, "cannot start \(path): \(Folder.reason(error))",
        remedy: "check that this machine can run Slurm's commands")
    }
    // Both pipes are emptied at once: a command that fills one must not wait for the other.
    let complaint = Mutex(Data())
    let group = DispatchGroup()
    DispatchQueue.global().async(group: group) {
      let data = errors.fileHandleForReading.readDataToEndOfFile()
      complaint.withLock { $0 = data }
    }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    group.wait()
    process.waitUntilExit()
    let lines = complaint.withLock { String(decoding: $0, as: UTF8.self) }.split(separator: "\n")
    return Answer(
      code: process.terminationStatus, output: String(decoding: data, as: UTF8.self),
      complaint: lines.suffix(3).joined(separator: "; "),
      wasKilled: process.terminationReason == .uncaughtSignal)
  }
}
