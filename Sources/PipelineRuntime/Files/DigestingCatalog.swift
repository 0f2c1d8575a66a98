import ByteIO
import Foundation
import GRDB
package import PipelineModel
package import PipelinePlanner

/// The files of the machine, with digests remembered in the ledger for as long as a file is untouched.
package struct DigestingCatalog: FileCatalog {
  private let ledger: Ledger?
  private let runID: String

  /// A catalog; without a ledger nothing is remembered.
  package init(ledger: Ledger?, runID: String) {
    self.ledger = ledger
    self.runID = runID
  }

  /// The files that a path or glob names, sorted.
  package func files(matching pattern: PathPattern) -> [String] {
    if pattern.path == "-" { return ["-"] }
    if !pattern.isGlob || FileStamp(pattern.path) != nil {
      return FileStamp(pattern.path) == nil ? [] : [pattern.path]
    }
    return Glob.files(pattern.path)
  }

  /// The digest of a file's bytes; standard input has a new one in each run, so that it is never reused.
  package func digest(of path: String) throws(Diagnostic) -> ContentKey {
    if path == "-" {
      var hasher = KeyHasher()
      hasher.add("standard input of run \(runID)")
      return hasher.key()
    }
    let stamp = FileStamp(path)
    if let stamp, let known = remembered(path, stamp) { return known }
    do throws(StageError) {
      let digest = try FileDigest.digest(path)
      // A file that was written while it was read keeps no digest.
      if let stamp, stamp == FileStamp(path) { remember(path, stamp, digest) }
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
