import Foundation

/// A real HTTP server on this machine for the length of a test; notes every request.
package final class TestServer {
  /// A request as the server received it.
  package struct Request: Decodable, Sendable {
    package let method: String
    package let path: String
    package let body: String
    package let headers: [String: String]
  }

  /// The port it listens on.
  package let port: Int
  private let process = Process()
  private let input = Pipe()
  private let folder: TemporaryFolder

  /// Starts a server.
  ///
  /// - Parameter isSecure: Whether it speaks TLS, with a certificate of its own that nobody trusts.
  package init(isSecure: Bool = false) throws {
    folder = try TemporaryFolder()
    try folder.write("", to: "notes")
    var arguments = [
      SharedData.project("Tests/TestSupport/Servers/server.py"), "\(folder.path)/notes",
    ]
    if isSecure {
      let made = try Program.run(
        "/usr/bin/openssl",
        [
          "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
          "-keyout", "key.pem", "-out", "certificate.pem",
        ], in: folder.path)
      if made.exitCode != 0 { throw CocoaError(.featureUnsupported) }
      arguments += ["\(folder.path)/certificate.pem", "\(folder.path)/key.pem"]
    }
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
  }

  deinit {
    // The server ends when its standard input does.
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// A port for a server that is started next, on which nothing listens.
  package static func freePort() throws -> Int {
    let script = SharedData.project("Tests/TestSupport/Servers/free_port.py")
    let answer = try Program.run("/usr/bin/python3", [script], in: "/")
    guard let port = Int(answer.output.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw CocoaError(.featureUnsupported)
    }
    return port
  }

  /// An address on it.
  package func url(_ path: String, scheme: String = "http") -> String {
    "\(scheme)://127.0.0.1:\(port)/\(path)"
  }

  /// Puts a file under a path of the server; it is handed out in ranges where they are asked for.
  ///
  /// - Parameter failsFrom: The server breaks down (status 500) for ranges that begin there or later, until the file is
  ///   put there again.
  package func serve(_ bytes: [UInt8], at path: String, failsFrom: Int? = nil) throws {
    try folder.write(bytes, to: "site/" + path)
    let marker = "\(folder.path)/site/\(path).fails"
    if let failsFrom {
      try folder.write("\(failsFrom)", to: "site/\(path).fails")
    } else {
      try? FileManager.default.removeItem(atPath: marker)
    }
  }

  /// What it has received, in order; a request that it is noting just now is not among them.
  package func requests() throws -> [Request] {
    try folder.read("notes").split(separator: "\n", omittingEmptySubsequences: false).dropLast().map
    {
      try JSONDecoder().decode(Request.self, from: Data($0.utf8))
    }
  }

  /// Waits until it has received so many requests; gives up after two minutes.
  package func wait(forRequests count: Int) throws {
    for _ in 0..<12_000 where try requests().count < count { usleep(10_000) }
  }
}
