import Foundation
import HTTP
import JSONText
import Synchronization
import TestSupport
import Testing

/// Resources that are put on a FHIR server that others have written.
@Suite(
  "Pushing to a real FHIR server", .serialized,
  .enabled(if: FHIRTestServer.isPresent, "needs sekmet-fhir"))
struct RealPushTests {
  private static let patients = 120
  private static let observations = 40

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Patients, and observations that refer to them; each with an identifier.
  private func writeResources(withIDs: Bool = true, gender: String = "unknown") throws {
    func id(_ text: String) -> String { withIDs ? "\"id\":\"\(text)\"," : "" }
    let patients = (0..<Self.patients).map {
      "{\"resourceType\":\"Patient\",\(id("p\($0)"))\"identifier\":[{\"system\":\"urn:x\",\"value\":\"a b\($0)\"}],\"gender\":\"\(gender)\"}\n"
    }
    let observations = (0..<Self.observations).map {
      "{\"resourceType\":\"Observation\",\(id("o\($0)"))\"identifier\":[{\"system\":\"urn:o\",\"value\":\"o\($0)\"}],\"status\":\"final\",\"code\":{\"text\":\"weight\"},\"subject\":{\"reference\":\"Patient/p\($0)\"},\"valueQuantity\":{\"value\":71.50}}\n"
    }
    try folder.write((patients + observations).joined(), to: "resources.ndjson")
  }

  /// Pushes with settings, in a work folder of its own.
  ///
  /// - Returns: How often each result stands in the report, as `status result`.
  private func push(_ base: String, _ settings: String) throws -> [String: Int] {
    try folder.write(
      """
      { "pipeline": "push", "stages": {
          "records": { "use": "fhir.read", "with": { "files": "resources.ndjson" } },
          "sent": { "use": "fhir.push", "from": "records", "with": { "server": "\(base)", \(settings) } } },
        "publish": { "sent.csv": { "from": "sent.report", "privacy": "identifiable" } } }
      """, to: "push.json")
    let work = folder.path + "/work-\(UUID().uuidString)"
    let result = try Program.run("run", "push.json", "--work", work, in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    return try counts()
  }

  private func counts() throws -> [String: Int] {
    var counts: [String: Int] = [:]
    for line in try folder.read("results/latest/sent.csv").split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      counts["\(cells[3]) \(cells[4])", default: 0] += 1
    }
    return counts
  }

  private func get(_ address: String) throws -> JSONNode {
    try JSONParser.parse(HTTPClient(agent: "tests").exchange(HTTPRequest(.get, address)).body)
  }

  private func total(_ server: FHIRTestServer, _ type: String) throws -> Int? {
    try get("\(server.base)/\(type)?_summary=count&_total=accurate")["total"]?.integer
  }

  @Test(
    "resources are created, then updated, and are never there twice",
    arguments: ["transaction", "batch"])
  func upserts(form: String) throws {
    let server = try FHIRTestServer()
    let all = Self.patients + Self.observations
    try writeResources()
    let settings = "\"as\": \"\(form)\", \"bundleSize\": 50"
    #expect(try push(server.base, settings) == ["201 created": all])
    try writeResources(gender: "other")
    #expect(try push(server.base, settings) == ["200 updated": all])
    let observation = try get("\(server.base)/Observation/o7")
    #expect(observation["subject"]?["reference"]?.string == "Patient/p7")
    #expect(try get("\(server.base)/Patient/p7")["gender"]?.string == "other")
    try writeResources(withIDs: false, gender: "male")
    #expect(
      try push(server.base, settings + #", "upsert": "identifier""#) == ["200 updated": all])
    #expect(try get("\(server.base)/Patient/p7")["gender"]?.string == "male")
    try writeResources(withIDs: false, gender: "female")
    #expect(try push(server.base, settings + #", "upsert": "create""#) == ["200 present": all])
    #expect(try get("\(server.base)/Patient/p7")["gender"]?.string == "male")
    #expect(try total(server, "Patient") == Self.patients)
    #expect(try total(server, "Observation") == Self.observations)
  }

  @Test("a version that the server no longer has is refused, and the report says so")
  func versions() throws {
    let server = try FHIRTestServer()
    try server.loadPatients(2)
    try server.loadPatients(1)
    try folder.write(
      (0..<2).map {
        "{\"resourceType\":\"Patient\",\"id\":\"p\($0)\",\"meta\":{\"versionId\":\"1\"},\"gender\":\"other\"}\n"
      }.joined(), to: "resources.ndjson")
    let counts = try push(
      server.base, #""as": "batch", "ifMatch": true, "onRefused": "report""#)
    #expect(counts == ["412 refused": 1, "200 updated": 1])
  }

  @Test("a push that is killed when a Bundle was taken is done again, and makes nothing twice")
  func killed() throws {
    let victim = Mutex<pid_t>(0)
    let kills = Countdown(3)
    let upstream = Mutex<Int>(0)
    let proxy = try FaultProxy(lazily: { upstream.withLock { $0 } }) { request in
      guard request.method == "POST", kills.next() else { return .pass() }
      return .change { _ in
        while victim.withLock({ $0 }) == 0 { usleep(100) }
        kill(victim.withLock { $0 }, SIGKILL)
      }
    }
    defer { proxy.stop() }
    let server = try FHIRTestServer(publicPort: proxy.port)
    upstream.withLock { $0 = server.port }
    try writeResources(withIDs: false)
    try folder.write(
      """
      { "pipeline": "push", "stages": {
          "records": { "use": "fhir.read", "with": { "files": "resources.ndjson" } },
          "sent": { "use": "fhir.push", "from": "records", "with": {
            "server": "\(proxy.url("/fhir"))", "upsert": "create", "bundleSize": 50 } } },
        "publish": { "sent.csv": { "from": "sent.report", "privacy": "identifiable" } } }
      """, to: "push.json")
    var codes: [Process.TerminationReason] = []
    repeat {
      victim.withLock { $0 = 0 }
      let process = try Program.start("run", "push.json", in: folder.path)
      victim.withLock { $0 = process.processIdentifier }
      process.waitUntilExit()
      codes.append(process.terminationReason)
    } while codes.last == .uncaughtSignal && codes.count < 10
    #expect(codes == [.uncaughtSignal, .uncaughtSignal, .uncaughtSignal, .exit])
    #expect(try counts() == ["200 present": 50, "201 created": 110])
    #expect(try total(server, "Patient") == Self.patients)
    #expect(try total(server, "Observation") == Self.observations)
  }
}
