import Foundation
import TestSupport
import Testing

/// OpenLineage events of runs, by the word of OpenLineage's own classes, and what a server sees of them.
@Suite(.enabled(if: Validators.arePresent, "needs Tests/Validators/install.sh"))
struct LineageTests {
  private struct Event: Decodable {
    struct Dataset: Decodable {
      var name: String
      var facets: Facets
      var inputFacets: Facets?
      var outputFacets: Facets?
    }
    struct Facets: Decodable {
      struct Version: Decodable { var datasetVersion: String }
      struct Statistics: Decodable {
        var rowCount: Int?
        var size: Int
        var fileCount: Int
      }
      struct Assertions: Decodable {
        struct Assertion: Decodable {
          var assertion: String
          var success: Bool
        }
        var assertions: [Assertion]
      }
      struct Message: Decodable { var message: String }
      struct Parent: Decodable { var job: Job }
      struct Nominal: Decodable { var nominalStartTime: String }
      var version: Version?
      var inputStatistics: Statistics?
      var outputStatistics: Statistics?
      var dataQualityAssertions: Assertions?
      var errorMessage: Message?
      var parent: Parent?
      var nominalTime: Nominal?
    }
    struct Run: Decodable {
      var runId: String
      var facets: Facets
    }
    struct Job: Decodable {
      var namespace: String
      var name: String
    }
    var eventType: String
    var run: Run
    var job: Job
    var inputs: [Dataset]
    var outputs: [Dataset]
  }

  /// The events of the n-th run of a folder, each valid.
  private func events(_ folder: TemporaryFolder, run number: Int = 0) throws -> [Event] {
    let runs = folder.path + "/.pcmflow/runs"
    let names = try FileManager.default.contentsOfDirectory(atPath: runs).sorted()
    let path = "\(runs)/\(names[number])/openlineage.jsonl"
    let checked = try Validators.run("lineage_events.py", [path], in: "/")
    #expect(checked.exitCode == 0, "\(checked.errors)")
    return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(Event.self, from: Data($0.utf8))
    }
  }

  @Test(
    "the nightly job leaves one START and one COMPLETE, with the digests and counts of its record")
  func nightly() throws {
    let folder = try TemporaryFolder()
    let definition = SharedData.project("pipelines/nightly-registry.json")
    let result = try Program.run("run", definition, "--date", "2026-03-01", in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    let events = try events(folder)
    #expect(events.map(\.eventType) == ["START", "COMPLETE"])
    #expect(Set(events.map(\.run.runId)).count == 1)
    let end = try #require(events.last)
    #expect(end.run.facets.nominalTime?.nominalStartTime == "2026-03-01T00:00:00.000Z")
    let genotypes = try #require(end.inputs.first { $0.name == "nightly-registry.genotypes.files" })
    let sum = try Program.run(
      "/usr/bin/sha256sum", [SharedData.project("samples/registry/cohort.vcf.gz")], in: folder.path)
    #expect(genotypes.facets.version?.datasetVersion == String(sum.output.prefix(64)))
    let record = try RunFile.latest(folder.path)
    #expect(
      genotypes.inputFacets?.inputStatistics?.rowCount
        == record.stages.first { $0.name == "genotypes" }?.read)
    let resources = try #require(end.inputs.first { $0.name == "nightly-registry.resources.files" })
    #expect(resources.inputFacets?.inputStatistics?.fileCount == 7)
    let digests = try Program.run(
      "/bin/sh", ["-c", "sha256sum *.ndjson | cut -d' ' -f1 | sha256sum"],
      in: SharedData.project("samples/registry/fhir"))
    #expect(resources.facets.version?.datasetVersion == String(digests.output.prefix(64)))
    let scores = try #require(end.outputs.first { $0.name == "nightly-registry.scores.scores" })
    let published = try Program.run(
      "/usr/bin/sha256sum", ["results/latest/scores.csv"], in: folder.path)
    #expect(scores.facets.version?.datasetVersion == String(published.output.prefix(64)))
  }

  @Test("no name of a file, no path and no parameter stands in an event, whatever they are called")
  func privacy() throws {
    let pipeline = try SmallPipeline(file: "19121212-1212.csv")
    #expect(try pipeline.run(["--set", "minimum=2"]).exitCode == 0)
    #expect(try pipeline.run(["--set", "inbox=/no/19121212-1212"]).exitCode == 2)
    try pipeline.folder.write("id,sex\na,f,\"19121212-1212\"\n", to: "19121212-1212.csv")
    #expect(try pipeline.run().exitCode == 1)
    let runs = pipeline.folder.path + "/.pcmflow/runs"
    let found = try Program.run(
      "/bin/grep", ["-rl", "--include=openlineage.jsonl", "-e", "1212", "-e", "/tmp", runs], in: "/"
    )
    #expect(found.output.isEmpty)
    #expect(try events(pipeline.folder, run: 0).map(\.eventType) == ["START", "COMPLETE"])
    let failed = try events(pipeline.folder, run: 1)
    #expect(failed.map(\.eventType) == ["START", "FAIL"])
    let message = try #require(failed.last?.run.facets.errorMessage?.message)
    #expect(message.hasPrefix("\"people\" failed (input); the messages are kept with run "))
  }

  @Test("a broken contract is a FAIL with the assertion that did not hold")
  func contract() throws {
    let pipeline = try SmallPipeline(
      reader: #", "minimumRows": 3, "failIf": { "badRate": "10%" }, "onBad": "quarantine""#)
    #expect(try pipeline.run().exitCode == 3)
    let end = try #require(try events(pipeline.folder).last)
    #expect(end.eventType == "FAIL")
    let assertions = try #require(
      end.inputs.first?.inputFacets?.dataQualityAssertions?.assertions)
    #expect(assertions.map(\.assertion) == ["failIf.badRate", "minimumRows"])
    #expect(assertions.map(\.success) == [true, false])
  }

  @Test("a server receives the events with their key and parent; namespaces are as the site says")
  func server() throws {
    let server = try TestServer()
    let pipeline = try SmallPipeline()
    let result = try pipeline.run(environment: [
      "OPENLINEAGE_URL": server.url(""), "OPENLINEAGE_API_KEY": "s3cret",
      "OPENLINEAGE_NAMESPACE": "registry",
      "OPENLINEAGE_PARENT_ID": "airflow/night.score/0190f5a0-1111-7000-8000-123456789abc",
    ])
    #expect(result.exitCode == 0 && !result.errors.contains("warning"), "\(result.errors)")
    let requests = try server.requests()
    #expect(requests.map(\.path) == ["/api/v1/lineage", "/api/v1/lineage"])
    #expect(requests.allSatisfy { $0.headers["authorization"] == "Bearer s3cret" })
    let kept = try String(
      contentsOfFile: RunFile.latestFolder(pipeline.folder.path) + "/openlineage.jsonl",
      encoding: .utf8)
    #expect(kept == requests.map { $0.body + "\n" }.joined())
    #expect(!kept.contains("s3cret"))
    let end = try #require(try events(pipeline.folder).last)
    #expect(end.job.namespace == "registry")
    #expect(end.run.facets.parent?.job.namespace == "airflow")
    #expect(end.run.facets.parent?.job.name == "night.score")
  }

  @Test(
    "a server that is lost costs a warning; the events are kept",
    arguments: ["status/500", "redirect/308/1", "cut"])
  func lostServer(path: String) throws {
    let server = try TestServer()
    let pipeline = try SmallPipeline()
    let result = try pipeline.run(environment: [
      "OPENLINEAGE_URL": server.url(""), "OPENLINEAGE_ENDPOINT": path,
    ])
    #expect(result.exitCode == 0)
    #expect(result.errors.contains("warning: an event of lineage was not sent"))
    #expect(try events(pipeline.folder).map(\.eventType) == ["START", "COMPLETE"])
  }

  @Test("runs that were killed are ended with an ABORT by the next one, each once")
  func killed() throws {
    let server = try TestServer()
    // The runs to be killed count for longer than any machine lets the test wait.
    let pipeline = try SmallPipeline(
      query: """
        WITH RECURSIVE wait(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM wait WHERE i < ${minimum}) \
        SELECT sex, count(*) AS n FROM people, (SELECT max(i) FROM wait) GROUP BY sex ORDER BY sex
        """)
    for number in 1...2 {
      let process = try pipeline.start(
        ["--set", "minimum=100000000000"],
        environment: ["OPENLINEAGE_URL": server.url(""), "OPENLINEAGE_ENDPOINT": "slow/1"])
      // The first message of the second ends the run before; the next is its own START.
      try server.wait(forRequests: number == 1 ? 1 : 3)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    #expect(try pipeline.run().exitCode == 0)
    #expect(try pipeline.run().exitCode == 0)
    for number in 0...1 {
      let events = try events(pipeline.folder, run: number)
      #expect(events.map(\.eventType) == ["START", "ABORT"])
      #expect(events[0].run.runId == events[1].run.runId)
      #expect(events[1].run.facets.errorMessage?.message == "the run was cut off")
    }
    for number in 2...3 {
      #expect(
        try events(pipeline.folder, run: number).map(\.eventType) == ["START", "COMPLETE"])
    }
  }

  @Test(
    "the validator refuses what the schemas do not know",
    arguments: [
      (#""eventType":"START""#, #""eventType":"BEGIN""#),
      (#""runId":""#, #""runId":"x"#),
      (#""datasetVersion""#, #""version""#),
      (#""fileCount":1"#, #""fileCount":"1""#),
      (#""eventTime":"2"#, #""eventTime":"yesterday 2"#),
      ("DatasetVersionDatasetFacet.json", "OtherFacet.json"),
    ])
  func validatorRefuses(old: String, new: String) throws {
    let pipeline = try SmallPipeline()
    #expect(try pipeline.run().exitCode == 0)
    let path = try RunFile.latestFolder(pipeline.folder.path) + "/openlineage.jsonl"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains(old))
    try text.replacing(old, with: new).write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try Validators.run("lineage_events.py", [path], in: "/").exitCode != 0)
  }
}
