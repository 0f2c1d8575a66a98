import ArgumentParser
import Foundation
import PipelineModel
import PipelinePlanner
import PipelineRuntime

/// A definition, planned against what a work folder knows: for commands that look and change nothing.
struct PlannedDefinition {
  let pipeline: CompiledPipeline
  let plan: ExecutionPlan
  let work: WorkFolder
  /// Nil where nothing was ever run.
  let ledger: Ledger?
  /// The stages that have fetched nothing yet.
  let unfetchedStages: [String]

  /// Compiles and plans, and shows the plan; what is wrong is reported and ends the program with its code.
  static func with(
    _ definition: DefinitionOptions, _ folders: FolderOptions, json: Bool,
    _ show: (PlannedDefinition) throws -> Void
  ) throws {
    let runID = RunIdentifier.make()
    let pipeline = try definition.compile(runID: runID, json: json)
    let work = WorkFolder(path: folders.workFolder)
    do {
      let ledger = try FileManager.default.fileExists(atPath: work.ledger) ? Ledger(work) : nil
      // What a run would fetch is not known; what the latest one has fetched stands for it.
      let deliveries = Deliveries(pipeline, work, ledger: ledger)
      let fetched = deliveries.latest()
      let catalog = DigestingCatalog(
        ledger: ledger, runID: runID, pipeline: pipeline.definition.name.text,
        fetched: Dictionary(fetched.map { ($0.stage, $0.files) }) { first, _ in first })
      let plan = try Planner.plan(
        pipeline, catalog: catalog, cores: ProcessInfo.processInfo.activeProcessorCount)
      catalog.settle()
      try show(
        PlannedDefinition(
          pipeline: pipeline, plan: plan, work: work, ledger: ledger,
          unfetchedStages: deliveries.unfetchedStages(fetched)))
    } catch let failure as CompilationFailure {
      DiagnosticPrinter.report(failure.diagnostics, json: json)
      throw ExitStatus.definitionRefused
    } catch let error as StageError {
      StandardError.write("error: \(error)")
      throw ExitStatus.stageFailed
    }
  }
}
