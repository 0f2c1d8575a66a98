import ArgumentParser
import PipelinePlanner
import PipelineRuntime

/// Finds out that there is nothing to do: all that a process does for it, so that the whole process can be measured.
struct NothingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nothing",
    abstract:
      "Compiles, plans, opens a ledger in which all is committed, and decides that no task runs.")

  @Argument(help: "The folder that `reuse --keep` has left.")
  var folder: String

  @Option(help: "How many input files there are, as in `reuse`.")
  var tasks = 100_000

  func run() throws {
    let (measured, reuse) = try Measurement.of {
      let pipeline = try BenchmarkPipeline.compile(BenchmarkPipeline.combineAndWrite)
      let plan = try Planner.plan(pipeline, catalog: BenchmarkCatalog(count: tasks))
      let ledger = try Ledger(ScratchFolder(path: folder).work)
      return ReusePlan(plan, pipeline: pipeline, committed: ledger)
    }
    try CheckFailure.unless(reuse.runs.count == tasks + 1, "\(reuse.runs.count) tasks")
    try CheckFailure.unless(reuse.runs.allSatisfy { !$0 }, "a committed task would run again")
    FigureList.show("insideSeconds", measured.wallSeconds)
    if let peak = Measurement.peakMebibytes { FigureList.show("peakMebibytes", peak) }
  }
}
