import ByteIO
import Foundation
import GRDB
package import PipelineModel
package import PipelinePlanner

/// The files of the machine, with digests remembered in the ledger for as long as a file is untouched.
package struct DigestingCatalog: FileCatalog {
  private let ledger: Ledger?
  private let runID: String
  private let pipeline: String?
  /// The mended records that files are read with.
  let mends: MendBook?

  /// A catalog; without a ledger nothing is remembered.
  ///
  /// - Parameters:
  ///   - pipeline: The pipeline whose earlier runs have read files.
  ///   - mends: The mended records; those that are accepted in the work folder unless given.
  package init(
    ledger: Ledger?, runID: String, pipeline: String? = nil, mends: MendBook? = nil
  ) {
    self.mends = mends ?? ledger.map { MendBook($0.workFolder) }
    self.ledger = ledger
    self.runID = runID
    self.pipeline = pipeline
  }

  /// The digests of files that earlier successful runs have read in a stage that reads only new ones.
  package func digestsRead(stage: String) -> Set<ContentKey> {
    guard let ledger, let pipeline else { return [] }
    // A ledger that cannot be read fails the run where it commits.
    return (try? ledger.filesRead(pipeline: pipeline, stage: stage)) ?? []
  }

  /// The files that a path or glob names, sorted.
  package func files(matching pattern: PathPattern) -> [String] {
    if pattern.path == "-" { return ["-"] }
    if !pattern.isGlob || FileStamp(pattern.path) != nil {
      return FileStamp(pattern.path) == nil ? [] : [pattern.path]
    }
    return Glob.files(pattern.path)
  }

  /// The digest of a file's bytes and of the mended records in it.
  package func digest(of path: String) throws(Diagnostic) -> ContentKey {
    let digest = try digestOfBytes(path)
    do throws(StageError) {
      return try mends?.key(of: digest) ?? digest
    } catch {
      throw Diagnostic(
        rule: "unreadable-file", error.message, remedy: error.remedy, file: error.file)
    }
  }

  /// Whether mended records of any file are known.
  package var hasMends: Bool { mends?.isEmpty == false }

  /// Whether a file is read with mended records; so is none where that cannot be found out, which reading it shows.
  package func isMended(_ path: String) -> Bool { (try? mends(of: path))?.isEmpty == false }

  /// The mended records of a file, in the order of their places.
  func mends(of path: String) throws(StageError) -> [QuarantineEntry] {
    guard let mends, !mends.isEmpty else { return [] }
    let digest: ContentKey
    do throws(Diagnostic) {
      digest = try digestOfBytes(path)
    } catch {
      throw StageError(.io, error.message, remedy: error.remedy, file: error.file)
    }
    return try mends.mends(of: digest)
  }

  /// The digest of a file's bytes; standard input has a new one in each run, so that it is never reused.
  package func digestOfBytes(_ path: String) throws(Diagnostic) -> ContentKey {
    if path == "-" {
      var hasher = KeyHasher()
      hasher.add("standard input of run \(runID)")
      return hasher.key()
    }
    return try digest(of: path, as: path) { () throws(StageError) in try FileDigest.digest(path) }
  }

  /// The digest of the bytes of a file that decide what a reader gives.
  package func digest(
    of path: String, readBy reader: ContentKey, _ decisive: () -> [Range<Int>]?
  ) throws(Diagnostic) -> ContentKey {
    // No path holds a zero byte.
    return try digest(of: path, as: "\(path)\0\(reader)") { () throws(StageError) in
      guard let ranges = decisive() else { return try FileDigest.digest(path) }
      return try FileDigest.digest(path, ranges)
    }
  }

  private func digest(
    of path: String, as name: String, _ read: () throws(StageError) -> ContentKey
  ) throws(Diagnostic) -> ContentKey {
    let stamp = FileStamp(path)
    if let stamp, let known = remembered(name, stamp) { return known }
    do throws(StageError) {
      let digest = try read()
      // A file that was written while it was read keeps no digest.
      if let stamp, stamp == FileStamp(path) { remember(name, stamp, digest) }
      return digest
    } catch {
      throw Diagnostic(rule: "unreadable-file", error.message, remedy: error.remedy, file: path)
    }
  }

  private func remembered(_ path: String, _ stamp: FileStamp) -> ContentKey? {
    guard let ledger else { return nil }
    let data = try? ledger.read { database in
      try Data.fetchOne(
        database,
        sql: """
          SELECT digest FROM file
          WHERE path = ? AND size = ? AND modified = ? AND changed = ? AND inode = ?
          """, arguments: [path, stamp.size, stamp.modified, stamp.changed, stamp.inode])
    }
    return data.flatMap { ContentKey(bytes: $0.span) }
  }

  private func remember(_ path: String, _ stamp: FileStamp, _ digest: ContentKey) {
    try? ledger?.write("write") { database in
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO file(path, size, modified, changed, inode, digest)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          path, stamp.size, stamp.modified, stamp.changed, stamp.inode, Data(digest.bytes),
        ])
    }
  }
}

extension Ledger {
  /// The files that were ever digested, by the digests they had.
  package func filesByDigest() throws(StageError) -> [ContentKey: [String]] {
    try read { database in
      var result: [ContentKey: [String]] = [:]
      for row in try Row.fetchAll(
        database,
        // A name with a zero byte is that of what a reader gets of a file.
        sql: "SELECT digest, path FROM file WHERE instr(path, char(0)) = 0 ORDER BY path")
      {
        let digest: Data = row[0]
        if let key = ContentKey(bytes: digest.span) { result[key, default: []].append(row[1]) }
      }
      return result
    }
  }
}
