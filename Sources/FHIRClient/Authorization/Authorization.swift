import Foundation
import HTTP
import JSONText
import Synchronization

/// Hands out what proves who asks, and gets tokens as they are needed.
///
/// A token is renewed when 80 % of its life are over, so that it does not end on the way, and after the server has
/// refused it once.
final class Authorization: Sendable {
  private struct Token {
    let text: String
    let renewAt: Date
  }

  private let authentication: Authentication
  private let base: String
  private let client: HTTPClient
  private let state = Mutex<(token: Token?, endpoint: String?)>((nil, nil))

  init(_ authentication: Authentication, base: String, client: HTTPClient) {
    self.authentication = authentication
    self.base = base
    self.client = client
  }

  /// Forgets the token that was refused.
  ///
  /// - Returns: Whether there can be another.
  func forget() -> Bool {
    guard case .backend = authentication else { return false }
    state.withLock { $0.token = nil }
    return true
  }

  /// What proves who asks; nil where nothing does.
  func credentials(now: Date) throws(FHIRClientError) -> HTTPRequest.Credentials? {
    switch authentication {
    case .none: return nil
    case .bearer(let token): return .bearer(token)
    case .basic(let user, let password): return .basic(user: user, password: password)
    case .backend(let services):
      // The lock is held while a token is asked for: nobody else could do anything without it.
      return try state.withLock { state throws(FHIRClientError) in
        if let token = state.token, now < token.renewAt { return .bearer(token.text) }
        let endpoint: String
        if let known = state.endpoint { endpoint = known } else { endpoint = try discover() }
        state.endpoint = endpoint
        let token = try newToken(services, endpoint, now)
        state.token = token
        return .bearer(token.text)
      }
    }
  }

  /// Where tokens are given (SMART App Launch 2, Conformance).
  private func discover() throws(FHIRClientError) -> String {
    let answer = try exchange(HTTPRequest(.get, base + "/.well-known/smart-configuration"))
    guard answer.status == 200, let node = try? JSONParser.parse(answer.body),
      let endpoint = node["token_endpoint"]?.string, let origin = HTTPOrigin(endpoint)
    else {
      if answer.status >= 500 { throw FHIRServer.refusal(answer, by: base) }
      throw FHIRClientError(
        .badAnswer,
        "\(HTTPOrigin(base)?.description ?? "the server") does not say where it gives tokens (status \(answer.status) for .well-known/smart-configuration)",
        remedy: "check \"server\", and whether it offers SMART Backend Services")
    }
    guard origin.keepsSecrets else {
      throw FHIRClientError(
        .badAnswer, "\(origin) would take assertions unencrypted",
        remedy: "the server must name a token endpoint of https")
    }
    return endpoint
  }

  private func newToken(
    _ services: BackendServices, _ endpoint: String, _ now: Date
  ) throws(FHIRClientError) -> Token {
    let claims: JSONNode = .object([
      ("iss", .text(services.clientID)), ("sub", .text(services.clientID)),
      ("aud", .text(endpoint)), ("exp", .integer(Int(now.timeIntervalSince1970) + 240)),
      ("iat", .integer(Int(now.timeIntervalSince1970))), ("jti", .text(UUID().uuidString)),
    ])
    var request = HTTPRequest(.post, endpoint)
    request.headers = [
      ("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json"),
    ]
    let form = [
      ("grant_type", "client_credentials"), ("scope", services.scope),
      ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
      ("client_assertion", try services.key.sign(claims: claims)),
    ]
    request.body = Array(
      form.map { "\($0)=\(QueryText.escaped($1))" }.joined(separator: "&").utf8)
    let answer = try exchange(request)
    guard answer.status == 200, let node = try? JSONParser.parse(answer.body),
      let token = node["access_token"]?.string
    else {
      if answer.status >= 500 || answer.status == 429 {
        throw FHIRServer.refusal(answer, by: endpoint)
      }
      throw FHIRClientError(
        .status(answer.status),
        "\(HTTPOrigin(endpoint)?.description ?? "the server") gives no token (status \(answer.status))",
        remedy: "check client, key and scope of \"smartBackend\", and that the server knows the public key")
    }
    // A token without a term is taken to live as long as the specification recommends.
    let seconds = node["expires_in"]?.number.flatMap { Double($0) } ?? 300
    return Token(text: token, renewAt: now.addingTimeInterval(0.8 * max(seconds, 1)))
  }

  private func exchange(_ request: HTTPRequest) throws(FHIRClientError) -> HTTPAnswer {
    do throws(HTTPError) {
      return try client.exchange(request)
    } catch {
      throw FHIRClientError(error)
    }
  }
}

/// Text as queries and forms carry it.
package enum QueryText {
  /// A value with everything but letters, digits and `-._~` escaped (RFC 3986 §2.3).
  package static func escaped(_ text: String) -> String {
    let allowed = CharacterSet(
      charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    return text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
  }
}
