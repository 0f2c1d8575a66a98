import ByteIO
package import PipelineModel
package import PipelinePlanner
import Synchronization

/// What a file catalog has answered while a plan was made, so that another process makes the same plan without looking
/// at, or digesting, any file.
package struct CatalogTranscript: Sendable {
  /// A digest and the stamp that the file had.
  struct Answer: Sendable {
    var digest: ContentKey
    var stamp: FileStamp?
  }

  /// The files that each pattern names.
  private(set) var files: [String: [String]] = [:]
  /// The digest of each file.
  private(set) var answers: [String: Answer] = [:]

  /// The digests that stages which read only new files have read before.
  private(set) var readBefore: [String: Set<ContentKey>] = [:]

  /// An empty transcript.
  init() {}

  /// Whether standard input was asked for.
  package var hasStandardInput: Bool { answers["-"] != nil }

  mutating func note(_ paths: [String], matching pattern: String) { files[pattern] = paths }

  mutating func note(_ digest: ContentKey, of path: String, readBy reader: ContentKey? = nil) {
    answers[Self.name(path, reader)] = Answer(digest: digest, stamp: FileStamp(path))
  }

  mutating func note(_ digests: Set<ContentKey>, readBeforeBy stage: String) {
    readBefore[stage] = digests
  }

  /// The answer for a file, or for what a reader gets of it.
  func answer(_ path: String, readBy reader: ContentKey? = nil) -> Answer? {
    answers[Self.name(path, reader)]
  }

  /// No absolute path begins with a digest.
  private static func name(_ path: String, _ reader: ContentKey?) -> String {
    reader.map { "\($0) \(path)" } ?? path
  }

  /// The transcript as bytes: fields that end with a zero byte, since no path holds one.
  ///
  /// For each pattern: the pattern, the number of its files, their paths; an empty field; for each file: its path,
  /// then digest and stamp in one field; an empty field; for each stage that reads only new files: its name, then the
  /// digests of those that it has read.
  var bytes: [UInt8] {
    var result: [UInt8] = []
    func add(_ field: String) {
      result += field.utf8
      result.append(0)
    }
    for (pattern, paths) in files.sorted(by: { $0.key < $1.key }) {
      add(pattern)
      add(String(paths.count))
      for path in paths { add(path) }
    }
    add("")
    for (path, answer) in answers.sorted(by: { $0.key < $1.key }) {
      add(path)
      add(answer.digest.description + (answer.stamp.map { " " + $0.text } ?? ""))
    }
    add("")
    for (stage, digests) in readBefore.sorted(by: { $0.key < $1.key }) {
      add(stage)
      add(digests.sorted().map(\.description).joined(separator: " "))
    }
    return result
  }

  /// The transcript in bytes; nil where they are no transcript.
  init?(bytes: [UInt8]) {
    var fields = bytes.split(separator: 0, omittingEmptySubsequences: false).makeIterator()
    func text(_ field: ArraySlice<UInt8>) -> String { String(decoding: field, as: UTF8.self) }
    while true {
      guard let pattern = fields.next() else { return nil }
      if pattern.isEmpty { break }
      guard let count = fields.next().flatMap({ Int(text($0)) }), count >= 0 else { return nil }
      var paths: [String] = []
      for _ in 0..<count {
        guard let path = fields.next() else { return nil }
        paths.append(text(path))
      }
      files[text(pattern)] = paths
    }
    while let path = fields.next(), !path.isEmpty {
      guard let field = fields.next(),
        let digest = ContentKey(hexadecimal: text(field.prefix(64)))
      else { return nil }
      let stamp = FileStamp(text: text(field.dropFirst(65)))
      answers[text(path)] = Answer(digest: digest, stamp: stamp)
    }
    while let stage = fields.next(), !stage.isEmpty {
      guard let field = fields.next() else { return nil }
      let digests = text(field).split(separator: " ")
        .compactMap { ContentKey(hexadecimal: String($0)) }
      readBefore[text(stage)] = Set(digests)
    }
  }
}

extension FileStamp {
  /// The stamp as four numbers.
  fileprivate var text: String { "\(size) \(modified) \(changed) \(inode)" }

  /// The stamp that a text holds.
  fileprivate init?(text: String) {
    let numbers = text.split(separator: " ").compactMap { Int($0) }
    guard numbers.count == 4 else { return nil }
    self.init(size: numbers[0], modified: numbers[1], changed: numbers[2], inode: numbers[3])
  }
}

/// Asks another catalog and notes what it answers.
package final class RecordingCatalog<Base: FileCatalog & Sendable>: FileCatalog, Sendable {
  private let base: Base
  private let noted = Mutex(CatalogTranscript())

  /// A catalog that listens to another.
  package init(_ base: Base) {
    self.base = base
  }

  /// What was answered so far.
  package var transcript: CatalogTranscript { noted.withLock { $0 } }

  /// The files that a path or glob names.
  package func files(matching pattern: PathPattern) -> [String] {
    let paths = base.files(matching: pattern)
    noted.withLock { $0.note(paths, matching: pattern.path) }
    return paths
  }

  /// The size that a file had when it was found.
  package func sizeWhenFound(_ path: String) -> Int? { base.sizeWhenFound(path) }

  /// The size of a file.
  package func size(of path: String) -> Int { base.size(of: path) }

  /// Passes on which digests will be asked for.
  package func expectDigests(of paths: [String], cores: Int) {
    base.expectDigests(of: paths, cores: cores)
  }

  /// The digest of a file's bytes.
  package func digest(of path: String) throws(Diagnostic) -> ContentKey {
    let digest = try base.digest(of: path)
    noted.withLock { $0.note(digest, of: path) }
    return digest
  }

  /// The digest of the bytes of a file that decide what a reader gives.
  package func digest(
    of path: String, readBy reader: ContentKey, _ decisive: () -> DecisiveBytes?
  ) throws(Diagnostic) -> ContentKey {
    let digest = try base.digest(of: path, readBy: reader, decisive)
    noted.withLock { $0.note(digest, of: path, readBy: reader) }
    return digest
  }
}

extension RecordingCatalog {
  /// The digests of files that earlier successful runs have read.
  package func digestsRead(stage: String) -> Set<ContentKey> {
    let digests = base.digestsRead(stage: stage)
    noted.withLock { $0.note(digests, readBeforeBy: stage) }
    return digests
  }
}

/// Answers as a transcript says.
package struct RecordedCatalog: FileCatalog, Sendable {
  /// What is known.
  let transcript: CatalogTranscript
  /// Whether a file whose stamp is another than the noted one is digested anew.
  let looksAgain: Bool

  /// The files that a path or glob named.
  package func files(matching pattern: PathPattern) -> [String] {
    transcript.files[pattern.path] ?? []
  }

  /// The digests that were read before.
  package func digestsRead(stage: String) -> Set<ContentKey> { transcript.readBefore[stage] ?? [] }

  /// The digest that a file had; with ``looksAgain`` the one it has.
  package func digest(of path: String) throws(Diagnostic) -> ContentKey {
    try digest(of: path, transcript.answer(path)) { nil }
  }

  /// The digest of what a reader got of a file; with ``looksAgain`` of what it gets.
  package func digest(
    of path: String, readBy reader: ContentKey, _ decisive: () -> DecisiveBytes?
  ) throws(Diagnostic) -> ContentKey {
    try digest(of: path, transcript.answer(path, readBy: reader), decisive)
  }

  private func digest(
    of path: String, _ answer: CatalogTranscript.Answer?, _ decisive: () -> DecisiveBytes?
  ) throws(Diagnostic) -> ContentKey {
    if let answer, !looksAgain || answer.stamp == FileStamp(path) { return answer.digest }
    do throws(StageError) {
      guard let ranges = decisive() else { return try FileDigest.digest(path) }
      return try FileDigest.digest(path, ranges)
    } catch {
      throw Diagnostic(rule: "unreadable-file", error.message, remedy: error.remedy, file: path)
    }
  }
}
