import Dispatch
import Foundation
package import PipelineModel
import Synchronization

/// Does the work of one task.
package protocol TaskRunner: Sendable {
  /// What a finished task gives to the committer.
  associatedtype Result: Sendable
  /// Runs a task on the calling thread.
  func run(task: Int, attempt: Int) throws(StageError) -> Result
  /// How a task fails and is tried again.
  func failurePolicy(task: Int) -> FailurePolicy
  /// Asks a running task to stop soon and to fail for a reason; one that cannot be stopped may go on.
  func stop(task: Int, because reason: StageError)
}

extension TaskRunner {
  /// Lets the task go on.
  package func stop(task: Int, because reason: StageError) {}
}

/// Makes finished tasks durable, a group at a time.
package protocol TaskCommitter: Sendable {
  /// What a finished task gives.
  associatedtype Result: Sendable
  /// Commits tasks in the order in which they finished; when it returns, they survive a power failure.
  func commit(_ results: [(task: Int, result: Result)]) throws(StageError)
}

/// What the driver tells while it runs.
package protocol RunObserver: Sendable {
  /// A task has begun.
  func began(task: Int, attempt: Int)
  /// A task has finished its work.
  func finished(task: Int)
  /// A task has failed; `retryIn` says in how many seconds it is tried again, nil when it is not.
  func failed(task: Int, _ error: StageError, retryIn: Double?)
}

/// Runs the tasks of a plan: one serial queue owns the state machine, a concurrent queue does the work, and a third
/// commits in groups.
///
/// A task that depends on another may start as soon as the other has finished, before it is durable: commits are in
/// order, so no task is ever durable before what it was made from. ``run()`` returns when all is durable.
package final class RunDriver<Runner: TaskRunner, Committer: TaskCommitter>: Sendable
where Runner.Result == Committer.Result {
  private struct Commits {
    var pending: [(task: Int, result: Runner.Result)] = []
    var isCommitting = false
    var failure: StageError?
  }

  let runner: Runner
  private let committer: Committer
  private let observer: any RunObserver
  private let budget: CoreBudget
  let state: Mutex<SchedulerState>
  private let commits = Mutex(Commits())
  /// When the next look for delayed tasks is due.
  private let alarm = Mutex(Double.infinity)
  let owner = DispatchQueue(label: "pcmflow.scheduler")
  private let workers = DispatchQueue(label: "pcmflow.workers", attributes: .concurrent)
  private let committing = DispatchQueue(label: "pcmflow.commits")
  private let ended = DispatchSemaphore(value: 0)

  /// A driver for tasks that a state machine orders.
  package init(
    state: SchedulerState, runner: Runner, committer: Committer, budget: CoreBudget,
    observer: any RunObserver
  ) {
    self.state = Mutex(state)
    self.runner = runner
    self.committer = committer
    self.budget = budget
    self.observer = observer
  }

  /// Runs until nothing is left, then waits until every finished task is durable.
  ///
  /// - Returns: Where each task stands, and how often it was tried.
  /// - Throws: Why finished tasks could not be made durable.
  package func run() throws(StageError) -> (states: [SchedulerState.TaskState], attempts: [UInt8]) {
    owner.async { self.admit() }
    ended.wait()
    committing.sync {}
    if let failure = commits.withLock({ $0.failure }) { throw failure }
    return state.withLock { ($0.states, $0.attempts) }
  }

  /// Starts no further task; running ones finish and are committed.
  package func drain() {
    state.withLock { $0.drain() }
    owner.async { self.admit() }
  }

  /// Asks the owner to look for work again, for example because a worker was given back.
  package func poke() {
    owner.async { self.admit() }
  }

  /// Starts what can start. Runs on the owner's queue only.
  func admit() {
    while let next = startNext() { workers.async { self.work(next.task, next.attempt) } }
    let (isFinished, wakeUp) = state.withLock { ($0.isFinished, $0.nextWakeUp) }
    if isFinished {
      ended.signal()
    } else if let wakeUp {
      setAlarm(wakeUp)
    }
  }

  /// Looks for work again at a time, unless an earlier alarm does so. Runs on the owner's queue only.
  private func setAlarm(_ time: Double) {
    let isFirst = alarm.withLock { alarm in
      guard time < alarm else { return false }
      alarm = time
      return true
    }
    guard isFirst else { return }
    owner.asyncAfter(deadline: .now() + max(time - Self.now(), 0.001)) {
      self.alarm.withLock { $0 = .infinity }
      self.admit()
    }
  }

  /// Takes a worker and a task for it, if there are both. Runs on the owner's queue only.
  private func startNext() -> (task: Int, attempt: Int)? {
    guard state.withLock({ $0.hasReadyTask || ($0.nextWakeUp ?? .infinity) <= Self.now() }),
      budget.takeForTask()
    else { return nil }
    let next = state.withLock { state in
      state.startNext(now: Self.now()).map { (task: $0, attempt: Int(state.attempts[$0])) }
    }
    guard let next else {
      budget.giveBack()
      return nil
    }
    observer.began(task: next.task, attempt: next.attempt)
    return next
  }

  /// Works on a task, then on the next one, as long as there is one for this thread.
  ///
  /// The thread visits the owner's queue itself between two tasks: a change of threads costs more than a small task.
  private func work(_ task: Int, _ attempt: Int) {
    var current: (task: Int, attempt: Int)? = (task, attempt)
    while let (task, attempt) = current {
      do throws(StageError) {
        let result = try runner.run(task: task, attempt: attempt)
        // Told before the worker is free, so that nobody sees more tasks at once than there are workers.
        observer.finished(task: task)
        budget.giveBack()
        enqueueCommit(task, result)
        current = owner.sync {
          self.state.withLock { $0.finished(task) }
          return self.continueWork()
        }
      } catch {
        current = owner.sync {
          self.fail(task, error)
          self.budget.giveBack()
          return self.continueWork()
        }
      }
    }
  }

  /// The next task for the calling worker, after the others have got theirs. Runs on the owner's queue only.
  private func continueWork() -> (task: Int, attempt: Int)? {
    let next = startNext()
    admit()
    return next
  }

  /// Notes a failure. Runs on the owner's queue only.
  private func fail(_ task: Int, _ error: StageError) {
    let now = Self.now()
    let policy = runner.failurePolicy(task: task)
    let retry = state.withLock { state in
      state.failed(task, error.category, policy: policy, now: now)
    }
    observer.failed(task: task, error, retryIn: retry.map { $0 - now })
  }

  private func enqueueCommit(_ task: Int, _ result: Runner.Result) {
    let begins = commits.withLock { commits in
      commits.pending.append((task, result))
      defer { commits.isCommitting = true }
      return !commits.isCommitting
    }
    if begins { committing.async { self.commitPending() } }
  }

  /// Commits until nothing is pending. Runs on the commit queue only.
  private func commitPending() {
    while true {
      let group = commits.withLock { commits in
        let group = commits.pending
        commits.pending.removeAll(keepingCapacity: true)
        if group.isEmpty { commits.isCommitting = false }
        return group
      }
      if group.isEmpty { return }
      // Behind a failed commit nothing is committed: it may have been made from what is missing.
      if commits.withLock({ $0.failure != nil }) { continue }
      do throws(StageError) {
        try committer.commit(group)
      } catch {
        commits.withLock { $0.failure = error }
        drain()
      }
    }
  }

  private static func now() -> Double {
    Double(DispatchTime.now().uptimeNanoseconds) / 1e9
  }
}
