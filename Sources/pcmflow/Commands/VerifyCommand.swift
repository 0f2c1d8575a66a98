import ArgumentParser
import Foundation
import JSONText
import Lineage
import PipelineModel
import PipelinePlanner
import PipelineRuntime
import Stages

/// Repeats the run of a crate and compares every published file, byte by byte.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract:
      "Repeats the run of a release with a crate, elsewhere, and compares what it publishes.")

  @Argument(help: "The release, a folder that pcmflow run --crate has published.")
  var release: String

  @Option(
    help:
      "A folder with the run's inputs, found by their digests whatever their names. May be repeated."
  )
  var inputs: [String] = []

  @Option(help: "The work folder whose ledger knows where inputs are.")
  var work = ".pcmflow"

  @Option(help: "How many workers; as many as the machine has cores by default.")
  var jobs: Int?

  @Flag(help: "Prints a JSON array of files with verdicts and digests on standard output.")
  var json = false

  func run() throws {
    let jobs = self.jobs ?? ProcessInfo.processInfo.activeProcessorCount
    guard (1...1024).contains(jobs) else {
      throw ValidationError("--jobs takes a number from 1 to 1024")
    }
    let folder = FolderOptions.absolute(release)
    let temporary = NSTemporaryDirectory() + "/pcmflow-verify-" + UUID().uuidString
    defer { Folder.remove(temporary) }
    do {
      let crate = try CrateRun.read(folder)
      try Folder.create(temporary, isPrivate: true)
      let record = try repeatRun(of: crate, folder, temporary, jobs)
      guard record.status == .succeeded else {
        for error in record.errors { StandardError.write("error: \(error)") }
        throw ExitStatus.stageFailed
      }
      try compare(crate, folder, record)
    } catch let failure as CompilationFailure {
      DiagnosticPrinter.report(failure.diagnostics, json: false)
      throw ExitStatus.definitionRefused
    } catch let error as StageError {
      StandardError.write("error: \(error)")
      throw error.category == .input ? ExitStatus.definitionRefused : ExitStatus.stageFailed
    }
  }

  private func compare(_ crate: CrateRun, _ folder: String, _ record: RunRecord) throws {
    let comparison = CrateComparison(crate, release: folder, remade: record.published)
    print(json ? comparison.json.prettyText : comparison.text)
    guard comparison.isSame else {
      StandardError.write("error: the release is not what its run makes")
      throw ExitStatus.stageFailed
    }
    StandardError.write(
      "run \(crate.runID) was repeated: \(comparison.files.count) files, each the same")
  }

  private func repeatRun(
    of crate: CrateRun, _ folder: String, _ temporary: String, _ jobs: Int
  ) throws -> RunRecord {
    if crate.version != ProgramVersion.current {
      StandardError.write(
        "warning: the crate was made by pcmflow \(crate.version), this is \(ProgramVersion.current); "
          + "results may differ for that reason")
    }
    let places = CrateInputs.Places(folders: inputs.map(FolderOptions.absolute), known: known)
    let linked = try CrateInputs.link(
      crate, of: folder, from: places, into: temporary + "/inputs")
    let pipeline = try compile(crate, folder, temporary)
    let plan = try Planner.plan(pipeline, catalog: CrateInputs(linked, for: pipeline))
    let work = WorkFolder(path: temporary + "/work")
    try work.create()
    let ledger = try Ledger(work)
    let run = PipelineRun(
      pipeline: pipeline, plan: plan, work: work, ledger: ledger,
      catalog: DigestingCatalog(ledger: ledger, runID: crate.runID), out: temporary + "/out",
      runID: crate.runID, limits: RunLimits(jobs: jobs), events: [], cancellation: Cancellation(),
      version: ProgramVersion.current)
    return try run.run { _ in }
  }

  private func compile(
    _ crate: CrateRun, _ folder: String, _ temporary: String
  ) throws -> CompiledPipeline {
    let path = folder + "/" + crate.definition
    guard let data = FileManager.default.contents(atPath: path),
      try FileDigest.digest(path).description == crate.definitionSHA256
    else {
      throw StageError(
        .input, "the definition of the crate is missing or was changed",
        remedy: "get the crate anew", file: path)
    }
    let settings = crate.parameters.map { parameter in
      // What a path meant is found by digests; it only has to be told from other paths.
      (name: parameter.name, value: parameter.value ?? "\(temporary)/parameters/\(parameter.name)")
    }
    return try Compiler(registry: builtinStages).compile(
      [UInt8](data), file: crate.definition, folder: temporary + "/definition",
      arguments: RunArguments(
        settings: settings, currentFolder: temporary, date: crate.date, runID: crate.runID))
  }

  /// The files that the work folder's ledger has seen, where there is one.
  private var known: [ContentKey: [String]] {
    let work = WorkFolder(path: FolderOptions.absolute(work))
    guard FileManager.default.fileExists(atPath: work.ledger),
      let ledger = try? Ledger(work)
    else { return [:] }
    return (try? ledger.filesByDigest()) ?? [:]
  }
}
