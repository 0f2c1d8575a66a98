import ArgumentParser
import Foundation
import JSONText
import PipelineModel
import PipelinePlanner
import PipelineRuntime
import Synchronization

/// Days of the calendar, from one to another.
struct DateRange {
  /// The days as `YYYY-MM-DD`, oldest first.
  let dates: [String]

  /// A range written `2026-01-01..2026-01-31`, or one day; nil where it is neither.
  init?(_ text: String) {
    let style = Date.ISO8601FormatStyle.iso8601.year().month().day()
    let bounds = text.components(separatedBy: "..")
    guard bounds.count <= 2, bounds.allSatisfy({ $0.utf8.count == 10 }),
      let first = try? Date(bounds[0], strategy: style),
      let last = try? Date(bounds[bounds.count - 1], strategy: style), first <= last
    else { return nil }
    // A day of UTC has 86,400 seconds.
    dates = stride(from: first, through: last, by: 86400).map { $0.formatted(style) }
    // A day that the calendar does not have is read as a day of the next month.
    guard dates.first == bounds[0], dates.last == bounds[bounds.count - 1] else { return nil }
  }
}

/// Runs a pipeline once for each date of a range, oldest first; dates that are done are skipped.
struct Backfill {
  let command: RunCommand
  let dates: DateRange

  /// Runs the dates.
  ///
  /// - Throws: How the first date that failed has ended.
  func run() throws {
    let isStopped = Mutex(false)
    // Held for all dates, so that a signal between two runs is not lost.
    let signals = TerminationSignals {
      isStopped.withLock { $0 = true }
    } insist: {
    }
    defer { withExtendedLifetime(signals) {} }
    var failure: (any Error)?
    for date in dates.dates {
      if isStopped.withLock({ $0 }) { throw ExitStatus.terminated }
      do {
        var definition = command.definition
        definition.date = date
        if !command.json { StandardError.write("--- \(date)") }
        try RunCommand.end(try command.execute(definition, isOneOfManyDates: true))
      } catch {
        guard command.keepGoing, (error as? ExitCode) != ExitStatus.terminated else {
          throw error
        }
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
  }

  /// The run that has done the same before for the date, and whose release stands; nil where there is none.
  static func done(_ run: PipelineRun) throws(StageError) -> RunEntry? {
    let entry = try run.ledger.run(
      of: run.pipeline.definition.name.text, date: run.pipeline.date, release: run.releaseKey)
    guard let release = entry?.release,
      FileManager.default.fileExists(atPath: release + "/manifest.json"),
      release.hasPrefix(run.out + "/")
    else { return nil }
    return entry
  }

  /// Says that a date was skipped.
  static func tellSkipped(_ date: String, _ entry: RunEntry, json: Bool) {
    guard json else {
      StandardError.write("\(date) is done: run \(entry.id), \(entry.release ?? "")")
      return
    }
    let event: JSONNode = [
      "time": .text(EventLog.timestamp()), "event": "skipped", "date": .text(date),
      "run": .text(entry.id),
    ]
    FileHandle.standardOutput.write(Data((event.compactText + "\n").utf8))
  }
}
