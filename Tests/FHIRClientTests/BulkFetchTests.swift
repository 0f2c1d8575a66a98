import FHIRClient
import Foundation
import TestSupport
import Testing

@Suite("Exports")
struct BulkFetchTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func fetch(
    _ proxy: FaultProxy, _ authentication: Authentication = .none,
    _ change: (inout BulkFetch.Request) -> Void = { _ in }
  ) throws -> FetchResult {
    var request = BulkFetch.Request()
    change(&request)
    return try BulkFetch(
      quickServer(proxy.url("/fhir"), authentication), request, folder: folder.path
    ).run()
  }

  private static func lines(_ numbers: Range<Int>) -> String {
    numbers.map { "{\"resourceType\":\"Patient\",\"id\":\"p\($0)\"}\n" }.joined()
  }

  private static func gzip(_ text: String) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    let path = try folder.write(text, to: "lines")
    _ = try Program.run("/bin/gzip", ["-n", "lines"], in: folder.path)
    return Array(try Data(contentsOf: URL(filePath: path + ".gz")))
  }

  /// An export whose files are answered by the test; kick-off and status are done here.
  private static func export(
    _ request: FaultProxy.Request, manifest: (FaultProxy.Request) -> String,
    file: (FaultProxy.Request) -> FaultProxy.Treatment
  ) -> FaultProxy.Treatment {
    if request.target.contains("$export") {
      let host = request.headers["host"] ?? ""
      return .answer(.init(202, [("Content-Location", "http://\(host)/status")]))
    }
    if request.target == "/status" {
      return request.method == "DELETE"
        ? .answer(.init(202)) : .answer(.init(200, [], manifest(request)))
    }
    return file(request)
  }

  private static func manifest(
    _ output: String, count: Int? = nil, needsToken: Bool = false, more: String = ""
  ) -> String {
    let count = count.map { ",\"count\":\($0)" } ?? ""
    return """
      {"transactionTime":"2026-01-02T03:04:05Z","requiresAccessToken":\(needsToken),\
      "output":[{"type":"Patient","url":"\(output)"\(count)}]\(more)}
      """
  }

  @Test(
    "what was deleted, remarks of either generation and later manifests are fetched; the export is ended"
  )
  func wholeManifest() throws {
    let proxy = try FaultProxy { request in
      Self.export(request) { _ in
        Self.manifest(
          "/a", count: 3,
          more: #"""
            ,"deleted":[{"type":"Bundle","url":"/gone"}],"error":[{"type":"OperationOutcome","url":"/said"}],
            "link":[{"relation":"next","url":"/more"}]
            """#)
      } file: { request in
        switch request.target {
        case "/a":
          .answer(.init(200, [], "\u{FEFF}" + Self.lines(0..<2) + "\r\n\n" + Self.lines(1..<2)))
        case "/gone":
          .answer(
            .init(
              200, [],
              #"{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"DELETE","url":"Patient/p9"}},{"request":{"method":"DELETE","url":"Observation/o1"}}]}"#
            ))
        case "/said":
          .answer(
            .init(
              200, [],
              #"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"exception"}]}"#
            ))
        case "/more":
          .answer(.init(200, [], Self.manifest("/b", more: #","outcome":[{"url":"/said"}]"#)))
        default: .answer(.init(200, [], Self.lines(2..<4)))
        }
      }
    }
    defer { proxy.stop() }
    let result = try fetch(proxy)
    #expect(try identities(result.files) == (0..<4).map { "Patient/p\($0)" })
    #expect(result.counts.again == 1)
    #expect(result.counts.outcomes == ["error": 2])
    let deletions = try String(contentsOfFile: try #require(result.deletions), encoding: .utf8)
    #expect(
      deletions == #"{"deleted":"Patient","id":"p9"}"# + "\n"
        + #"{"deleted":"Observation","id":"o1"}"#
        + "\n")
    #expect(result.upTo == "2026-01-02T03:04:05Z")
    #expect(proxy.requests.last?.method == "DELETE")
  }

  @Test("a server of the fourth generation is asked by POST, with Parameters")
  func kickOff() throws {
    let proxy = try FaultProxy { request in
      if request.method == "GET", request.target.contains("$export") { return .answer(.init(405)) }
      return Self.export(request) { _ in
        Self.manifest("/a")
      } file: { _ in
        .answer(.init(200, [], Self.lines(0..<1)))
      }
    }
    defer { proxy.stop() }
    _ = try fetch(proxy) {
      $0.types = ["Patient", "Observation"]
      $0.group = "g1"
      $0.since = "2026-01-01T00:00:00Z"
      $0.filters = ["Observation?code=718-7"]
    }
    #expect(
      proxy.requests[0].target
        == "/fhir/Group/g1/$export?_type=Patient,Observation&_since=2026-01-01T00%3A00%3A00Z&_typeFilter=Observation%3Fcode%3D718-7"
    )
    let body = String(decoding: proxy.requests[1].body, as: UTF8.self)
    #expect(proxy.requests[1].headers["prefer"] == "respond-async,separate-export-status")
    #expect(
      body.contains(
        #"{"name": "_type", "valueString": "Patient"}, {"name": "_type", "valueString": "Observation"}"#
      )
        || body.contains(
          #"{"name":"_type","valueString":"Patient"},{"name":"_type","valueString":"Observation"}"#)
    )
    #expect(body.contains("2026-01-01T00:00:00Z") && body.contains("Observation?code=718-7"))
  }

  @Test("an export at work is waited for, in either form; what passes does not end it")
  func polling() throws {
    let polls = Counter()
    let proxy = try FaultProxy { request in
      guard request.target == "/status", request.method == "GET" else {
        return Self.export(request) { _ in
          ""
        } file: { _ in
          .answer(.init(200, [], Self.lines(0..<1)))
        }
      }
      return switch polls.next() {
      case 1: .answer(.init(202, [("X-Progress", "40% of Mrs Jones"), ("Retry-After", "0")]))
      case 2: .answer(.init(202, [("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT")]))
      case 3:
        .answer(
          .init(
            500, [],
            #"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"transient"}]}"#
          ))
      case 4: .answer(.init(200, [("X-Export-Status", "202"), ("Retry-After", "0")]))
      case 5: .answer(.init(429, [("Retry-After", "0")]))
      default: .answer(.init(200, [("X-Export-Status", "200")], Self.manifest("/a")))
      }
    }
    defer { proxy.stop() }
    #expect(try fetch(proxy).counts.kept == 1)
    #expect(polls.next() == 7)
  }

  @Test("a token goes to no other host: not with a redirect, not with an address that needs none")
  func tokens() throws {
    let storage = try FaultProxy { _ in .answer(.init(200, [], Self.lines(0..<2))) }
    defer { storage.stop() }
    for needsToken in [true, false] {
      let target = storage.url("/capability?sig=1")
      let proxy = try FaultProxy { request in
        Self.export(request) { _ in
          Self.manifest("/a", needsToken: needsToken)
        } file: { _ in
          .answer(.init(307, [("Location", target)]))
        }
      }
      defer { proxy.stop() }
      let folder = try TemporaryFolder()
      let result = try BulkFetch(
        quickServer(proxy.url("/fhir"), .bearer("s3cret")), BulkFetch.Request(), folder: folder.path
      ).run()
      #expect(result.counts.kept == 2)
      let file = try #require(proxy.requests.first { $0.target == "/a" })
      #expect(file.headers["authorization"] == (needsToken ? "Bearer s3cret" : nil))
    }
    #expect(storage.requests.count == 2)
    #expect(storage.requests.allSatisfy { $0.headers["authorization"] == nil })
  }

  @Test(
    "a packed file that is cut short, and one with fewer lines than announced, is fetched again")
  func truncated() throws {
    let packed = try Self.gzip(Self.lines(0..<500))
    let faults = Counter()
    let proxy = try FaultProxy { request in
      Self.export(request) { _ in
        Self.manifest("/a", count: 500)
      } file: { _ in
        let number = faults.next()
        var answer = FaultProxy.Answer(200, [("Content-Encoding", "gzip")])
        switch number {
        case 1: answer.body = Array(packed.prefix(packed.count / 2))
        case 2: answer = .init(200, [], Self.lines(0..<499))
        default: answer.body = packed
        }
        return .answer(answer)
      }
    }
    defer { proxy.stop() }
    #expect(try identities(fetch(proxy).files) == (0..<500).map { "Patient/p\($0)" })
    #expect(faults.next() == 4)
  }

  @Test("a download whose connection breaks goes on where it stopped")
  func ranges() throws {
    let whole = Self.lines(0..<1000)
    let cuts = Countdown(2)
    let proxy = try FaultProxy { request in
      Self.export(request) { _ in
        Self.manifest("/a", count: 1000)
      } file: { request in
        let range = request.headers["range"]?.dropFirst("bytes=".count).prefix { $0 != "-" }
        let start = range.flatMap { Int($0) } ?? 0
        let rest = String(whole.dropFirst(start))
        let answer = FaultProxy.Answer(
          start == 0 ? 200 : 206,
          start == 0 ? [] : [("Content-Range", "bytes \(start)-\(whole.count - 1)/\(whole.count)")],
          rest)
        return cuts.next() ? .cut(answer, after: 9_000) : .answer(answer)
      }
    }
    defer { proxy.stop() }
    #expect(try identities(fetch(proxy).files) == (0..<1000).map { "Patient/p\($0)" })
    let starts = proxy.requests.filter { $0.target == "/a" }.map { $0.headers["range"] ?? "" }
    #expect(starts == ["", "bytes=9000-", "bytes=18000-"])
  }

  @Test("addresses that have ended are asked for again with the manifest")
  func renewedManifest() throws {
    let manifests = Counter()
    let proxy = try FaultProxy { request in
      Self.export(request) { _ in
        Self.manifest("/file?expires=\(manifests.next())")
      } file: { request in
        request.target == "/file?expires=1"
          ? .answer(.init(403)) : .answer(.init(200, [], Self.lines(0..<3)))
      }
    }
    defer { proxy.stop() }
    #expect(try fetch(proxy).counts.kept == 3)
  }

  @Test(
    "manifests of the specification are understood",
    .enabled(if: SharedData.isPresent, "needs ../shared/data"))
  func publishedManifests() throws {
    let folder = SharedData.file("fhir/bulk-manifests")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder)
    where name.hasSuffix(".json") {
      let text = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
      let manifest = try BulkManifest(Array(text))
      #expect(manifest.transactionTime != nil, "\(name)")
      if name.contains("Pending") {
        #expect(manifest.next == nil || !manifest.next!.hasPrefix("#"))
      }
      if name == "BulkDataManifestOrganizedByPatientExample.json" {
        #expect(manifest.organizedBy == "Patient")
        #expect(manifest.items.map(\.role) == [.output, .output, .output, .deleted, .outcome])
        #expect(manifest.next == "https://example.org/output/manifest-2.json")
      }
    }
  }
}
