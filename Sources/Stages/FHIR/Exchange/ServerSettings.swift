internal import FHIRClient
internal import Foundation
internal import HTTP
internal import JSONText
internal import PipelineModel

/// The settings of stages that talk to a FHIR server.
enum ServerSettings {
  /// The server's base.
  static func server(role: SettingRole) -> Setting<String> {
    Setting(
      required: "server", .httpAddress, role: role,
      "The base address of the FHIR server, such as `https://fhir.example.org/r4`.")
  }
  /// What proves who asks.
  static let auth = Setting<AuthenticationSetting?>(
    optional: "auth", .authentication, role: .operational,
    "What proves who asks: `{\"bearer\": SECRET}`, `{\"basic\": {\"user\", \"password\": SECRET}}` or `{\"smartBackend\": {\"clientId\", \"key\": SECRET, \"scope\", \"keyId\"}}` (SMART Backend Services, RS384 or ES384); a SECRET is written `{\"secret\": \"name\"}`. Nothing unless given."
  )
  /// How long a busy server is waited for at once.
  static let longestPause = Setting<Double>(
    "longestPause", .duration, default: 300, shown: "\"5m\"", role: .operational,
    "The longest pause before a server that is busy is asked again, whatever it wishes.")
  /// How long everything may take.
  static let maximumTime = Setting<Double>(
    "maximumTime", .duration, default: 12 * 3600, shown: "\"12h\"", role: .operational,
    "How long the exchange with the server may take as a whole.")
  /// The most bytes of one answer.
  static let maximumSize = Setting<Int>(
    "maximumSize", .size, default: 256 << 20, shown: "\"256MiB\"", role: .operational,
    "The most bytes of one answer that is held in memory, such as a page of a search.")

  /// Those that every such stage takes beside its server.
  static let all: [any SettingDeclaration] = [auth, longestPause, maximumTime, maximumSize]
}

/// A server and how it is asked, as a definition says it; secrets by name.
struct ServerChoice: Sendable {
  let base: String
  let auth: AuthenticationSetting?
  let longestPause: Double
  let maximumTime: Double
  let maximumSize: Int

  init(_ context: inout StageContext, _ server: Setting<String>) throws(StageRefusal) {
    base = try context[server]
    auth = try context[ServerSettings.auth]
    longestPause = try context[ServerSettings.longestPause]
    maximumTime = try context[ServerSettings.maximumTime]
    maximumSize = try context[ServerSettings.maximumSize]
    if auth != nil, HTTPOrigin(base)?.keepsSecrets == false {
      context.refuse(
        server, "begins with http, so that secrets would travel unencrypted",
        remedy: "write an address that begins with https")
    }
  }

  /// The server itself, with the values of secrets.
  func open(_ secrets: SecretValues) throws(StageError) -> FHIRServer {
    var policy = RetryPolicy()
    policy.longestPauseSeconds = longestPause
    policy.deadline = Date.now.addingTimeInterval(maximumTime)
    return FHIRServer(
      base: base, authentication: try auth?.resolved(secrets) ?? .none, policy: policy,
      agent: "pcmflow", pageBytes: maximumSize)
  }
}

extension StageError {
  /// The failure that a FHIR server is that could not be used.
  init(_ error: FHIRClientError) {
    let category: Category =
      switch error.code {
      case .unavailable, .file, .status(429), .status(500...): .io
      case .incomplete: .contract
      default: .input
      }
    self.init(category, error.message, remedy: error.remedy)
  }
}

extension SettingType where Value == String {
  /// An address of http or https without a query, user or password.
  static let httpAddress = SettingType(
    phrase: "an address such as \"https://fhir.example.org/r4\"",
    schema: ["type": "string", "pattern": "^https?://[^?#@]+$"]
  ) { node, decoder in
    guard let text = node.string else {
      decoder.wrongType(node, expected: "an address in double quotes")
      return nil
    }
    guard HTTPOrigin(text) != nil, !text.contains(where: { "?#@ ".contains($0) }) else {
      decoder.refuse(
        node, "is no address of a server",
        remedy: "write one such as \"https://fhir.example.org/r4\", without a query or password")
      return nil
    }
    return text
  }
}
