import Foundation
import HTTP
import TestSupport
import Testing

/// Downloads from a real server, in pieces, with breaks.
@Suite struct HTTPDownloadTests {
  private static let document = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }

  private func ranges(_ server: TestServer) throws -> [String] {
    try server.requests().map { $0.headers["range"] ?? "none" }
  }

  @Test(
    "a document arrives whole, in pieces that follow each other",
    arguments: [1000, 3000, 10_000, 20_000])
  func pieces(size: Int) throws {
    let server = try TestServer()
    try server.serve(Self.document, at: "pub/document")
    let folder = try TemporaryFolder()
    let path = folder.path + "/document.partial"
    let fetched = try HTTPDownload(agent: "t", pieceSize: size).append(
      server.url("pub/document"), to: path)
    #expect(fetched == 10_000)
    #expect(try [UInt8](Data(contentsOf: URL(filePath: path))) == Self.document)
    #expect(try ranges(server).first == "bytes=0-\(size - 1)")
  }

  @Test(
    "an interrupted download goes on where it ended, and a finished one asks once more and adds nothing"
  )
  func resumes() throws {
    let server = try TestServer()
    try server.serve(Self.document, at: "pub/document", failsFrom: 4000)
    let folder = try TemporaryFolder()
    let path = folder.path + "/document.partial"
    let download = HTTPDownload(agent: "t", pieceSize: 2000)
    #expect(throws: HTTPError.self) { try download.append(server.url("pub/document"), to: path) }
    #expect(try Data(contentsOf: URL(filePath: path)).count == 4000)
    let before = try server.requests().count
    try server.serve(Self.document, at: "pub/document")
    #expect(try download.append(server.url("pub/document"), to: path) == 6000)
    #expect(try ranges(server)[before] == "bytes=4000-5999")
    #expect(try download.append(server.url("pub/document"), to: path) == 0)
    #expect(try [UInt8](Data(contentsOf: URL(filePath: path))) == Self.document)
  }

  @Test("a server without ranges gives the whole document, in place of what stood there")
  func withoutRanges() throws {
    let server = try TestServer()
    let folder = try TemporaryFolder()
    let path = try folder.write("old", to: "document.partial")
    #expect(
      try HTTPDownload(agent: "t", pieceSize: 10).append(server.url("large/5000"), to: path) == 5000
    )
    #expect(
      try Data(contentsOf: URL(filePath: path)) == Data(repeating: UInt8(ascii: "x"), count: 5000))
  }

  @Test("a document that is not there is an error, and leaves no file")
  func absent() throws {
    let server = try TestServer()
    let folder = try TemporaryFolder()
    #expect(throws: HTTPError.self) {
      try HTTPDownload(agent: "t").append(server.url("pub/nothing"), to: folder.path + "/x")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/x"))
  }
}
