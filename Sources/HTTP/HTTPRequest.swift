import Foundation

/// A request to an HTTP server.
package struct HTTPRequest: Sendable {
  /// What is asked of the server.
  package enum Method: String, Sendable {
    /// To hand something out; may be repeated.
    case get = "GET"
    /// To take something in; repeated only where the server cannot have taken it.
    case post = "POST"
    /// To forget something; may be repeated.
    case delete = "DELETE"
  }

  /// What proves to a server who asks; travels encrypted only, or within this machine.
  package enum Credentials: Sendable, Equatable {
    /// A token (RFC 6750).
    case bearer(String)
    /// A name and a password (RFC 7617).
    case basic(user: String, password: String)

    /// The value of the header `Authorization`.
    var header: String {
      switch self {
      case .bearer(let token): "Bearer \(token)"
      case .basic(let user, let password):
        "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
      }
    }
  }

  /// What is asked.
  package var method: Method
  /// The address, `https://…` or `http://…`.
  package var url: String
  /// Headers beside those of ``body`` and ``credentials``.
  package var headers: [(name: String, value: String)] = []
  /// What is sent.
  package var body: [UInt8] = []
  /// What proves who asks.
  package var credentials: Credentials?
  /// Whether the answer may travel as gzip; it is inflated on arrival. Of an answer that is cut short the beginning is
  /// handed out, so this is for bodies whose end can be told.
  package var mayBePacked = false

  /// A request.
  package init(_ method: Method, _ url: String) {
    self.method = method
    self.url = url
  }
}

/// What a server has answered, of success.
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
  /// How long nothing may arrive before an attempt is given up, in seconds; nil where only the whole attempt counts.
  package var stallSeconds: Double?
  /// How often a server may send us to another of its own addresses.
  package var redirects = 3

  /// A message to a server nearby.
  package init() {}
}

/// Where a server is: what two addresses have in common that may see the same token (RFC 6454, 4).
package struct HTTPOrigin: Equatable, Sendable, CustomStringConvertible {
  let scheme: String
  let host: String
  let port: Int

  /// The origin of an address; nil where it is none of http.
  package init?(_ url: String) {
    guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
      ["http", "https"].contains(scheme), let host = parts.host?.lowercased(), !host.isEmpty
    else { return nil }
    self.scheme = scheme
    self.host = host
    port = parts.port ?? (scheme == "https" ? 443 : 80)
  }

  /// Whether what is sent there stays on this machine or is encrypted.
  package var keepsSecrets: Bool {
    scheme == "https" || ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
  }

  /// Scheme, host and port.
  package var description: String { "\(scheme)://\(host):\(port)" }
}
