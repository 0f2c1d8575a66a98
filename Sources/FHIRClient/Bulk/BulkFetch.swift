import Foundation
import HTTP
import JSONText

/// Fetches what a server exports (Bulk Data Access, generations 1 to 4).
///
/// The export, its manifest and each file are remembered as they come: a fetch that was cut off goes on in the middle of
/// a file, and asks for the export again only where the server has forgotten it.
package struct BulkFetch {
  /// What is asked for.
  package struct Request: Sendable {
    /// How it is asked for.
    package enum KickOff: String, Sendable, CaseIterable {
      /// By GET, and where the server does not know that, by POST.
      case auto
      /// By GET with a query: generations 1 to 3.
      case get
      /// By POST with Parameters: generation 4, and some before.
      case post
    }

    /// The types; all where there is none.
    package var types: [String] = []
    /// Searches that resources must be found by, such as `Observation?code=718-7`.
    package var filters: [String] = []
    /// The group whose patients are meant.
    package var group: String?
    /// Whether only patients and what belongs to them is meant.
    package var isOfPatients = false
    /// Only what was changed at this instant or later.
    package var since: String?
    /// How it is asked for.
    package var kickOff = KickOff.auto
    /// What happens where a file has another number of lines than the server says.
    package var onMismatch = CountMismatch.fail

    /// Everything.
    package init() {}
  }

  /// How often a file is fetched from its beginning, and how often the manifest is asked for because its addresses have
  /// ended.
  private static let mostAttempts = 4

  private let server: FHIRServer
  private let request: Request
  private let folder: String
  private let job: BulkJob
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
    job = BulkJob(server: server, request: request)
  }

  /// Fetches everything that is not there yet.
  package func run() throws(FHIRClientError) -> FetchResult {
    var state = try FetchState.load(folder)
    if !state.isComplete { try prepare(&state) }
    let spool = try ResourceSpool(folder, from: state.resources)
    while !state.isComplete, state.manifest < state.manifests.count {
      let manifest = state.manifests[state.manifest]
      while state.item < manifest.items.count {
        try fetch(spool, &state)
        state.item += 1
        state.resources = try spool.checkpoint()
        try state.save(folder)
      }
      if state.manifest == state.manifests.count - 1, let next = manifest.next {
        state.manifests.append(
          try job.wait(at: SearchFetch.absolute(next, base: server.base), progress))
      }
      state.manifest += 1
      state.item = 0
      try state.save(folder)
    }
    try spool.settle()
    let statusURL = state.isComplete ? nil : state.statusURL
    state.counts.kept = spool.count
    state.resources = try spool.checkpoint()
    state.isComplete = true
    try state.save(folder)
    // Only now: a fetch that is cut off before needs the server's files again.
    if let statusURL { job.end(statusURL) }
    let deletions = state.deletionBytes > 0 ? SideFiles(folder: folder).deletions : nil
    return FetchResult(
      files: spool.files, deletions: deletions, upTo: state.upTo, counts: state.counts)
  }

  /// Begins the export, or goes on with one that the server still knows.
  private func prepare(_ state: inout FetchState) throws(FHIRClientError) {
    if let url = state.statusURL, state.manifests.isEmpty {
      do throws(FHIRClientError) {
        state.manifests = [try job.wait(at: url, progress)]
      } catch {
        guard error.code == .status(404) || error.code == .status(410) else { throw error }
        state = FetchState()
      }
    }
    if state.statusURL == nil {
      let url = try job.begin()
      state.statusURL = url
      try state.save(folder)
      state.manifests = [try job.wait(at: url, progress)]
    }
    state.upTo = state.manifests.first?.transactionTime
    try state.save(folder)
  }

  /// Fetches the file at which the state stands and takes what is in it.
  private func fetch(
    _ spool: ResourceSpool, _ state: inout FetchState
  ) throws(FHIRClientError) {
    let path = "\(folder)/download-\(state.manifest)-\(state.item).part"
    var attempt = 1
    while true {
      let manifest = state.manifests[state.manifest]
      let item = manifest.items[state.item]
      do throws(FHIRClientError) {
        try download(item, manifest, to: path)
        try take(path, item, manifest, spool, &state, mayAskAgain: attempt < Self.mostAttempts)
        break
      } catch {
        guard attempt < Self.mostAttempts else { throw error }
        attempt += 1
        switch error.code {
        case .incomplete: break
        case .status(let status) where [400, 401, 403, 404, 410].contains(status):
          // Addresses that hold a permission of their own end; the manifest has new ones.
          try renew(&state, because: error)
        default: throw error
        }
        try? FileManager.default.removeItem(atPath: path)
      }
    }
    try? FileManager.default.removeItem(atPath: path)
    let manifest = state.manifests[state.manifest]
    progress("file \(state.item + 1) of \(manifest.items.count): \(spool.count) resources")
  }

  private func renew(
    _ state: inout FetchState, because error: FHIRClientError
  ) throws(FHIRClientError) {
    guard state.manifest == 0, let url = state.statusURL else { throw error }
    let old = state.manifests[0]
    let new = try job.wait(at: url, progress)
    guard new.items.map(\.role) == old.items.map(\.role),
      new.items.map(\.type) == old.items.map(\.type)
    else {
      throw FHIRClientError(
        .incomplete, "the server has changed its export while it was fetched",
        remedy: "run again with --fetch-anew")
    }
    state.manifests[0] = new
    try state.save(folder)
  }

  private func download(
    _ item: BulkManifest.Item, _ manifest: BulkManifest, to path: String
  ) throws(FHIRClientError) {
    let target: HTTPFileTarget
    do throws(HTTPError) {
      target = try HTTPFileTarget(path)
    } catch {
      throw FHIRClientError(error)
    }
    var get = HTTPRequest(.get, SearchFetch.absolute(item.url, base: server.base))
    get.headers = [
      ("Accept", "application/fhir+ndjson, application/ndjson"), ("Accept-Encoding", "gzip"),
    ]
    var manner = FHIRServer.Manner()
    manner.isAuthorized = manifest.requiresAccessToken
    manner.mayLeaveOrigin = true
    // Nothing stands beyond the end: an earlier attempt got that far.
    if target.size > 0 { manner.accepts = [416] }
    _ = try server.send(get, manner, into: target)
  }

  /// Takes what is in a file that has come, once it is whole.
  private func take(
    _ path: String, _ item: BulkManifest.Item, _ manifest: BulkManifest, _ spool: ResourceSpool,
    _ state: inout FetchState, mayAskAgain: Bool
  ) throws(FHIRClientError) {
    let lines = try LineFile.count(path)
    if let count = item.count, count != lines, manifest.organizedBy == nil {
      let what = "\(item.type ?? item.role.rawValue): the server says \(count) lines, and \(lines) came"
      if mayAskAgain || request.onMismatch == .fail {
        throw FHIRClientError(
          .incomplete, what,
          remedy: "ask who runs the server; \"countMismatch\": \"warn\" goes on with what came")
      }
      state.counts.remarks.append(what)
    }
    var side: [UInt8] = []
    var index = JSONIndex()
    var counts = state.counts
    try LineFile.forEachLine(of: path) { text, range throws(FHIRClientError) in
      switch item.role {
      case .output:
        index.removeAll()
        let root = try? index.append(text.span, range)
        take(text, range, root, index, manifest, spool, &counts)
        if spool.isFull { try spool.flush() }
      case .deleted: side += Self.deletions(text[range], &counts)
      case .outcome:
        for issue in OperationOutcome(Array(text[range]))?.issues ?? [] {
          counts.outcomes[issue.severity, default: 0] += 1
        }
        side += text[range]
        side.append(UInt8(ascii: "\n"))
      }
    }
    state.counts = counts
    let files = SideFiles(folder: folder)
    switch item.role {
    case .output: break
    case .deleted:
      state.deletionBytes = try files.append(
        side, to: files.deletions, keeping: state.deletionBytes)
    case .outcome: _ = try files.append(side, to: files.outcomes, keeping: nil)
    }
  }

  private func take(
    _ text: [UInt8], _ range: Range<Int>, _ root: Int?, _ index: JSONIndex,
    _ manifest: BulkManifest, _ spool: ResourceSpool, _ counts: inout FetchCounts
  ) {
    counts.received += 1
    guard let root, let identity = ResourceIdentity(root, index, in: text.span) else {
      if manifest.organizedBy != nil, let root, isHeading(root, index, text) {
        counts.received -= 1
        return
      }
      counts.unidentified += 1
      spool.add(line: text[range])
      return
    }
    guard request.types.isEmpty || request.types.contains(identity.type) else {
      counts.otherTypes += 1
      return
    }
    switch spool.add(identity, text.span, range) {
    case .new: break
    case .again: counts.again += 1
    case .newer: counts.replaced += 1
    }
  }

  /// Whether a line opens a block of one patient's resources.
  private func isHeading(_ root: Int, _ index: JSONIndex, _ text: [UInt8]) -> Bool {
    index.member(JSONName("resourceType"), of: root, in: text.span).map {
      index.isText($0, equalTo: Array("Parameters".utf8), in: text.span)
    } ?? false
  }

  /// The resources that a transaction deletes, as lines with type and id.
  private static func deletions(_ text: ArraySlice<UInt8>, _ counts: inout FetchCounts) -> [UInt8] {
    var lines: [UInt8] = []
    let bundle = try? JSONParser.parse(Array(text))
    for entry in bundle?["entry"]?.elements ?? [] {
      guard entry["request"]?["method"]?.string == "DELETE",
        let url = entry["request"]?["url"]?.string
      else { continue }
      let parts = url.split(separator: "?")[0].split(separator: "/").suffix(2)
      guard parts.count == 2, let type = parts.first, let id = parts.last else { continue }
      let line: JSONNode = .object([("deleted", .text(String(type))), ("id", .text(String(id)))])
      lines += Array(line.compactText.utf8) + [UInt8(ascii: "\n")]
      counts.deleted += 1
    }
    return lines
  }
}
