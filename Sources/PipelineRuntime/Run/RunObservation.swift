import Foundation
package import PipelineModel
import PipelinePlanner
import Synchronization

/// Turns what the driver tells into events and into the tasks of the run's record.
package final class RunObservation: RunObserver {
  /// How many tasks that ran a record keeps one by one; beyond that only counts.
  package static let recordedTasks = 20_000
  /// How many tasks that were reused it keeps, and how many that were not reached.
  package static let recordedIdleTasks = 1_000

  private let events: [any EventSink]
  private let label: @Sendable (Int) -> String
  private let started = Date.now
  private let tasks = Mutex<[Int: TaskRecord]>([:])
  private let errors = Mutex<[(task: Int, error: StageError)]>([])

  /// An observation that passes events on.
  ///
  /// - Parameter label: What a task is, in words.
  package init(events: [any EventSink], label: @escaping @Sendable (Int) -> String) {
    self.events = events
    self.label = label
  }

  private var now: Double { Date.now.timeIntervalSince(started) }

  /// Passes an event on.
  package func tell(_ event: RunEvent) {
    for sink in events { sink.take(event) }
  }

  /// A task has begun.
  package func began(task: Int, attempt: Int) {
    let time = now
    tasks.withLock { tasks in
      guard tasks.count < Self.recordedTasks || tasks[task] != nil else { return }
      if tasks[task] == nil {
        tasks[task] = TaskRecord(task: task, label: label(task), stages: [], outcome: .run)
        tasks[task]?.began = time
      }
      tasks[task]?.attempts = attempt
    }
    tell(.taskBegan(task: task, label: label(task), attempt: attempt))
  }

  /// A task has finished its work.
  package func finished(task: Int) {
    let time = now
    tasks.withLock { tasks in
      tasks[task]?.ended = time
      tasks[task]?.error = nil
      tasks[task]?.errorCategory = nil
      tasks[task]?.outcome = .run
    }
    tell(.taskFinished(task: task, label: label(task)))
  }

  /// A task was run elsewhere between two times, in seconds since 1970.
  func ran(task: Int, began: Double, ended: Double) {
    tasks.withLock { tasks in
      tasks[task]?.began = began - started.timeIntervalSince1970
      tasks[task]?.ended = ended - started.timeIntervalSince1970
    }
  }

  /// A task has failed.
  package func failed(task: Int, _ error: StageError, retryIn: Double?) {
    let time = now
    tasks.withLock { tasks in
      tasks[task]?.ended = time
      tasks[task]?.outcome = .failed
      tasks[task]?.error = error.description
      tasks[task]?.errorCategory = error.category
    }
    if retryIn == nil { errors.withLock { $0.append((task, error)) } }
    tell(
      .taskFailed(
        task: task, label: label(task), error: error.description, retryIn: retryIn))
  }

  /// The tasks that began, in that order.
  package var recordedTasks: [TaskRecord] {
    tasks.withLock { $0.values.sorted { ($0.began, $0.task) < ($1.began, $1.task) } }
  }

  /// The failures that were not tried again, by task.
  package var failures: [(task: Int, error: StageError)] {
    errors.withLock { $0.sorted { $0.task < $1.task } }
  }
}
