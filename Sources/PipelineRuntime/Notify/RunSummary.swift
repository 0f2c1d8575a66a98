import Foundation
import JSONText
import PipelineModel

/// What a server is told of a run: counts and times, no message, no path, nothing about persons.
enum RunSummary {
  /// The summary as an object; `text` is what chat servers show.
  static func json(_ record: RunRecord) -> JSONNode {
    let seconds = (record.endedAt ?? record.startedAt) - record.startedAt
    var members: [(String, JSONNode)] = [
      ("text", .text(sentence(record, seconds))),
      ("run", .text(record.runID)), ("pipeline", .text(record.pipeline)),
      ("status", .text(record.status.rawValue)), ("version", .text(record.version)),
      ("startedAt", .text(time(record.startedAt))),
      ("endedAt", record.endedAt.map { .text(time($0)) } ?? nil),
      ("seconds", .double((seconds * 1000).rounded() / 1000)),
    ]
    if let tasks = record.taskCounts { members.append(("tasks", counts(tasks))) }
    members += [
      ("stages", .list(record.stages.map(stage))),
      ("publishedFiles", .integer(record.publishedNewRelease ? record.published.count : 0)),
      ("newRelease", .flag(record.publishedNewRelease)),
      ("errors", .integer(record.errors.count)), ("warnings", .integer(record.warnings.count)),
    ]
    return .object(members)
  }

  private static func sentence(_ record: RunRecord, _ seconds: Double) -> String {
    let words =
      switch record.status {
      case .succeeded: "succeeded"
      case .failed: "failed"
      case .contractBroken: "broke a data contract"
      case .terminated: "was stopped"
      case .running: "has not ended"
      }
    let time = String(format: "%.1f", seconds)
    return "\(record.pipeline) \(words) after \(time) s (run \(record.runID))"
  }

  private static func counts(_ tasks: StageRecord.TaskCounts) -> JSONNode {
    .object([
      ("run", .integer(tasks.run)), ("reused", .integer(tasks.reused)),
      ("failed", .integer(tasks.failed)), ("skipped", .integer(tasks.skipped)),
    ])
  }

  private static func stage(_ stage: StageRecord) -> JSONNode {
    .object([
      ("stage", .text(stage.name)), ("read", .integer(stage.read)), ("kept", .integer(stage.kept)),
      ("quarantined", .integer(stage.quarantined)),
      ("dropped", .integer(stage.dropped.values.reduce(0, +))),
    ])
  }

  private static func time(_ seconds: Double) -> String {
    Date(timeIntervalSince1970: seconds).formatted(
      .iso8601.year().month().day().time(includingFractionalSeconds: true)
        .timeZone(separator: .omitted))
  }
}
