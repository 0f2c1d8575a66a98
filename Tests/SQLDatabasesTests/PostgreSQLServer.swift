import Foundation
import TestSupport

/// A PostgreSQL server of its own for the length of a test: its files in a temporary folder, a free port, a user with a
/// password.
final class PostgreSQLServer {
  /// The folder of the server's programs; nil where it is not installed.
  static let programs: String? = {
    let root = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return versions.compactMap(Int.init).max().map { "\(root)/\($0)/bin" }
  }()

  /// Whether it can be started here.
  static var isPresent: Bool { programs != nil }

  /// The password of the user `loader`, which must appear nowhere.
  static let password = "s3cret-of-the-loader"

  let port: Int
  private let process = Process()
  private let input = Pipe()
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    port = try TestServer.freePort()
    let script = SharedData.project("Tests/SQLDatabasesTests/Server/postgresql.sh")
    let output = Pipe()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = [script, Self.programs ?? "", folder.path, "\(port)", Self.password]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    if !line.hasPrefix("ready") { throw CocoaError(.featureUnsupported) }
  }

  deinit {
    // The server ends when the script's standard input does.
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// The address with a password.
  func url(password: String = password, host: String = "127.0.0.1") -> String {
    "postgresql://loader:\(password)@\(host):\(port)/registry"
  }

  /// What a query gives, as `psql` prints it: cells with `|` between.
  func query(_ sql: String) throws -> String {
    let result = try Program.run(
      "/usr/bin/env", ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", url(), "-c", sql], in: folder.path)
    if result.exitCode != 0 { throw CocoaError(.featureUnsupported) }
    return result.output.trimmingCharacters(in: .newlines)
  }
}
