import Glibc

/// An exclusive lock on a file, freed by the system when its holder ends in any way.
package final class FileLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock and leaves a note in the file for people.
  ///
  /// - Returns: Nil when somebody else holds the lock.
  package init?(path: String, note: String) throws(ByteIOError) {
    // SAFETY: the path is passed as a NUL-terminated copy that lives through the call.
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .system(errno, "open it", path: path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
    // The lock is the kernel's; a note that cannot be written takes nothing from it.
    ftruncate(descriptor, 0)
    // SAFETY: pwrite reads within the array, whose bytes are kept alive by the closure.
    _ = unsafe Array(note.utf8).withUnsafeBytes { buffer in
      unsafe pwrite(descriptor, buffer.baseAddress, buffer.count, 0)
    }
  }

  deinit {
    close(descriptor)
  }
}
