import Foundation
import HTTP
import JSONText

/// An export at work on the server: begins it, waits for it, ends it (FHIR Asynchronous Request Pattern).
struct BulkJob {
  let server: FHIRServer
  let request: BulkFetch.Request

  private static let prefer = "respond-async,separate-export-status"

  /// Begins an export.
  ///
  /// - Returns: Where it tells how far it is.
  func begin() throws(FHIRClientError) -> String {
    switch request.kickOff {
    case .get: return try begin(.get)
    case .post: return try begin(.post)
    case .auto:
      do throws(FHIRClientError) {
        return try begin(.get)
      } catch {
        let isUnknown = [400, 404, 405, 501].contains { error.code == .status($0) }
        guard isUnknown else { throw error }
        return try begin(.post)
      }
    }
  }

  private func begin(_ method: HTTPRequest.Method) throws(FHIRClientError) -> String {
    let level = request.group.map { "Group/\(QueryText.escaped($0))/" }
      ?? (request.isOfPatients ? "Patient/" : "")
    var kickOff = HTTPRequest(method, "\(server.base)/\(level)$export")
    kickOff.headers = [("Accept", "application/fhir+json"), ("Prefer", Self.prefer)]
    if method == .get {
      if !query.isEmpty { kickOff.url += "?" + query }
    } else {
      kickOff.headers.append(("Content-Type", "application/fhir+json"))
      kickOff.body = Array(parameters.compactText.utf8)
    }
    var manner = FHIRServer.Manner()
    manner.mayRepeat = false
    let answer = try server.send(kickOff, manner)
    guard let url = answer.header("Content-Location") else {
      throw FHIRClientError(
        .badAnswer, "the server has begun an export without saying where it tells how far it is")
    }
    return SearchFetch.absolute(url, base: server.base)
  }

  /// What is asked for, as a query; several values of one parameter are joined by commas.
  private var query: String {
    var parts: [String] = []
    if !request.types.isEmpty { parts.append("_type=\(request.types.joined(separator: ","))") }
    if let since = request.since { parts.append("_since=\(QueryText.escaped(since))") }
    let filters = request.filters.map { QueryText.escaped($0) }
    if !filters.isEmpty { parts.append("_typeFilter=\(filters.joined(separator: ","))") }
    return parts.joined(separator: "&")
  }

  /// What is asked for, as Parameters; each value stands by itself.
  private var parameters: JSONNode {
    var list: [JSONNode] = request.types.map { ["name": "_type", "valueString": .text($0)] }
    if let since = request.since { list.append(["name": "_since", "valueInstant": .text(since)]) }
    list += request.filters.map { ["name": "_typeFilter", "valueString": .text($0)] }
    return .object([("resourceType", "Parameters"), ("parameter", .list(list))])
  }

  /// Waits until the export is done.
  ///
  /// - Returns: Its manifest.
  func wait(
    at url: String, _ progress: (String) -> Void
  ) throws(FHIRClientError) -> BulkManifest {
    var pause = 1.0
    while true {
      let answer = try poll(url)
      if answer.status == 200 { return try BulkManifest(answer.body) }
      if let share = answer.header("X-Progress").flatMap(Self.share) {
        progress("the export is at \(share) %")
      }
      let wish = answer.pauseWished(now: .now)
      pause = min(wish.map { max($0, 0.1) } ?? pause * 1.5, server.policy.longestPauseSeconds)
      guard Date.now.addingTimeInterval(pause) < server.policy.deadline else {
        throw FHIRClientError(
          .unavailable, "the server has not finished the export in the time allowed",
          remedy: "run again: the export goes on; or set \"maximumTime\" higher")
      }
      Thread.sleep(forTimeInterval: pause)
    }
  }

  /// The state of the export: an answer with status 200 when it is done, 202 while it is not.
  private func poll(_ url: String) throws(FHIRClientError) -> HTTPAnswer {
    var get = HTTPRequest(.get, url)
    get.headers = [("Accept", "application/json"), ("Prefer", Self.prefer)]
    get.mayBePacked = true
    var manner = FHIRServer.Manner()
    manner.isAuthorized = server.isHome(url)
    manner.accepts = [400, 422, 429, 500, 503]
    var attempt = 1
    while true {
      let answer = try server.send(get, manner)
      let status = answer.header("X-Export-Status").map(Self.status) ?? answer.status
      if status == 200 || status == 202 { return answer.with(status: status) }
      let isPassing =
        status == 429 || status == 503 || OperationOutcome(answer.body)?.isPassing ?? (status >= 500)
      guard isPassing,
        let pause = server.policy.pause(
          afterAttempt: attempt, wish: answer.pauseWished(now: .now), now: .now)
      else { throw FHIRServer.refusal(answer.with(status: status), by: server.base) }
      Thread.sleep(forTimeInterval: pause)
      attempt += 1
    }
  }

  /// The state that the header of generation 4 names, as a number of HTTP.
  private static func status(_ text: String) -> Int {
    let word = text.lowercased()
    if let number = Int(word.prefix { $0.isNumber }) { return number }
    if word.contains("complete") { return 200 }
    return word.contains("progress") || word.contains("accepted") ? 202 : 500
  }

  /// The first percentage in a text; nothing else of it is shown.
  private static func share(_ text: String) -> Int? {
    guard let end = text.firstIndex(of: "%") else { return nil }
    let digits = text[..<end].reversed().prefix { $0.isNumber }.reversed()
    return Int(String(digits)).flatMap { (0...100).contains($0) ? $0 : nil }
  }

  /// Tells the server that its files are not needed any more; whether it hears does not matter.
  func end(_ url: String) {
    var manner = FHIRServer.Manner()
    manner.isAuthorized = server.isHome(url)
    manner.accepts = Set(400..<600)
    _ = try? server.send(HTTPRequest(.delete, url), manner)
  }
}
