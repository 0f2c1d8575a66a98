import Pages
package import PipelineModel

/// What a run came to, in one sentence.
package enum Verdict {
  /// The sentence for a run, such as `Published 5 files; 6 of 6,012 records in quarantine.`
  package static func sentence(_ record: RunRecord) -> String {
    let clauses =
      switch record.status {
      case .succeeded: [publication(record), quarantine(record)]
      case .failed: [failure(record), unpublished(record)]
      case .contractBroken: [breach(record), unpublished(record)]
      case .terminated:
        ["Told to stop; \(progress(record)) done and will not be repeated", unpublished(record)]
      case .running: ["Still running; \(progress(record)) done"]
      }
    return clauses.compactMap(\.self).joined(separator: "; ") + "."
  }

  private static func publication(_ record: RunRecord) -> String {
    let count = record.published.count
    if record.publishedNewRelease { return "Published \(NumberText.counted(count, "file"))" }
    if record.release == nil { return "Finished; this pipeline publishes no files" }
    return count == 1
      ? "Nothing had changed: the latest release already holds this file"
      : "Nothing had changed: the latest release already holds these "
        + NumberText.counted(count, "file")
  }

  /// The quarantined records of all stages, out of the records that the readers read.
  private static func quarantine(_ record: RunRecord) -> String? {
    let read = record.stages.filter { $0.shape == "reader" }.reduce(0) { $0 + $1.read }
    let refused = record.stages.reduce(0) { $0 + $1.quarantined }
    if refused == 0 { return read == 0 ? nil : "no record in quarantine" }
    // A record can be refused on two branches of the graph; then it is no share of those read.
    guard refused <= read else { return NumberText.counted(refused, "record") + " in quarantine" }
    return "\(NumberText.grouped(refused)) of \(NumberText.counted(read, "record")) in quarantine"
  }

  private static func failure(_ record: RunRecord) -> String {
    let failed = failedStages(record)
    switch failed.count {
    case 0: return "The run failed"
    case 1: return "Stage \(failed[0]) failed"
    default: return "Stages \(listed(failed)) failed"
    }
  }

  private static func breach(_ record: RunRecord) -> String {
    let failed = failedStages(record)
    return failed.isEmpty
      ? "A data contract was broken" : "The data contract of \(listed(failed)) was broken"
  }

  private static func unpublished(_ record: RunRecord) -> String {
    if record.publishedNewRelease { return "the release stands" }
    return record.release == nil
      ? "nothing was published" : "nothing was published, the latest release is unchanged"
  }

  private static func progress(_ record: RunRecord) -> String {
    let done = record.tasks.count { $0.outcome == .run || $0.outcome == .reused }
    let tasks = NumberText.counted(record.tasks.count, "task")
    return "\(NumberText.grouped(done)) of \(tasks) \(done == 1 ? "is" : "are")"
  }

  private static func failedStages(_ record: RunRecord) -> [String] {
    record.stages.filter { $0.tasks.failed > 0 }.map(\.name)
  }

  /// `a`, `a and b`, `a, b and c`, `a, b and 5 more`.
  private static func listed(_ names: [String]) -> String {
    guard names.count > 1, let last = names.last else { return names.first ?? "" }
    return names.count > 3
      ? names.prefix(2).joined(separator: ", ") + " and \(names.count - 2) more"
      : names.dropLast().joined(separator: ", ") + " and " + last
  }
}
