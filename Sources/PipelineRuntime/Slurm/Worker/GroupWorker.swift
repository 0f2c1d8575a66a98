import ByteIO
import Dispatch
import Foundation
package import PipelineModel
package import PipelinePlanner
import Synchronization

/// Does the tasks of one group on a node of the cluster, and commits each as a record on the shared file system.
///
/// It opens no ledger and holds no lock. A task whose products stand there already is not done again, so a job may be
/// requeued at any time.
package struct GroupWorker: Sendable {
  private let folder: ArrayFolder
  private let number: Int
  private let group: TaskGroup
  private let records: RecordWriter
  private let report: @Sendable (String) -> Void

  /// A worker for a group.
  ///
  /// - Parameters:
  ///   - attempt: Tells this process from every other that works on the group.
  ///   - report: Takes lines for the job's log.
  /// - Returns: Nil when the array was given up: nothing is to be done.
  package init?(
    planFile: String, array: String, group number: Int, attempt: String,
    report: @escaping @Sendable (String) -> Void
  ) {
    folder = SlurmFolder(planFile: planFile).array(array)
    guard let groups = folder.readGroups(), groups.indices.contains(number) else { return nil }
    self.number = number
    group = groups[number]
    records = RecordWriter(folder, group: number, attempt: attempt)
    self.report = report
  }

  /// Tells the leader that nothing can be done here, and why.
  package func refuse(_ error: StageError) throws(StageError) {
    try records.write([CommitRecord(task: nil, outcome: .refused, error: error)])
  }

  /// Does the tasks.
  ///
  /// - Parameter onDriver: Is handed the way to drain, for signals.
  /// - Returns: Whether every task was heard of; false after a request to stop.
  package func run(
    _ pipeline: CompiledPipeline, _ plan: ExecutionPlan, _ file: PlanFile, jobs: Int,
    cancellation: Cancellation, onDriver: (@escaping @Sendable () -> Void) -> Void
  ) throws(StageError) -> Bool {
    let work = WorkFolder(path: file.work, scratch: folder.scratch(number))
    Folder.remove(work.scratch)
    try Folder.create(work.scratch)
    defer { Folder.remove(work.scratch) }
    var runs = Array(repeating: false, count: plan.taskCount)
    var makes = Array(repeating: false, count: plan.tasks.productKey.count)
    var present: [CommitRecord] = []
    for (task, products) in zip(group.tasks, group.products) {
      let missing = products.filter { product in
        let artifact = work.artifact(plan.tasks.productKey[product])
        return FileStamp(artifact + "/" + ArtifactManifest.fileName) == nil
      }
      if missing.isEmpty {
        present.append(CommitRecord(task: task, outcome: .present))
        report("task \(task) is done already")
      } else {
        runs[task] = true
        for product in missing { makes[product] = true }
      }
    }
    try records.write(present)
    let budget = CoreBudget(total: jobs)
    let clock = TaskClock(records: records, report: report)
    let runner = PipelineTaskRunner(
      pipeline: pipeline, plan: plan, reuse: ReusePlan(runs: runs, makes: makes), work: work,
      catalog: RecordedCatalog(transcript: file.transcript, looksAgain: true), budget: budget,
      cancellation: cancellation)
    let driver = RunDriver(
      state: SchedulerState(
        waitsFor: plan.tasks.waitsFor, sets: plan.tasks.sets, runs: runs),
      runner: OneAttempt(runner), committer: RecordCommitter(records: records, clock: clock),
      budget: budget, observer: clock)
    runner.onHelperEnd { driver.poke() }
    onDriver { driver.drain() }
    let states = try driver.run().states
    if let failure = clock.failure { throw failure }
    return states.allSatisfy { $0 == .done || $0 == .failed } && !clock.wasCancelled
  }
}

/// Runs each task once: it is the leader who decides whether and when it is tried again.
private struct OneAttempt: TaskRunner {
  let runner: PipelineTaskRunner

  init(_ runner: PipelineTaskRunner) {
    self.runner = runner
  }

  func run(task: Int, attempt: Int) throws(StageError) -> FinishedTask {
    try runner.run(task: task, attempt: attempt)
  }

  func failurePolicy(task: Int) -> FailurePolicy { FailurePolicy() }
}

/// Commits finished tasks by writing their records.
private struct RecordCommitter: TaskCommitter {
  /// A folder of a hundred thousand small files is slow on every shared file system; what finishes within this time
  /// goes into one.
  private static let leastPauseSeconds = 0.25

  let records: RecordWriter
  let clock: TaskClock

  func commit(_ results: [(task: Int, result: FinishedTask)]) throws(StageError) {
    try records.write(results.map { clock.record($0.task) })
    Thread.sleep(forTimeInterval: clock.isLast ? 0 : Self.leastPauseSeconds)
  }
}

/// Notes when tasks begin and end, and records those that fail.
private final class TaskClock: RunObserver {
  private struct State {
    var began: [Int: Double] = [:]
    var ended: [Int: Double] = [:]
    var running = 0
    var failure: StageError?
    var wasCancelled = false
  }

  private let records: RecordWriter
  private let report: @Sendable (String) -> Void
  private let state = Mutex(State())

  init(records: RecordWriter, report: @escaping @Sendable (String) -> Void) {
    self.records = records
    self.report = report
  }

  /// Why a failure could not be recorded.
  var failure: StageError? { state.withLock { $0.failure } }
  /// Whether a task was cut short by a request to stop.
  var wasCancelled: Bool { state.withLock { $0.wasCancelled } }
  /// Whether no task is running, so that nothing more may come.
  var isLast: Bool { state.withLock { $0.running == 0 } }

  func record(_ task: Int) -> CommitRecord {
    state.withLock { state in
      CommitRecord(
        task: task, outcome: .done, began: state.began.removeValue(forKey: task) ?? 0,
        ended: state.ended.removeValue(forKey: task) ?? 0)
    }
  }

  func began(task: Int, attempt: Int) {
    state.withLock { state in
      state.began[task] = Date.now.timeIntervalSince1970
      state.running += 1
    }
    report("task \(task) begins")
  }

  func finished(task: Int) {
    state.withLock { state in
      state.ended[task] = Date.now.timeIntervalSince1970
      state.running -= 1
    }
    report("task \(task) is done")
  }

  func failed(task: Int, _ error: StageError, retryIn: Double?) {
    report("error: \(error)")
    let record = state.withLock { state -> CommitRecord? in
      state.running -= 1
      // A task that was told to stop has not failed: the leader submits it again, or is stopping itself.
      if error.category == .cancelled {
        state.wasCancelled = true
        return nil
      }
      return CommitRecord(
        task: task, outcome: .failed, began: state.began.removeValue(forKey: task) ?? 0,
        ended: Date.now.timeIntervalSince1970, error: error)
    }
    guard let record else { return }
    do throws(StageError) {
      try records.write([record])
    } catch {
      state.withLock { $0.failure = $0.failure ?? error }
    }
  }
}
