import Foundation
import TestSupport
import Testing

/// `pcmflow fetch` against a server with the layout of the PGS Catalog.
@Suite struct FetchTests {
  private static let text = "###PGS CATALOG SCORING FILE\n#pgs_id=PGS000001\n"

  /// A catalogue of one score; gives the bytes of its file.
  private func catalogue(_ server: TestServer, failsFrom: Int? = nil, digest: String? = nil) throws
    -> [UInt8]
  {
    let folder = try TemporaryFolder()
    try folder.write(Self.text, to: "score.txt")
    let packed = try Program.run(
      "/bin/sh", ["-c", "gzip -n score.txt && md5sum score.txt.gz"], in: folder.path)
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: folder.path + "/score.txt.gz")))
    let place = "pub/scores/PGS000001/PGS000001_hmPOS_GRCh38.txt.gz"
    try server.serve(bytes, at: place, failsFrom: failsFrom)
    try server.serve(Array((digest ?? packed.output).utf8), at: place + ".md5")
    try server.serve(
      Array(
        """
        {"id": "PGS000001", "variants_number": 77, "license": "PGS terms", "date_release": "2019-10-14",
         "ftp_scoring_file": "\(server.url("pub/scores/PGS000001/PGS000001.txt.gz"))",
         "ftp_harmonized_scoring_files": {"GRCh38": {"positions": "\(server.url(place))"}}}
        """.utf8), at: "rest/score/PGS000001")
    return bytes
  }

  private func fetch(_ server: TestServer, _ folder: TemporaryFolder, _ more: String...) throws
    -> Program.Result
  {
    try Program.run(
      Program.path, ["fetch", "PGS000001", "--into", "scores", "--server", server.url("")] + more,
      in: folder.path)
  }

  @Test("a score is fetched once, recorded with its digest, and there without a network afterwards")
  func once() throws {
    let server = try TestServer()
    let bytes = try catalogue(server)
    let folder = try TemporaryFolder()
    let first = try fetch(server, folder)
    #expect(first.exitCode == 0, "\(first.errors)")
    let file = folder.path + "/scores/PGS000001_hmPOS_GRCh38.txt.gz"
    #expect(try [UInt8](Data(contentsOf: URL(filePath: file))) == bytes)
    let sum = try Program.run("/usr/bin/sha256sum", [file], in: folder.path).output.prefix(64)
    let record = try folder.read("scores/fetched.json")
    #expect(record.contains("\"sha256\": \"\(sum)\"") && record.contains("PGS terms"))
    let asked = try server.requests().count
    let again = try fetch(server, folder)
    #expect(again.exitCode == 0 && again.output.contains("is there"))
    #expect(try fetch(server, folder, "--offline").exitCode == 0)
    #expect(try server.requests().count == asked)
  }

  @Test("a file that was changed since is refused, not used")
  func changed() throws {
    let server = try TestServer()
    _ = try catalogue(server)
    let folder = try TemporaryFolder()
    _ = try fetch(server, folder)
    try folder.write("other", to: "scores/PGS000001_hmPOS_GRCh38.txt.gz")
    let result = try fetch(server, folder)
    #expect(result.exitCode == 1 && result.errors.contains("is not the file that was fetched"))
  }

  @Test("what has arrived is kept when the server breaks down, and the next call ends it")
  func interrupted() throws {
    let server = try TestServer()
    _ = try catalogue(server, failsFrom: 0)
    let folder = try TemporaryFolder()
    let broken = try fetch(server, folder)
    #expect(broken.exitCode == 1 && broken.errors.contains("run this again"))
    let bytes = try catalogue(server)
    try folder.write(Array(bytes[..<20]), to: "scores/PGS000001_hmPOS_GRCh38.txt.gz.partial")
    let result = try fetch(server, folder)
    #expect(result.exitCode == 0, "\(result.errors)")
    let ranges = try server.requests().compactMap { $0.headers["range"] }
    #expect(ranges.last?.hasPrefix("bytes=20-") == true)
  }

  @Test("what is not what the catalogue published is removed")
  func wrongDigest() throws {
    let server = try TestServer()
    _ = try catalogue(server, digest: String(repeating: "0", count: 32))
    let folder = try TemporaryFolder()
    let result = try fetch(server, folder)
    #expect(result.exitCode == 1 && result.errors.contains("not what the catalogue published"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/scores").isEmpty)
  }

  @Test(
    "a score or build that the catalogue does not have is named; a misspelt one is refused at once")
  func absent() throws {
    let server = try TestServer()
    _ = try catalogue(server)
    let folder = try TemporaryFolder()
    #expect(
      try fetch(server, folder, "--build", "GRCh37").errors.contains("no GRCh37 file of PGS000001"))
    let other = try Program.run(
      Program.path, ["fetch", "PGS999999", "--into", "s", "--server", server.url("")],
      in: folder.path)
    #expect(other.exitCode == 1 && other.errors.contains("no score PGS999999"))
    let bad = try Program.run(Program.path, ["fetch", "PGS1", "--into", "s"], in: folder.path)
    #expect(bad.exitCode == 2)
    #expect(try fetch(server, folder, "--offline").errors.contains("nothing may be fetched"))
  }
}
