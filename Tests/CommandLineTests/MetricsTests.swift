import Foundation
import TestSupport
import Testing

/// The figures of a run in Prometheus's text format, by the word of Prometheus's own parser.
@Suite(.enabled(if: Validators.arePresent, "needs Tests/Validators/install.sh"))
struct MetricsTests {
  private struct Sample: Decodable {
    var name: String
    var labels: [String: String]
    var value: Double
  }

  private func samples(_ path: String) throws -> [Sample] {
    let parsed = try Validators.run("metrics.py", [path], in: "/")
    #expect(parsed.exitCode == 0, "\(parsed.errors)")
    return try JSONDecoder().decode([Sample].self, from: Data(parsed.output.utf8))
  }

  private func value(
    _ name: String, _ labels: [String: String] = [:], in samples: [Sample]
  ) -> Double? {
    samples.first { sample in
      sample.name == name && labels.allSatisfy { sample.labels[$0.key] == $0.value }
    }?.value
  }

  @Test("the figures are those of the record, in the run folder and where --metrics says")
  func nightly() throws {
    let folder = try TemporaryFolder()
    let definition = SharedData.project("pipelines/nightly-registry.json")
    let result = try Program.run(
      "run", definition, "--metrics", "night.prom", in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    let own = try RunFile.latestFolder(folder.path) + "/metrics.prom"
    #expect(try String(contentsOfFile: own, encoding: .utf8) == folder.read("night.prom"))
    let samples = try samples(own)
    #expect(samples.allSatisfy { $0.labels["pipeline"] == "nightly-registry" })
    for stage in try RunFile.latest(folder.path).stages {
      for (outcome, count) in [
        ("read", stage.read), ("kept", stage.kept), ("quarantined", stage.quarantined),
        ("dropped", stage.dropped.values.reduce(0, +)),
      ] {
        let labels = ["stage": stage.name, "outcome": outcome]
        #expect(value("pcmflow_stage_records", labels, in: samples) == Double(count))
      }
    }
    #expect(value("pcmflow_run_status", ["status": "succeeded"], in: samples) == 1)
    #expect(value("pcmflow_run_status", ["status": "failed"], in: samples) == 0)
    #expect(value("pcmflow_run_tasks", ["outcome": "run"], in: samples) ?? 0 > 0)
    #expect(value("pcmflow_run_peak_memory_bytes", in: samples) ?? 0 > 1_000_000)
    #expect(try Program.run("run", definition, in: folder.path).exitCode == 0)
    let again = try self.samples(RunFile.latestFolder(folder.path) + "/metrics.prom")
    #expect(value("pcmflow_run_tasks", ["outcome": "run"], in: again) == 0)
    #expect(value("pcmflow_release_new", in: again) == 0)
  }

  @Test("a run that fails keeps the time of the last success, and replaces the file as a whole")
  func failed() throws {
    let folder = try TemporaryFolder()
    try folder.write("id\na\n", to: "people.csv")
    try folder.write(
      """
      { "pipeline": "odd-pipeline", "stages": { "people": { "use": "table.read", "with": {
        "files": "people.csv", "columns": { "id": { "type": "string" } } } } } }
      """, to: "pipeline.json")
    let metrics = folder.path + "/night.prom"
    #expect(
      try Program.run("run", "pipeline.json", "--metrics", metrics, in: folder.path).exitCode == 0)
    let before = try samples(metrics)
    let success = value("pcmflow_last_success_timestamp_seconds", in: before)
    #expect(success != nil && success == value("pcmflow_run_end_timestamp_seconds", in: before))
    try folder.write("id\na,b\n", to: "people.csv")
    #expect(
      try Program.run("run", "pipeline.json", "--metrics", metrics, in: folder.path).exitCode == 1)
    let after = try samples(metrics)
    #expect(value("pcmflow_run_status", ["status": "failed"], in: after) == 1)
    #expect(value("pcmflow_last_success_timestamp_seconds", in: after) == success)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
        $0.contains("partial")
      }.isEmpty)
  }

  @Test("figures that cannot be written are a warning")
  func unwritable() throws {
    let folder = try TemporaryFolder()
    let result = try Program.run(
      "run", SharedData.project("Tests/Cases/\(CaseTests.cases[0])/pipeline.json"), "--metrics",
      "/no/such/folder/a.prom", in: folder.path)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.errors.contains("warning: /no/such/folder/a.prom could not be written"))
  }
}
