import Synchronization

/// The workers of a run: each task takes one, and a task that could use another takes a spare one for a while.
package final class CoreBudget: Sendable {
  private struct State {
    var allowed: Int
    var inUse = 0
    var tasksWaiting = false
    /// The most workers that were in use, and whether another was asked for in vain, since the last look.
    var mostInUse = 0
    var lacked = false

    var isExhausted: Bool { inUse >= allowed }

    mutating func take() {
      inUse += 1
      mostInUse = max(mostInUse, inUse)
    }
  }

  private let state: Mutex<State>
  /// How many workers there are at most.
  package let total: Int

  /// A budget of workers, all of them allowed.
  package init(total: Int) {
    self.total = max(total, 1)
    state = Mutex(State(allowed: max(total, 1)))
  }

  /// Takes a worker for a task, if one is free; otherwise helpers are asked to give theirs back.
  package func takeForTask() -> Bool {
    state.withLock { state in
      state.tasksWaiting = state.isExhausted
      guard !state.isExhausted else {
        state.lacked = true
        return false
      }
      state.take()
      return true
    }
  }

  /// Takes a spare worker to help a running task; never while a task waits for one.
  package func takeSpare() -> Bool {
    state.withLock { state in
      guard !state.isExhausted, !state.tasksWaiting else {
        state.lacked = true
        return false
      }
      state.take()
      return true
    }
  }

  /// Whether a helper should give its worker back: because a task waits, or because fewer workers are allowed now.
  package var isWantedBack: Bool {
    state.withLock { $0.tasksWaiting || $0.inUse > $0.allowed }
  }

  /// Gives a worker back.
  package func giveBack() {
    state.withLock { $0.inUse -= 1 }
  }

  /// From now on so many workers may be taken, between one and ``total``. Running tasks keep theirs to their end.
  ///
  /// - Returns: Whether that is more than before.
  package func allow(_ count: Int) -> Bool {
    state.withLock { state in
      let before = state.allowed
      state.allowed = min(max(count, 1), total)
      return state.allowed > before
    }
  }

  /// How many workers may be taken now.
  package var allowed: Int { state.withLock { $0.allowed } }

  /// How many workers the run could have used since the last time this was asked: all when it lacked one.
  package func takeDemand() -> Int {
    state.withLock { state in
      let demand = state.lacked ? total : max(state.mostInUse, 1)
      state.lacked = false
      state.mostInUse = state.inUse
      return demand
    }
  }
}
