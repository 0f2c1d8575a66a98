import ByteIO
import Dispatch
import Foundation
import GRDB
import JSONText
import PipelineModel
import PipelinePlanner
import Synchronization

/// Digests of files by path and stamp, between a catalog and the ledger: many are read and written at once, since each
/// transaction costs more than what it is about.
final class DigestMemory: Sendable {
  /// A digest, and the stamp of the file that had it.
  struct Known: Sendable {
    let stamp: FileStamp
    let digest: ContentKey
  }

  /// What is known under a name: the path of a file, or what stands for a reader of it.
  private struct Entry {
    /// The stamp of the file when a pattern found it, until ``settle(_:)``.
    var found: FileStamp?
    var known: Known?
    /// Whether the ledger was asked.
    var isLookedUp = false
  }

  private struct State {
    var entries: [String: Entry] = [:]
    /// The files that patterns have found.
    var found: [String] = []
    /// For how many of these digests were looked up, by reader; without one for those of whole files.
    var expected: [ContentKey?: Int] = [:]
    var isSettled = false
    /// The names of digests that the ledger does not have yet.
    var pending: [String] = []
    var pendingSince = 0.0
  }

  /// Digests that were taken wait at most so many seconds for a transaction, so that little is lost in a crash.
  private static let patience = 1.0
  private let state = Mutex(State())

  /// The name of the digest of what a reader gets of a file; paths begin with a slash.
  static func name(_ path: String, readBy reader: String) -> String { reader + " " + path }

  /// Notes files that are going to be asked for.
  func note(_ files: [(path: String, stamp: FileStamp)]) {
    state.withLock { state in
      guard !state.isSettled else { return }
      state.found += files.map(\.path)
      state.entries.reserveCapacity(state.entries.count + files.count)
      for file in files { state.entries[file.path, default: Entry()].found = file.stamp }
    }
  }

  /// Looks up what the ledger remembers of the files that were noted: of what a reader gets of them, or of all of
  /// each. Nothing is looked up twice.
  func expect(readBy reader: ContentKey?, _ ledger: Ledger?) {
    let paths = state.withLock { state in
      let before = state.expected.updateValue(state.found.count, forKey: reader) ?? 0
      return state.found[before...]
    }
    guard !paths.isEmpty else { return }
    let prefix = reader?.description
    lookUp(
      paths.map { path in prefix.map { Self.name(path, readBy: $0) } ?? path }, ledger)
  }

  private func remembered(_ names: [String], _ ledger: Ledger?) -> [Known?] {
    guard let ledger, let known = try? ledger.rememberedDigests(of: names) else {
      return Array(repeating: nil, count: names.count)
    }
    return known
  }

  private func lookUp(_ names: [String], _ ledger: Ledger?) {
    let known = remembered(names, ledger)
    state.withLock { state in
      for (name, known) in zip(names, known) {
        state.entries[name, default: Entry()].known = known
        state.entries[name]?.isLookedUp = true
      }
    }
  }

  /// The stamp of a file when a pattern found it; nil when none did, and after ``settle(_:)``.
  func stampWhenFound(_ path: String) -> FileStamp? {
    state.withLock { $0.isSettled ? nil : $0.entries[path]?.found }
  }

  /// The stamp that a file was last known to have.
  func stamp(_ path: String) -> FileStamp? {
    state.withLock { state in
      state.entries[path].flatMap { $0.known?.stamp ?? $0.found }
    }
  }

  /// The digest that is remembered under a name for a stamp.
  func digest(_ name: String, _ stamp: FileStamp, _ ledger: Ledger?) -> ContentKey? {
    var entry = state.withLock { $0.entries[name] }
    if entry?.isLookedUp != true {
      lookUp([name], ledger)
      entry = state.withLock { $0.entries[name] }
    }
    return entry?.known.flatMap { $0.stamp == stamp ? $0.digest : nil }
  }

  /// Remembers a digest that was taken.
  func remember(_ name: String, _ stamp: FileStamp, _ digest: ContentKey, _ ledger: Ledger?) {
    let now = Double(DispatchTime.now().uptimeNanoseconds) / 1e9
    let isDue = state.withLock { state in
      state.entries[name, default: Entry()].known = Known(stamp: stamp, digest: digest)
      state.entries[name]?.isLookedUp = true
      if state.pending.isEmpty { state.pendingSince = now }
      state.pending.append(name)
      return state.isSettled || now - state.pendingSince > Self.patience
    }
    if isDue { flush(ledger) }
  }

  /// From now on files are looked at when they are asked for; what was taken until now goes into the ledger.
  func settle(_ ledger: Ledger?) {
    state.withLock { $0.isSettled = true }
    flush(ledger)
  }

  private func flush(_ ledger: Ledger?) {
    let taken = state.withLock { state in
      let taken = state.pending.compactMap { name in state.entries[name]?.known.map { (name, $0) } }
      state.pending = []
      return taken
    }
    // What cannot be written is taken again next time; a disk that is full fails the run where it commits.
    if let ledger, !taken.isEmpty { try? ledger.remember(digests: taken) }
  }
}

extension Ledger {
  /// The digests that are remembered under names: the path of a file, or what stands for a reader of it.
  fileprivate func rememberedDigests(
    of names: [String]
  ) throws(StageError) -> [DigestMemory.Known?] {
    try read { database in
      var known: [DigestMemory.Known?] = Array(repeating: nil, count: names.count)
      // One query for all: a query a name takes longer to begin than to carry out.
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT wanted.key, size, modified, changed, inode, digest
          FROM json_each(?) AS wanted CROSS JOIN file ON file.path = wanted.value
          """, arguments: [JSONNode.list(names.map { .text($0) }).compactText])
      while let row = try rows.next() {
        let digest = try row.withUnsafeData(atIndex: 5) {
          $0.flatMap { ContentKey(bytes: $0.span) }
        }
        guard let digest else { continue }
        known[row[0]] = DigestMemory.Known(
          stamp: FileStamp(size: row[1], modified: row[2], changed: row[3], inode: row[4]),
          digest: digest)
      }
      return known
    }
  }

  fileprivate func remember(
    digests: [(name: String, known: DigestMemory.Known)]
  ) throws(StageError) {
    try write("write") { database in
      let statement = try database.cachedStatement(
        sql: """
          INSERT OR REPLACE INTO file(path, size, modified, changed, inode, digest)
          VALUES (?, ?, ?, ?, ?, ?)
          """)
      for (name, known) in digests {
        let stamp = known.stamp
        try statement.execute(arguments: [
          name, stamp.size, stamp.modified, stamp.changed, stamp.inode, Data(known.digest.bytes),
        ])
      }
    }
  }
}
