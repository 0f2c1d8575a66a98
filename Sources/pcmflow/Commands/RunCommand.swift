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

  @Option(help: "How many workers; as many as the machine has cores by default.")
  var jobs: Int?

  @Option(
    name: .customLong("for"),
    help: "Runs once for each date of a range, oldest first: 2026-01-01..2026-01-31.")
  var dates: String?

  @Flag(help: "With --for: goes on with the next date when one fails.")
  var keepGoing = false

  @Flag(help: "Prints events as JSON lines on standard output.")
  var json = false

  func validate() throws {
    if dates != nil, definition.date != nil {
      throw ValidationError("--for and --date exclude each other")
    }
    if keepGoing, dates == nil { throw ValidationError("--keep-going belongs to --for") }
  }

  func run() throws {
    if let dates {
      guard let range = DateRange(dates) else {
        throw ValidationError("--for takes two dates such as 2026-01-01..2026-01-31")
      }
      try Backfill(command: self, dates: range).run()
    } else {
      try Self.end(try execute(definition))
    }
  }

  /// Ends the program as a run has ended.
  static func end(_ record: RunRecord?) throws {
    switch record?.status {
    case .succeeded, nil: return
    case .contractBroken: throw ExitStatus.contractBroken
    case .terminated: throw ExitStatus.terminated
    case .failed, .running: throw ExitStatus.stageFailed
    }
  }

  /// Runs a pipeline once.
  ///
  /// - Parameters:
  ///   - mended: Mended records that take the place of refused ones.
  ///   - isOneOfManyDates: Whether it is one of the dates of `--for`, which are skipped when they are done.
  /// - Returns: What happened; nil where the date was skipped.
  func execute(
    _ definition: DefinitionOptions, mended: [QuarantineEntry] = [], isOneOfManyDates: Bool = false
  ) throws -> RunRecord? {
    let jobs = self.jobs ?? ProcessInfo.processInfo.activeProcessorCount
    guard (1...1024).contains(jobs) else {
      throw ValidationError("--jobs takes a number from 1 to 1024")
    }
    let runID = RunIdentifier.make()
    let pipeline = try definition.compile(runID: runID, json: json)
    do {
      return try run(pipeline, runID, jobs, mended, isOneOfManyDates)
    } catch let error as StageError {
      StandardError.write("error: \(error)")
      throw ExitStatus.stageFailed
    } catch let failure as CompilationFailure {
      DiagnosticPrinter.report(failure.diagnostics, json: json)
      throw ExitStatus.definitionRefused
    }
  }

  private func run(
    _ pipeline: CompiledPipeline, _ runID: String, _ jobs: Int, _ mended: [QuarantineEntry],
    _ isOneOfManyDates: Bool
  ) throws -> RunRecord? {
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
    let mends = try MendedRecords(mended, ledger: ledger, runID: runID).book(work)
    let plan = try Planner.plan(
      pipeline,
      catalog: DigestingCatalog(
        ledger: ledger, runID: runID, pipeline: pipeline.definition.name.text, mends: mends))
    try MendedRecords.check(mended, against: plan)
    let cancellation = Cancellation()
    let reporter: any EventSink = json ? JSONReporter() : ConsoleReporter()
    let run = PipelineRun(
      pipeline: pipeline, plan: plan, work: work, ledger: ledger, out: FolderOptions.absolute(out),
      runID: runID, jobs: jobs, events: [reporter], cancellation: cancellation,
      version: ProgramVersion.current, mends: mends, isOneOfManyDates: isOneOfManyDates)
    if isOneOfManyDates, let done = try Backfill.done(run) {
      Backfill.tellSkipped(pipeline.date, done, json: json)
      return nil
    }
    try Folder.create(work.run(runID))
    try KeptProducts.write(plan, in: work.run(runID))
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
