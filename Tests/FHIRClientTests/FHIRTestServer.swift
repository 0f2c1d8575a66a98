import Foundation
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
    port = try Self.freePort()
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
    for _ in 0..<600 where !isUp {
      guard process.isRunning else { throw CocoaError(.executableLoad) }
      Thread.sleep(forTimeInterval: 0.1)
    }
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
  }

  /// The base of the server itself, past every proxy.
  var base: String { "http://127.0.0.1:\(port)/fhir" }

  private var isUp: Bool {
    (try? curl(["-o", "/dev/null", "http://127.0.0.1:\(port)/fhir/metadata"])) != nil
  }

  private static func freePort() throws -> Int {
    let proxy = try FaultProxy { _ in .drop }
    defer { proxy.stop() }
    return proxy.port
  }

  /// Puts resources on the server: a Bundle as a file.
  func load(_ path: String, _ arguments: [String] = []) throws {
    try curl(
      ["-X", "POST", "-H", "Content-Type: application/fhir+json", "--data-binary", "@\(path)",
        "-o", "/dev/null"] + arguments + [base])
  }

  /// Puts so many small patients on the server, with ids from `p0` on.
  func loadPatients(_ count: Int) throws {
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
      try load(try folder.write(bundle, to: "bundle.json"))
      start += 1000
    }
  }

  @discardableResult
  func curl(_ arguments: [String]) throws -> String {
    let result = try Program.run(
      "/usr/bin/curl", ["-s", "-S", "--fail", "--max-time", "300"] + arguments, in: folder.path)
    guard result.exitCode == 0 else { throw CocoaError(.fileReadUnknown) }
    return result.output
  }
}
