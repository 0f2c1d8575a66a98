import ArgumentParser
import Foundation
import JSONText
import PipelineModel
import PipelinePlanner
import PipelineRuntime
import Reports

/// Runs a pipeline; what is committed is never done again.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs a pipeline and publishes its results; what is committed is not done again.")

  @OptionGroup var definition: DefinitionOptions
  @OptionGroup var folders: FolderOptions

  @Option(help: "The folder of the releases.")
  var out = "results"

  @OptionGroup var limits: LimitOptions

  @Flag(help: "Prints events as JSON lines on standard output.")
  var json = false

  func run() throws {
    let limits = try self.limits.limits()
    let runID = RunIdentifier.make()
    let pipeline = try definition.compile(runID: runID, json: json)
    let record: RunRecord
    do {
      record = try run(pipeline, runID, limits)
    } catch let error as StageError {
      StandardError.write("error: \(error)")
      throw ExitStatus.stageFailed
    } catch let failure as CompilationFailure {
      DiagnosticPrinter.report(failure.diagnostics, json: json)
      throw ExitStatus.definitionRefused
    }
    switch record.status {
    case .succeeded: return
    case .contractBroken: throw ExitStatus.contractBroken
    case .terminated: throw ExitStatus.terminated
    case .failed, .running: throw ExitStatus.stageFailed
    }
  }

  private func run(
    _ pipeline: CompiledPipeline, _ runID: String, _ limits: RunLimits
  ) throws -> RunRecord {
    let work = WorkFolder(path: folders.workFolder)
    try work.create()
    guard let lock = try RunLock(path: work.lock, runID: runID) else {
      StandardError.write(
        "error: another run holds \(work.path): \(RunLock.holder(path: work.lock)); "
          + "wait until it has ended, or give --work another folder")
      throw ExitStatus.busy
    }
    defer { withExtendedLifetime(lock) {} }
    let ledger = try Ledger(work)
    let plan = try Planner.plan(
      pipeline, catalog: DigestingCatalog(ledger: ledger, runID: runID))
    let cancellation = Cancellation()
    let reporter: any EventSink = json ? JSONReporter() : ConsoleReporter()
    let run = PipelineRun(
      pipeline: pipeline, plan: plan, work: work, ledger: ledger, out: FolderOptions.absolute(out),
      runID: runID, limits: limits, events: [reporter], cancellation: cancellation,
      version: ProgramVersion.current)
    try Folder.create(work.run(runID))
    try PlanView(pipeline, plan, run.reuse, run.reasons).json.prettyText.write(
      toFile: work.run(runID) + "/plan.json", atomically: true, encoding: .utf8)
    var signals: TerminationSignals?
    let record = try run.run { drain in
      signals = TerminationSignals {
        cancellation.cancel(afterSeconds: 30)
        drain()
      } insist: {
        cancellation.cancel(afterSeconds: 0)
      }
    }
    withExtendedLifetime(signals) {}
    try conclude(record, pipeline, work)
    return record
  }

  private func conclude(
    _ record: RunRecord, _ pipeline: CompiledPipeline, _ work: WorkFolder
  ) throws {
    let report = work.run(record.runID) + "/report.html"
    try RunReport.html(record).write(toFile: report, atomically: true, encoding: .utf8)
    if !json {
      let aside = record.stages.map(\.quarantined).reduce(0, +)
      if aside > 0 {
        let records = aside == 1 ? "1 record is" : "\(aside) records are"
        print("\(records) in quarantine: \(work.run(record.runID))/quarantine")
      }
      if let release = record.release { print("results: \(release)") }
      print("report:  \(report)")
    }
    for problem in Notifier.tell(pipeline.definition.notifications, record) {
      StandardError.write("warning: \(problem)")
    }
  }
}

/// Names runs so that they sort by time.
enum RunIdentifier {
  /// The present in UTC and a random part, such as `20260131T020000.125Z-4f7a`.
  static func make() -> String {
    let time = Date.now.formatted(
      .iso8601.year().month().day().dateSeparator(.omitted).time(includingFractionalSeconds: true)
        .timeSeparator(.omitted).timeZone(separator: .omitted))
    let part = String(UInt16.random(in: .min ... .max), radix: 16)
    return "\(time)-" + String(repeating: "0", count: 4 - part.count) + part
  }
}
