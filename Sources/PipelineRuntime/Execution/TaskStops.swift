import PipelineModel
import Synchronization

/// The running tasks that were asked to stop, and why.
final class TaskStops: Sendable {
  private let reasons = Mutex<[Int: StageError]>([:])

  /// Asks a task to stop.
  func stop(_ task: Int, because reason: StageError) {
    reasons.withLock { $0[task] = reason }
  }

  /// Why a task is to stop; nil while it may go on.
  func reason(_ task: Int) -> StageError? { reasons.withLock { $0[task] } }

  /// Forgets a request, before the task begins.
  func clear(_ task: Int) {
    reasons.withLock { $0[task] = nil }
  }
}
