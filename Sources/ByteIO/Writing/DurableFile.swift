import Glibc
import Synchronization

/// A file that appears under its name only when it is complete and on the disk.
///
/// Bytes go to a temporary file in the same folder; ``commit()`` syncs it, renames it and syncs the
/// folder. A file that is not committed is removed.
package final class DurableFile {
  /// The name the file will have.
  package let path: String
  /// The name it has until it is committed.
  package let temporaryPath: String
  /// Bytes appended so far.
  package private(set) var size: UInt64 = 0

  private static let sequence = Atomic<Int>(0)
  private let folder: String
  private var descriptor: Int32

  /// Creates the temporary file.
  ///
  /// - Parameters:
  ///   - path: Where the file will stand; an existing file is replaced by ``commit()``.
  ///   - mode: Permissions, before the process's mask.
  package init(path: String, mode: UInt32 = 0o644) throws(ByteIOError) {
    self.path = path
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let number = Self.sequence.add(1, ordering: .relaxed).newValue
    temporaryPath = "\(folder)/.\(name).\(getpid())-\(number).partial"
    // SAFETY: the path is passed as a NUL-terminated copy that lives through the call.
    descriptor = unsafe open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw .system(errno, "create it", path: path) }
  }

  deinit {
    if descriptor >= 0 {
      close(descriptor)
      // SAFETY: the path is passed as a NUL-terminated copy.
      unsafe unlink(temporaryPath)
    }
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
  }

  /// Puts the file under its name, once its bytes are on the disk.
  ///
  /// Nothing may be appended afterwards. When it fails, the temporary file is removed at the end of
  /// this object's life and a file that stood there before is untouched.
  package func commit() throws(ByteIOError) {
    guard fsync(descriptor) == 0 else { throw .system(errno, "sync it", path: path) }
    // SAFETY: both paths are passed as NUL-terminated copies.
    guard unsafe rename(temporaryPath, path) == 0 else {
      throw .system(errno, "rename it into place", path: path)
    }
    close(descriptor)
    descriptor = -1
    try Self.sync(folder: folder)
  }

  /// Puts one file or link in the place of another in one step, and syncs the folder.
  package static func replace(_ path: String, with source: String) throws(ByteIOError) {
    // SAFETY: both paths are passed as NUL-terminated copies.
    guard unsafe rename(source, path) == 0 else {
      throw .system(errno, "rename it into place", path: path)
    }
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    try sync(folder: slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ".")
  }

  /// Makes renames within a folder survive a power failure.
  package static func sync(folder: String) throws(ByteIOError) {
    // SAFETY: the path is passed as a NUL-terminated copy.
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(errno, "open the folder", path: folder) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .system(errno, "sync the folder", path: folder) }
  }
}
