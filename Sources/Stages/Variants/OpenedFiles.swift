import ByteIO
import Synchronization

/// Files that were opened for planning and are read next: their headers and indexes need no second look.
final class OpenedFiles: Sendable {
  private struct Entry: Sendable {
    let file: FileStamp
    let reader: VariantShardReader
  }

  /// A few, as each holds a file open: what is not here is opened again.
  private static let mostEntries = 8
  private let entries = Mutex<[String: Entry]>([:])

  /// Keeps a reader of which nothing has been read yet.
  ///
  /// - Parameter stamp: The file's, from before it was opened.
  func keep(_ reader: VariantShardReader, of path: String, _ stamp: FileStamp) {
    entries.withLock { entries in
      if entries.count < Self.mostEntries { entries[path] = Entry(file: stamp, reader: reader) }
    }
  }

  /// The reader of a file, once; nil where there is none or the file has changed since.
  func take(_ path: String) -> VariantShardReader? {
    guard let entry = entries.withLock({ $0.removeValue(forKey: path) }) else { return nil }
    return FileStamp(path) == entry.file ? entry.reader : nil
  }
}
