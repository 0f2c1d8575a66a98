import Foundation
import TestSupport
import Testing

/// Who is told how a run ended, by real programs and a real server.
@Suite struct NotificationTests {
  @Test("a webhook receives counts and the token, and neither a path nor a message")
  func webhook() throws {
    let server = try TestServer()
    let pipeline = try SmallPipeline(
      on: #"""
        { "succeeded": { "use": "notify.webhook", "with": { "url": { "secret": "hook" }, "token": { "secret": "token" } } } }
        """#)
    let result = try pipeline.run(
      environment: ["TEST_HOOK": server.url("hook"), "TEST_TOKEN": "s3cret"])
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
    #expect(!request.body.contains(pipeline.folder.path) && !request.body.contains("people.csv"))
  }

  @Test("a failed run tells those under failed only; its errors are counted, not sent")
  func failed() throws {
    let server = try TestServer()
    let webhook = #"{ "use": "notify.webhook", "with": { "url": "\#(server.url("hook"))" } }"#
    let pipeline = try SmallPipeline(
      on: #"{ "failed": \#(webhook), "succeeded": [\#(webhook), \#(webhook)] }"#,
      people: "id,sex\na,f,SECRET\n")
    #expect(try pipeline.run().exitCode == 1)
    let requests = try server.requests()
    #expect(requests.count == 1)
    #expect(requests[0].body.contains(#""status":"failed""#))
    #expect(requests[0].body.contains(#""errors":1"#))
    #expect(!requests[0].body.contains("SECRET"))
  }

  @Test(
    "a server that fails, sends us away or does not answer gives a warning and no other exit code",
    arguments: ["status/500", "redirect/307/1", "slow/9", "circle"])
  func lostServer(path: String) throws {
    let server = try TestServer()
    let pipeline = try SmallPipeline(
      on: #"""
        { "succeeded": { "use": "notify.webhook", "with": { "url": { "secret": "hook" }, "timeout": "300ms" } } }
        """#)
    let result = try pipeline.run(environment: ["TEST_HOOK": server.url(path)])
    #expect(result.exitCode == 0)
    #expect(result.errors.contains("warning: a webhook was not told"), "\(result.errors)")
    #expect(!result.errors.contains("/" + path), "an address that is a secret stands in a message")
  }

  @Test("a secret that the environment lacks is missed when the run begins")
  func missingSecret() throws {
    let pipeline = try SmallPipeline(
      on: #"{ "failed": { "use": "notify.webhook", "with": { "url": { "secret": "hook" } } } }"#)
    let result = try pipeline.run()
    #expect(result.exitCode == 0)
    #expect(result.errors.contains("TEST_HOOK is not in the environment"), "\(result.errors)")
  }

  @Test("a command finds the run in its environment, takes its arguments as they are, and no shell")
  func command() throws {
    let tell = try TemporaryFolder()
    try tell.write(
      "#!/bin/sh\nread line || line=nothing\necho \"$1|$PCMFLOW_STATUS|$PCMFLOW_PIPELINE|$line\" > told\n",
      to: "tell")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: tell.path + "/tell")
    let pipeline = try SmallPipeline(
      on: #"""
        { "succeeded": { "use": "notify.command", "with": { "argv": ["\#(tell.path)/tell", "$HOME; ls"] } } }
        """#)
    #expect(try pipeline.run().exitCode == 0)
    #expect(try pipeline.folder.read("told") == "$HOME; ls|succeeded|uptake|nothing\n")
  }

  @Test(
    "a command that takes too long is ended with all it has started; one that fails is a warning")
  func slowCommand() throws {
    let pipeline = try SmallPipeline(
      on: #"""
        { "succeeded": [
          { "use": "notify.command", "with": {
            "argv": ["sh", "-c", "trap '' TERM; sleep 600 & echo $! > child; wait; sleep 600"], "timeout": "4s" } },
          { "use": "notify.command", "with": { "argv": ["sh", "-c", "exit 7"] } },
          { "use": "notify.command", "with": { "argv": ["/no/such/program"] } } ] }
        """#)
    let result = try pipeline.run()
    #expect(result.exitCode == 0)
    #expect(result.errors.contains("was ended after 4.0 s"), "\(result.errors)")
    #expect(result.errors.contains("ended with code 7"))
    #expect(result.errors.contains("could not be started: there is no such program"))
    #expect(try isGone(pipeline.folder.read("child")))
  }

  @Test("when pcmflow is killed, the command that it waits for dies with it")
  func killed() throws {
    let pipeline = try SmallPipeline(
      on: #"""
        { "succeeded": { "use": "notify.command", "with": { "argv": ["sh", "-c", "echo $$ > pid; exec sleep 600"] } } }
        """#)
    let process = try pipeline.start()
    var pid: String?
    for _ in 0..<2000 where pid == nil {
      pid = try? pipeline.folder.read("pid")
      if pid?.hasSuffix("\n") != true { pid = nil }
      usleep(10_000)
    }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(try isGone(#require(pid)))
  }

  /// Waits until a process runs no more; what is left of it may wait for its parent.
  private func isGone(_ pid: String) throws -> Bool {
    let pid = pid.trimmingCharacters(in: .whitespacesAndNewlines)
    for _ in 0..<1000 {
      let state = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
      if state?.contains(") Z ") ?? true { return true }
      usleep(10_000)
    }
    return false
  }
}
