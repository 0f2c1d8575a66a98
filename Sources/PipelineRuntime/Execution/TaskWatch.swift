import Dispatch
import Foundation
import PipelineModel
import Synchronization

/// Watches a task without chunks: interrupts it when its time is up or the run was told to stop.
final class TaskWatch: Sendable {
  private struct State {
    var reason: StageError?
    var hasEnded = false
  }

  /// What the task's stage tells how its calls are interrupted.
  let interruption = TaskInterruption()
  /// A serial queue: the global ones have as many threads as there are cores, and tasks may hold them all.
  private static let queue = DispatchQueue(label: "pcmflow.watch")

  private let cancellation: Cancellation
  private let timeout: Double?
  private let isStopped: @Sendable () -> StageError?
  private let started = Date.now
  private let state = Mutex(State())

  init(
    _ cancellation: Cancellation, timeout: Double?, isStopped: @escaping @Sendable () -> StageError?
  ) {
    self.cancellation = cancellation
    self.timeout = timeout
    self.isStopped = isStopped
    lookLater()
  }

  private func lookLater() {
    Self.queue.asyncAfter(deadline: .now() + 0.1) { [weak self] in self?.look() }
  }

  private func look() {
    let found = isStopped() ?? cancellation.reason(started: started, timeout: timeout)
    let hasEnded = state.withLock { state in
      if !state.hasEnded { state.reason = state.reason ?? found }
      return state.hasEnded
    }
    if hasEnded { return }
    // Asked again and again: a call that had not begun yet at the first time is interrupted at the next.
    if found != nil { interruption.interrupt() }
    lookLater()
  }

  /// Ends the watch.
  ///
  /// - Returns: Why the task was interrupted; nil when it was not.
  func end() -> StageError? {
    state.withLock { state in
      state.hasEnded = true
      return state.reason
    }
  }
}
