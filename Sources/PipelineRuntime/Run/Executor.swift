package import PipelineModel
import PipelinePlanner

/// Where the tasks of a run are done. The plan is the same for every executor, and so are keys and bytes.
package protocol Executor: Sendable {
  /// Does what the state machine orders and commits it to the ledger, until nothing is left.
  ///
  /// - Parameter onDriver: Is handed the way to drain the run, for signals.
  /// - Returns: Where each task stands.
  func execute(
    _ state: SchedulerState, of run: PipelineRun, _ observation: RunObservation,
    onDriver: (@escaping @Sendable () -> Void) -> Void
  ) throws(StageError) -> [SchedulerState.TaskState]
}

/// Does tasks on this machine, on as many workers as the run has.
package struct LocalExecutor: Executor {
  /// An executor on this machine.
  package init() {}

  /// Does what the state machine orders.
  package func execute(
    _ state: SchedulerState, of run: PipelineRun, _ observation: RunObservation,
    onDriver: (@escaping @Sendable () -> Void) -> Void
  ) throws(StageError) -> [SchedulerState.TaskState] {
    let budget = CoreBudget(total: run.jobs)
    let runner = PipelineTaskRunner(
      pipeline: run.pipeline, plan: run.plan, reuse: run.reuse, work: run.work,
      catalog: DigestingCatalog(
        ledger: run.ledger, runID: run.runID, pipeline: run.pipeline.definition.name.text,
        mends: run.mends), budget: budget,
      cancellation: run.cancellation)
    let driver = RunDriver(
      state: state, runner: runner,
      committer: LedgerCommitter(ledger: run.ledger, runID: run.runID), budget: budget,
      observer: observation)
    runner.onHelperEnd { driver.poke() }
    onDriver { driver.drain() }
    return try driver.run().states
  }
}
