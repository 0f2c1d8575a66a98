import Glibc

/// An exclusive lock on a file or folder, freed by the system when its holder ends in any way.
///
/// The lock belongs to the open file, which no program that is started from here inherits.
package final class FileLock: Sendable {
  private let descriptor: Int32

  /// What to do while somebody else holds the lock.
  package enum Busy: Sendable {
    /// Wait, for as long as it takes.
    case wait
    /// Give up.
    case giveUp
  }

  /// Takes the lock on a file and leaves a note in it for people.
  ///
  /// - Returns: Nil when somebody else holds the lock and there is to be no waiting.
  /// - Throws: When the file cannot be opened, or its file system knows no locks.
  package init?(path: String, note: String, busy: Busy = .giveUp) throws(ByteIOError) {
    // SAFETY: the path is passed as a NUL-terminated copy that lives through the call.
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .system(errno, "open it", path: path) }
    let failure = Self.lock(descriptor, busy)
    guard failure == 0 else {
      close(descriptor)
      if failure == EWOULDBLOCK { return nil }
      throw ByteIOError(
        .system,
        "cannot lock it: the file system has no locks (error \(failure)); use a folder on a local "
          + "disk, or mount the share with locks", path: path)
    }
    // The lock is the kernel's; a note that cannot be written takes nothing from it.
    ftruncate(descriptor, 0)
    // SAFETY: pwrite reads within the array, whose bytes are kept alive by the closure.
    _ = unsafe Array(note.utf8).withUnsafeBytes { buffer in
      unsafe pwrite(descriptor, buffer.baseAddress, buffer.count, 0)
    }
  }

  /// Waits for the lock on a folder and takes it.
  ///
  /// - Returns: Nil where the file system does not lock folders, as some shares do not.
  package init?(folder: String) throws(ByteIOError) {
    // SAFETY: the path is passed as a NUL-terminated copy that lives through the call.
    descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(errno, "open the folder", path: folder) }
    guard Self.lock(descriptor, .wait) == 0 else {
      close(descriptor)
      return nil
    }
  }

  /// Locks; gives 0 or the number of the error.
  private static func lock(_ descriptor: Int32, _ busy: Busy) -> Int32 {
    let operation = LOCK_EX | (busy == .giveUp ? LOCK_NB : 0)
    while flock(descriptor, operation) != 0 {
      if errno != EINTR { return errno }
    }
    return 0
  }

  deinit {
    close(descriptor)
  }
}
