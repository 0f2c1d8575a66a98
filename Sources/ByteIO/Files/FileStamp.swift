import Dispatch
import Glibc
import Synchronization

/// What tells, without reading it, that a regular file has not changed.
package struct FileStamp: Sendable, Equatable {
  /// Its size in bytes.
  package let size: Int
  /// When its content was changed, in nanoseconds since 1970.
  package let modified: Int
  /// When its entry was changed, in nanoseconds since 1970.
  package let changed: Int
  /// Its number on the file system.
  package let inode: Int

  /// A stamp that was noted before.
  package init(size: Int, modified: Int, changed: Int, inode: Int) {
    self.size = size
    self.modified = modified
    self.changed = changed
    self.inode = inode
  }

  /// The stamp of a regular file; nil where there is none.
  package init?(_ path: String) {
    var status = stat()
    // SAFETY: the path is passed as a NUL-terminated copy; the result goes into a local value.
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    size = Int(status.st_size)
    modified = Int(status.st_mtim.tv_sec) * 1_000_000_000 + Int(status.st_mtim.tv_nsec)
    changed = Int(status.st_ctim.tv_sec) * 1_000_000_000 + Int(status.st_ctim.tv_nsec)
    inode = Int(truncatingIfNeeded: status.st_ino)
  }
}

extension FileStamp {
  private static let chunk = 1024

  /// The stamps of many regular files, found on several threads; nil for those that are none.
  ///
  /// - Parameter path: The path of the file of a number.
  package static func ofFiles(
    _ count: Int, path: @Sendable (Int) -> String
  ) -> [FileStamp?] {
    let chunks = (count + chunk - 1) / chunk
    let found = Mutex<[[FileStamp?]]>(Array(repeating: [], count: chunks))
    DispatchQueue.concurrentPerform(iterations: chunks) { number in
      let start = number * chunk
      let stamps = (start..<min(start + chunk, count)).map { FileStamp(path($0)) }
      found.withLock { $0[number] = stamps }
    }
    return found.withLock { $0.flatMap { $0 } }
  }
}
