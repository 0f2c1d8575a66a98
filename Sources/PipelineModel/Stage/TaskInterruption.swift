import Synchronization

/// Interrupts the work of one task, or a fetch, from outside, for work that has no chunks between which to look.
///
/// A stage that makes one long call (a database query) says how the call is interrupted; the runtime does so when
/// the task has run out of time or the run was told to stop.
package final class TaskInterruption: Sendable {
  private struct State {
    var isInterrupted = false
    var actions: [@Sendable () -> Void] = []
  }

  private let state = Mutex(State())

  /// An interruption that has not happened.
  package init() {}

  /// Says how to interrupt the work; done at once when the interruption has happened already.
  package func onInterruption(_ action: @escaping @Sendable () -> Void) {
    let isLate = state.withLock { state in
      state.actions.append(action)
      return state.isInterrupted
    }
    if isLate { action() }
  }

  /// Whether the work is to end, for work that can look between two steps.
  package var isInterrupted: Bool { state.withLock { $0.isInterrupted } }

  /// Whether the work has said how it is interrupted.
  package var isHeard: Bool { state.withLock { !$0.actions.isEmpty } }

  /// Interrupts the work; may be called again for work that goes on with another call.
  package func interrupt() {
    let actions = state.withLock { state in
      state.isInterrupted = true
      return state.actions
    }
    for action in actions { action() }
  }
}
