import Foundation

/// A request to an HTTP server.
package struct HTTPRequest: Sendable {
  /// What is asked of the server.
  package enum Method: String, Sendable {
    /// To hand something out; may be repeated.
    case get = "GET"
    /// To take something in; repeated only where the server cannot have taken it.
    case post = "POST"
  }

  /// What is asked.
  package var method: Method
  /// The address, `https://…` or `http://…`.
  package var url: String
  /// Headers beside those of ``body`` and ``bearerToken``.
  package var headers: [(name: String, value: String)] = []
  /// What is sent.
  package var body: [UInt8] = []
  /// A token that proves who asks (RFC 6750); travels encrypted only, or within this machine.
  package var bearerToken: String?

  /// A request.
  package init(_ method: Method, _ url: String) {
    self.method = method
    self.url = url
  }
}

/// What a server has answered.
package struct HTTPResponse: Sendable {
  /// The status, from 200 to 299.
  package let status: Int
  /// What was sent back.
  package let body: [UInt8]
}

/// How long and how often a server is asked, and how much it may answer.
package struct HTTPLimits: Sendable {
  /// The longest a connection may take to stand, in seconds.
  package var connectSeconds = 5.0
  /// The longest one attempt may take as a whole, in seconds.
  package var attemptSeconds = 10.0
  /// How often the server is asked in all.
  package var attempts = 2
  /// The longest pause between attempts, in seconds; a server that asks for a longer one is not asked again.
  package var longestPauseSeconds = 5.0
  /// The most bytes that an answer may have.
  package var bodyBytes = 1 << 20
  /// How often a server may send us to another of its own addresses.
  package var redirects = 3

  /// A message to a server nearby.
  package init() {}
}

/// Where a server is: what two addresses have in common that may see the same token (RFC 6454, 4).
struct HTTPOrigin: Equatable, CustomStringConvertible {
  let scheme: String
  let host: String
  let port: Int

  /// The origin of an address; nil where it is none of http.
  init?(_ url: String) {
    guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
      ["http", "https"].contains(scheme), let host = parts.host?.lowercased(), !host.isEmpty
    else { return nil }
    self.scheme = scheme
    self.host = host
    port = parts.port ?? (scheme == "https" ? 443 : 80)
  }

  /// Whether what is sent there stays on this machine or is encrypted.
  var keepsSecrets: Bool {
    scheme == "https" || ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
  }

  var description: String { "\(scheme)://\(host):\(port)" }
}
