import Glibc

/// Files that never change once they are written, so that they may stand under several names.
package enum ReadOnlyFile {
  private static let copySize = 1 << 20

  /// Gives a file that nobody may write to a second name; where the file systems differ, or do not know
  /// second names, the new name gets a copy.
  ///
  /// - Throws: When a file of the new name exists already, or the folder cannot be written to.
  package static func share(_ path: String, as other: String) throws(ByteIOError) {
    // SAFETY: both paths are passed as NUL-terminated copies.
    if unsafe link(path, other) == 0 { return }
    guard errno == EXDEV || errno == EPERM || errno == EMLINK || errno == ENOTSUP else {
      throw .system(errno, "create it", path: other)
    }
    let source = try FileBytes(path: path)
    let copy = try AppendingFile(path: other, mode: 0o444)
    var block = try source.next(upTo: copySize)
    while !block.isEmpty {
      try copy.append(block)
      block = try source.next(upTo: copySize)
    }
    try copy.close()
  }
}
