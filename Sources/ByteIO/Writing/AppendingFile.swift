import Glibc

/// A new file that grows at its end and is on the disk once it is closed.
///
/// Used by one thread at a time. A file that is not closed keeps what was written so far, without a promise.
package final class AppendingFile {
  /// The file's path.
  package let path: String
  /// Bytes appended so far.
  package private(set) var size: UInt64 = 0
  private var descriptor: Int32
  /// Bytes that the kernel was told to put on the disk.
  private var startedSize: UInt64 = 0
  private static let startSize: UInt64 = 16 << 20

  /// Creates the file.
  ///
  /// - Parameters:
  ///   - mode: Permissions, before the process's mask.
  /// - Throws: When a file of that name exists already, or the folder cannot be written to.
  package init(path: String, mode: UInt32 = 0o644) throws(ByteIOError) {
    self.path = path
    // SAFETY: the path is passed as a NUL-terminated copy that lives through the call.
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw .system(errno, "create it", path: path) }
  }

  deinit {
    if descriptor >= 0 { Glibc.close(descriptor) }
  }

  /// Appends bytes.
  package func append(_ bytes: [UInt8]) throws(ByteIOError) {
    var failure: Int32?
    // SAFETY: write reads within the array, whose bytes are kept alive by the closure.
    unsafe bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let count = unsafe write(
          descriptor, UnsafeRawBufferPointer(rebasing: buffer[written...]).baseAddress,
          buffer.count - written)
        if count >= 0 {
          written += count
        } else if errno != EINTR {
          failure = errno
          return
        }
      }
    }
    if let failure { throw .system(failure, "write it", path: path) }
    size += UInt64(bytes.count)
    if size - startedSize >= Self.startSize { startWriting() }
  }

  /// Tells the kernel to begin putting on the disk what it has, so that `close` need not wait for all of it.
  private func startWriting() {
    // Of pages that are not on the disk yet, Linux takes this as the wish to write them. Only a hint: what goes
    // wrong shows when the file is closed.
    _ = posix_fadvise(
      descriptor, off_t(startedSize), off_t(size - startedSize), POSIX_FADV_DONTNEED)
    startedSize = size
  }

  /// Puts the file on the disk and closes it; nothing may be appended afterwards.
  ///
  /// - Parameter isDurable: Whether its bytes must survive a power failure; false saves the waiting.
  package func close(isDurable: Bool = true) throws(ByteIOError) {
    guard descriptor >= 0 else { return }
    guard !isDurable || fsync(descriptor) == 0 else { throw .system(errno, "sync it", path: path) }
    Glibc.close(descriptor)
    descriptor = -1
  }
}
