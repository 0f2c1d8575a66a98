import ByteIO
import Foundation
package import PipelineModel
package import PipelinePlanner

/// What is known about a task: what it does, what its results are made from, what became of it last time.
package struct TaskExplanation: Sendable {
  /// A result of the task.
  package struct Product: Sendable {
    /// The stage it is made for.
    package let stage: String
    /// Its key, in hexadecimal.
    package let key: String
    /// What the key is made from; values that could name a person are left out.
    package let components: [(label: String, value: String?)]
    /// What of that is other than the last time that the stage and shard gave a result.
    package let changes: [String]
    /// Its folder; nil where it is not committed.
    package let folder: String?
    /// Bytes in the folder.
    package let bytes: Int
    /// When it was committed, in seconds since 1970, and by which run.
    package let commitment: (run: String, committed: Double)?
    /// The rows of its tables, by port.
    package let rows: [String: Int]
    /// The ports of its documents.
    package let documents: [String]
  }

  /// The task's number in the plan.
  package let task: Int
  /// What it is called.
  package let label: String
  /// What it does: read and feed a chain of stages, merge, or run a table stage.
  package let work: String
  /// The stages with their kinds and versions.
  package let stages: [(name: String, kind: String, version: Int)]
  /// The files that it reads.
  package let files: [String]
  /// The tasks that it waits for.
  package let waitsFor: [String]
  /// Why it would run; nil where its results are reused.
  package let reason: String?
  /// Whether a run would do it.
  package let runs: Bool
  /// Its results.
  package let products: [Product]
  /// What became of its records, where its results are committed.
  package let accounts: [FileAccount]
  /// What became of it in the last run that it was part of, and which that was.
  package let last: (run: String, record: TaskRecord)?

  /// Looks a task up in a plan and in what a work folder knows.
  package init(
    task: Int, pipeline: CompiledPipeline, plan: ExecutionPlan, work folder: WorkFolder,
    ledger: Ledger?
  ) throws(StageError) {
    self.task = task
    label = plan.label(of: task, pipeline)
    let segment = plan.segments[Int(plan.tasks.segment[task])]
    work =
      switch segment.work {
      case .stream: "reads its files once and feeds every stage on the stream"
      case .merge: "merges what the stage has made of each shard"
      case .table: "runs once over committed inputs"
      }
    stages = segment.stages.map {
      let stage = pipeline.stages[$0]
      return (stage.name, stage.kind.name, stage.kind.version)
    }
    files = segment.shards.isEmpty ? [] : segment.shards[Int(plan.tasks.shard[task])].paths
    waitsFor = plan.tasks.dependencies(of: task).map { plan.label(of: Int($0), pipeline) }
    if let ledger {
      let reuse = ReusePlan(plan, pipeline: pipeline, committed: ledger)
      runs = reuse.runs[task]
      reason = reuse.reason(task: task, plan, pipeline, committed: ledger)
    } else {
      runs = true
      reason = "new"
    }
    var products: [Product] = []
    var accounts: [FileAccount] = []
    for (position, product) in plan.tasks.products(of: task).enumerated() {
      let look = ProductLook(
        product: product, task: task, pipeline: pipeline, plan: plan, work: folder)
      products.append(try look.product(ledger))
      if case .stream(_, let chains) = segment.work {
        accounts += look.accounts(chains[position], files).filter { !accounts.contains($0) }
      }
    }
    self.products = products
    self.accounts = accounts
    last = try Self.last(label, of: pipeline.definition.name.text, folder, ledger)
  }

  private static func last(
    _ label: String, of pipeline: String, _ work: WorkFolder, _ ledger: Ledger?
  ) throws(StageError) -> (run: String, record: TaskRecord)? {
    guard let ledger else { return nil }
    for run in try ledger.runs(limit: 100) where run.pipeline == pipeline {
      let record = RunRecord.read(runFolder: work.run(run.id))
      if let task = record?.tasks.first(where: { $0.label == label }) { return (run.id, task) }
    }
    return nil
  }
}

/// Looks one result up.
private struct ProductLook {
  let product: Int
  let task: Int
  let pipeline: CompiledPipeline
  let plan: ExecutionPlan
  let work: WorkFolder

  private var key: ContentKey { plan.tasks.productKey[product] }
  private var manifest: ArtifactManifest? { try? ArtifactManifest.read(work.artifact(key)) }

  func product(_ ledger: Ledger?) throws(StageError) -> TaskExplanation.Product {
    let stage = pipeline.stages[Int(plan.tasks.productStage[product])].name
    let ingredients = plan.ingredients(of: product, task: task)
    let isCommitted = ledger?.isCommitted(key) ?? false
    let before = ledger?.latestIngredients(
      stage: stage, shard: plan.label(ofShardOf: task))
    let folder = work.artifact(key)
    let names = isCommitted ? Folder.names(folder) : []
    let commitment = try ledger.flatMap { ledger throws(StageError) in
      try ledger.commitment(key)
    }
    return TaskExplanation.Product(
      stage: stage, key: key.description,
      components: ingredients.map { ($0.label, Self.shown($0)) },
      changes: isCommitted ? [] : before.map { ReusePlan.changes($0, ingredients) } ?? [],
      folder: isCommitted ? folder : nil,
      bytes: names.reduce(0) { $0 + (FileStamp(folder + "/" + $1)?.size ?? 0) },
      commitment: isCommitted ? commitment : nil,
      rows: isCommitted ? manifest?.tables.mapValues(\.rowCount) ?? [:] : [:],
      documents: isCommitted ? manifest?.documents.keys.sorted() ?? [] : [])
  }

  /// Kinds of stages and the format say nothing about persons.
  private static func shown(_ ingredient: Ingredient) -> String? {
    ingredient.label == "format" || ingredient.label.hasPrefix("kind of ")
      ? ingredient.value : Ingredient.shown(ingredient.value)
  }

  func accounts(_ chain: [Int], _ files: [String]) -> [FileAccount] {
    guard let manifest else { return [] }
    return files.enumerated().flatMap { number, file in
      zip(chain, manifest.accounting(ofFile: number)).map { stage, account in
        FileAccount(
          file: file, stage: pipeline.stages[stage].name, pass: 1, read: account.read,
          kept: account.kept, quarantined: account.quarantined, dropped: account.dropped)
      }
    }
  }
}
