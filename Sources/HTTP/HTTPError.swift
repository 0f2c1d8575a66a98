/// Why a request got no usable answer.
///
/// Names the server, never the rest of an address, which may be a secret by itself (that of a webhook).
package struct HTTPError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The closed set of causes a caller may want to tell apart.
  package enum Code: Sendable, Equatable {
    /// The address cannot be used: not http or https, or a token that would travel unencrypted.
    case badRequest
    /// No connection: the name is unknown, nobody listens, the network is down.
    case unreachable
    /// The connection is not safe: the certificate is not valid for this server.
    case notSecure
    /// No answer within the time allowed.
    case timeout
    /// The answer is longer than allowed.
    case tooLarge
    /// The server sends us elsewhere, where the request may not go.
    case redirected
    /// The server's answer is not one of success; its status.
    case status(Int)
    /// The connection broke or made no sense.
    case broken
  }

  /// The cause.
  package var code: Code
  /// What happened and how it may be mended, without a full stop.
  package var message: String

  /// An error with a cause and a message.
  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The message.
  package var description: String { message }
}
