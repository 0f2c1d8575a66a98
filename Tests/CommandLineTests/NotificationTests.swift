import Foundation
import TestSupport
import Testing

/// Who is told how a run ended, by real programs and a real server.
@Suite struct NotificationTests {
  /// A run of a small definition with what stands under `on`.
  private func run(
    _ on: String, people: String = "id,sex\na,f\nb,m\n", environment: [String: String] = [:],
    in folder: TemporaryFolder
  ) throws -> Program.Result {
    try folder.write(people, to: "people.csv")
    try folder.write(
      """
      {
        "pipeline": "uptake",
        "secrets": { "hook": { "env": "TEST_HOOK" }, "token": { "env": "TEST_TOKEN" } },
        "stages": {
          "people": {
            "use": "table.read",
            "with": { "files": "people.csv", "columns": { "id": { "type": "string" }, "sex": { "type": "string" } } }
          },
          "counts": {
            "use": "table.sql", "from": "people",
            "with": { "query": "SELECT sex, count(*) AS n FROM people GROUP BY sex", "privacy": "aggregate" }
          }
        },
        "publish": { "counts.csv": { "from": "counts", "privacy": "aggregate" } },
        "on": \(on)
      }
      """, to: "pipeline.json")
    let assignments = environment.map { "\($0.key)=\($0.value)" }
    return try Program.run(
      "/usr/bin/env", assignments + [Program.path, "run", "pipeline.json"], in: folder.path)
  }

  @Test("a webhook receives counts and the token, and neither a path nor a message")
  func webhook() throws {
    let server = try TestServer()
    let folder = try TemporaryFolder()
    let result = try run(
      #"""
      { "succeeded": { "use": "notify.webhook", "with": { "url": { "secret": "hook" }, "token": { "secret": "token" } } } }
      """#, environment: ["TEST_HOOK": server.url("hook"), "TEST_TOKEN": "s3cret"], in: folder)
    #expect(result.exitCode == 0 && !result.errors.contains("warning"), "\(result.errors)")
    let request = try #require(try server.requests().first)
    #expect(request.headers["authorization"] == "Bearer s3cret")
    let body = try #require(
      try JSONSerialization.jsonObject(with: Data(request.body.utf8)) as? [String: Any])
    #expect(body["status"] as? String == "succeeded")
    #expect(body["pipeline"] as? String == "uptake")
    #expect((body["tasks"] as? [String: Int])?["run"] == 2)
    let stages = try #require(body["stages"] as? [[String: Any]])
    #expect(stages.first?["read"] as? Int == 2)
    #expect(!request.body.contains(folder.path) && !request.body.contains("people.csv"))
  }

  @Test("a failed run tells those under failed only; its errors are counted, not sent")
  func failed() throws {
    let server = try TestServer()
    let folder = try TemporaryFolder()
    let webhook = #"{ "use": "notify.webhook", "with": { "url": "\#(server.url("hook"))" } }"#
    let result = try run(
      #"{ "failed": \#(webhook), "succeeded": [\#(webhook), \#(webhook)] }"#,
      people: "id,sex\na,f,SECRET\n", in: folder)
    #expect(result.exitCode == 1)
    let requests = try server.requests()
    #expect(requests.count == 1)
    #expect(requests[0].body.contains(#""status":"failed""#))
    #expect(requests[0].body.contains(#""errors":1"#))
    #expect(!requests[0].body.contains("SECRET"))
  }

  @Test(
    "a server that fails, sends us away or is not there gives a warning and no other exit code",
    arguments: ["status/500", "redirect/307/1", "slow/9", "circle"])
  func lostServer(path: String) throws {
    let server = try TestServer()
    let folder = try TemporaryFolder()
    let result = try run(
      #"""
      { "succeeded": { "use": "notify.webhook", "with": { "url": { "secret": "hook" }, "timeout": "300ms" } } }
      """#, environment: ["TEST_HOOK": server.url(path)], in: folder)
    #expect(result.exitCode == 0)
    #expect(result.errors.contains("warning: a webhook was not told"), "\(result.errors)")
    #expect(!result.errors.contains(path), "an address that is a secret stands in a message")
  }

  @Test("a secret that the environment lacks is missed when the run begins")
  func missingSecret() throws {
    let folder = try TemporaryFolder()
    let result = try run(
      #"{ "failed": { "use": "notify.webhook", "with": { "url": { "secret": "hook" } } } }"#,
      in: folder)
    #expect(result.exitCode == 0)
    #expect(result.errors.contains("TEST_HOOK is not in the environment"), "\(result.errors)")
  }

  @Test("a command finds the run in its environment, takes its arguments as they are, and no shell")
  func command() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "#!/bin/sh\nread line || line=nothing\necho \"$1|$PCMFLOW_STATUS|$PCMFLOW_PIPELINE|$line\" > told\n",
      to: "tell")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: folder.path + "/tell")
    let result = try run(
      #"""
      { "succeeded": { "use": "notify.command", "with": { "argv": ["\#(folder.path)/tell", "$HOME; ls"] } } }
      """#, in: folder)
    #expect(result.exitCode == 0)
    #expect(try folder.read("told") == "$HOME; ls|succeeded|uptake|nothing\n")
  }

  @Test(
    "a command that takes too long is ended with all it has started; one that fails is a warning")
  func slowCommand() throws {
    let folder = try TemporaryFolder()
    let result = try run(
      #"""
      { "succeeded": [
        { "use": "notify.command", "with": {
          "argv": ["sh", "-c", "trap '' TERM; sleep 600 & echo $! > child; wait; sleep 600"], "timeout": "500ms" } },
        { "use": "notify.command", "with": { "argv": ["sh", "-c", "exit 7"] } },
        { "use": "notify.command", "with": { "argv": ["/no/such/program"] } } ] }
      """#, in: folder)
    #expect(result.exitCode == 0)
    #expect(result.errors.contains("was ended after 0.5 s"), "\(result.errors)")
    #expect(result.errors.contains("ended with code 7"))
    #expect(result.errors.contains("could not be started: No such file or directory"))
    let child = try #require(
      Int32(try folder.read("child").trimmingCharacters(in: .whitespacesAndNewlines)))
    // The group was killed; what is left of it waits for init at most.
    var state = "Z"
    for _ in 0..<500 {
      let text = try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)
      state = text?.split(separator: ")").last?.split(separator: " ").first.map(String.init) ?? "Z"
      if state == "Z" { break }
      usleep(10_000)
    }
    #expect(state == "Z")
  }

  @Test("when pcmflow is killed, the command that it waits for dies with it")
  func killed() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "pid")
    _ = try run("{}", in: folder)
    let text = try folder.read("pipeline.json").replacing(
      #""on": {}"#,
      with: #"""
        "on": { "succeeded": { "use": "notify.command", "with": { "argv": ["sh", "-c", "echo $$ > pid; exec sleep 600"] } } }
        """#)
    try folder.write(text, to: "pipeline.json")
    let process = try Program.start("run", "pipeline.json", in: folder.path)
    var pid: Int32?
    for _ in 0..<2000 where pid == nil {
      pid = Int32(try folder.read("pid").trimmingCharacters(in: .whitespacesAndNewlines))
      usleep(10_000)
    }
    let command = try #require(pid)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    var isAlive = true
    for _ in 0..<500 where isAlive {
      let state = try? String(contentsOfFile: "/proc/\(command)/stat", encoding: .utf8)
      isAlive = state.map { !$0.contains(") Z ") } ?? false
      usleep(10_000)
    }
    #expect(!isAlive)
  }
}
