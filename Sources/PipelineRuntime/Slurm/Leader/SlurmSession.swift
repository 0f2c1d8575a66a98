package import PipelineModel
package import PipelinePlanner

/// A run's ties to a cluster: the cluster, the folder through which workers are spoken to, what an earlier leader left.
package struct SlurmSession: Sendable {
  let cluster: SlurmCluster
  let settings: SlurmSettings
  let folder: SlurmFolder
  /// Where the program stands on the nodes.
  let program: String
  /// How many jobs of an array run at once, from the command line.
  let concurrent: Int?
  /// Arrays of the same plan that are still in the queue, with their groups.
  private(set) var adopted: [(name: String, groups: [TaskGroup])] = []

  /// Writes the plan for workers, commits what an earlier leader's jobs have done, and finds those that still run.
  ///
  /// Must come before it is decided what runs. Jobs of another plan are cancelled: their tasks may not be wanted any
  /// more, and what they have finished stands under its key.
  /// - Parameters:
  ///   - program: This program's path.
  ///   - concurrent: How many jobs of an array run at once; the definition's choice where it is nil.
  package init(
    cluster: SlurmCluster, plan: ExecutionPlan, pipeline: CompiledPipeline, file: PlanFile,
    work: WorkFolder, ledger: Ledger, runID: String, program: String, concurrent: Int?
  ) throws(StageError) {
    self.cluster = cluster
    settings = pipeline.slurm
    folder = SlurmFolder(work, plan: file.digest)
    self.program = pipeline.slurm.program ?? program
    self.concurrent = concurrent ?? pipeline.slurm.concurrent
    try Folder.create(SlurmFolder.root(work), isPrivate: true)
    try Self.endOtherPlans(cluster, work, keeping: folder)
    try Folder.create(folder.path)
    try file.write(to: folder.plan)
    let names = folder.arrays
    // The queue is asked first: what a job writes between the two looks is found by the second.
    let queue = try cluster.jobs(named: names)
    for name in names {
      let array = folder.array(name)
      try Self.commit(array, plan, pipeline, work, ledger, runID)
      let alive = Set(queue.filter { $0.name == name && $0.isAlive }.map(\.index))
      if !alive.isEmpty, let groups = array.readGroups() {
        // Tasks of jobs that have ended are submitted anew, as far as they are not committed by now.
        adopted.append(
          (
            name,
            groups.enumerated().map {
              alive.contains($0.offset) ? $0.element : TaskGroup(tasks: [], products: [])
            }
          ))
      } else {
        array.giveUp()
      }
    }
  }

  private static func endOtherPlans(
    _ cluster: SlurmCluster, _ work: WorkFolder, keeping folder: SlurmFolder
  ) throws(StageError) {
    for name in Folder.names(SlurmFolder.root(work)) where !name.contains(".") {
      let path = SlurmFolder.root(work) + "/" + name
      guard path != folder.path else { continue }
      let queue = try cluster.jobs(named: SlurmFolder.arrays(path))
      cluster.cancel(Set(queue.filter(\.isAlive).map { String($0.number) }).sorted())
      Folder.remove(path)
    }
  }

  /// Commits what the jobs of an array have done and the leader before has not committed; the records stay, so that a
  /// living array's leader sees failures too.
  private static func commit(
    _ array: ArrayFolder, _ plan: ExecutionPlan, _ pipeline: CompiledPipeline, _ work: WorkFolder,
    _ ledger: Ledger, _ runID: String
  ) throws(StageError) {
    let groups = array.readGroups() ?? []
    var made: [Int: [Int]] = [:]
    for group in groups { made.merge(zip(group.tasks, group.products)) { first, _ in first } }
    var finished: [FinishedProduct] = []
    for record in RecordFile.all(in: array).flatMap(\.records) {
      guard let task = record.task, record.outcome == .done || record.outcome == .present else {
        continue
      }
      for product in made[task] ?? [] where plan.tasks.products(of: task).contains(product) {
        finished.append(plan.finished(product, of: task, pipeline))
      }
    }
    // What is in the ledger already stays the work of its run.
    let isThere = ledger.areCommitted(finished.map(\.key))
    let missing = zip(finished, isThere).filter { !$0.1 }.map(\.0)
    if !missing.isEmpty { try ledger.commit(missing, run: runID) }
  }
}
