package import PipelineModel
import PipelinePlanner

/// Where the tasks of a run are done. The plan is the same for every executor, and so are keys and bytes.
package protocol Executor: Sendable {
  /// Does the tasks of a run and commits them to the ledger, until nothing is left.
  ///
  /// - Parameter onDriver: Is handed the way to drain the run, for signals.
  /// - Returns: Where each task stands.
  func execute(
    _ run: PipelineRun, _ observation: RunObservation,
    onDriver: (@escaping @Sendable () -> Void) -> Void
  ) throws(StageError) -> [SchedulerState.TaskState]
}

/// Does tasks on this machine, on as many workers as the run has.
package struct LocalExecutor: Executor {
  /// An executor on this machine.
  package init() {}

  /// Does the tasks, as many at once as there are workers, memory and resources for.
  package func execute(
    _ run: PipelineRun, _ observation: RunObservation,
    onDriver: (@escaping @Sendable () -> Void) -> Void
  ) throws(StageError) -> [SchedulerState.TaskState] {
    guard run.reuse.runs.contains(true) else {
      onDriver {}
      return Array(repeating: .done, count: run.plan.taskCount)
    }
    let limits = run.limits
    let budget = CoreBudget(total: limits.jobs)
    let (memoryBase, memoryLimit) = Self.memory(limits)
    let runner = PipelineTaskRunner(
      pipeline: run.pipeline, plan: run.plan, reuse: run.reuse, work: run.work,
      catalog: run.catalog, budget: budget, cancellation: run.cancellation)
    let driver = RunDriver(
      state: run.schedule(memoryLimit: memoryLimit), runner: runner,
      committer: LedgerCommitter(ledger: run.ledger, runID: run.runID), budget: budget,
      observer: observation)
    runner.onHelperEnd { driver.poke() }
    onDriver { driver.drain() }
    let sharing = limits.sharingFolder.flatMap { folder in
      CoreSharing(folder: folder, cores: limits.cores, budget: budget, isFixed: limits.isFixed) {
        driver.poke()
      }
    }
    let watch = MemoryWatch(base: memoryBase, limit: memoryLimit) { bytes, isPressing in
      driver.measured(bytes, isPressing: isPressing)
    }
    defer { withExtendedLifetime((sharing, watch)) {} }
    return try driver.run().states
  }

  /// What the process holds before any task, and what tasks may hold beyond that, in bytes.
  private static func memory(_ limits: RunLimits) -> (base: Int, limit: Int) {
    let machine = MachineMemory()
    let base = machine.heldByProcess ?? 0
    let limit = limits.memoryBytes ?? machine.usualLimit ?? .max
    return (base, max(limit - base, 1))
  }
}

extension PipelineRun {
  /// The tasks that are to run, in the order in which they can.
  ///
  /// - Parameter memoryLimit: What running tasks may hold together, in bytes; nil where each has a machine of its
  ///   own to hold it, and named resources are not counted.
  func schedule(memoryLimit: Int?) -> SchedulerState {
    guard let memoryLimit else {
      return SchedulerState(
        waitsFor: plan.tasks.waitsFor, sets: plan.tasks.sets, runs: reuse.runs)
    }
    let needs = plan.segments.map { segment in
      TaskNeeds.combined(segment.stages.map { pipeline.stages[$0].needs })
    }
    return SchedulerState(
      waitsFor: plan.tasks.waitsFor, sets: plan.tasks.sets, runs: reuse.runs,
      admission: Admission(
        needs: needs, needsOfTask: plan.tasks.segment, memoryLimit: memoryLimit,
        resources: pipeline.definition.resources))
  }
}
