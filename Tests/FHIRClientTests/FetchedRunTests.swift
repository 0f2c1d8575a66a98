import Foundation
import JSONText
import Synchronization
import TestSupport
import Testing

@Suite("Runs that fetch and push")
struct FetchedRunTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func define(_ server: String, _ settings: String, publish: String, more: String = "")
    throws
  {
    try folder.write(
      """
      { "pipeline": "night", "secrets": { "token": { "env": "FETCH_TEST_TOKEN" } },
        "stages": { "records": { "use": "fhir.fetch", "with": { "server": "\(server)", \(settings) } },
          "patients": { "use": "fhir.view", "from": "records", "with": { "view": {
            "name": "patients", "resource": "Patient", "status": "active",
            "select": [ { "column": [ { "path": "id", "name": "id" } ] } ] } } } \(more) },
        "publish": { \(publish) } }
      """, to: "night.json")
  }

  private let patients = #""patients.csv": { "from": "patients.table", "privacy": "identifiable" }"#

  private func run(_ arguments: String...) throws -> Program.Result {
    try Program.run(
      "/usr/bin/env",
      ["FETCH_TEST_TOKEN=s3cret-token", Program.path, "run", "night.json"] + arguments,
      in: folder.path)
  }

  /// Everything that a folder holds as one text, files of what was fetched left out.
  private func traces() throws -> String {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/.pcmflow")
    return names.filter { !$0.hasPrefix("fetched") && !$0.hasPrefix("artifacts") }.map { name in
      let data = FileManager.default.contents(atPath: "\(folder.path)/.pcmflow/\(name)") ?? Data()
      return name + "\n" + String(decoding: data, as: UTF8.self)
    }.joined()
  }

  @Test(
    "what was fetched is read again until a run has succeeded; the next night asks for changes only"
  )
  func deliveries() throws {
    let proxy = try FaultProxy { request in
      .answer(
        .init(
          200, [("Date", "Mon, 02 Feb 2026 03:04:05 GMT")],
          request.target.contains("_lastUpdated")
            ? page(1..<3, total: 2, next: nil, version: 2) : page(0..<3, total: 3, next: nil)))
    }
    defer { proxy.stop() }
    let settings =
      #""types": ["Patient"], "since": "last-run", "query": "identifier=19700101-1234", "auth": { "bearer": { "secret": "token" } }"#
    try define(proxy.url("/fhir"), settings + #", "minimumRows": 100"#, publish: patients)
    #expect(try run("--date", "2026-02-02").exitCode == 3)
    try define(proxy.url("/fhir"), settings, publish: patients)
    let second = try run("--date", "2026-02-02")
    #expect(second.exitCode == 0, "\(second.errors)")
    #expect(second.errors.contains("has from an earlier run: 3 received, 3 kept"))
    #expect(proxy.requests.count == 1)
    #expect(try folder.read("results/latest/patients.csv") == "id\np0\np1\np2\n")
    #expect(try run("--date", "2026-02-03").exitCode == 0)
    #expect(try folder.read("results/latest/patients.csv") == "id\np1\np2\n")
    #expect(
      proxy.requests.last?.target
        == "/fhir/Patient?identifier=19700101-1234&_lastUpdated=ge2026-02-02T03%3A03%3A05Z&_total=accurate"
    )
    #expect(proxy.requests.allSatisfy { $0.headers["authorization"] == "Bearer s3cret-token" })
    let traces = try traces()
    #expect(!traces.contains("s3cret") && !traces.contains("19700101"))
  }

  @Test("a run whose server is away fails as a run, with a record; the next one goes on")
  func failure() throws {
    let isDown = Mutex(true)
    let proxy = try FaultProxy { request in
      if request.target == "/2" {
        return isDown.withLock(\.self)
          ? .answer(.init(500)) : .answer(.init(200, [], page(2..<4, total: 4, next: nil)))
      }
      return .answer(.init(200, [], page(0..<2, total: 4, next: "/2")))
    }
    defer { proxy.stop() }
    let settings = #""types": "Patient", "longestPause": "10ms""#
    try define(proxy.url("/fhir"), settings, publish: patients)
    let first = try run()
    #expect(first.exitCode == 1)
    #expect(first.errors.contains("answers with status 500"))
    #expect(try Program.run("status", in: folder.path).output.contains("failed"))
    isDown.withLock { $0 = false }
    let asked = proxy.requests.count
    #expect(try run().exitCode == 0)
    #expect(proxy.requests.dropFirst(asked).map(\.target) == ["/2"])
    #expect(try folder.read("results/latest/patients.csv") == "id\np0\np1\np2\np3\n")
  }

  @Test("what a server says was deleted leaves by its own port")
  func deletions() throws {
    let proxy = try FaultProxy { request in
      switch request.target {
      case "/status":
        .answer(
          .init(
            200, [],
            #"{"transactionTime":"2026-01-01T00:00:00Z","requiresAccessToken":false,"output":[],"deleted":[{"url":"/gone"}]}"#
          ))
      case "/gone":
        .answer(
          .init(
            200, [],
            #"{"resourceType":"Bundle","entry":[{"request":{"method":"DELETE","url":"Patient/p7"}}]}"#
          ))
      default: .answer(.init(202, [("Content-Location", "/status")]))
      }
    }
    defer { proxy.stop() }
    try define(
      proxy.url("/fhir"), #""mode": "bulk""#,
      publish: patients
        + #", "deleted.csv": { "from": "records.deleted", "privacy": "identifiable" }"#)
    let result = try run()
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(try folder.read("results/latest/deleted.csv") == "resource_type,id\nPatient,p7\n")
    #expect(try folder.read("results/latest/patients.csv") == "id\n")
  }

  /// The numbers of the deliveries of the stage.
  private var deliveryNumbers: [String] {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: folder.path + "/.pcmflow/fetched/night/records")
    return (names ?? []).sorted()
  }

  @Test("cleaning removes deliveries that no kept run has read, and leaves one that is awaited")
  func cleaning() throws {
    // How many there are on a day; none while the server is down.
    let count = Mutex(0)
    let proxy = try FaultProxy { _ in
      let count = count.withLock(\.self)
      return count == 0
        ? .answer(.init(500)) : .answer(.init(200, [], page(0..<count, total: count, next: nil)))
    }
    defer { proxy.stop() }
    try define(
      proxy.url("/fhir"), #""types": "Patient", "longestPause": "10ms""#, publish: patients)
    for day in 1...3 {
      count.withLock { $0 = day }
      #expect(try run("--date", "2026-02-0\(day)").exitCode == 0)
    }
    count.withLock { $0 = 0 }
    #expect(try run("--date", "2026-02-04").exitCode == 1)
    #expect(deliveryNumbers == ["000001", "000002", "000003", "000004"])
    let dry = try Program.run("clean", "--keep", "1", "--dry-run", in: folder.path).output
    #expect(dry.contains(", 2 deliveries: "), "\(dry)")
    #expect(deliveryNumbers.count == 4)
    #expect(try Program.run("clean", "--keep", "1", in: folder.path).exitCode == 0)
    #expect(deliveryNumbers == ["000003", "000004"])
    count.withLock { $0 = 4 }
    #expect(try run("--date", "2026-02-04").exitCode == 0)
    #expect(deliveryNumbers == ["000003", "000004"])
    #expect(try Program.run("clean", "--keep", "1", in: folder.path).exitCode == 0)
    #expect(deliveryNumbers == ["000004"])
  }

  @Test("before anything was fetched, the plan says that a run asks the server first")
  func planBeforeFetching() throws {
    try define("http://127.0.0.1:9/fhir", #""types": "Patient""#, publish: patients)
    let plan = try Program.run("plan", "night.json", in: folder.path)
    #expect(plan.exitCode == 0)
    #expect(plan.errors.contains("stage \"records\" has fetched nothing yet: a run asks"))
    #expect(!plan.errors.contains("no file is new"))
  }

  @Test("the progress of many views over one reader names the first stage and counts the others")
  func longLabels() throws {
    let proxy = try FaultProxy { _ in .answer(.init(200, [], page(0..<3, total: 3, next: nil))) }
    defer { proxy.stop() }
    let views = (0..<30).map {
      """
      , "view\($0)": { "use": "fhir.view", "from": "records", "with": { "view": {
        "name": "v", "resource": "Patient", "status": "active",
        "select": [ { "column": [ { "path": "id", "name": "id" } ] } ] } } }
      """
    }
    try define(
      proxy.url("/fhir"), #""types": "Patient""#, publish: patients, more: views.joined())
    let result = try run()
    #expect(result.errors.contains("[1/1] records + 31 more · resources-00001.ndjson"))
    let task = try Program.run(
      "explain", "night.json", "records + 31 more · resources-00001.ndjson", in: folder.path)
    #expect(task.output.contains("view29"), "\(task.errors)")
  }

  /// What a server answers for each entry of a Bundle: the last one is refused where it takes each by itself.
  private static func response(_ request: FaultProxy.Request) -> FaultProxy.Treatment {
    guard let bundle = try? JSONParser.parse(request.body), let entries = bundle["entry"]?.elements
    else { return .answer(.init(400)) }
    let answers = entries.enumerated().map { number, entry in
      number == 2
        ? #"{"response":{"status":"422 X","outcome":{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid","diagnostics":"Mrs Jones"}]}}}"#
        : #"{"response":{"status":"201 Created","location":"\#(entry["request"]?["url"]?.string ?? "")/_history/1"}}"#
    }
    return .answer(
      .init(
        200, [],
        #"{"resourceType":"Bundle","type":"batch-response","entry":[\#(answers.joined(separator: ","))]}"#
      ))
  }

  private func definePush(_ server: String, _ settings: String) throws {
    let lines = (0..<5).map {
      "{\"resourceType\":\"Patient\",\"id\":\"p\($0)\",\"meta\":{\"versionId\":\"3\"},\"identifier\":[{\"system\":\"urn:x\",\"value\":\"a b\($0)\"}],\"weight\":1.00}\n"
    }
    try folder.write(lines.joined(), to: "patients.ndjson")
    try folder.write(
      """
      { "pipeline": "night", "stages": {
          "records": { "use": "fhir.read", "with": { "files": "patients.ndjson" } },
          "sent": { "use": "fhir.push", "from": "records", "with": { "server": "\(server)", \(settings) } } },
        "publish": { "sent.csv": { "from": "sent.report", "privacy": "identifiable" } } }
      """, to: "night.json")
  }

  @Test("pushed resources are reported one by one; what is committed is not sent again")
  func push() throws {
    let busy = Countdown(1)
    let proxy = try FaultProxy { request in
      busy.next() ? .answer(.init(503, [("Retry-After", "0")])) : Self.response(request)
    }
    defer { proxy.stop() }
    try definePush(
      proxy.url("/fhir"), #""as": "batch", "bundleSize": 3, "ifMatch": true, "onRefused": "report""#
    )
    #expect(try run().exitCode == 0)
    #expect(
      try folder.read("results/latest/sent.csv") == """
        resource_type,id,method,status,result,server_id,version,severity,code
        Patient,p0,PUT,201,created,p0,1,,
        Patient,p1,PUT,201,created,p1,1,,
        Patient,p2,PUT,422,refused,,,error,invalid
        Patient,p3,PUT,201,created,p3,1,,
        Patient,p4,PUT,201,created,p4,1,,

        """)
    let body = String(decoding: proxy.requests[1].body, as: UTF8.self)
    #expect(body.contains(#""weight":1.00}"#) && body.contains(#"W/\"3\""#))
    #expect(proxy.requests.count == 3)
    #expect(try run().exitCode == 0)
    #expect(proxy.requests.count == 3)
    #expect(try !traces().contains("Jones"))
  }

  @Test(
    "a refused resource fails the stage unless the report is wanted; identifiers find what is there"
  )
  func conditions() throws {
    let proxy = try FaultProxy { Self.response($0) }
    defer { proxy.stop() }
    try definePush(proxy.url("/fhir"), #""upsert": "identifier""#)
    let refused = try run()
    #expect(refused.exitCode == 1)
    #expect(refused.errors.contains("refuses 1 of 5 resources (status 422, error invalid)"))
    let updated = String(decoding: proxy.requests[0].body, as: UTF8.self)
    #expect(updated.contains("Patient?identifier=urn%3Ax%7Ca%20b0"))
    #expect(updated.contains(#""resource":{"resourceType":"Patient","meta""#))
    try definePush(proxy.url("/fhir"), #""upsert": "create", "onRefused": "report""#)
    #expect(try run().exitCode == 0)
    let created = String(decoding: proxy.requests[1].body, as: UTF8.self)
    #expect(created.contains("ifNoneExist") && created.contains(#""POST""#))
  }
}
