import Foundation
package import HTTP
import Synchronization

/// A FHIR server: its base, what proves to it who asks, and how patiently it is asked.
package final class FHIRServer: Sendable {
  /// What was asked so far.
  package struct Tally: Sendable {
    /// Requests that were sent.
    package var requests = 0
    /// Those among them that repeat another.
    package var retries = 0
  }

  /// The base address, without a slash at its end.
  package let base: String
  /// How patiently it is asked.
  package let policy: RetryPolicy
  private let authorization: Authorization
  private let client: HTTPClient
  private let downloader: HTTPClient
  private let counted = Mutex(Tally())

  /// A server.
  ///
  /// - Parameters:
  ///   - agent: What the client calls itself.
  ///   - pageBytes: The most bytes of one answer in memory.
  ///   - fileBytes: The most bytes of one file.
  package init(
    base: String, authentication: Authentication, policy: RetryPolicy = RetryPolicy(),
    agent: String, pageBytes: Int = 256 << 20, fileBytes: Int = 1 << 40
  ) {
    self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
    self.policy = policy
    var limits = HTTPLimits()
    limits.connectSeconds = 20
    limits.attemptSeconds = 300
    limits.stallSeconds = 60
    limits.bodyBytes = pageBytes
    client = HTTPClient(agent: agent, limits: limits)
    limits.attemptSeconds = 4 * 3600
    limits.bodyBytes = fileBytes
    downloader = HTTPClient(agent: agent, limits: limits)
    authorization = Authorization(authentication, base: self.base, client: client)
  }

  /// What was asked so far.
  package var tally: Tally { counted.withLock { $0 } }

  /// Whether an address is of the server itself, or of another one on the same host.
  package func isHome(_ url: String) -> Bool {
    HTTPOrigin(base).map { $0 == HTTPOrigin(url) } ?? false
  }

  /// How an exchange goes.
  package struct Manner: Sendable {
    /// Whether the request proves who asks.
    package var isAuthorized = true
    /// Whether a redirect to another host is followed, without credentials.
    package var mayLeaveOrigin = false
    /// Whether the request may be repeated where the server may have taken it already.
    package var mayRepeat = true
    /// Statuses beside those of success that are an answer.
    package var accepts: Set<Int> = []

    /// The manner of a search.
    package init() {}
  }

  /// Sends a request until there is an answer, as often and as late as the policy allows.
  ///
  /// What is busy (429, 503) or away is asked again, and what fails inside the server where the request may be
  /// repeated. After a 401 the token is renewed, once.
  /// - Parameter file: Where the body goes; each attempt after the first asks for the rest of it only, where the
  ///   request is for a file.
  package func send(
    _ request: HTTPRequest, _ manner: Manner = Manner(), into file: HTTPFileTarget? = nil
  ) throws(FHIRClientError) -> HTTPAnswer {
    var attempt = 1
    var wasRenewed = false
    while true {
      var request = request
      if manner.isAuthorized { request.credentials = try credentials() }
      counted.withLock { $0.requests += 1 }
      let failure: FHIRClientError
      var wish: Double?
      do throws(HTTPError) {
        if let file, file.size > 0 { request.headers.append(("Range", "bytes=\(file.size)-")) }
        defer { file?.close() }
        let answer = try (file == nil ? client : downloader).exchange(
          request, into: file, mayLeaveOrigin: manner.mayLeaveOrigin)
        if (200..<300).contains(answer.status) || manner.accepts.contains(answer.status) {
          return answer
        }
        if answer.status == 401, manner.isAuthorized, !wasRenewed, authorization.forget() {
          wasRenewed = true
          counted.withLock { $0.retries += 1 }
          continue
        }
        failure = Self.refusal(answer, by: base)
        wish = answer.pauseWished(now: .now)
      } catch {
        failure = FHIRClientError(error)
      }
      guard Self.isPassing(failure.code, mayRepeat: manner.mayRepeat),
        let pause = policy.pause(afterAttempt: attempt, wish: wish, now: .now)
      else { throw failure }
      counted.withLock { $0.retries += 1 }
      Thread.sleep(forTimeInterval: pause)
      attempt += 1
    }
  }

  private func credentials() throws(FHIRClientError) -> HTTPRequest.Credentials? {
    var attempt = 1
    while true {
      do throws(FHIRClientError) {
        return try authorization.credentials(now: .now)
      } catch {
        guard Self.isPassing(error.code, mayRepeat: true),
          let pause = policy.pause(afterAttempt: attempt, wish: nil, now: .now)
        else { throw error }
        Thread.sleep(forTimeInterval: pause)
        attempt += 1
      }
    }
  }

  private static func isPassing(_ code: FHIRClientError.Code, mayRepeat: Bool) -> Bool {
    switch code {
    case .status(429), .status(503): true
    case .unavailable, .status(500), .status(502), .status(504), .status(408): mayRepeat
    default: false
    }
  }

  /// A status as a failure; of what the server says about it only the codes of its outcome are shown.
  static func refusal(_ answer: HTTPAnswer, by base: String) -> FHIRClientError {
    let issues = OperationOutcome(answer.body)?.issues ?? []
    let codes = issues.prefix(3).map { "\($0.severity) \($0.code)" }.joined(separator: ", ")
    let remedy: String? =
      switch answer.status {
      case 401, 403: "check \"auth\": the server does not let this client do that"
      case 404: "check \"server\" and the types"
      case 400, 422: "the server does not understand what it was asked; check \"query\""
      case 429, 503: "it stayed busy for as long as was waited; run again later"
      default: nil
      }
    return FHIRClientError(
      .status(answer.status),
      "\(HTTPOrigin(base)?.description ?? "the server") answers with status \(answer.status)"
        + (codes.isEmpty ? "" : " (\(codes))"), remedy: remedy)
  }
}
