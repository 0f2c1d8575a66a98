import Foundation
import HTTP
import TestSupport

/// A real FHIR server (PyPI's `sekmet-fhir`) for the length of a test.
final class FHIRTestServer {
  private static let program = SharedData.project(".build/validators/bin/sekmet")
  /// Whether it is installed.
  static let isPresent = Validators.arePresent && FileManager.default.fileExists(atPath: program)

  /// The port it listens on.
  let port: Int
  private let folder: TemporaryFolder
  private let process = Process()

  /// Starts a server on a port that is free.
  ///
  /// - Parameters:
  ///   - publicPort: The port that its links name: that of a proxy in front of it; its own unless given.
  ///   - authentication: Lines of its settings under `server_auth`.
  init(publicPort: Int? = nil, authentication: [String] = []) throws {
    folder = try TemporaryFolder()
    port = try TestServer.freePort()
    var settings = """
      base_url: http://127.0.0.1:\(publicPort ?? port)/fhir
      host: 127.0.0.1
      port: \(port)
      log_inbound: false
      validation: {inbound: "off"}
      simulator: {enabled: false}

      """
    if !authentication.isEmpty {
      settings += "server_auth:\n" + authentication.map { "  \($0)\n" }.joined()
    }
    try folder.write(settings, to: "settings.yaml")
    process.executableURL = URL(filePath: Self.program)
    process.arguments = ["serve", "-c", "settings.yaml"]
    process.currentDirectoryURL = URL(filePath: folder.path)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    for _ in 0..<1800 where !isUp {
      guard process.isRunning else { throw CocoaError(.executableLoad) }
      Thread.sleep(forTimeInterval: 0.1)
    }
  }

  deinit {
    // Asked to end it waits for connections that nobody closes; its data are the test's.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// The base of the server itself, past every proxy.
  var base: String { "http://127.0.0.1:\(port)/fhir" }

  private var isUp: Bool {
    let answer = try? HTTPClient(agent: "tests").exchange(HTTPRequest(.get, "\(base)/metadata"))
    return (answer?.status ?? 0) >= 200
  }

  /// Puts resources on the server: the text of a Bundle.
  ///
  /// - Parameter token: Proves who asks.
  func load(_ bundle: [UInt8], token: String? = nil) throws {
    var limits = HTTPLimits()
    limits.attemptSeconds = 300
    var request = HTTPRequest(.post, base)
    request.headers = [("Content-Type", "application/fhir+json")]
    request.body = bundle
    request.credentials = token.map { .bearer($0) }
    limits.bodyBytes = 64 << 20
    let answer = try HTTPClient(agent: "tests", limits: limits).exchange(request)
    guard answer.status == 200 else { throw CocoaError(.fileReadUnknown) }
  }

  /// Puts so many small patients on the server, with ids from `p0` on.
  func loadPatients(_ count: Int, token: String? = nil) throws {
    var start = 0
    while start < count {
      let entries = (start..<min(start + 1000, count)).map { number in
        """
        {"resource":{"resourceType":"Patient","id":"p\(number)","birthDate":"1970-01-01"},\
        "request":{"method":"PUT","url":"Patient/p\(number)"}}
        """
      }
      let bundle =
        #"{"resourceType":"Bundle","type":"transaction","entry":["# + entries.joined(separator: ",")
        + "]}"
      try load(Array(bundle.utf8), token: token)
      start += 1000
    }
  }
}
