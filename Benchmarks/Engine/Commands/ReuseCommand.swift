import ArgumentParser
import Foundation
import PipelinePlanner
import PipelineRuntime

/// Measures how long it takes to find out what need not be done again.
struct ReuseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reuse",
    abstract: "Commits a plan's products to a ledger, then asks which tasks must run.")

  @Option(help: "How many input files there are; each task has two products.")
  var tasks = 100_000

  @Flag(help: "Leaves the folder for `nothing` and prints its path.")
  var keep = false

  @OptionGroup var scratch: ScratchOptions

  func run() throws {
    let folder = try scratch.makeFolder()
    defer { if !keep { folder.remove() } }
    let pipeline = try BenchmarkPipeline.compile(BenchmarkPipeline.combineAndWrite)
    let plan = try Planner.plan(pipeline, catalog: BenchmarkCatalog(count: tasks))
    let (deciding, fresh) = try Measurement.of {
      ReusePlan(plan, pipeline: pipeline, committed: try Ledger(folder.work))
    }
    try CheckFailure.unless(fresh.runs.allSatisfy { $0 }, "a task was reused from an empty ledger")
    let (committing, products) = try Measurement.of {
      try commitAll(plan, pipeline, try Ledger(folder.work))
    }
    try createArtifacts(plan, pipeline, folder.work)
    let (opening, ledger) = try Measurement.of { try Ledger(folder.work) }
    let (reusing, reuse) = Measurement.of {
      ReusePlan(plan, pipeline: pipeline, committed: ledger)
    }
    let rows = try ledger.productCount()
    try CheckFailure.unless(rows == products, "\(rows) rows for \(products) products")
    try CheckFailure.unless(reuse.runs.allSatisfy { !$0 }, "a committed task would run again")
    FigureList.show("tasks", plan.taskCount)
    FigureList.show("products", products)
    FigureList.show("commitSeconds", committing.wallSeconds)
    FigureList.show("nothingCommittedSeconds", deciding.wallSeconds)
    FigureList.show("openLedgerSeconds", opening.wallSeconds)
    FigureList.show("allCommittedSeconds", reusing.wallSeconds)
    if let peak = Measurement.peakMebibytes { FigureList.show("peakMebibytes", peak) }
    if keep { FigureList.show("folder", folder.path) }
  }

  /// Commits every product in groups and says how many there were.
  private func commitAll(
    _ plan: ExecutionPlan, _ pipeline: CompiledPipeline, _ ledger: Ledger
  ) throws -> Int {
    let names = pipeline.stages.map(\.name)
    for start in stride(from: 0, to: plan.taskCount, by: 5_000) {
      let group = (start..<min(start + 5_000, plan.taskCount)).flatMap { task in
        plan.tasks.products(of: task).map { plan.finished(task, $0, names) }
      }
      try ledger.commit(group, run: "benchmark")
    }
    return plan.tasks.productKey.count
  }

  /// Puts a manifest where each published artifact would be: the ledger looks whether it still is there.
  private func createArtifacts(
    _ plan: ExecutionPlan, _ pipeline: CompiledPipeline, _ work: WorkFolder
  ) throws {
    for product in pipeline.publish.flatMap({ plan.productsOfStage[$0.producer] }) {
      let artifact = work.artifact(plan.tasks.productKey[Int(product)])
      try Folder.create(artifact)
      let manifest = artifact + "/" + ArtifactManifest.fileName
      let isCreated = FileManager.default.createFile(atPath: manifest, contents: nil)
      try CheckFailure.unless(isCreated, "cannot create \(manifest)")
    }
  }
}
