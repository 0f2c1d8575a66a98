import ArgumentParser
import Foundation
import PipelineModel
import PipelinePlanner
import PipelineRuntime

/// Where the tasks of a run are done.
enum ExecutorChoice: String, ExpressibleByArgument, CaseIterable {
  case local, slurm

  /// Plans a run and prepares where its tasks are done; with Slurm, what jobs of an earlier leader have done is
  /// committed.
  ///
  /// - Parameter concurrent: How many jobs run at once, where the command line says so.
  func prepare(
    _ pipeline: CompiledPipeline, _ work: WorkFolder, _ ledger: Ledger, _ files: DigestingCatalog,
    runID: String, concurrent: Int?, cores: Int
  ) throws -> (plan: ExecutionPlan, executor: any Executor) {
    guard self == .slurm else {
      return (try Planner.plan(pipeline, catalog: files, cores: cores), LocalExecutor())
    }
    guard !files.hasMends else {
      throw StageError(
        .input, "the work folder has mended records, which jobs of a cluster do not read",
        remedy: "run with --executor local, or mend the files themselves")
    }
    var cluster = try SlurmCluster()
    let catalog = RecordingCatalog(files)
    let plan = try Planner.plan(pipeline, catalog: catalog, cores: cores)
    if catalog.transcript.hasStandardInput {
      throw CompilationFailure([
        Diagnostic(
          rule: "no-standard-input",
          "a definition that reads \"-\" cannot run with --executor slurm",
          remedy: "write the input into a file that every node sees", file: pipeline.file)
      ])
    }
    try cluster.connect()
    let file = PlanFile(
      plan, pipeline, transcript: catalog.transcript, work: work, version: ProgramVersion.current)
    let program =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
    let session = try SlurmSession(
      cluster: cluster, plan: plan, pipeline: pipeline, file: file, work: work, ledger: ledger,
      runID: runID, program: program, concurrent: concurrent)
    return (plan, SlurmExecutor(session))
  }
}
