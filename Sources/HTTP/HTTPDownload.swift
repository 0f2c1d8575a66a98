import Foundation

/// Fetches large documents into files, piece by piece, so that what has arrived is never asked for again.
package struct HTTPDownload: Sendable {
  private let client: HTTPClient
  private let pieceSize: Int

  /// Downloads through a client.
  ///
  /// - Parameter pieceSize: Bytes that are asked for at once (RFC 9110 §14.1.2); what an interruption costs at most.
  package init(agent: String, pieceSize: Int = 8 << 20) {
    var limits = HTTPLimits()
    limits.attemptSeconds = 120
    limits.attempts = 4
    // A server that does not know ranges answers with the whole document.
    limits.bodyBytes = max(pieceSize, 1 << 30)
    client = HTTPClient(agent: agent, limits: limits)
    self.pieceSize = pieceSize
  }

  /// Fetches a document to the end of a file, going on where the file ends.
  ///
  /// Whether the bytes that stood there are of the same document the caller must check, by a digest of the whole.
  /// - Returns: How many bytes were fetched.
  /// - Throws: What ``HTTPClient/send(_:)`` throws, and `broken` for a file that cannot be written.
  @discardableResult
  package func append(_ url: String, to path: String) throws(HTTPError) -> Int {
    var fetched = 0
    while true {
      let size = Self.size(of: path)
      var request = HTTPRequest(.get, url)
      request.headers = [("Range", "bytes=\(size)-\(size + pieceSize - 1)")]
      let answer: HTTPResponse
      do throws(HTTPError) {
        answer = try client.send(request)
      } catch {
        // Nothing stands beyond the end: an earlier attempt got that far.
        if error.code == .status(416), size > 0 { return fetched }
        throw error
      }
      try Self.write(answer.body, to: path, fromStart: answer.status != 206)
      fetched += answer.body.count
      if answer.status != 206 || answer.body.count < pieceSize { return fetched }
    }
  }

  private static func size(of path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }

  private static func write(_ bytes: [UInt8], to path: String, fromStart: Bool) throws(HTTPError) {
    do {
      if fromStart || !FileManager.default.fileExists(atPath: path) {
        try Data(bytes).write(to: URL(filePath: path))
        return
      }
      let file = try FileHandle(forWritingTo: URL(filePath: path))
      try file.seekToEnd()
      try file.write(contentsOf: Data(bytes))
      try file.close()
    } catch {
      throw HTTPError(
        .broken, "\(path) cannot be written; check that the disk has room and the folder is yours")
    }
  }
}
