package import PipelineModel

/// Runs a plan's tasks on a Slurm cluster.
package struct SlurmExecutor: Executor {
  private let session: SlurmSession

  /// An executor within a session.
  package init(_ session: SlurmSession) {
    self.session = session
  }

  /// Runs what the state machine orders; tasks become arrays of jobs, a segment at a time.
  package func execute(
    _ run: PipelineRun, _ observation: RunObservation,
    onDriver: (@escaping @Sendable () -> Void) -> Void
  ) throws(StageError) -> [SchedulerState.TaskState] {
    let stop = StopRequest()
    onDriver { stop.ask() }
    var leader = SlurmLeader(
      session, run, observation, run.schedule(memoryLimit: nil), stop)
    return try leader.lead()
  }
}
