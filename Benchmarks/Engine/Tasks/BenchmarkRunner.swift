import ArgumentParser
import Foundation
import PipelineModel
import PipelinePlanner
import PipelineRuntime

/// What each task of the measured graph does.
enum TaskWork: String, CaseIterable, ExpressibleByArgument {
  /// Nothing; it only names its product.
  case nothing
  /// Starts `/bin/true` and waits for it.
  case process
  /// Starts a shell that creates one empty file, as a workflow engine with one process a task does.
  case shell
}

/// Runs tasks that do next to nothing and give one product each.
///
/// Keys, recipes and shards are those of a real plan with one task a file; only the edges come from elsewhere.
struct BenchmarkRunner: TaskRunner {
  private let work: TaskWork
  private let folder: String
  private let plan: ExecutionPlan
  private let stages: [String]
  /// What a task is, in words.
  let label: @Sendable (Int) -> String

  /// A runner for a number of tasks.
  ///
  /// - Parameter folder: Where shells create their files.
  init(_ work: TaskWork, tasks count: Int, folder: String) throws(CompilationFailure) {
    let pipeline = try BenchmarkPipeline.compile(BenchmarkPipeline.combine)
    self.work = work
    self.folder = folder
    plan = try Planner.plan(pipeline, catalog: BenchmarkCatalog(count: count))
    stages = pipeline.stages.map(\.name)
    label = plan.labels(pipeline)
  }

  /// The file that a task's shell creates.
  func file(of task: Int) -> String { "\(folder)/\(task).txt" }

  func run(task: Int, attempt: Int) throws(StageError) -> FinishedProduct {
    switch work {
    case .nothing: break
    case .process: try start("/bin/true", [], file: "/bin/true")
    case .shell: try runShell(file(of: task))
    }
    return plan.finished(task, plan.tasks.products(of: task).lowerBound, stages)
  }

  func failurePolicy(task: Int) -> FailurePolicy { FailurePolicy() }

  private func runShell(_ file: String) throws(StageError) {
    try start("/bin/bash", ["-c", "set -euo pipefail; touch \(file)"], file: file)
    guard FileManager.default.fileExists(atPath: file) else {
      throw StageError(.io, "the shell has not created its file", file: file)
    }
  }

  private func start(_ program: String, _ arguments: [String], file: String) throws(StageError) {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    do {
      try process.run()
    } catch {
      throw StageError(.io, "\(program) cannot be started", file: file)
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw StageError(.io, "\(program) has failed", file: file)
    }
  }
}

extension ExecutionPlan {
  /// A product as the runner of a real run hands it to the ledger.
  func finished(_ task: Int, _ product: Int, _ stageNames: [String]) -> FinishedProduct {
    let recipe = tasks.recipes[Int(tasks.productRecipe[product])]
    return FinishedProduct(
      key: tasks.productKey[product], stage: stageNames[Int(tasks.productStage[product])],
      shard: label(ofShardOf: task), recipe: recipe,
      inputs: Array(ingredients(of: product, task: task).dropFirst(recipe.ingredients.count)))
  }
}

/// Hears nothing, so that only the engine is measured.
struct SilentObserver: RunObserver {
  func began(task: Int, attempt: Int) {}
  func finished(task: Int) {}
  func failed(task: Int, _ error: StageError, retryIn: Double?) {}
}
