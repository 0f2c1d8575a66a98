import Glibc
import Synchronization

/// A file that appears under its name only when it is complete and on the disk.
///
/// Bytes go to a temporary file, in the same folder if not said otherwise; ``commit()`` syncs it, renames it and syncs the
/// folder. A file that is not committed is removed.
package final class DurableFile {
  /// The name the file will have.
  package let path: String
  /// The name it has until it is committed.
  package var temporaryPath: String { file.path }
  /// Bytes appended so far.
  package var size: UInt64 { file.size }

  private static let sequence = Atomic<Int>(0)
  private let folder: String
  private let file: AppendingFile
  private var isCommitted = false

  /// Creates the temporary file.
  ///
  /// - Parameters:
  ///   - path: Where the file will stand; an existing file is replaced by ``commit()``.
  ///   - mode: Permissions, before the process's mask.
  ///   - scratch: A folder of the same file system for the temporary file, one that is emptied some time; nil for
  ///     the folder that the file will stand in.
  package init(
    path: String, mode: UInt32 = 0o644, scratch: String? = nil
  ) throws(ByteIOError) {
    self.path = path
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    folder = Self.folder(of: path)
    let number = Self.sequence.add(1, ordering: .relaxed).newValue
    do throws(ByteIOError) {
      file = try AppendingFile(
        path: "\(scratch ?? folder)/.\(name).\(getpid())-\(number).partial", mode: mode)
    } catch {
      var error = error
      error.path = path
      throw error
    }
  }

  deinit {
    // SAFETY: the path is passed as a NUL-terminated copy.
    if !isCommitted { unsafe unlink(temporaryPath) }
  }

  /// Appends bytes.
  package func append(_ bytes: [UInt8]) throws(ByteIOError) { try file.append(bytes) }

  /// Puts the file under its name, once its bytes are on the disk.
  ///
  /// Nothing may be appended afterwards. When it fails, the temporary file is removed at the end of
  /// this object's life and a file that stood there before is untouched.
  ///
  /// - Parameter isDurable: Whether it must survive a power failure. Without, it appears whole all the same, but after
  ///   a power failure it may be missing or cut short; what stood there before may be gone.
  package func commit(isDurable: Bool = true) throws(ByteIOError) {
    try file.close(isDurable: isDurable)
    try Self.replace(path, with: temporaryPath, isDurable: isDurable)
    isCommitted = true
  }

  /// Puts one file or link in the place of another in one step, and syncs the folder where that must survive a power
  /// failure.
  package static func replace(
    _ path: String, with source: String, isDurable: Bool = true
  ) throws(ByteIOError) {
    // SAFETY: both paths are passed as NUL-terminated copies.
    guard unsafe rename(source, path) == 0 else {
      throw .system(errno, "rename it into place", path: path)
    }
    if isDurable { try sync(folder: folder(of: path)) }
  }

  /// The folder that a path's last part stands in.
  static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Puts a file that somebody else has written on the disk.
  package static func sync(file: String) throws(ByteIOError) {
    // SAFETY: the path is passed as a NUL-terminated copy.
    let descriptor = unsafe open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(errno, "open it", path: file) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .system(errno, "sync it", path: file) }
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
