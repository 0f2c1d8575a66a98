import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

/// The page that a request asks for; the first unless it names one.
private func pageNumber(_ request: FaultProxy.Request) -> Int {
  Int(request.target.dropFirst("/page/".count)) ?? 0
}

/// A page of five patients.
private func answer(page number: Int, of pages: Int) -> FaultProxy.Treatment {
  let next = number + 1 < pages ? "/page/\(number + 1)" : nil
  return .answer(.init(200, [], page(number * 5..<number * 5 + 5, total: pages * 5, next: next)))
}

/// Runs of the program that are killed while they fetch, and go on when they are started again.
@Suite("Fetches that are killed")
struct KilledFetchTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The process that a server kills while it answers it.
  private final class Victim: Sendable {
    private let process = Mutex<pid_t>(0)

    /// The process that is running now; 0 while it is being started, negative while there is none.
    func become(_ identifier: pid_t) { process.withLock { $0 = identifier } }

    /// Kills it, some microseconds from now; the process may have asked before its number is known here.
    func kill(after delay: UInt32) {
      Thread.detachNewThread {
        usleep(delay)
        while self.process.withLock({ $0 }) == 0 { usleep(100) }
        let identifier = self.process.withLock { process in
          defer { process = 0 }
          return process
        }
        if identifier > 0 { Glibc.kill(identifier, SIGKILL) }
      }
    }
  }

  private func define(_ server: String, _ settings: String) throws {
    try folder.write(
      """
      { "pipeline": "night", "stages": {
          "records": { "use": "fhir.fetch", "with": { "server": "\(server)", \(settings) } },
          "patients": { "use": "fhir.view", "from": "records", "with": { "view": {
            "name": "patients", "resource": "Patient", "status": "active",
            "select": [ { "column": [ { "path": "id", "name": "id" } ] } ] } } } },
        "publish": { "patients.csv": { "from": "patients.table", "privacy": "identifiable" } } }
      """, to: "night.json")
  }

  /// Starts the program again and again until it ends by itself, or was killed when its run had succeeded: another
  /// run would rightly fetch anew.
  ///
  /// - Returns: How often it was killed.
  private func runToTheEnd(_ victim: Victim) throws -> Int {
    for kills in 0..<100 {
      victim.become(0)
      let process = try Program.start("run", "night.json", in: folder.path)
      victim.become(process.processIdentifier)
      process.waitUntilExit()
      victim.become(-1)
      if process.terminationReason == .exit {
        #expect(process.terminationStatus == 0)
        return kills
      }
      if try Program.run("status", "--last", "1", in: folder.path).output.contains(" succeeded ") {
        return kills + 1
      }
    }
    Issue.record("the program never came to its end")
    return 0
  }

  private func expectPatients(_ count: Int) throws {
    let lines = try folder.read("results/latest/patients.csv").split(separator: "\n").dropFirst()
    #expect(lines.count == count)
    #expect(Set(lines.map(String.init)) == Set((0..<count).map { "p\($0)" }))
  }

  @Test("a search that is killed at every second page loses nothing and keeps nothing twice")
  func search() throws {
    let pages = 24
    let victim = Victim()
    var generator = SeededGenerator(seed: 7)
    let delays = (0..<pages * 8).map { _ in UInt32(generator.next() % 30_000) }
    let proxy = try FaultProxy { request in
      if request.number % 2 == 1 { victim.kill(after: delays[request.number % delays.count]) }
      return answer(page: pageNumber(request), of: pages)
    }
    defer { proxy.stop() }
    try define(proxy.url("/fhir"), #""types": ["Patient"], "longestPause": "10ms""#)
    let kills = try runToTheEnd(victim)
    try expectPatients(pages * 5)
    #expect(kills > 3)
    // What was kept is not asked for again: a kill costs the page that was on its way.
    #expect(proxy.requests.count <= pages + kills)
  }

  @Test(
    "killed when it has asked for the last page, or later, a search does not begin anew",
    arguments: (0..<16).map { UInt32($0 * 4) })
  func lastPage(milliseconds: UInt32) throws {
    let pages = 3
    let victim = Victim()
    let cuts = Countdown(1)
    let proxy = try FaultProxy { request in
      let number = pageNumber(request)
      if number == pages - 1, cuts.next() { victim.kill(after: milliseconds * 1000) }
      return answer(page: number, of: pages)
    }
    defer { proxy.stop() }
    try define(proxy.url("/fhir"), #""types": ["Patient"], "longestPause": "10ms""#)
    let kills = try runToTheEnd(victim)
    try expectPatients(pages * 5)
    #expect(proxy.requests.count <= pages + kills)
  }

  @Test("an export that is killed in the middle of its files goes on where it stopped")
  func export() throws {
    let files = 3
    let each = 4000
    let bodies = (0..<files).map { file in
      (file * each..<(file + 1) * each).map {
        "{\"resourceType\":\"Patient\",\"id\":\"p\($0)\",\"gender\":\"unknown\"}\n"
      }.joined()
    }
    let victim = Victim()
    var generator = SeededGenerator(seed: 11)
    let draws = (0..<200).map { _ in generator.next() }
    let cuts = Countdown(12)
    let proxy = try FaultProxy { request in
      if request.target.hasPrefix("/fhir/") {
        return .answer(.init(202, [("Content-Location", "/status")]))
      }
      guard let file = Int(request.target.dropFirst("/file/".count)) else {
        let output = (0..<files).map {
          #"{"type":"Patient","url":"/file/\#($0)","count":\#(each)}"#
        }
        return .answer(
          .init(
            200, [],
            #"{"transactionTime":"2026-01-01T00:00:00Z","requiresAccessToken":false,"output":[\#(output.joined(separator: ","))]}"#
          ))
      }
      let range = request.headers["range"]?.dropFirst("bytes=".count).prefix { $0 != "-" }
      let start = range.flatMap { Int($0) } ?? 0
      let whole = bodies[file]
      let answer = FaultProxy.Answer(
        start == 0 ? 200 : 206,
        start == 0
          ? [] : [("Content-Range", "bytes \(start)-\(whole.utf8.count - 1)/\(whole.utf8.count)")],
        String(whole.dropFirst(start)))
      guard cuts.next() else { return .answer(answer) }
      let draw = draws[request.number % draws.count]
      victim.kill(after: UInt32(draw % 20_000))
      return .cut(answer, after: Int(draw >> 32) % max(1, answer.body.count))
    }
    defer { proxy.stop() }
    try define(proxy.url("/fhir"), #""mode": "bulk", "longestPause": "10ms""#)
    #expect(try runToTheEnd(victim) > 3)
    try expectPatients(files * each)
    #expect(proxy.requests.contains { $0.headers["range"] != nil })
    #expect(proxy.requests.count { $0.target.hasPrefix("/fhir/") } == 1)
  }
}
