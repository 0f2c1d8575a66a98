import Glibc
import Synchronization

/// Folders whose names survive a power failure.
package enum DurableFolder {
  /// Folders that this process has seen or made, with their names on the disk.
  private static let durable = Mutex<Set<String>>([])

  /// Creates a folder and those above it; one that exists is left as it is.
  ///
  /// When it returns, the folder's name is on the disk, also where a process that was cut off has made it.
  /// - Parameters:
  ///   - mode: Permissions of a new folder, before the process's mask; those above it get the same.
  ///   - isDurable: Whether its name must survive a power failure; false saves the waiting.
  /// - Throws: When it cannot be made, or something else has its name.
  package static func create(
    _ path: String, mode: UInt32 = 0o777, isDurable: Bool = true
  ) throws(ByteIOError) {
    // SAFETY: the path is passed as a NUL-terminated copy.
    var result = unsafe mkdir(path, mode)
    if result != 0, errno == ENOENT, DurableFile.folder(of: path) != path {
      try create(DurableFile.folder(of: path), mode: mode, isDurable: isDurable)
      // SAFETY: as above.
      result = unsafe mkdir(path, mode)
    }
    let isNew = result == 0
    if !isNew {
      guard errno == EEXIST else { throw .system(errno, "create the folder", path: path) }
      guard exists(path) else { throw .system(ENOTDIR, "create the folder", path: path) }
    }
    guard isDurable, isNew || !durable.withLock({ $0.contains(path) }) else { return }
    do throws(ByteIOError) {
      try DurableFile.sync(folder: DurableFile.folder(of: path))
    } catch {
      // The folder above one that stood there before may be closed to us; then it is not ours to look after.
      guard !isNew, error.code == .permissionDenied else { throw error }
    }
    _ = durable.withLock { $0.insert(path) }
  }

  /// Whether there is a folder of that name.
  package static func exists(_ path: String) -> Bool {
    var status = stat()
    // SAFETY: the path is passed as a NUL-terminated copy, and `status` is written only during the call.
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Gives a folder or file another name on the same file system in one step.
  ///
  /// It survives a power failure once the new folder is synced. Never copies, so that nothing stands half done under
  /// its new name.
  /// - Throws: When a file, or a folder that is not empty, has the name, or the file systems differ.
  package static func rename(_ path: String, to target: String) throws(ByteIOError) {
    // SAFETY: both paths are passed as NUL-terminated copies.
    guard unsafe Glibc.rename(path, target) == 0 else {
      throw .system(errno, "give it that name", path: target)
    }
  }
}
