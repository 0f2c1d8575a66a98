import PipelineModel
import PipelineRuntime
import TestSupport
import Testing

/// What tasks may hold at once, in the state machine without threads.
@Suite struct AdmissionTests {
  private static let mebibyte = 1 << 20

  /// Tasks that wait for nothing, each with its needs.
  private func state(
    _ needs: [TaskNeeds], memory: Int, resources: [String: Int] = [:]
  ) -> SchedulerState {
    SchedulerState(
      dependencyStart: Array(repeating: 0, count: needs.count + 1), dependencies: [],
      runs: needs.map { _ in true },
      admission: Admission(
        needs: needs, needsOfTask: Array(0..<UInt32(needs.count)),
        memoryLimit: memory * Self.mebibyte, resources: resources))
  }

  private func needs(_ mebibytes: Int, _ resources: String...) -> TaskNeeds {
    var needs = TaskNeeds()
    needs.memoryBytes = mebibytes * Self.mebibyte
    needs.resources = resources
    return needs
  }

  @Test(
    "reservations never exceed the memory, and all tasks run, whatever they need", arguments: 1...20
  )
  func neverTooMuch(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    let all = (0..<200).map { _ in needs(Int.random(in: 1...400, using: &dice)) }
    var scheduler = state(all, memory: 500)
    var running: [Int] = []
    var done = 0
    while !scheduler.isFinished {
      while running.count < 6, let task = scheduler.startNext(now: 0) { running.append(task) }
      let held = running.map { all[$0].memoryBytes ?? 0 }.reduce(0, +)
      #expect(scheduler.admission.reserved == held)
      #expect(held <= 500 * Self.mebibyte)
      scheduler.finished(running.remove(at: Int.random(in: 0..<running.count, using: &dice)))
      done += 1
    }
    #expect(done == 200)
    #expect(scheduler.admission.reserved == 0)
  }

  @Test("a task that needs more than there is runs alone")
  func tooLarge() {
    var scheduler = state([needs(4000), needs(1), needs(1)], memory: 100)
    #expect(scheduler.startNext(now: 0) == 0)
    #expect(!scheduler.hasReadyTask)
    #expect(scheduler.startNext(now: 0) == nil)
    scheduler.finished(0)
    #expect(scheduler.startNext(now: 0) == 1)
    #expect(scheduler.startNext(now: 0) == 2)
  }

  @Test("a task without room is overtaken a bounded number of times, then waited for")
  func noStarvation() {
    // Of equal rank the smaller number goes first: the large one stands behind one small one.
    let count = 4 * SchedulerState.overtakingLimit
    var scheduler = state(
      [needs(60), needs(80)] + Array(repeating: needs(10), count: count), memory: 100)
    #expect(scheduler.startNext(now: 0) == 0)
    var overtaken = 0
    while let task = scheduler.startNext(now: 0) {
      #expect(task != 1)
      overtaken += 1
      scheduler.finished(task)
    }
    #expect(overtaken == SchedulerState.overtakingLimit)
    scheduler.finished(0)
    #expect(scheduler.startNext(now: 0) == 1)
  }

  @Test("a named resource is held by as many tasks as there are of it")
  func resources() {
    var scheduler = state(
      [
        needs(1, "database"), needs(1, "database"), needs(1, "database", "licence"),
        needs(1, "licence"), needs(1),
      ],
      memory: 100, resources: ["database": 2])
    #expect(scheduler.startNext(now: 0) == 0)
    #expect(scheduler.startNext(now: 0) == 1)
    #expect(scheduler.startNext(now: 0) == 3)
    #expect(scheduler.startNext(now: 0) == 4)
    scheduler.finished(0)
    #expect(!scheduler.hasReadyTask)
    scheduler.finished(3)
    #expect(scheduler.startNext(now: 0) == 2)
    for task in [1, 2, 4] { scheduler.finished(task) }
    #expect(scheduler.isFinished)
  }

  @Test("what the process is seen to hold keeps tasks out, not only what was reserved")
  func measured() {
    var scheduler = state([needs(10), needs(10), needs(10)], memory: 100)
    #expect(scheduler.startNext(now: 0) == 0)
    #expect(scheduler.measured(95 * Self.mebibyte) == nil)
    #expect(!scheduler.hasReadyTask)
    #expect(scheduler.measured(90 * Self.mebibyte) == nil)
    #expect(scheduler.startNext(now: 0) == 1)
    _ = scheduler.measured(99 * Self.mebibyte)
    #expect(!scheduler.hasReadyTask)
    scheduler.finished(0)
    scheduler.finished(1)
    // Nothing runs: whatever is held, waiting would not free it.
    #expect(scheduler.startNext(now: 0) == 2)
  }

  @Test(
    "too much memory stops the task that was started last; it comes again with a larger reservation"
  )
  func eviction() {
    var scheduler = state([needs(10), needs(20)], memory: 100)
    #expect(scheduler.startNext(now: 0) == 0)
    #expect(scheduler.startNext(now: 0) == 1)
    #expect(scheduler.measured(120 * Self.mebibyte) == 1)
    #expect(scheduler.measured(120 * Self.mebibyte) == nil, "one at a time")
    #expect(scheduler.failed(1, .outOfMemory, policy: FailurePolicy(), now: 7) == 7)
    #expect(scheduler.states[1] == .ready)
    #expect(scheduler.admission.reservation(of: 1) == 40 * Self.mebibyte)
    _ = scheduler.measured(50 * Self.mebibyte)
    #expect(scheduler.startNext(now: 7) == 1)
    scheduler.finished(0)
    scheduler.finished(1)
    #expect(scheduler.states == [.done, .done])
    #expect(scheduler.attempts == [1, 2])
    #expect(scheduler.admission.reserved == 0)
  }

  @Test(
    "a task that takes too much alone has failed; with attempts left it comes again with everything"
  )
  func alone() {
    var scheduler = state([needs(10), needs(10)], memory: 100)
    #expect(scheduler.startNext(now: 0) == 0)
    #expect(scheduler.measured(120 * Self.mebibyte) == nil, "it may not be its own")
    #expect(scheduler.measured(120 * Self.mebibyte) == 0)
    #expect(scheduler.failed(0, .outOfMemory, policy: FailurePolicy(), now: 0) == nil)
    #expect(scheduler.states[0] == .failed)
    var policy = FailurePolicy()
    policy.attempts = 2
    policy.firstBackoffSeconds = 1
    #expect(scheduler.startNext(now: 0) == 1)
    _ = scheduler.measured(90 * Self.mebibyte)
    #expect(scheduler.measured(120 * Self.mebibyte) == 1)
    #expect(scheduler.failed(1, .outOfMemory, policy: policy, now: 0) == 1)
    #expect(scheduler.admission.reservation(of: 1) == 100 * Self.mebibyte)
  }

  @Test("a task is not blamed for what another has held until just now")
  func newcomer() {
    var scheduler = state([needs(10), needs(10)], memory: 100)
    #expect(scheduler.startNext(now: 0) == 0)
    #expect(scheduler.startNext(now: 0) == 1)
    _ = scheduler.measured(90 * Self.mebibyte)
    scheduler.finished(0)
    // Seen before the other had let it go.
    #expect(scheduler.measured(120 * Self.mebibyte) == nil)
    #expect(scheduler.measured(20 * Self.mebibyte) == nil)
    #expect(scheduler.measured(120 * Self.mebibyte) == 1)
  }

  @Test(
    "evictions end: a task that is always stopped has failed after it ran alone", arguments: 1...10)
  func evictionsEnd(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    var scheduler = state(
      (0..<12).map { _ in needs(Int.random(in: 1...30, using: &dice)) }, memory: 100)
    var running: [Int] = []
    var starts = 0
    while !scheduler.isFinished, starts < 1000 {
      while running.count < 4, let task = scheduler.startNext(now: 0) {
        running.append(task)
        starts += 1
      }
      if let task = scheduler.measured(200 * Self.mebibyte) {
        running.removeAll { $0 == task }
        scheduler.failed(task, .outOfMemory, policy: FailurePolicy(), now: 0)
      }
      _ = scheduler.measured(0)
    }
    #expect(scheduler.isFinished)
    #expect(scheduler.states.allSatisfy { $0 == .failed })
  }
}
