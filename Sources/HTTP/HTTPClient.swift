import Foundation

/// Sends requests over libcurl: TLS verified, bounded in time and size, never a token to another host.
///
/// A call blocks its thread for at most ``HTTPLimits/attempts`` × ``HTTPLimits/attemptSeconds`` and the pauses between.
package struct HTTPClient: Sendable {
  private let limits: HTTPLimits
  private let agent: String

  /// A client.
  ///
  /// - Parameter agent: What the client calls itself to servers, such as `pcmflow/1.0`.
  package init(agent: String, limits: HTTPLimits = HTTPLimits()) {
    self.agent = agent
    self.limits = limits
  }

  /// Sends a request and waits for its answer.
  ///
  /// Asks again, after the pause that the server wishes (`Retry-After`) or else half a second, doubled each time:
  /// when nobody could be reached and when the server says that it is busy (429, 503); for what may be repeated
  /// also when the answer did not come. Follows only redirects to the same origin that keep the method.
  ///
  /// - Throws: Every answer outside of 200 to 299 too.
  package func send(_ request: HTTPRequest) throws(HTTPError) -> HTTPResponse {
    var attempt = 1
    while true {
      let failure: HTTPError
      var wish: Double?
      do throws(HTTPError) {
        let answer = try follow(request)
        if (200..<300).contains(answer.status) {
          return HTTPResponse(status: answer.status, body: answer.body)
        }
        failure = Self.refusal(answer.status, request)
        wish = answer.pauseWished(now: .now)
      } catch {
        failure = error
      }
      let pause = wish ?? 0.5 * Double(1 << min(attempt - 1, 10))
      guard attempt < limits.attempts, Self.mayRepeat(request.method, failure.code),
        pause <= limits.longestPauseSeconds
      else { throw failure }
      Thread.sleep(forTimeInterval: pause)
      attempt += 1
    }
  }

  private func follow(_ request: HTTPRequest) throws(HTTPError) -> HTTPAnswer {
    let origin = try Self.checkedOrigin(request)
    var current = request
    for _ in 0...limits.redirects {
      let answer = try CurlTransfer.perform(
        current, limits: limits, agent: agent, server: "\(origin)")
      guard (300..<400).contains(answer.status), let target = answer.redirect else { return answer }
      let keepsMethod = request.method == .get || [307, 308].contains(answer.status)
      guard HTTPOrigin(target) == origin, keepsMethod else {
        throw HTTPError(
          .redirected,
          "\(origin) sends the request elsewhere (status \(answer.status)), where it may not go; "
            + "give the address that it should go to")
      }
      current.url = target
    }
    throw HTTPError(.redirected, "\(origin) sends the request in circles")
  }

  /// Sends a request once, and says what came back whatever the status is.
  ///
  /// A redirect is followed where the method stays the same; to another origin only when that is allowed, and then
  /// without credentials.
  /// - Parameter file: Where the body of an answer with status 200 or 206 goes; nil for memory.
  package func exchange(
    _ request: HTTPRequest, into file: HTTPFileTarget? = nil, mayLeaveOrigin: Bool = false
  ) throws(HTTPError) -> HTTPAnswer {
    var current = request
    for _ in 0...limits.redirects {
      let origin = try Self.checkedOrigin(current)
      let answer = try CurlTransfer.perform(
        current, into: file, limits: limits, agent: agent, server: "\(origin)")
      guard (300..<400).contains(answer.status), let target = answer.redirect else { return answer }
      let keepsMethod = request.method == .get || [307, 308].contains(answer.status)
      let next = HTTPOrigin(target)
      guard keepsMethod, let next, next == origin || mayLeaveOrigin,
        // A server that speaks TLS cannot send us where nobody is verified.
        origin.scheme == "http" || next.scheme == "https"
      else {
        throw HTTPError(
          .redirected,
          "\(origin) sends the request elsewhere (status \(answer.status)), where it may not go; "
            + "give the address that it should go to")
      }
      current.url = target
      if next != origin { current.credentials = nil }
    }
    throw HTTPError(.redirected, "the request is sent in circles")
  }

  /// The origin of a request whose credentials may travel there.
  private static func checkedOrigin(_ request: HTTPRequest) throws(HTTPError) -> HTTPOrigin {
    guard let origin = HTTPOrigin(request.url) else {
      throw HTTPError(.badRequest, "the address is none of http or https")
    }
    if request.credentials != nil, !origin.keepsSecrets {
      throw HTTPError(
        .badRequest,
        "the token for \(origin) would travel unencrypted; give an address that begins with https")
    }
    return origin
  }

  private static func refusal(_ status: Int, _ request: HTTPRequest) -> HTTPError {
    let server = HTTPOrigin(request.url)?.description ?? "the server"
    let remedy =
      switch status {
      case 401, 403: "; check the token"
      case 404, 405: "; check the address"
      case 400, 422: "; it does not understand what it was sent"
      default: ""
      }
    return HTTPError(.status(status), "\(server) answers with status \(status)\(remedy)")
  }

  private static func mayRepeat(_ method: HTTPRequest.Method, _ code: HTTPError.Code) -> Bool {
    switch code {
    case .unreachable, .status(429), .status(503): true
    case .timeout, .broken, .status(500), .status(502), .status(504): method != .post
    default: false
    }
  }
}
