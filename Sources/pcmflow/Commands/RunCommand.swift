import ArgumentParser
import Dispatch
import Foundation
import JSONText
import Lineage
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

  @Option(help: "Where tasks are done: on this machine, or on a Slurm cluster.")
  var executor = ExecutorChoice.local

  @OptionGroup var interruptions: InterruptionOptions

  @Option(
    help: "A file for the run's figures in Prometheus's text format, beside that in the run folder."
  )
  var metrics: String?

  @Flag(help: "Makes the release a Workflow Run RO-Crate, which pcmflow verify can repeat.")
  var crate = false

  @Option(help: "Who answers for the run, for the crate: \"Name <https://…>\".")
  var organisation: String?

  @Option(
    name: .customLong("for"),
    help: "Runs once for each date of a range, oldest first: 2026-01-01..2026-01-31.")
  var dates: String?

  @Flag(help: "With --for: goes on with the next date when one fails.")
  var keepGoing = false

  @Flag(
    help:
      "Fetches from servers anew, although an earlier run of the date has fetched and not succeeded with it."
  )
  var fetchAnew = false

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
  ///   - isReplay: Whether it reads again what the latest run has fetched.
  ///   - isOneOfManyDates: Whether it is one of the dates of `--for`, which are skipped when they are done.
  /// - Returns: What happened; nil where the date was skipped.
  func execute(
    _ definition: DefinitionOptions, mended: [QuarantineEntry] = [], isReplay: Bool = false,
    isOneOfManyDates: Bool = false
  ) throws -> RunRecord? {
    let limits = try self.limits.limits()
    guard organisation == nil || organisation.flatMap({ RunCrate.Organisation($0) }) != nil else {
      throw ValidationError("--organisation takes \"Name <https://…>\"")
    }
    // The page is made when all else is done; its templates can be read while little else is.
    DispatchQueue.global(qos: .utility).async { RunReport.prepare() }
    let runID = RunIdentifier.make()
    let pipeline = try definition.compile(runID: runID, json: json)
    do {
      return try run(pipeline, runID, limits, mended, isReplay, isOneOfManyDates)
    } catch is AnotherRunGoesOn {
      return nil
    } catch let error as StageError {
      StandardError.write("error: \(error)")
      throw ExitStatus.stageFailed
    } catch let failure as CompilationFailure {
      DiagnosticPrinter.report(failure.diagnostics, json: json)
      throw ExitStatus.definitionRefused
    }
  }

  private func run(
    _ pipeline: CompiledPipeline, _ runID: String, _ limits: RunLimits,
    _ mended: [QuarantineEntry], _ isReplay: Bool, _ isOneOfManyDates: Bool
  ) throws -> RunRecord? {
    let work = WorkFolder(path: folders.workFolder)
    try work.create()
    let lock = try interruptions.lock(work, runID: runID)
    defer { withExtendedLifetime(lock) {} }
    let ledger = try Ledger(work)
    let mends = try MendedRecords(mended, ledger: ledger, runID: runID).book(work)
    let deliveries = Deliveries(pipeline, work, ledger: ledger)
    let fetched = fetch(deliveries, runID, isReplay)
    let catalog = DigestingCatalog(
      ledger: ledger, runID: runID, pipeline: pipeline.definition.name.text, mends: mends,
      fetched: fetched.files)
    let (plan, executor) = try executor.prepare(
      pipeline, work, ledger, catalog, runID: runID, concurrent: self.limits.jobs,
      cores: limits.cores)
    try MendedRecords.check(mended, against: plan)
    let cancellation = Cancellation()
    let reporter: any EventSink = json ? JSONReporter() : ConsoleReporter()
    var run = PipelineRun(
      pipeline: pipeline, plan: plan, work: work, ledger: ledger, catalog: catalog,
      out: FolderOptions.absolute(out), runID: runID, limits: limits, events: [reporter],
      cancellation: cancellation, version: ProgramVersion.current, executor: executor,
      isOneOfManyDates: isOneOfManyDates)
    run.fetched = fetched.records
    if isOneOfManyDates, let done = try Backfill.done(run) {
      Backfill.tellSkipped(pipeline.date, done, json: json)
      return nil
    }
    try Folder.create(work.run(runID), isDurable: false)
    let inputs = RunInputs(pipeline, plan, wholeFiles: crate, catalog: catalog)
    let farewell = begin(pipeline, inputs, work, ledger, runID)
    try KeptProducts.write(plan, work, run: runID)
    let planText = PlanView.ofRun(run).prettyText
    try work.write(Array(planText.utf8), to: "plan.json", ofRun: runID)
    if crate {
      run.companion = RunCrate(
        pipeline, inputs,
        definition: [UInt8](FileManager.default.contents(atPath: definition.path) ?? Data()),
        settings: definition.pairs, date: definition.runDate,
        organisation: organisation.flatMap { RunCrate.Organisation($0) })
    }
    let record = try carryOut(run, cancellation, farewell, failure: fetched.failure)
    if record.status == .succeeded { try deliveries.commit(run: runID) }
    return record
  }

  /// What stages have fetched for a run, or why they could not.
  private struct Fetched {
    var records: [FetchRecord] = []
    var failure: StageError?

    /// The files by the stage's name.
    var files: [String: [String]] {
      Dictionary(records.map { ($0.stage, $0.files) }) { first, _ in first }
    }
  }

  /// Fetches what stages ask servers for; a failure is kept, so that the run begins and ends as one that failed.
  private func fetch(_ deliveries: Deliveries, _ runID: String, _ isReplay: Bool) -> Fetched {
    if deliveries.isEmpty { return Fetched() }
    if isReplay { return Fetched(records: deliveries.latest()) }
    let stop = FetchStop(grace: interruptions.grace.seconds)
    defer { stop.end() }
    do throws(StageError) {
      return Fetched(
        records: try deliveries.fetch(
          forRun: runID, isAnew: fetchAnew, interruption: stop.interruption
        ) { [json] line in
          if !json { StandardError.write(line) }
        })
    } catch {
      return Fetched(failure: error)
    }
  }

  /// Runs to the end, stopped by signals, and tells everyone.
  private func carryOut(
    _ run: PipelineRun, _ cancellation: Cancellation, _ farewell: RunFarewell,
    failure: StageError?
  ) throws -> RunRecord {
    let grace = interruptions.grace.seconds
    var signals: TerminationSignals?
    let record = try farewell.orFailure(of: run.runID) { () throws(StageError) in
      if let failure { return try run.fail(failure) }
      return try run.run { drain in
        signals = TerminationSignals {
          cancellation.cancel(afterSeconds: grace)
          drain()
          TerminationSignals.endAtLatest(afterSeconds: grace + InterruptionOptions.lastSeconds)
        } insist: {
          cancellation.cancel(afterSeconds: 0)
        }
      }
    }
    withExtendedLifetime(signals) {}
    farewell.say(record)
    return record
  }

  /// Says that the run begins, to whom it may concern, and prepares for its end.
  private func begin(
    _ pipeline: CompiledPipeline, _ inputs: RunInputs, _ work: WorkFolder, _ ledger: Ledger,
    _ runID: String
  ) -> RunFarewell {
    let now = Date.now.timeIntervalSince1970
    let settings = OpenLineageSettings(environment: ProcessInfo.processInfo.environment)
    let version = ProgramVersion.current
    let farewell = RunFarewell(
      work: work, ledger: ledger,
      lineage: LineageJournal(work, settings, version: version),
      events: OpenLineageEvents(
        pipeline, inputs, settings, runID: runID, date: definition.runDate, version: version,
        startedAt: now),
      notifier: Notifier(pipeline.definition, version: version),
      metricsPath: metrics.map(FolderOptions.absolute), json: json)
    let problems =
      settings.warnings + farewell.notifier.missingSecrets + farewell.lineage.endKilledRuns()
      + farewell.lineage.note(farewell.events.start(at: now), run: runID)
    for problem in problems { StandardError.write("warning: \(problem)") }
    return farewell
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
