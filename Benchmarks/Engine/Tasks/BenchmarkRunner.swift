import ArgumentParser
import Foundation
import PipelineModel
import PipelinePlanner
import PipelineRuntime

/// What each task of the measured graph does.
enum TaskWork: String, CaseIterable, ExpressibleByArgument {
  /// Nothing; it only names its product.
  case nothing
  /// Starts a shell that creates one empty file, as a workflow engine with one process a task does.
  case shell
}

/// Runs tasks that do next to nothing and give one product each.
struct BenchmarkRunner: TaskRunner {
  private let work: TaskWork
  private let folder: String
  private let keys: [ContentKey]
  private let recipe: Recipe

  /// A runner with the keys that planning would have given its tasks.
  ///
  /// - Parameter folder: Where shells create their files.
  init(_ work: TaskWork, tasks count: Int, folder: String) {
    self.work = work
    self.folder = folder
    let ingredients = [
      Ingredient("format", "benchmark-1"),
      Ingredient("kind of files", "benchmark.read version 1"),
      Ingredient("setting onBad of files", "\"fail\""),
      Ingredient("kind of sums", "benchmark.sum version 1"),
    ]
    recipe = Recipe(key: Self.key("recipe", 0), ingredients: ingredients)
    keys = (0..<count).map { Self.key("task", $0) }
  }

  private static func key(_ text: String, _ number: Int) -> ContentKey {
    var hasher = KeyHasher()
    hasher.add(text)
    hasher.addLength(number)
    return hasher.key()
  }

  /// The file that a task's shell creates.
  func file(of task: Int) -> String { "\(folder)/\(task).txt" }

  func run(task: Int, attempt: Int) throws(StageError) -> FinishedProduct {
    if work == .shell { try runShell(file(of: task)) }
    let shard = "part-\(task).vcf.gz"
    return FinishedProduct(
      key: keys[task], stage: "sums", shard: shard, recipe: recipe,
      inputs: [Ingredient("input " + shard, keys[task].description)])
  }

  func failurePolicy(task: Int) -> FailurePolicy { FailurePolicy() }

  private func runShell(_ file: String) throws(StageError) {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", "set -euo pipefail; touch \(file)"]
    do {
      try process.run()
    } catch {
      throw StageError(.io, "the shell cannot be started", file: file)
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0, FileManager.default.fileExists(atPath: file) else {
      throw StageError(.io, "the shell has not created its file", file: file)
    }
  }
}

/// Hears nothing, so that only the engine is measured.
struct SilentObserver: RunObserver {
  func began(task: Int, attempt: Int) {}
  func finished(task: Int) {}
  func failed(task: Int, _ error: StageError, retryIn: Double?) {}
}
