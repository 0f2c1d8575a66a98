import ArgumentParser
import Foundation
import JSONText
import Lineage
import PipelineModel
import PipelinePlanner
import PipelineRuntime

/// Runs a pipeline; what is committed is never done again.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs a pipeline and publishes its results; what is committed is not done again.")

  @OptionGroup var definition: DefinitionOptions
  @OptionGroup var folders: FolderOptions

  @Option(help: "The folder of the releases.")
  var out = "results"

  @Option(
    help: """
      How many workers, as many as the machine has cores by default; with --executor slurm, how many jobs of an array \
      run at once.
      """)
  var jobs: Int?

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

  @Flag(help: "Prints events as JSON lines on standard output.")
  var json = false

  func run() throws {
    let jobs = self.jobs ?? ProcessInfo.processInfo.activeProcessorCount
    guard (1...1024).contains(jobs) else {
      throw ValidationError("--jobs takes a number from 1 to 1024")
    }
    guard organisation == nil || organisation.flatMap({ RunCrate.Organisation($0) }) != nil else {
      throw ValidationError("--organisation takes \"Name <https://…>\"")
    }
    let runID = RunIdentifier.make()
    let pipeline = try definition.compile(runID: runID, json: json)
    let record: RunRecord
    do {
      record = try run(pipeline, runID, jobs)
    } catch is AnotherRunGoesOn {
      return
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

  private func run(_ pipeline: CompiledPipeline, _ runID: String, _ jobs: Int) throws -> RunRecord {
    let work = WorkFolder(path: folders.workFolder)
    try work.create()
    let lock = try interruptions.lock(work, runID: runID)
    defer { withExtendedLifetime(lock) {} }
    let ledger = try Ledger(work)
    let (plan, executor) = try executor.prepare(
      pipeline, work, ledger, runID: runID, concurrent: self.jobs, cores: jobs)
    try Folder.create(work.run(runID))
    let inputs = RunInputs(
      pipeline, plan, wholeFiles: crate,
      catalog: DigestingCatalog(
        ledger: ledger, runID: runID, pipeline: pipeline.definition.name.text))
    let farewell = begin(pipeline, inputs, work, ledger, runID)
    let cancellation = Cancellation()
    let reporter: any EventSink = json ? JSONReporter() : ConsoleReporter()
    var run = PipelineRun(
      pipeline: pipeline, plan: plan, work: work, ledger: ledger, out: FolderOptions.absolute(out),
      runID: runID, jobs: jobs, events: [reporter], cancellation: cancellation,
      version: ProgramVersion.current, executor: executor)
    let planText = PlanView(pipeline, plan, run.reuse, run.reasons).json.prettyText
    try work.write(Array(planText.utf8), to: "plan.json", ofRun: runID)
    if crate {
      run.companion = RunCrate(
        pipeline, inputs,
        definition: [UInt8](FileManager.default.contents(atPath: definition.path) ?? Data()),
        settings: definition.pairs, date: definition.runDate,
        organisation: organisation.flatMap { RunCrate.Organisation($0) })
    }
    let grace = interruptions.grace.seconds
    var signals: TerminationSignals?
    let record = try farewell.orFailure(of: runID) { () throws(StageError) in
      try run.run { drain in
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
