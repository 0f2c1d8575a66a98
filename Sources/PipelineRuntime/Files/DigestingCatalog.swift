import ByteIO
import Dispatch
import Foundation
import GRDB
package import PipelineModel
package import PipelinePlanner
import Synchronization

/// The files of the machine, with digests remembered in the ledger for as long as a file is untouched.
package struct DigestingCatalog: FileCatalog {
  private let ledger: Ledger?
  private let runID: String
  private let pipeline: String?
  private let memory = DigestMemory()
  private let expected = ExpectedDigests()
  private let fetched: [String: [String]]
  /// The mended records that files are read with.
  let mends: MendBook?

  /// A catalog; without a ledger nothing is remembered.
  ///
  /// - Parameters:
  ///   - pipeline: The pipeline whose earlier runs have read files.
  ///   - mends: The mended records; those that are accepted in the work folder unless given.
  ///   - fetched: The files that stages have fetched, by the stage's name.
  package init(
    ledger: Ledger?, runID: String, pipeline: String? = nil, mends: MendBook? = nil,
    fetched: [String: [String]] = [:]
  ) {
    self.fetched = fetched
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
    if pattern.path.hasPrefix(fetchedPrefix) {
      return fetched[String(pattern.path.dropFirst(fetchedPrefix.count))] ?? []
    }
    if !pattern.isGlob || FileStamp(pattern.path) != nil {
      return FileStamp(pattern.path) == nil ? [] : [pattern.path]
    }
    let files = Glob.files(pattern.path)
    memory.note(files)
    return files.map(\.path)
  }

  /// Ends the time in which files are taken to be as they were found: from now on each is looked at when it is
  /// asked for. Digests that were taken until then are kept in the ledger.
  package func settle() {
    expected.end()
    memory.settle(ledger)
  }

  /// The size that a file had when a pattern found it.
  package func sizeWhenFound(_ path: String) -> Int? { memory.stampWhenFound(path)?.size }

  /// The size of a file in bytes; 0 where it is no regular file.
  package func size(of path: String) -> Int { (memory.stamp(path) ?? FileStamp(path))?.size ?? 0 }

  /// Takes the digests that are not known on threads of their own until ``settle()``; what cannot be read is found when
  /// it is asked for.
  package func expectDigests(of paths: [String], cores: Int) {
    guard cores > 1 else { return }
    memory.expect(readBy: nil, ledger)
    let unknown = paths.filter { path in
      guard let stamp = memory.stampWhenFound(path) ?? FileStamp(path) else { return false }
      return memory.digest(path, stamp, ledger) == nil
    }
    expected.begin(unknown, threads: cores - 1) { path in
      _ = try? digest(of: path, as: path) { () throws(StageError) in
        try FileDigest.digest(path) { expected.isOver }
      }
    }
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
    memory.expect(readBy: nil, ledger)
    return try expected.waiting(for: path) { () throws(Diagnostic) in
      try digest(of: path, as: path) { () throws(StageError) in try FileDigest.digest(path) }
    }
  }

  /// The digest of the bytes of a file that decide what a reader gives.
  package func digest(
    of path: String, readBy reader: ContentKey, _ decisive: () -> DecisiveBytes?
  ) throws(Diagnostic) -> ContentKey {
    memory.expect(readBy: reader, ledger)
    return try digest(of: path, as: DigestMemory.name(path, readBy: reader.description)) {
      () throws(StageError) in
      guard let decisive = decisive() else {
        do throws(Diagnostic) { return try digestOfBytes(path) } catch {
          throw StageError(.io, error.message, remedy: error.remedy, file: error.file)
        }
      }
      return try FileDigest.digest(path, decisive)
    }
  }

  private func digest(
    of path: String, as name: String, _ read: () throws(StageError) -> ContentKey
  ) throws(Diagnostic) -> ContentKey {
    let stamp = memory.stampWhenFound(path) ?? FileStamp(path)
    if let stamp, let known = memory.digest(name, stamp, ledger) { return known }
    do throws(StageError) {
      let digest = try read()
      // A file that was written while it was read keeps no digest.
      if let stamp, stamp == FileStamp(path) { memory.remember(name, stamp, digest, ledger) }
      return digest
    } catch {
      throw Diagnostic(rule: "unreadable-file", error.message, remedy: error.remedy, file: path)
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
        // Other names are those of what a reader gets of a file.
        sql: "SELECT digest, path FROM file WHERE path LIKE '/%' ORDER BY path")
      {
        let digest: Data = row[0]
        if let key = ContentKey(bytes: digest.span) { result[key, default: []].append(row[1]) }
      }
      return result
    }
  }
}
