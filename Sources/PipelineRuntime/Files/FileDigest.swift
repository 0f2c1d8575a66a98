import ByteIO
package import PipelineModel
package import PipelinePlanner

/// Digests of whole files.
package enum FileDigest {
  private static let blockSize = 256 << 10

  /// The SHA-256 digest of a file's bytes.
  ///
  /// - Throws: A failure that names the file.
  package static func digest(_ path: String) throws(StageError) -> ContentKey {
    var hasher = KeyHasher()
    do throws(ByteIOError) {
      let file = try FileBytes(path: path)
      var block = try file.next(upTo: blockSize)
      while !block.isEmpty {
        hasher.addContent(block)
        block = try file.next(upTo: blockSize)
      }
    } catch {
      throw StageError(
        .io, error.message, remedy: "check that the file exists and that you may read it",
        file: path)
    }
    return hasher.key()
  }
}
