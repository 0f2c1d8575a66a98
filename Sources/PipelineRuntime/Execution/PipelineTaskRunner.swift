import ByteIO
import Foundation
package import PipelineModel
package import PipelinePlanner
import Synchronization

/// Does the work of a plan's tasks on this machine.
package final class PipelineTaskRunner: TaskRunner {
  private let pipeline: CompiledPipeline
  private let plan: ExecutionPlan
  private let reuse: ReusePlan
  private let work: WorkFolder
  private let catalog: any FileCatalog & Sendable
  private let budget: CoreBudget
  private let cancellation: Cancellation
  private let stops = TaskStops()
  private let onHelperEnd: Mutex<@Sendable () -> Void> = Mutex({})

  /// A runner for one run.
  package init(
    pipeline: CompiledPipeline, plan: ExecutionPlan, reuse: ReusePlan, work: WorkFolder,
    catalog: any FileCatalog & Sendable, budget: CoreBudget, cancellation: Cancellation
  ) {
    self.pipeline = pipeline
    self.plan = plan
    self.reuse = reuse
    self.work = work
    self.catalog = catalog
    self.budget = budget
    self.cancellation = cancellation
  }

  /// What to do when a helper gives its worker back.
  package func onHelperEnd(_ action: @escaping @Sendable () -> Void) {
    onHelperEnd.withLock { $0 = action }
  }

  /// The policy of the stages that the task works for, together.
  package func failurePolicy(task: Int) -> FailurePolicy {
    let segment = plan.segments[Int(plan.tasks.segment[task])]
    return .combined(segment.stages.map { pipeline.stages[$0].failurePolicy })
  }

  /// Asks a task to stop: between two chunks, or by interrupting the call that it is in.
  package func stop(task: Int, because reason: StageError) {
    stops.stop(task, because: reason)
  }

  /// Runs a task on the calling thread.
  package func run(task: Int, attempt: Int) throws(StageError) -> FinishedTask {
    stops.clear(task)
    let segment = plan.segments[Int(plan.tasks.segment[task])]
    let scratch = "\(work.scratch)/task-\(task)-\(attempt)"
    Folder.remove(scratch)
    try Folder.create(scratch, isDurable: false)
    defer { Folder.remove(scratch) }
    switch segment.work {
    case .stream(let reader, let chains):
      try runStream(task, segment.shards[Int(plan.tasks.shard[task])], reader, chains, scratch)
    case .merge(let stage):
      try runMerge(task, stage, scratch)
    case .table(let stage):
      try runTable(task, stage, scratch)
    }
    return plan.finished(task, making: reuse.makes, pipeline)
  }

  private func runStream(
    _ task: Int, _ shard: Shard, _ reader: Int, _ chains: [[Int]], _ scratch: String
  ) throws(StageError) {
    guard let stage = pipeline.stages[reader].stage as? any ReaderStage else {
      throw StageError(.internal, "\(pipeline.stages[reader].name) is no reader")
    }
    var tree = StreamTree()
    var wanted: [any WantedRecords]? = []
    let products = plan.tasks.products(of: task)
    for (product, chain) in zip(products, chains) where reuse.makes[product] {
      let sinkStage = chain[chain.count - 1]
      guard let sink = pipeline.stages[sinkStage].stage as? any SinkStage else {
        throw StageError(.internal, "\(pipeline.stages[sinkStage].name) is no sink")
      }
      let resources = try resources(
        sinkStage, scratch, source: pipeline.source(of: shard, chain))
      if let some = try sink.wantedRecords(resources), pipeline.keepsRecordsApart(chain) {
        wanted?.append(some)
      } else {
        wanted = nil
      }
      try tree.add(
        chain: chain, product: product, sink: erase(try sink.makeSink(resources)),
        output: try ArtifactWriter(scratch: "\(scratch)/product-\(product)")
      ) { number throws(StageError) in try makeTransform(number, scratch) }
    }
    let started = Date.now
    let timeout = failurePolicy(task: task).timeoutSeconds
    let mended = try mendedCopies(of: shard, scratch)
    var streamTask = StreamTask(
      tree: tree, contract: stage.contract, paths: shard.paths, budget: budget,
      isCancelled: { [cancellation, stops] in
        stops.reason(task) ?? cancellation.reason(started: started, timeout: timeout)
      },
      onHelperEnd: onHelperEnd.withLock { $0 })
    streamTask.mended = mended
    let paths = shard.paths.enumerated().map { mended[$0.offset]?.path ?? $0.element }
    let opened = try located(shard, mended) { () throws(StageError) in
      try stage.open(
        paths: paths, resources: try resources(reader, scratch, part: shard.part),
        wanted: wanted ?? [])
    }
    let accounting = try streamTask.run(opened)
    try checkUnchanged(shard)
    for (index, leaf) in tree.leaves.enumerated() {
      _ = try leaf.output.finish(
        at: work.artifact(plan.tasks.productKey[leaf.product]),
        accounting: accounting.map { file in tree.logs(ofLeaf: index).map { file[$0] } })
    }
  }

  private func makeTransform(_ number: Int, _ scratch: String) throws(StageError) -> any Transform {
    guard let stage = pipeline.stages[number].stage as? any TransformStage else {
      throw StageError(.internal, "\(pipeline.stages[number].name) is no transform")
    }
    return try stage.makeTransform(try resources(number, scratch))
  }

  private func located<Value>(
    _ shard: Shard, _ mended: [Int: MendedCopy], _ work: () throws(StageError) -> Value
  ) throws(StageError) -> Value {
    do throws(StageError) {
      return try work()
    } catch {
      var error = error
      for copy in mended.values where error.file == copy.path { error = copy.located(error) }
      if error.file == nil { error.file = shard.paths.first }
      throw error
    }
  }

  /// Copies of the shard's files that have mended records, by number of the file.
  private func mendedCopies(
    of shard: Shard, _ scratch: String
  ) throws(StageError) -> [Int: MendedCopy] {
    var copies: [Int: MendedCopy] = [:]
    // Jobs of a cluster answer from a transcript, and are not run where there are mends.
    guard let catalog = catalog as? DigestingCatalog else { return [:] }
    for (number, path) in shard.paths.enumerated() where path != "-" {
      let mends = try catalog.mends(of: path)
      guard !mends.isEmpty else { continue }
      // Readers may tell the form of a file by its name; an index beside the file is not one of the copy.
      let folder = "\(scratch)/mended-\(number)"
      try Folder.create(folder)
      let name = path.split(separator: "/").last ?? "input"
      copies[number] = try MendedCopy(of: path, mends: mends, at: "\(folder)/\(name)")
    }
    return copies
  }

  /// An input that was replaced while it was read would be committed under the wrong digest.
  ///
  /// Costs a look at each file: only one whose stamp has changed is digested again.
  private func checkUnchanged(_ shard: Shard) throws(StageError) {
    for (path, digest) in zip(shard.paths, shard.digests) where path != "-" {
      let now: ContentKey?
      do {
        now =
          if let reader = shard.readBy {
            try catalog.digest(of: path, readBy: reader) { nil }
          } else { try catalog.digest(of: path) }
      } catch { now = nil }
      guard now == digest else {
        throw StageError(
          .io, "the input was changed or removed while it was read",
          remedy: "run again when it is complete", file: path)
      }
    }
  }

  private func runMerge(_ task: Int, _ number: Int, _ scratch: String) throws(StageError) {
    guard let stage = pipeline.stages[number].stage as? any CombineStage else {
      throw StageError(.internal, "\(pipeline.stages[number].name) is no combine")
    }
    var partials: [[UInt8]] = []
    for product in plan.accumulatorsOfStage[number] ?? [] {
      let folder = work.artifact(plan.tasks.productKey[Int(product)])
      var bytes: [UInt8] = []
      if try ArtifactManifest.read(folder).hasPartial {
        try FileBlocks.forEach(ArtifactManifest.partialPath(folder)) { block, _ in
          bytes += block
        }
      }
      partials.append(bytes)
    }
    try runWatched(task, number, scratch) { resources, output throws(StageError) in
      try stage.merge(partials, resources, into: output)
    }
  }

  private func runTable(_ task: Int, _ number: Int, _ scratch: String) throws(StageError) {
    guard let stage = pipeline.stages[number].stage as? any TableStage else {
      throw StageError(.internal, "\(pipeline.stages[number].name) is no table stage")
    }
    try runWatched(task, number, scratch) { resources, output throws(StageError) in
      try stage.run(resources.inputs, resources, into: output)
    }
  }

  /// Runs work that has no chunks, interrupted when its time is up or the run is told to stop.
  private func runWatched(
    _ task: Int, _ number: Int, _ scratch: String,
    _ work: (StageResources, ArtifactWriter) throws(StageError) -> Void
  ) throws(StageError) {
    let output = try ArtifactWriter(scratch: scratch + "/product")
    let watch = TaskWatch(
      cancellation, timeout: failurePolicy(task: task).timeoutSeconds,
      isStopped: { [stops] in stops.reason(task) })
    let resources = try resources(number, scratch, watch.interruption)
    do throws(StageError) {
      try work(resources, output)
    } catch {
      throw watch.end() ?? error
    }
    if let reason = watch.end() { throw reason }
    try finish(output, task)
  }

  private func finish(_ output: ArtifactWriter, _ task: Int) throws(StageError) {
    let product = plan.tasks.products(of: task).lowerBound
    _ = try output.finish(at: work.artifact(plan.tasks.productKey[product]), accounting: [])
  }

  private func resources(
    _ number: Int, _ scratch: String, _ interruption: TaskInterruption = TaskInterruption(),
    part: FilePart? = nil, source: StreamSource? = nil
  ) throws(StageError) -> StageResources {
    var tables: [(name: String, table: TableArtifact)] = []
    var documents: [String: [String]] = [:]
    for edge in pipeline.stages[number].edges where !edge.type.kind.isStream {
      let folders = plan.productsOfStage[edge.producer].map {
        work.artifact(plan.tasks.productKey[Int($0)])
      }
      if edge.type.kind == .table {
        tables.append((edge.name, try ArtifactReader.table(edge.port, folders)))
      } else {
        for folder in folders {
          documents[edge.name, default: []] += try ArtifactReader.document(edge.port, [folder])
            .map(\.path)
        }
      }
    }
    return StageResources(
      files: plan.referenceFiles[number],
      inputs: TaskInputs(tables: tables, documents: documents), scratchFolder: scratch,
      interruption: interruption, cores: budget.total, outputPorts: pipeline.portsInUse(of: number),
      part: part, source: source, secrets: SecretValues(pipeline.definition.secrets),
      derived: DerivedFiles(artifacts: work.artifacts, folder: work.derived))
  }
}

extension CompiledPipeline {
  /// Where a shard comes from, for a sink that asks for it.
  fileprivate func source(of shard: Shard, _ chain: [Int]) -> StreamSource? {
    guard namesSources(chain), let port = port(atEndOf: chain) else { return nil }
    return StreamSource(port: port, fileNames: shard.paths.map(Shard.fileName))
  }
}
