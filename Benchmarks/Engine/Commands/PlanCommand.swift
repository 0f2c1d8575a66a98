import ArgumentParser
import PipelinePlanner

/// Measures the compiler and the planner.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Compiles a definition and plans one task a file; prints seconds and memory.")

  @Option(help: "How many input files there are; each is a task, and one more merges them.")
  var tasks = 100_000

  func run() throws {
    let (compiling, pipeline) = try Measurement.of {
      try BenchmarkPipeline.compile(BenchmarkPipeline.combine)
    }
    let catalog = BenchmarkCatalog(count: tasks)
    let before = Measurement.peakMebibytes
    let (planning, plan) = try Measurement.of { try Planner.plan(pipeline, catalog: catalog) }
    let after = Measurement.peakMebibytes
    try CheckFailure.unless(plan.taskCount == tasks + 1, "\(plan.taskCount) tasks")
    try CheckFailure.unless(
      Set(plan.tasks.productKey).count == tasks + 1, "two products have the same key")
    try CheckFailure.unless(
      plan.tasks.dependencies(of: tasks).count == tasks, "the merge waits for too few tasks")
    FigureList.show("tasks", plan.taskCount)
    FigureList.show("compileSeconds", compiling.wallSeconds)
    FigureList.show("planSeconds", planning.wallSeconds)
    FigureList.show("planCpuSeconds", planning.cpuSeconds)
    if let before, let after {
      FigureList.show("peakMebibytesBefore", before)
      FigureList.show("peakMebibytes", after)
    }
  }
}
