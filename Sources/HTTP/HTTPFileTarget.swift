import Foundation

/// A file that takes the body of an answer while it arrives.
///
/// The rest of a document (status 206) goes to the end of the file, a whole document (status 200) in its place.
package final class HTTPFileTarget {
  /// The file.
  package let path: String
  private var handle: FileHandle?
  /// How many bytes the file has.
  package private(set) var size: Int

  /// A target; the file is made where it is not there.
  package init(_ path: String) throws(HTTPError) {
    self.path = path
    if !FileManager.default.fileExists(atPath: path) {
      _ = FileManager.default.createFile(
        atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
    }
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    size = (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }

  /// Takes bytes.
  ///
  /// - Returns: False where they cannot be written.
  func write(_ bytes: [UInt8], isContinuation: Bool) -> Bool {
    do {
      if handle == nil {
        let opened = try FileHandle(forWritingTo: URL(filePath: path))
        if !isContinuation {
          try opened.truncate(atOffset: 0)
          size = 0
        }
        try opened.seekToEnd()
        handle = opened
      }
      try handle?.write(contentsOf: Data(bytes))
      size += bytes.count
      return true
    } catch {
      return false
    }
  }

  /// Ends writing; the next bytes are those of another answer.
  package func close() {
    try? handle?.close()
    handle = nil
  }

  /// Why bytes were not taken.
  var failure: HTTPError {
    HTTPError(
      .broken, "\(path) cannot be written; check that the disk has room and the folder is yours")
  }
}
