import HeapModule
package import PipelineModel
package import PipelinePlanner

/// Which task runs next: a state machine without threads, clocks or files.
///
/// The caller says what happened and what time it is; the state says what to start. Tasks are numbered so that
/// what a task waits for has a smaller number.
package struct SchedulerState: Sendable {
  /// Where a task stands.
  package enum TaskState: UInt8, Sendable {
    case waiting, ready, running, delayed, done, failed, skipped
  }

  /// How many tasks of lower rank may be started while one that lacks room waits; then nothing is, until it has room.
  package static let overtakingLimit = 64
  /// In ``unmet``, of a set with a member that failed or was skipped.
  private static let neverMet = UInt32.max

  /// Where each task stands.
  package private(set) var states: [TaskState]
  /// How many times each task has been started.
  package private(set) var attempts: [UInt8]
  /// How many tasks are running.
  package var running: Int { started.count }
  /// Whether new tasks are admitted.
  package private(set) var isDraining = false
  /// What running tasks hold.
  package internal(set) var admission: Admission

  /// How many members of each set have not finished.
  private var unmet: [UInt32]
  /// For each task, the sets that it belongs to.
  private let setsOfTask: TaskSets
  /// For each set, the tasks that wait for it.
  private let waiters: TaskSets
  private let priority: [UInt32]
  /// The tasks that can start, by what they need.
  private var ready: [Heap<ReadyTask>]
  private var delayed = Heap<DelayedTask>()
  /// The running tasks in the order in which they were started.
  var started: [Int] = [] { didSet { startedChanged = true } }
  /// Whether other tasks run than when memory was last measured.
  var startedChanged = false
  /// How often a task was stopped for want of memory without being to blame; such a start is no attempt of its own.
  var evictions: [Int: Int] = [:]
  /// The task that was asked to stop because too much memory is held, until it has.
  var stopping: Int?
  /// Whether it was the only one that ran.
  var stoppedAlone = false
  private var overtaken = 0
  private var unfinished: Int

  /// - Parameters:
  ///   - waitsFor: For each task, the number of the set that it waits for.
  ///   - runs: Whether each task runs; one that does not counts as done.
  ///   - admission: What tasks need, and what there is; no bounds unless given.
  /// - Complexity: O(tasks + members of the sets).
  package init(
    waitsFor: [UInt32], sets: TaskSets, runs: [Bool], admission: Admission = Admission()
  ) {
    let count = runs.count
    self.admission = admission
    states = runs.map { $0 ? .waiting : .done }
    attempts = Array(repeating: 0, count: count)
    unfinished = runs.count { $0 }
    setsOfTask = sets.reversed(tasks: count)
    waiters = sets.waiting(waitsFor)
    ready = Array(repeating: Heap(), count: admission.kindCount)
    unmet = Array(repeating: 0, count: sets.count)
    var length = [UInt32](repeating: 1, count: count)
    var lengthBehindSet = [UInt32](repeating: 0, count: sets.count)
    for task in stride(from: count - 1, through: 0, by: -1) {
      for set in setsOfTask[task] {
        length[task] = max(length[task], lengthBehindSet[Int(set)] + 1)
        if states[task] == .waiting { unmet[Int(set)] += 1 }
      }
      let set = Int(waitsFor[task])
      lengthBehindSet[set] = max(lengthBehindSet[set], length[task])
    }
    priority = length
    for task in 0..<count where states[task] == .waiting && unmet[Int(waitsFor[task])] == 0 {
      makeReady(task)
    }
  }

  /// A state in which each task has its own set of tasks that it waits for, as a start column (one longer) and a
  /// value column.
  package init(
    dependencyStart: [UInt32], dependencies: [UInt32], runs: [Bool],
    admission: Admission = Admission()
  ) {
    self.init(
      waitsFor: Array(0..<UInt32(runs.count)),
      sets: TaskSets(start: dependencyStart, members: dependencies), runs: runs,
      admission: admission)
  }

  /// Whether nothing is left to do or to wait for.
  package var isFinished: Bool {
    running == 0
      && (unfinished == 0 || isDraining || (ready.allSatisfy(\.isEmpty) && delayed.isEmpty))
  }

  /// Whether a task could be started now.
  package var hasReadyTask: Bool { !isDraining && choice().kind != nil }

  /// When the next delayed task becomes ready, on the caller's clock in seconds.
  package var nextWakeUp: Double? { isDraining ? nil : delayed.min?.time }

  /// The task to start: of those that are ready and have room the one with the longest chain behind it, then the
  /// first. One that lacks room is overtaken a bounded number of times.
  ///
  /// - Complexity: O(log tasks + kinds of needs + running tasks).
  package mutating func startNext(now: Double) -> Int? {
    while let next = delayed.min, next.time <= now {
      delayed.removeMin()
      makeReady(Int(next.task))
    }
    let choice = choice()
    guard !isDraining, let kind = choice.kind, let next = ready[kind].popMax() else { return nil }
    overtaken = choice.overtakes ? overtaken + 1 : 0
    let task = Int(next.task)
    states[task] = .running
    attempts[task] += 1
    started.append(task)
    admission.take(kind)
    return task
  }

  /// The kind of needs whose first task is to be started, and whether one of higher rank lacks room.
  private func choice() -> (kind: Int?, overtakes: Bool) {
    var best: (kind: Int, head: ReadyTask)?
    var blocked: ReadyTask?
    for (kind, heap) in ready.enumerated() {
      guard let head = heap.max else { continue }
      if !admission.hasRoom(kind, running: running) {
        blocked = max(blocked ?? head, head)
      } else if best.map({ $0.head < head }) ?? true {
        best = (kind, head)
      }
    }
    guard let best, let blocked, best.head < blocked else { return (best?.kind, false) }
    return overtaken < Self.overtakingLimit ? (best.kind, true) : (nil, true)
  }

  /// A task has done its work; what waited only for it becomes ready.
  package mutating func finished(_ task: Int) {
    leave(task, as: .done)
    for set in setsOfTask[task] where unmet[Int(set)] != Self.neverMet {
      unmet[Int(set)] -= 1
      guard unmet[Int(set)] == 0 else { continue }
      for waiter in waiters[Int(set)] where states[Int(waiter)] == .waiting {
        makeReady(Int(waiter))
      }
    }
  }

  /// A task has failed: it is tried again later when its policy says so, otherwise all that needs it is skipped.
  ///
  /// One that ran out of memory needs more at its next start; one that was stopped while others held memory too is
  /// started again without that being an attempt.
  ///
  /// - Returns: When it is tried again, on the caller's clock; nil when it has failed for good.
  @discardableResult
  package mutating func failed(
    _ task: Int, _ category: StageError.Category, policy: FailurePolicy, now: Double
  ) -> Double? {
    let kind = admission.kind(of: task)
    let isEvicted = category == .outOfMemory && isEvicted(task)
    if category == .outOfMemory { needMore(task) }
    if isEvicted {
      suspend(task, kind, as: .waiting)
      makeReady(task)
      return now
    }
    let attempt = Int(attempts[task]) - evictions[task, default: 0]
    if policy.retried.contains(category), attempt < policy.attempts, !isDraining {
      suspend(task, kind, as: .delayed)
      let time = now + policy.backoffSeconds(before: attempt + 1)
      delayed.insert(DelayedTask(time: time, task: UInt32(task)))
      return time
    }
    suspend(task, kind, as: .failed)
    unfinished -= 1
    skipDependents(of: task)
    return nil
  }

  /// No further task is started; running ones may finish.
  package mutating func drain() { isDraining = true }

  private mutating func leave(_ task: Int, as state: TaskState) {
    suspend(task, admission.kind(of: task), as: state)
    unfinished -= 1
  }

  /// Takes a task out of the running ones, with what it held under a kind of needs.
  private mutating func suspend(_ task: Int, _ kind: Int, as state: TaskState) {
    states[task] = state
    admission.giveBack(kind)
    if let position = started.lastIndex(of: task) { started.remove(at: position) }
    if stopping == task { stopping = nil }
  }

  private mutating func skipDependents(of task: Int) {
    var stack = [task]
    while let current = stack.popLast() {
      for set in setsOfTask[current] where unmet[Int(set)] != Self.neverMet {
        unmet[Int(set)] = Self.neverMet
        for waiter in waiters[Int(set)] where states[Int(waiter)] == .waiting {
          states[Int(waiter)] = .skipped
          unfinished -= 1
          stack.append(Int(waiter))
        }
      }
    }
  }

  private mutating func makeReady(_ task: Int) {
    states[task] = .ready
    let kind = admission.kind(of: task)
    while ready.count <= kind { ready.append(Heap()) }
    ready[kind].insert(ReadyTask(priority: priority[task], task: UInt32(task)))
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
