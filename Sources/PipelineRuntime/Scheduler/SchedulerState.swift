import HeapModule
package import PipelineModel

/// Which task runs next: a state machine without threads, clocks or files.
///
/// The caller says what happened and what time it is; the state says what to start. Tasks are numbered so that
/// what a task waits for has a smaller number.
package struct SchedulerState: Sendable {
  /// Where a task stands.
  package enum TaskState: UInt8, Sendable {
    case waiting, ready, running, delayed, done, failed, skipped
  }

  /// Where each task stands.
  package private(set) var states: [TaskState]
  /// How many times each task has been started.
  package private(set) var attempts: [UInt8]
  /// How many tasks are running.
  package private(set) var running = 0
  /// Whether new tasks are admitted.
  package private(set) var isDraining = false

  private var unmet: [UInt32]
  private let dependentStart: [UInt32]
  private let dependents: [UInt32]
  private let priority: [UInt32]
  private var ready = Heap<ReadyTask>()
  private var delayed = Heap<DelayedTask>()
  private var unfinished: Int

  /// - Parameters:
  ///   - dependencies: For each task, the tasks it waits for, as a start column (one longer) and a value column.
  ///   - runs: Whether each task runs; one that does not counts as done.
  /// - Complexity: O(tasks + edges).
  package init(dependencyStart: [UInt32], dependencies: [UInt32], runs: [Bool]) {
    let count = runs.count
    states = runs.map { $0 ? .waiting : .done }
    attempts = Array(repeating: 0, count: count)
    unfinished = runs.count { $0 }
    (dependentStart, dependents) = Self.reversed(dependencyStart, dependencies, count)
    var length = [UInt32](repeating: 1, count: count)
    unmet = Array(repeating: 0, count: count)
    for task in stride(from: count - 1, through: 0, by: -1) {
      for index in dependencyStart[task]..<dependencyStart[task + 1] {
        let needed = Int(dependencies[Int(index)])
        length[needed] = max(length[needed], length[task] + 1)
        if states[needed] == .waiting { unmet[task] += 1 }
      }
    }
    priority = length
    for task in 0..<count where states[task] == .waiting && unmet[task] == 0 { makeReady(task) }
  }

  private static func reversed(
    _ start: [UInt32], _ values: [UInt32], _ count: Int
  ) -> ([UInt32], [UInt32]) {
    var offsets = [UInt32](repeating: 0, count: count + 1)
    for needed in values { offsets[Int(needed) + 1] += 1 }
    for index in 0..<count { offsets[index + 1] += offsets[index] }
    var cursor = offsets
    var result = [UInt32](repeating: 0, count: values.count)
    for task in 0..<count {
      for index in start[task]..<start[task + 1] {
        let needed = Int(values[Int(index)])
        result[Int(cursor[needed])] = UInt32(task)
        cursor[needed] += 1
      }
    }
    return (offsets, result)
  }

  /// Whether nothing is left to do or to wait for.
  package var isFinished: Bool {
    running == 0 && (unfinished == 0 || isDraining || (ready.isEmpty && delayed.isEmpty))
  }

  /// Whether a task could be started now.
  package var hasReadyTask: Bool { !isDraining && !ready.isEmpty }

  /// When the next delayed task becomes ready, on the caller's clock in seconds.
  package var nextWakeUp: Double? { isDraining ? nil : delayed.min?.time }

  /// The task to start: of those that are ready the one with the longest chain behind it, then the first.
  ///
  /// - Complexity: O(log tasks).
  package mutating func startNext(now: Double) -> Int? {
    while let next = delayed.min, next.time <= now {
      delayed.removeMin()
      makeReady(Int(next.task))
    }
    guard !isDraining, let next = ready.popMax() else { return nil }
    let task = Int(next.task)
    states[task] = .running
    attempts[task] += 1
    running += 1
    return task
  }

  /// A task has done its work; what waited only for it becomes ready.
  package mutating func finished(_ task: Int) {
    leave(task, as: .done)
    for index in dependentStart[task]..<dependentStart[task + 1] {
      let dependent = Int(dependents[Int(index)])
      guard states[dependent] == .waiting else { continue }
      unmet[dependent] -= 1
      if unmet[dependent] == 0 { makeReady(dependent) }
    }
  }

  /// A task has failed: it is tried again later when its policy says so, otherwise all that needs it is skipped.
  ///
  /// - Returns: When it is tried again, on the caller's clock; nil when it has failed for good.
  @discardableResult
  package mutating func failed(
    _ task: Int, _ category: StageError.Category, policy: FailurePolicy, now: Double
  ) -> Double? {
    let attempt = Int(attempts[task])
    if policy.retried.contains(category), attempt < policy.attempts, !isDraining {
      states[task] = .delayed
      running -= 1
      let time = now + policy.backoffSeconds(before: attempt + 1)
      delayed.insert(DelayedTask(time: time, task: UInt32(task)))
      return time
    }
    leave(task, as: .failed)
    skipDependents(of: task)
    return nil
  }

  /// No further task is started; running ones may finish.
  package mutating func drain() { isDraining = true }

  private mutating func leave(_ task: Int, as state: TaskState) {
    states[task] = state
    running -= 1
    unfinished -= 1
  }

  private mutating func skipDependents(of task: Int) {
    var stack = [task]
    while let current = stack.popLast() {
      for index in dependentStart[current]..<dependentStart[current + 1] {
        let dependent = Int(dependents[Int(index)])
        guard states[dependent] == .waiting else { continue }
        states[dependent] = .skipped
        unfinished -= 1
        stack.append(dependent)
      }
    }
  }

  private mutating func makeReady(_ task: Int) {
    states[task] = .ready
    ready.insert(ReadyTask(priority: priority[task], task: UInt32(task)))
  }
}

/// A task that can start; the greatest is the one to start first.
private struct ReadyTask: Comparable, Sendable {
  let priority: UInt32
  let task: UInt32

  static func < (left: Self, right: Self) -> Bool {
    (left.priority, right.task) < (right.priority, left.task)
  }
}

/// A task that is tried again at a time.
private struct DelayedTask: Comparable, Sendable {
  let time: Double
  let task: UInt32

  static func < (left: Self, right: Self) -> Bool {
    (left.time, left.task) < (right.time, right.task)
  }
}
