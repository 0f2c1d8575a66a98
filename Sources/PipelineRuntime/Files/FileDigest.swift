import Foundation
package import PipelineModel
package import PipelinePlanner

/// Digests of whole files.
package enum FileDigest {
  /// The SHA-256 digest of a file's bytes.
  ///
  /// - Throws: A failure that names the file.
  package static func digest(_ path: String) throws(StageError) -> ContentKey {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw StageError(
        .io, "cannot open \(path)", remedy: "check that it exists and that you may read it",
        file: path)
    }
    defer { try? file.close() }
    var hasher = KeyHasher()
    do {
      while let block = try file.read(upToCount: 1 << 20), !block.isEmpty {
        hasher.addContent([UInt8](block))
      }
    } catch {
      throw StageError(
        .io, "cannot read \(path): \(Folder.reason(error))", remedy: "check the disk", file: path)
    }
    return hasher.key()
  }
}
