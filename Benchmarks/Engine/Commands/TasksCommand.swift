import ArgumentParser
import Foundation
import PipelineRuntime

/// Measures the real scheduler and the real ledger with tasks that do nothing.
struct TasksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tasks",
    abstract:
      "Runs a graph of tasks and commits each to a ledger on the disk; prints tasks a second.")

  @Option(help: "How many tasks there are.")
  var tasks = 10_000

  @Option(
    help:
      "How the tasks hang together: \(GraphShape.allCases.map(\.rawValue).joined(separator: ", "))."
  )
  var shape = GraphShape.layers

  @Option(
    help: "What each task does: nothing, /bin/true (process), or a shell that creates one file.")
  var work = TaskWork.nothing

  @Option(help: "How many tasks run at once.")
  var jobs = 2

  @Flag(help: "Keeps the event log of a real run, two lines a task.")
  var events = false

  @OptionGroup var scratch: ScratchOptions

  func validate() throws {
    guard tasks > 0, tasks <= 10_000_000 else {
      throw ValidationError("--tasks takes a number from 1 to 10000000")
    }
  }

  func run() throws {
    let folder = try scratch.makeFolder()
    defer { folder.remove() }
    let graph = TaskGraph(shape, tasks: tasks)
    let runner = try BenchmarkRunner(work, tasks: tasks, folder: folder.path)
    let ledger = try Ledger(folder.work)
    let committer = BenchmarkCommitter(ledger: ledger, graph: graph)
    let log = try EventLog(path: folder.path + "/events.jsonl")
    let observer: any RunObserver =
      events
      ? RunObservation(events: [log], label: runner.label)
      : SilentObserver()
    let (measured, result) = try Measurement.of {
      let driver = RunDriver(
        state: SchedulerState(
          dependencyStart: graph.dependencyStart, dependencies: graph.dependencies,
          runs: Array(repeating: true, count: graph.count)),
        runner: runner, committer: committer, budget: CoreBudget(total: jobs),
        observer: observer)
      return try driver.run()
    }
    log.close()
    let progress = committer.progress
    let rows = try ledger.productCount()
    try CheckFailure.unless(result.states.allSatisfy { $0 == .done }, "a task was not done")
    try CheckFailure.unless(result.attempts.allSatisfy { $0 == 1 }, "a task ran more than once")
    try CheckFailure.unless(rows == tasks, "\(rows) rows for \(tasks) tasks")
    try CheckFailure.unless(progress.outOfOrder == 0, "\(progress.outOfOrder) commits out of order")
    if work == .shell {
      let files = (0..<tasks).count { FileManager.default.fileExists(atPath: runner.file(of: $0)) }
      try CheckFailure.unless(files == tasks, "\(files) files for \(tasks) tasks")
    }
    FigureList.show("tasks", tasks)
    FigureList.show("edges", graph.dependencies.count)
    FigureList.show("committedRows", rows)
    FigureList.show("transactions", progress.groups)
    FigureList.show("wallSeconds", measured.wallSeconds)
    FigureList.show("cpuSeconds", measured.cpuSeconds)
    FigureList.show("tasksPerSecond", Int(Double(tasks) / measured.wallSeconds))
    if let peak = Measurement.peakMebibytes { FigureList.show("peakMebibytes", peak) }
  }
}
