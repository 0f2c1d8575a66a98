import Foundation
import PipelineModel
import Synchronization

/// Tells running tasks to stop, at once or after a time of grace.
package final class Cancellation: Sendable {
  private let deadline = Mutex<Date?>(nil)

  /// A run that goes on.
  package init() {}

  /// Lets tasks go on for a while, then stops them; an earlier deadline stays.
  package func cancel(afterSeconds grace: Double) {
    let time = Date.now.addingTimeInterval(grace)
    deadline.withLock { $0 = min($0 ?? time, time) }
  }

  /// Why a task must stop now; nil while it may go on.
  ///
  /// - Parameters:
  ///   - started: When the task began.
  ///   - timeout: The longest it may take, in seconds.
  func reason(started: Date, timeout: Double?) -> StageError? {
    if let deadline = deadline.withLock({ $0 }), deadline <= .now {
      return StageError(
        .cancelled, "the run was told to stop", remedy: "run again; what is committed is kept")
    }
    if let timeout, Date.now.timeIntervalSince(started) > timeout {
      return StageError(
        .timeout, "the task took longer than its timeout of \(timeout) s",
        remedy: "raise \"timeout\", or give the run more workers")
    }
    return nil
  }
}
