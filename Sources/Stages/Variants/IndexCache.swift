import ByteIO
import Synchronization
import VCF

/// Indexes that were read while planning and are needed once more for reading.
final class IndexCache: Sendable {
  private struct Entry: Sendable {
    let file: FileStamp?
    let finding: GenomeIndexFile.Finding
  }

  /// A few: what is not here is read again.
  private static let mostEntries = 64
  private let entries = Mutex<[String: Entry]>([:])

  /// The index beside a file; kept at the first call, forgotten at the second.
  ///
  /// - Throws: `file` when the index is damaged, with its path.
  func finding(beside path: String) throws(VCFError) -> GenomeIndexFile.Finding {
    let stamp = FileStamp(path)
    let known = entries.withLock { $0.removeValue(forKey: path) }
    if let known, known.file == stamp { return known.finding }
    let finding = try GenomeIndexFile.beside(path: path)
    entries.withLock { entries in
      if entries.count < Self.mostEntries {
        entries[path] = Entry(file: stamp, finding: finding)
      }
    }
    return finding
  }
}
