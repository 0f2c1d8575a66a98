import ByteIO
import Foundation
import PipelineModel
import Synchronization

/// What became of one task on a node, as its worker tells the leader.
struct CommitRecord: Sendable, Codable {
  /// What became of a task.
  enum Outcome: String, Sendable, Codable {
    /// It was run; its products stand under their keys.
    case done
    /// Its products stood there already.
    case present
    /// It has failed.
    case failed
    /// The worker can do no task of its group.
    case refused
  }

  /// The task; nil for ``Outcome/refused``.
  var task: Int?
  /// What became of it.
  var outcome: Outcome
  /// When it began and ended, in seconds since 1970.
  var began = 0.0
  /// When it ended.
  var ended = 0.0
  /// Why it failed.
  var error: StageError?
}

/// Files of commit records: each appears whole, under a name of its own, and is never changed.
struct RecordFile: Sendable {
  /// The file's path.
  let path: String
  /// The group whose worker wrote it.
  let group: Int
  /// What it says.
  let records: [CommitRecord]

  /// The files in the folder of an array that have not been folded in, oldest first for each worker.
  static func all(in array: ArrayFolder) -> [RecordFile] {
    Folder.names(array.records).filter { !$0.hasPrefix(".") }.compactMap { name in
      let path = array.records + "/" + name
      guard let data = FileManager.default.contents(atPath: path) else { return nil }
      let decoder = JSONDecoder()
      let records = data.split(separator: UInt8(ascii: "\n")).compactMap {
        try? decoder.decode(CommitRecord.self, from: Data($0))
      }
      let group = name.split(separator: "-").first.flatMap { Int($0) } ?? -1
      return RecordFile(path: path, group: group, records: records)
    }
  }
}

/// Writes a worker's commit records.
final class RecordWriter: Sendable {
  private let folder: String
  private let prefix: String
  private let written = Mutex(0)

  /// A writer; `attempt` tells this worker from every other of the same group.
  init(_ array: ArrayFolder, group: Int, attempt: String) {
    folder = array.records
    prefix = "\(group)-\(attempt)"
  }

  /// Puts records into a file; when it returns, they are on the disk and under their name.
  func write(_ records: [CommitRecord]) throws(StageError) {
    guard !records.isEmpty else { return }
    let number = written.withLock { number in
      number += 1
      return number
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var bytes: [UInt8] = []
    for record in records {
      guard let data = try? encoder.encode(record) else {
        throw StageError(.internal, "a commit record cannot be encoded")
      }
      bytes += [UInt8](data) + [UInt8(ascii: "\n")]
    }
    let digits = String(number)
    let name = prefix + "-" + String(repeating: "0", count: max(8 - digits.count, 0)) + digits
    try ArtifactWriter.io { () throws(ByteIOError) in
      let file = try DurableFile(path: folder + "/" + name)
      try file.append(bytes)
      try file.commit()
    }
  }
}
