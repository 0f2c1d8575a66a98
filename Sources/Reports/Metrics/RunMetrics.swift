package import PipelineModel

/// A run in Prometheus's text format 0.0.4, for the textfile collector of the node exporter.
///
/// Every series has the label `pipeline`, so that files of several pipelines may stand in one folder. All are gauges:
/// each run writes its own figures anew.
package enum RunMetrics {
  /// The file's text.
  ///
  /// - Parameter lastSuccess: When a run of the pipeline last succeeded, in seconds since 1970; nil for never.
  package static func text(_ record: RunRecord, lastSuccess: Double?) -> String {
    var metrics = MetricsText(pipeline: record.pipeline)
    run(record, lastSuccess, &metrics)
    tasks(record, &metrics)
    records(record, &metrics)
    release(record, &metrics)
    return metrics.text
  }

  private static func run(
    _ record: RunRecord, _ lastSuccess: Double?, _ metrics: inout MetricsText
  ) {
    metrics.add(
      "pcmflow_run_info", "The latest run.",
      [([("run", record.runID), ("version", record.version)], 1)])
    let endings: [RunRecord.Status] = [.succeeded, .failed, .contractBroken, .terminated]
    metrics.add(
      "pcmflow_run_status", "1 for how the latest run ended, 0 for the other endings.",
      endings.map { ([("status", $0.rawValue)], record.status == $0 ? 1 : 0) })
    metrics.add(
      "pcmflow_run_start_timestamp_seconds", "When the latest run began, since 1970.",
      [([], record.startedAt)])
    if let ended = record.endedAt {
      metrics.add(
        "pcmflow_run_end_timestamp_seconds", "When the latest run ended, since 1970.",
        [([], ended)])
      metrics.add(
        "pcmflow_run_duration_seconds", "How long the latest run took.",
        [([], ended - record.startedAt)])
    }
    if let lastSuccess {
      metrics.add(
        "pcmflow_last_success_timestamp_seconds", "When a run last succeeded, since 1970.",
        [([], lastSuccess)])
    }
    if let bytes = record.peakMemoryBytes {
      metrics.add(
        "pcmflow_run_peak_memory_bytes", "The most memory that the latest run held.",
        [([], Double(bytes))])
    }
    metrics.add(
      "pcmflow_run_warnings", "Warnings of the latest run.", [([], Double(record.warnings.count))])
  }

  private static func tasks(_ record: RunRecord, _ metrics: inout MetricsText) {
    func samples(
      _ counts: StageRecord.TaskCounts, _ labels: [(String, String)]
    ) -> [MetricsText.Sample] {
      [
        ("run", counts.run), ("reused", counts.reused), ("failed", counts.failed),
        ("skipped", counts.skipped),
      ].map { (labels + [("outcome", $0.0)], Double($0.1)) }
    }
    if let counts = record.taskCounts {
      metrics.add(
        "pcmflow_run_tasks", "Tasks of the latest run by what became of them.",
        samples(counts, []))
    }
    metrics.add(
      "pcmflow_stage_tasks",
      "Tasks that worked for a stage by what became of them; stages on one stream share theirs.",
      record.stages.flatMap { samples($0.tasks, [("stage", $0.name), ("kind", $0.kind)]) })
  }

  private static func records(_ record: RunRecord, _ metrics: inout MetricsText) {
    metrics.add(
      "pcmflow_stage_records",
      "Records of a stage by what became of them: read = kept + quarantined + dropped.",
      record.stages.flatMap { stage -> [MetricsText.Sample] in
        [
          ("read", stage.read), ("kept", stage.kept), ("quarantined", stage.quarantined),
          ("dropped", stage.dropped.values.reduce(0, +)),
        ].map {
          (
            [("stage", stage.name), ("kind", stage.kind), ("outcome", $0.0)], Double($0.1)
          )
        }
      })
  }

  private static func release(_ record: RunRecord, _ metrics: inout MetricsText) {
    metrics.add(
      "pcmflow_release_new", "1 where the latest run published a release, 0 where none was due.",
      [([], record.publishedNewRelease ? 1 : 0)])
    metrics.add(
      "pcmflow_release_files", "Files of the release that the latest run published or confirmed.",
      [([], Double(record.published.count))])
    metrics.add(
      "pcmflow_release_bytes", "Their size.",
      [([], Double(record.published.map(\.bytes).reduce(0, +)))])
  }
}

/// Puts samples into Prometheus's text format.
struct MetricsText {
  /// Labels beside `pipeline`, and a value.
  typealias Sample = (labels: [(String, String)], value: Double)

  private let pipeline: String
  private(set) var text = ""

  init(pipeline: String) {
    self.pipeline = pipeline
  }

  /// Adds a gauge with its samples; nothing where there are none.
  mutating func add(_ name: String, _ help: String, _ samples: [Sample]) {
    guard !samples.isEmpty else { return }
    text += "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
    for sample in samples {
      let labels = ([("pipeline", pipeline)] + sample.labels)
        .map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
      text += "\(name){\(labels)} \(Self.number(sample.value))\n"
    }
  }

  /// A label's value with backslash, quote and line feed escaped.
  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  private static func number(_ value: Double) -> String {
    Int(exactly: value).map { "\($0)" } ?? "\(value)"
  }
}
