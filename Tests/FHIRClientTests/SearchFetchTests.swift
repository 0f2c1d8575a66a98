import FHIRClient
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("Searches, page by page")
struct SearchFetchTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func fetch(
    _ proxy: FaultProxy, attempts: Int = 10,
    _ change: (inout SearchFetch.Request) -> Void = { _ in }
  ) throws -> FetchResult {
    var request = SearchFetch.Request(types: ["Patient"])
    change(&request)
    return try SearchFetch(
      quickServer(proxy.url("/fhir"), attempts: attempts), request, folder: folder.path
    ).run()
  }

  private func wanted(_ count: Int) -> [String] { (0..<count).map { "Patient/p\($0)" } }

  @Test(
    "pages are followed as their addresses stand; values keep their spelling; outcomes are no data")
  func pages() throws {
    let proxy = try FaultProxy { request in
      guard request.target == "/fhir/opaque?x=%7C1" else {
        let outcome =
          #"{"resource":{"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"processing","diagnostics":"Mrs Jones"}]},"search":{"mode":"outcome"}},"#
        let first = page(0..<3, total: 5, next: "opaque?x=%7C1")
        return .answer(
          .init(
            200, [], first.replacingOccurrences(of: "\"entry\":[", with: "\"entry\":[" + outcome)))
      }
      return .answer(.init(200, [], page(3..<5, total: 5, next: nil)))
    }
    defer { proxy.stop() }
    let result = try fetch(proxy) {
      $0.pageSize = 3
      $0.since = "2026-01-01T00:00:00+01:00"
      $0.queries = ["Patient": "active=true"]
    }
    #expect(try identities(result.files) == wanted(5))
    #expect(
      proxy.requests[0].target
        == "/fhir/Patient?active=true&_lastUpdated=ge2026-01-01T00%3A00%3A00%2B01%3A00&_count=3&_total=accurate"
    )
    let text = try String(contentsOfFile: result.files[0], encoding: .utf8)
    #expect(text.contains(#""weight":1.00}"#))
    #expect(result.counts.outcomes == ["warning": 1])
  }

  @Test("a busy server is asked again after the pause that it wishes, in seconds or as a date")
  func busy() throws {
    for header in ["0", "Sun, 06 Nov 1994 08:49:37 GMT", "Fri, 31 Dec 2100 23:59:59 GMT"] {
      let busy = Countdown(3)
      let proxy = try FaultProxy { _ in
        busy.next()
          ? .answer(.init(header == "0" ? 429 : 503, [("Retry-After", header)]))
          : .answer(.init(200, [], page(0..<2, total: 2, next: nil)))
      }
      defer { proxy.stop() }
      let folder = try TemporaryFolder()
      let result = try SearchFetch(
        quickServer(proxy.url("/fhir")), SearchFetch.Request(types: ["Patient"]),
        folder: folder.path
      ).run()
      #expect(result.counts.kept == 2)
      #expect(proxy.requests.count == 4)
    }
  }

  @Test("a search whose pages expire is begun anew, and nothing is lost or kept twice")
  func expired() throws {
    let expired = Countdown(3)
    let proxy = try FaultProxy { request in
      if request.target.hasPrefix("/fhir/Patient") {
        return .answer(.init(200, [], page(0..<4, total: 8, next: "/page2")))
      }
      return expired.next()
        ? .answer(.init(410)) : .answer(.init(200, [], page(4..<8, total: 8, next: nil)))
    }
    defer { proxy.stop() }
    let result = try fetch(proxy)
    #expect(try identities(result.files) == wanted(8))
    #expect(result.counts.restarts == 3)
    #expect(result.counts.again == 12)
  }

  @Test(
    "a page that comes twice ends a traversal, and a page that was skipped is found by the next")
  func circlesAndGaps() throws {
    let skips = Countdown(1)
    let circles = Countdown(1)
    let proxy = try FaultProxy { request in
      switch request.target {
      case "/2": .answer(.init(200, [], page(2..<4, total: 6, next: circles.next() ? "/2" : "/3")))
      case "/3": .answer(.init(200, [], page(4..<6, total: 6, next: nil)))
      default: .answer(.init(200, [], page(0..<2, total: 6, next: skips.next() ? "/3" : "/2")))
      }
    }
    defer { proxy.stop() }
    let result = try fetch(proxy)
    #expect(try identities(result.files).sorted() == wanted(6))
    #expect(result.counts.restarts == 2)
  }

  @Test("of a resource that changes meanwhile the last version stays, once")
  func newerVersions() throws {
    let proxy = try FaultProxy { request in
      request.target == "/2"
        ? .answer(.init(200, [], page(1..<3, total: 3, next: nil, version: 2)))
        : .answer(.init(200, [], page(0..<2, total: 3, next: "/2")))
    }
    defer { proxy.stop() }
    let result = try fetch(proxy)
    #expect(try identities(result.files).sorted() == wanted(3))
    let text = try String(contentsOfFile: result.files[0], encoding: .utf8)
    #expect(text.contains(#""id":"p1","meta":{"versionId":"2"}"#))
    #expect(!text.contains(#""id":"p1","meta":{"versionId":"1"}"#))
  }

  @Test(
    "fewer resources than announced fail the fetch, or are told where the definition wants that")
  func wrongTotal() throws {
    let proxy = try FaultProxy { _ in .answer(.init(200, [], page(0..<2, total: 3, next: nil))) }
    defer { proxy.stop() }
    do {
      _ = try fetch(proxy)
      Issue.record("a resource that never came was not missed")
    } catch let error as FHIRClientError {
      #expect(error.code == .incomplete)
      #expect(error.message.contains("3 Patient, and 2 came"))
    }
    let result = try fetch(proxy) { $0.onMismatch = .warn }
    #expect(result.counts.kept == 2)
    #expect(result.counts.remarks == ["Patient: the server says 3, and 2 came"])
  }

  @Test("pages that are cut short or come on a connection that breaks are asked for again")
  func broken() throws {
    let faults = Countdown(2)
    let proxy = try FaultProxy { request in
      let whole = FaultProxy.Answer(200, [], page(0..<9, total: 9, next: nil))
      guard faults.next() else { return .answer(whole) }
      if request.number == 0 { return .cut(whole, after: 100) }
      return .answer(.init(200, [], String(page(0..<9, total: 9, next: nil).prefix(100))))
    }
    defer { proxy.stop() }
    #expect(try identities(fetch(proxy).files) == wanted(9))
  }

  @Test("a fetch that was cut off goes on with the page at which it stopped")
  func resumed() throws {
    let isDown = Mutex(true)
    let proxy = try FaultProxy { request in
      switch request.target {
      case "/2":
        isDown.withLock(\.self)
          ? .answer(.init(500)) : .answer(.init(200, [], page(2..<4, total: 6, next: "/3")))
      case "/3": .answer(.init(200, [], page(4..<6, total: 6, next: nil)))
      default: .answer(.init(200, [], page(0..<2, total: 6, next: "/2")))
      }
    }
    defer { proxy.stop() }
    #expect(throws: FHIRClientError.self) { try fetch(proxy, attempts: 2) }
    // What came after the last checkpoint is forgotten.
    let file = folder.path + "/resources-00001.ndjson"
    let handle = try FileHandle(forWritingTo: URL(filePath: file))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(#"{"resourceType":"Pat"#.utf8))
    try handle.close()
    isDown.withLock { $0 = false }
    let before = proxy.requests.count
    let result = try fetch(proxy)
    #expect(try identities(result.files) == wanted(6))
    #expect(proxy.requests.dropFirst(before).map(\.target) == ["/2", "/3"])
  }

  @Test("messages hold no query and nothing of what the server says about a person")
  func silence() throws {
    let proxy = try FaultProxy { _ in
      .answer(
        .init(
          422, [],
          #"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid","diagnostics":"no Mrs Jones"}]}"#
        ))
    }
    defer { proxy.stop() }
    do {
      _ = try fetch(proxy) { $0.queries = ["Patient": "identifier=19700101-1234"] }
      Issue.record("a refusal was taken for an answer")
    } catch {
      #expect("\(error)".contains("status 422 (error invalid)"))
      #expect(!"\(error)".contains("1970") && !"\(error)".contains("Jones"))
    }
  }
}
