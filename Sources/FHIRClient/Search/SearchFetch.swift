import Foundation
import HTTP

/// Fetches all resources that searches find, page by page (FHIR R4, 3.1.1).
///
/// The address of the next page is taken as the server gives it. A search whose pages expire, go in circles or leave
/// something out is begun anew; what has come already is known by type and id, so nothing is kept twice.
package struct SearchFetch {
  /// What is searched for.
  package struct Request: Sendable {
    /// The types, one search each.
    package var types: [String]
    /// The query of each type, as it stands behind the question mark.
    package var queries: [String: String] = [:]
    /// How many resources a page should have.
    package var pageSize: Int?
    /// Only what was changed at this instant or later.
    package var since: String?
    /// What happens where fewer resources come than the server has announced.
    package var onMismatch = CountMismatch.fail

    /// All resources of some types.
    package init(types: [String]) { self.types = types }
  }

  /// How often a search is begun anew because its pages have expired.
  private static let mostRestarts = 40
  /// How often in a row it is begun anew without anything new coming.
  private static let mostFruitlessTraversals = 3
  /// How far back the next fetch begins before the server's clock, in seconds: what was being written when this one
  /// began comes again rather than never.
  private static let overlapSeconds = 60.0

  private let server: FHIRServer
  private let request: Request
  private let folder: String
  private let progress: (String) -> Void

  /// A fetch.
  ///
  /// - Parameters:
  ///   - folder: Where everything is kept; a fetch that was cut off goes on there.
  ///   - progress: Is told how far it has come.
  package init(
    _ server: FHIRServer, _ request: Request, folder: String,
    progress: @escaping (String) -> Void = { _ in }
  ) {
    self.server = server
    self.request = request
    self.folder = folder
    self.progress = progress
  }

  /// Fetches everything that is not there yet.
  package func run() throws(FHIRClientError) -> FetchResult {
    var state = try FetchState.load(folder)
    let spool = try ResourceSpool(folder, from: state.resources)
    while !state.isComplete, state.type < request.types.count {
      try fetch(request.types[state.type], spool, &state)
      state.type += 1
      state.next = nil
      state.restartsOfType = 0
      try keep(spool, &state)
    }
    try spool.settle()
    state.counts.kept = spool.count
    state.isComplete = true
    try keep(spool, &state)
    return FetchResult(
      files: spool.files, deletions: nil, upTo: state.upTo, counts: state.counts)
  }

  private func keep(_ spool: ResourceSpool, _ state: inout FetchState) throws(FHIRClientError) {
    state.resources = try spool.checkpoint()
    try state.save(folder)
  }

  /// One type's search, begun anew until all of it has come.
  private func fetch(
    _ type: String, _ spool: ResourceSpool, _ state: inout FetchState
  ) throws(FHIRClientError) {
    // After a cut it is not known which resources of the type were found and which only came along.
    if state.hasIncludes { state.next = nil }
    var traversal = SearchTraversal(
      type: type, earlier: state.next == nil ? 0 : spool.count(ofType: type))
    var fruitless = 0
    while true {
      let before = traversal.found
      let ending = try traverse(&traversal, spool, &state)
      let missing = (traversal.total ?? 0) - traversal.found
      if ending == .end, missing <= 0 {
        remark(on: traversal, &state)
        return
      }
      fruitless = traversal.found > before ? 0 : fruitless + (ending == .expired ? 0 : 1)
      state.next = nil
      state.counts.restarts += 1
      state.restartsOfType += 1
      if fruitless >= Self.mostFruitlessTraversals || state.restartsOfType > Self.mostRestarts {
        if ending == .end, request.onMismatch == .warn {
          remark(on: traversal, &state)
          return
        }
        throw Self.incomplete(traversal, ending, state.restartsOfType)
      }
      progress("\(type): the search begins anew")
    }
  }

  private func remark(on traversal: SearchTraversal, _ state: inout FetchState) {
    guard let total = traversal.total else {
      state.counts.remarks.append(
        "\(traversal.type): the server does not say how many there are, so that \(traversal.found) could not be checked"
      )
      return
    }
    if traversal.found != total {
      state.counts.remarks.append(
        "\(traversal.type): the server says \(total), and \(traversal.found) came")
    }
  }

  private static func incomplete(
    _ traversal: SearchTraversal, _ ending: SearchTraversal.Ending, _ restarts: Int
  ) -> FHIRClientError {
    if ending == .expired {
      return FHIRClientError(
        .incomplete,
        "the pages of the search for \(traversal.type) expired \(restarts) times before all had come",
        remedy: "make \"pageSize\" larger, or fetch with \"mode\": \"bulk\"")
    }
    return FHIRClientError(
      .incomplete,
      "the server says that there are \(traversal.total ?? 0) \(traversal.type), and \(traversal.found) came in \(restarts) searches",
      remedy: "ask who runs the server; \"countMismatch\": \"warn\" goes on with what came")
  }

  /// Follows the pages from the first, or from where the state stands, to the last.
  private func traverse(
    _ traversal: inout SearchTraversal, _ spool: ResourceSpool, _ state: inout FetchState
  ) throws(FHIRClientError) -> SearchTraversal.Ending {
    var visited: Set<String> = []
    var url = state.next ?? firstPage(traversal.type)
    while visited.insert(url).inserted {
      let isFirst = visited.count == 1 && state.next == nil
      let page: SearchPage
      do throws(FHIRClientError) {
        page = try self.page(url, &state)
      } catch {
        let isExpired = error.code == .status(410) || error.code == .status(404)
        guard isExpired, !isFirst else { throw error }
        return .expired
      }
      try take(page, &traversal, spool, &state)
      state.next = page.next.map { Self.absolute($0, base: server.base) }
      progress("\(traversal.type): \(spool.count(ofType: traversal.type))")
      // The last page is kept together with the end of its type: a state without a next page would begin anew.
      guard let next = state.next else { return .end }
      try keep(spool, &state)
      url = next
    }
    return .circle
  }

  private func page(
    _ url: String, _ state: inout FetchState
  ) throws(FHIRClientError) -> SearchPage {
    var attempt = 1
    while true {
      var get = HTTPRequest(.get, url)
      get.headers = [("Accept", "application/fhir+json")]
      get.mayBePacked = true
      var manner = FHIRServer.Manner()
      manner.isAuthorized = server.isHome(url)
      let answer = try server.send(get, manner)
      if state.upTo == nil {
        let moment = (answer.date ?? .now).addingTimeInterval(-Self.overlapSeconds)
        state.upTo = moment.formatted(.iso8601)
      }
      do throws(FHIRClientError) {
        return try SearchPage(answer.body)
      } catch {
        // A page that is cut short looks like this too.
        guard let pause = server.policy.pause(afterAttempt: attempt, wish: nil, now: .now),
          attempt < 5
        else { throw error }
        Thread.sleep(forTimeInterval: pause)
        attempt += 1
      }
    }
  }

  private func take(
    _ page: SearchPage, _ traversal: inout SearchTraversal, _ spool: ResourceSpool,
    _ state: inout FetchState
  ) throws(FHIRClientError) {
    for entry in page.entries {
      guard let identity = entry.identity else {
        throw FHIRClientError(
          .badAnswer,
          "a page of the search for \(traversal.type) has a resource without type or id",
          remedy: "ask who runs the server")
      }
      state.counts.received += 1
      if !entry.isMatch { state.hasIncludes = true }
      let added = spool.add(identity, page.text.span, entry.range)
      switch added {
      case .new: break
      case .again: state.counts.again += 1
      case .newer: state.counts.replaced += 1
      }
      if entry.isMatch { traversal.note(identity.key, isNew: added == .new) }
    }
    if let total = page.total { traversal.total = total }
    for range in page.outcomes { try note(page.text[range], &state) }
  }

  private func note(_ outcome: ArraySlice<UInt8>, _ state: inout FetchState) throws(FHIRClientError)
  {
    for issue in OperationOutcome(Array(outcome))?.issues ?? [] {
      state.counts.outcomes[issue.severity, default: 0] += 1
    }
    var line: [UInt8] = []
    let text = Array(outcome)
    ResourceLine.append(text.span, 0..<text.count, to: &line)
    let files = SideFiles(folder: folder)
    _ = try files.append(line, to: files.outcomes, keeping: nil)
  }

  private func firstPage(_ type: String) -> String {
    let query = request.queries[type] ?? ""
    var parts = query.isEmpty ? [] : [query]
    if let since = request.since { parts.append("_lastUpdated=ge\(QueryText.escaped(since))") }
    if let size = request.pageSize { parts.append("_count=\(size)") }
    if !query.contains("_total=") { parts.append("_total=accurate") }
    return "\(server.base)/\(type)?\(parts.joined(separator: "&"))"
  }

  /// An address as it stands, or behind the base where it is relative to it.
  static func absolute(_ url: String, base: String) -> String {
    if HTTPOrigin(url) != nil { return url }
    return url.hasPrefix("/")
      ? (URL(string: url, relativeTo: URL(string: base))?.absoluteString ?? url) : "\(base)/\(url)"
  }
}

/// One type's search, over all of its beginnings.
struct SearchTraversal {
  /// How a way through the pages ends.
  enum Ending {
    /// There is no next page.
    case end
    /// A page came twice.
    case circle
    /// The server does not know its pages any more.
    case expired
  }

  let type: String
  /// How many were found before the fetch was cut off.
  let earlier: Int
  /// How many there are, as the server has said last.
  var total: Int?
  private var keys: Set<ResourceIdentity.Key> = []

  init(type: String, earlier: Int) {
    self.type = type
    self.earlier = earlier
  }

  /// How many different resources were found.
  var found: Int { earlier + keys.count }

  /// A resource was found; where some were found earlier, those are not counted again.
  mutating func note(_ key: ResourceIdentity.Key, isNew: Bool) {
    if isNew || earlier == 0 { keys.insert(key) }
  }
}
