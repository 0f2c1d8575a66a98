import ByteIO
import Foundation
import Lineage
import PipelineModel
import PipelineRuntime
import Reports

/// What is left to do when a run has ended: report, metrics, notifications. Nothing here changes how it ended.
struct RunFarewell {
  let work: WorkFolder
  let ledger: Ledger
  let lineage: LineageJournal
  let events: OpenLineageEvents
  let notifier: Notifier
  /// Where the metrics go beside the run folder.
  let metricsPath: String?
  /// Whether standard output belongs to events.
  let json: Bool

  /// Runs, and tells lineage when there will not even be a record.
  func orFailure(
    of runID: String, _ run: () throws(StageError) -> RunRecord
  ) throws(StageError) -> RunRecord {
    do throws(StageError) {
      return try run()
    } catch {
      let event = events.failed(error, at: Date.now.timeIntervalSince1970)
      lineage.note(event, run: runID).forEach(warn)
      throw error
    }
  }

  /// Writes and tells everything; what goes wrong is a warning.
  func say(_ record: RunRecord) {
    let folder = work.run(record.runID)
    lineage.note(events.end(record), run: record.runID).forEach(warn)
    write(record, "report.html") { Array(try RunReport.html(record).utf8) }
    writeMetrics(record)
    if !json { show(record, folder) }
    for problem in notifier.tell(record) { warn(problem) }
  }

  private func writeMetrics(_ record: RunRecord) {
    let lastSuccess = try? ledger.lastSuccess(of: record.pipeline)
    let text = RunMetrics.text(record, lastSuccess: lastSuccess)
    write(record, "metrics.prom") { Array(text.utf8) }
    guard let metricsPath else { return }
    do {
      let file = try DurableFile(path: metricsPath)
      try file.append(Array(text.utf8))
      try file.commit()
    } catch {
      warn("\(metricsPath) could not be written: \(error)")
    }
  }

  /// Writes a file of the run folder, so that nothing half stands there after a kill.
  private func write(_ record: RunRecord, _ name: String, _ content: () throws -> [UInt8]) {
    do {
      try work.write(try content(), to: name, ofRun: record.runID)
    } catch {
      warn("\(work.run(record.runID))/\(name) could not be written: \(error)")
    }
  }

  private func show(_ record: RunRecord, _ folder: String) {
    let aside = record.stages.map(\.quarantined).reduce(0, +)
    if aside > 0 {
      let records = aside == 1 ? "1 record is" : "\(aside) records are"
      print("\(records) in quarantine: \(folder)/quarantine")
    }
    if let release = record.release { print("results: \(release)") }
    print("report:  \(folder)/report.html")
  }

  private func warn(_ text: String) { StandardError.write("warning: \(text)") }
}
