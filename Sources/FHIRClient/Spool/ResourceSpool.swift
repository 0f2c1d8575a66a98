import ByteIO
import Foundation
import JSONText

/// Keeps fetched resources as lines in files of a folder: each once, in the order in which they came.
///
/// What was added is kept for good with ``checkpoint()``; what a process that was cut off had added beyond is forgotten
/// by the next spool of the folder. Of a resource that comes in several versions the last one stays.
package final class ResourceSpool {
  /// What became of a resource.
  package enum Added: Sendable {
    /// It had not come before.
    case new
    /// It had come before in the same version.
    case again
    /// It had come before in another version, which it replaces.
    case newer
  }

  /// Where the spool stands; written beside what the fetch itself remembers.
  package struct Mark: Sendable, Codable, Equatable {
    /// How many files there are.
    package var files = 0
    /// How long the last of them is.
    package var length = 0

    /// The beginning.
    package init() {}
  }

  /// The folder.
  package let folder: String
  /// Where the spool stands.
  package private(set) var mark: Mark
  private let fileBytes: Int
  private var handle: FileHandle?
  private var pending: [UInt8] = []
  private var known: [ResourceIdentity.Key: UInt64] = [:]
  private var counts: [String: Int] = [:]
  /// How many earlier versions of a resource stand in the files.
  private var replaced: [ResourceIdentity.Key: Int] = [:]

  /// A spool that goes on where a mark stands.
  ///
  /// - Parameter fileBytes: The length from which on a file is followed by another.
  package init(
    _ folder: String, from mark: Mark, fileBytes: Int = 64 << 20
  ) throws(FHIRClientError) {
    self.folder = folder
    self.mark = mark
    self.fileBytes = fileBytes
    try forgetBeyondMark()
    for number in 0..<mark.files { try recall(Self.path(folder, number)) }
  }

  /// How many resources of a type have come, each counted once.
  package func count(ofType type: String) -> Int { counts[type] ?? 0 }
  /// How many resources have come, each counted once.
  package var count: Int { counts.values.reduce(0, +) }
  /// How many versions were replaced by later ones.
  package var replacedCount: Int { replaced.values.reduce(0, +) }
  /// The files, in order.
  package var files: [String] { (0..<mark.files).map { Self.path(folder, $0) } }

  private static func path(_ folder: String, _ number: Int) -> String {
    let digits = String(number + 1)
    return "\(folder)/resources-\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits).ndjson"
  }

  /// Adds the resource at a position of an index.
  package func add(
    _ identity: ResourceIdentity, _ text: Span<UInt8>, _ range: Range<Int>
  ) -> Added {
    let added: Added
    switch known[identity.key] {
    case nil:
      counts[identity.type, default: 0] += 1
      added = .new
    case identity.version: return .again
    default:
      replaced[identity.key, default: 0] += 1
      added = .newer
    }
    known[identity.key] = identity.version
    ResourceLine.append(text, range, to: &pending)
    return added
  }

  /// Adds a line that is no resource with an id, as it is: the reader says what is wrong with it.
  package func add(line: ArraySlice<UInt8>) {
    pending += line
    pending.append(UInt8(ascii: "\n"))
  }

  /// Puts what was added on the disk.
  ///
  /// - Returns: The mark to go on from.
  package func checkpoint() throws(FHIRClientError) -> Mark {
    try flush()
    try Self.file(folder) { try handle?.synchronize() }
    return mark
  }

  /// Whether so much is in memory that it should be written.
  var isFull: Bool { pending.count >= 4 << 20 }

  /// Writes what is in memory; it is not kept for good before ``checkpoint()``.
  func flush() throws(FHIRClientError) {
    guard !pending.isEmpty else { return }
    if mark.files == 0 || mark.length >= fileBytes {
      try Self.file(folder) {
        try handle?.synchronize()
        try handle?.close()
      }
      handle = nil
      mark.files += 1
      mark.length = 0
    }
    let path = Self.path(folder, mark.files - 1)
    try Self.file(path) {
      if handle == nil {
        if !FileManager.default.fileExists(atPath: path) {
          try Data().write(to: URL(filePath: path))
          try DurableFile.sync(folder: folder)
        }
        let opened = try FileHandle(forWritingTo: URL(filePath: path))
        try opened.seekToEnd()
        handle = opened
      }
      try handle?.write(contentsOf: Data(pending))
    }
    mark.length += pending.count
    pending.removeAll(keepingCapacity: true)
  }

  /// Takes the versions out of the files that later ones have replaced.
  ///
  /// Each file changes in one step, so that this may be cut off and done again.
  package func settle() throws(FHIRClientError) {
    mark = try checkpoint()
    guard !replaced.isEmpty else { return }
    try? handle?.close()
    handle = nil
    for path in files {
      var kept: [UInt8] = []
      var isChanged = false
      try forEachLine(path) { line, identity in
        if let identity, let left = replaced[identity.key] {
          replaced[identity.key] = left > 1 ? left - 1 : nil
          isChanged = true
        } else {
          kept += line
          kept.append(UInt8(ascii: "\n"))
        }
      }
      guard isChanged else { continue }
      try Self.file(path) {
        let file = try DurableFile(path: path, mode: 0o600)
        try file.append(kept)
        try file.commit()
      }
    }
    mark.length = files.last.map(Self.size) ?? 0
  }

  /// Files and bytes that came after the mark.
  private func forgetBeyondMark() throws(FHIRClientError) {
    let mark = mark
    try Self.file(folder) {
      var number = mark.files
      while FileManager.default.fileExists(atPath: Self.path(folder, number)) {
        try FileManager.default.removeItem(atPath: Self.path(folder, number))
        number += 1
      }
      guard mark.files > 0 else { return }
      let last = try FileHandle(
        forUpdating: URL(filePath: Self.path(folder, mark.files - 1)))
      try last.truncate(atOffset: UInt64(mark.length))
      try last.close()
    }
  }

  private func recall(_ path: String) throws(FHIRClientError) {
    try forEachLine(path) { _, identity in
      guard let identity else { return }
      if known[identity.key] == nil {
        counts[identity.type, default: 0] += 1
      } else {
        replaced[identity.key, default: 0] += 1
      }
      known[identity.key] = identity.version
    }
  }

  private func forEachLine(
    _ path: String, _ body: (ArraySlice<UInt8>, ResourceIdentity?) -> Void
  ) throws(FHIRClientError) {
    guard Self.size(path) > 0 else { return }
    var index = JSONIndex()
    try LineFile.forEachLine(of: path) { text, range in
      index.removeAll()
      let root = try? index.append(text.span, range)
      body(text[range], root.flatMap { ResourceIdentity($0, index, in: text.span) })
    }
  }

  static func size(_ path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }

  private static func file(_ path: String, _ work: () throws -> Void) throws(FHIRClientError) {
    do {
      try work()
    } catch {
      throw FHIRClientError(
        .file, "\(path) cannot be written", remedy: "check that the disk has room and the folder is yours")
    }
  }
}
