import ByteIO
import Foundation
package import PipelineModel
package import PipelinePlanner

/// The mended records of a work folder: what is read in the place of records that a reader has refused.
///
/// Mends belong to the content of a file, named by its digest: a file that was mended at its source has another digest,
/// and no mend is left for it. They are part of every key that is made from the file.
package struct MendBook: Sendable {
  private let folder: String
  private let known: Set<ContentKey>
  /// Mends that are tried in this run, by the digest of the file.
  private var pending: [ContentKey: [QuarantineEntry]] = [:]

  /// The mends that are accepted in a work folder.
  package init(_ work: WorkFolder) {
    folder = work.mends
    known = Set(
      Folder.names(folder).compactMap { name in
        name.hasSuffix(".ndjson") ? ContentKey(hexadecimal: String(name.dropLast(7))) : nil
      })
  }

  /// The path of the mends of a file.
  private func path(_ digest: ContentKey) -> String { "\(folder)/\(digest).ndjson" }

  /// Tries mended records of a file.
  ///
  /// - Throws: A failure that names the place where two mends of one record differ.
  package mutating func propose(
    _ mends: [QuarantineEntry], of digest: ContentKey
  ) throws(StageError) {
    var merged = pending[digest] ?? []
    for mend in mends {
      if let other = merged.first(where: { $0.offset == mend.offset }) {
        guard other.raw == mend.raw else {
          throw StageError(
            .input, "the record is mended twice, differently", remedy: "keep one of the lines",
            file: mend.file, line: mend.line)
        }
      } else {
        merged.append(mend)
      }
    }
    pending[digest] = merged
  }

  /// Whether no record of any file is mended.
  var isEmpty: Bool { known.isEmpty && pending.isEmpty }

  /// The records that are tried in this run, by the path of their file.
  var proposed: [String: Set<UInt64>] {
    var places: [String: Set<UInt64>] = [:]
    for mend in pending.values.joined() { places[mend.file, default: []].insert(mend.offset) }
    return places
  }

  /// The mends of a file in the order of their places: those that are tried before those that are accepted.
  func mends(of digest: ContentKey) throws(StageError) -> [QuarantineEntry] {
    var byOffset: [UInt64: QuarantineEntry] = [:]
    if known.contains(digest) {
      try QuarantineFile.forEach(path(digest)) { byOffset[$0.offset] = $0 }
    }
    for mend in pending[digest] ?? [] {
      // What stands in the file is what was refused at first, not an earlier mend of it.
      byOffset[mend.offset] = byOffset[mend.offset].map { mend.replacing(sameAs: $0) } ?? mend
    }
    return byOffset.values.sorted { $0.offset < $1.offset }
  }

  /// What names the content of a file with its mends: the file's digest where there are none.
  func key(of digest: ContentKey) throws(StageError) -> ContentKey {
    guard known.contains(digest) || pending[digest] != nil else { return digest }
    let mends = try mends(of: digest)
    guard !mends.isEmpty else { return digest }
    var hasher = KeyHasher()
    hasher.add("mended")
    hasher.add(digest)
    hasher.addLength(mends.count)
    for mend in mends {
      hasher.add("\(mend.offset) \(mend.size)")
      hasher.addLength(mend.raw.count)
      hasher.addContent(mend.raw)
    }
    return hasher.key()
  }

  /// Keeps the mends that were tried: from now on every run reads them.
  func accept() throws(StageError) {
    guard !pending.isEmpty else { return }
    try Folder.create(folder, isPrivate: true)
    for digest in pending.keys.sorted() {
      let text = try mends(of: digest).flatMap(\.bytes)
      try ArtifactWriter.io { () throws(ByteIOError) in
        let file = try DurableFile(path: path(digest), mode: 0o600)
        try file.append(text)
        try file.commit()
      }
    }
  }
}
