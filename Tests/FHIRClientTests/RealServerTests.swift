import FHIRClient
import Foundation
import Synchronization
import TestSupport
import Testing

/// A FHIR server that others have written, with a proxy in front of it that makes faults.
@Suite(
  "A real FHIR server", .serialized, .enabled(if: FHIRTestServer.isPresent, "needs sekmet-fhir"))
struct RealServerTests {
  /// How many resources the long way has; the environment may ask for more.
  private static let count =
    ProcessInfo.processInfo.environment["PCMFLOW_FETCHED_RESOURCES"].flatMap { Int($0) } ?? 2000

  /// Which fault a request meets.
  private final class Faults: Sendable {
    private let generator: Mutex<SeededGenerator>
    private let made = Mutex<[String: Int]>([:])

    init(seed: UInt64) {
      generator = Mutex(SeededGenerator(seed: seed))
    }

    /// How many of each were made.
    var counts: [String: Int] { made.withLock { $0 } }

    private func note(_ name: String) { made.withLock { $0[name, default: 0] += 1 } }

    /// Every twentieth request meets a fault.
    func treatment(of request: FaultProxy.Request) -> FaultProxy.Treatment {
      guard request.target.contains("Patient?") else { return .pass() }
      let (isFault, kind) = generator.withLock { generator in
        (generator.next() % 20 == 0, generator.next() % 8)
      }
      guard isFault else { return .pass() }
      let isFirst = !request.target.contains("_offset=")
      switch kind {
      case 0:
        note("429")
        return .answer(.init(429, [("Retry-After", "0")]))
      case 1:
        note("503")
        return .answer(.init(503, [("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT")]))
      case 2 where !isFirst:
        note("410")
        return .answer(.init(410))
      case 3 where !isFirst:
        note("repeated")
        return .pass(target: Self.shifted(request.target, by: -1))
      case 4 where !isFirst:
        note("skipped")
        return .pass(target: Self.shifted(request.target, by: 1))
      case 5:
        note("total")
        return .change { answer in
          let text = String(decoding: answer.body, as: UTF8.self)
          answer.body = Array(
            text.replacing(/"total": ?([0-9]+)/) { "\"total\":\((Int($0.1) ?? 0) + 3)" }.utf8)
        }
      case 6:
        note("cut")
        return .change { $0.body.removeLast($0.body.count / 2) }
      default:
        note("dropped")
        return .drop
      }
    }

    /// The page before or after.
    private static func shifted(_ target: String, by pages: Int) -> String {
      let size = target.firstMatch(of: /_count=([0-9]+)/).flatMap { Int($0.1) } ?? 0
      return target.replacing(/_offset=([0-9]+)/) {
        "_offset=\(max(0, (Int($0.1) ?? 0) + pages * size))"
      }
    }
  }

  @Test("with a fault in every twentieth request no resource is lost, and none is kept twice")
  func faultyPages() throws {
    let faults = Faults(seed: 20_261_123)
    let upstream = Mutex<Int>(0)
    let proxy = try FaultProxy(lazily: { upstream.withLock { $0 } }) { faults.treatment(of: $0) }
    defer { proxy.stop() }
    let server = try FHIRTestServer(publicPort: proxy.port)
    upstream.withLock { $0 = server.port }
    try server.loadPatients(Self.count)
    let folder = try TemporaryFolder()
    var request = SearchFetch.Request(types: ["Patient"])
    request.pageSize = max(20, Self.count / 200)
    let result = try SearchFetch(
      quickServer(proxy.url("/fhir")), request, folder: folder.path
    ).run()
    let found = try identities(result.files)
    #expect(found.count == Self.count)
    #expect(Set(found) == Set((0..<Self.count).map { "Patient/p\($0)" }))
    #expect(faults.counts.values.reduce(0, +) > 0)
    print("faults:", faults.counts.sorted { $0.key < $1.key }, "requests:", proxy.requests.count)
  }

  @Test("an export has what searches find, by GET and by POST")
  func export() throws {
    let server = try FHIRTestServer()
    try server.loadPatients(300)
    for kickOff in BulkFetch.Request.KickOff.allCases {
      let folder = try TemporaryFolder()
      var request = BulkFetch.Request()
      request.types = ["Patient"]
      request.kickOff = kickOff
      let result = try BulkFetch(quickServer(server.base), request, folder: folder.path).run()
      #expect(Set(try identities(result.files)) == Set((0..<300).map { "Patient/p\($0)" }))
      #expect(result.upTo != nil)
      #expect(result.counts.outcomes == [:])
    }
  }

  @Test(
    "the server gives tokens for keys of both kinds, and its export is fetched with them",
    arguments: ["RS384", "ES384"])
  func backendServices(algorithm: String) throws {
    let keys = try TemporaryFolder()
    let key = try BackendServicesTests.key(algorithm, in: keys)
    let server = try FHIRTestServer(authentication: [
      "types: [smart, bearer]", "tokens: [loader]", "smart_clients:", "  - client_id: nightly",
      "    public_key_path: \(key.publicPath)",
    ])
    try server.loadPatients(50, token: "loader")
    let services = BackendServices(
      clientID: "nightly", scope: "system/*.read", key: try SigningKey(key.text))
    let folder = try TemporaryFolder()
    let result = try BulkFetch(
      quickServer(server.base, .backend(services)), BulkFetch.Request(), folder: folder.path
    ).run()
    #expect(result.counts.kept == 50)
    let other = try BackendServicesTests.key(algorithm, in: try TemporaryFolder())
    let stranger = BackendServices(
      clientID: "nightly", scope: "system/*.read", key: try SigningKey(other.text))
    let nowhere = try TemporaryFolder()
    #expect(throws: FHIRClientError.self) {
      try BulkFetch(
        quickServer(server.base, .backend(stranger)), BulkFetch.Request(), folder: nowhere.path
      ).run()
    }
  }
}
