import Synchronization

/// The workers of a run: each task takes one, and a task that could use another takes a spare one for a while.
package final class CoreBudget: Sendable {
  private struct State {
    var free: Int
    var tasksWaiting = false
  }

  private let state: Mutex<State>
  /// How many workers there are.
  package let total: Int

  /// A budget of workers.
  package init(total: Int) {
    self.total = max(total, 1)
    state = Mutex(State(free: max(total, 1)))
  }

  /// Takes a worker for a task, if one is free; otherwise helpers are asked to give theirs back.
  package func takeForTask() -> Bool {
    state.withLock { state in
      state.tasksWaiting = state.free == 0
      guard state.free > 0 else { return false }
      state.free -= 1
      return true
    }
  }

  /// Takes a spare worker to help a running task; never while a task waits for one.
  package func takeSpare() -> Bool {
    state.withLock { state in
      guard state.free > 0, !state.tasksWaiting else { return false }
      state.free -= 1
      return true
    }
  }

  /// Whether a helper should give its worker back because a task waits.
  package var isWantedBack: Bool { state.withLock { $0.tasksWaiting } }

  /// Gives a worker back.
  package func giveBack() {
    state.withLock { $0.free += 1 }
  }
}
