import Glibc

/// A file that says that this process is there: locked for as long as it lives, with a line for others to read.
///
/// The system frees the lock when the process ends in any way; whoever finds a file without a lock removes it.
package final class PresenceFile: Sendable {
  private static let attempts = 16

  private let descriptor: Int32
  private let path: String

  /// Creates and locks a file.
  ///
  /// - Returns: Nil where that cannot be done.
  package init?(path: String) {
    self.path = path
    for _ in 0..<Self.attempts {
      // SAFETY: the path is passed as a NUL-terminated copy that lives through the call.
      let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
      guard descriptor >= 0 else { return nil }
      // Somebody who looks may hold the lock for a moment, or may have removed the file before it was locked.
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0, Self.isSame(descriptor, path) {
        self.descriptor = descriptor
        return
      }
      close(descriptor)
    }
    return nil
  }

  deinit {
    // SAFETY: the path is passed as a NUL-terminated copy that lives through the call.
    _ = unsafe unlink(path)
    close(descriptor)
  }

  private static func isSame(_ descriptor: Int32, _ path: String) -> Bool {
    var opened = stat()
    var named = stat()
    // SAFETY: the path is passed as a NUL-terminated copy; the results go into local values.
    return unsafe fstat(descriptor, &opened) == 0 && stat(path, &named) == 0
      && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
  }

  /// Replaces what the file says; readers see the old or the new line, since both fit a single write.
  package func say(_ line: String) {
    // SAFETY: pwrite reads within the array, whose bytes are kept alive by the closure.
    let written = unsafe Array(line.utf8).withUnsafeBytes { buffer in
      unsafe pwrite(descriptor, buffer.baseAddress, buffer.count, 0)
    }
    if written > 0 { ftruncate(descriptor, written) }
  }

  /// What a file says whose process lives; nil where it has ended, and then the file is removed.
  package static func read(_ path: String) -> String? {
    // SAFETY: the path is passed as a NUL-terminated copy that lives through the call.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    if flock(descriptor, LOCK_SH | LOCK_NB) == 0 {
      // SAFETY: the path is passed as a NUL-terminated copy that lives through the call.
      if isSame(descriptor, path) { _ = unsafe unlink(path) }
      return nil
    }
    var bytes = [UInt8](repeating: 0, count: 64)
    // SAFETY: pread writes within the array, whose storage is kept alive by the closure.
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe pread(descriptor, buffer.baseAddress, buffer.count, 0)
    }
    return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
  }

  /// Creates a folder that only this user may use.
  ///
  /// - Returns: False where something else stands there, or the folder of somebody else.
  package static func prepareFolder(_ path: String) -> Bool {
    var status = stat()
    // SAFETY: the path is passed as a NUL-terminated copy; the result goes into a local value.
    _ = unsafe mkdir(path, 0o700)
    guard unsafe lstat(path, &status) == 0 else { return false }
    return status.st_mode & S_IFMT == S_IFDIR && status.st_uid == getuid()
      && status.st_mode & 0o022 == 0
  }
}
