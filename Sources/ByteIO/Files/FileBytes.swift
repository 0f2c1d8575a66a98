import Glibc

/// The bytes of a file from the first to the last, packed or not.
package final class FileBytes {
  private let descriptor: Int32
  private let path: String

  /// Opens a file.
  ///
  /// - Throws: What the system says.
  package init(path: String) throws(ByteIOError) {
    // SAFETY: the path is passed as a NUL-terminated copy that lives through the call.
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    self.path = path
    guard descriptor >= 0 else { throw .system(errno, "open it", path: path) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The next bytes, at most as many as asked for; none at the end.
  package func next(upTo count: Int) throws(ByteIOError) -> [UInt8] {
    // SAFETY: `read` writes at most the buffer's size and says how much.
    unsafe try bytes(count) { unsafe read(descriptor, $0, count) }
  }

  /// Bytes from any place, at most as many as asked for; none behind the end. The next bytes stay the same.
  package func bytes(at offset: Int, upTo count: Int) throws(ByteIOError) -> [UInt8] {
    // SAFETY: `pread` writes at most the buffer's size and says how much.
    unsafe try bytes(count) { unsafe pread(descriptor, $0, count, offset) }
  }

  private func bytes(
    _ count: Int, _ read: (UnsafeMutablePointer<UInt8>?) -> Int
  ) throws(ByteIOError) -> [UInt8] {
    var failure: ByteIOError?
    // SAFETY: `read` writes at most the buffer's size and says how much.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      var result = -1
      repeat {
        result = unsafe read(buffer.baseAddress)
      } while result < 0
        && errno == EINTR
      if result < 0 { failure = .system(errno, "read it", path: path) }
      filled = max(result, 0)
    }
    if let failure { throw failure }
    return bytes
  }
}
