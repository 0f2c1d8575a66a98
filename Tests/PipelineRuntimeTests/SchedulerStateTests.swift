import PipelineModel
import PipelineRuntime
import TestSupport
import Testing

/// The state machine of the scheduler, without threads or clocks.
@Suite struct SchedulerStateTests {
  /// A state machine over tasks given as lists of what each waits for.
  private func state(_ dependencies: [[UInt32]], runs: [Bool]? = nil) -> SchedulerState {
    var start: [UInt32] = [0]
    for list in dependencies { start.append(start[start.count - 1] + UInt32(list.count)) }
    return SchedulerState(
      dependencyStart: start, dependencies: dependencies.flatMap(\.self),
      runs: runs ?? dependencies.map { _ in true })
  }

  @Test("a task starts only when everything it waits for has finished")
  func order() {
    var scheduler = state([[], [0], [0], [1, 2]])
    #expect(scheduler.startNext(now: 0) == 0)
    #expect(scheduler.startNext(now: 0) == nil)
    scheduler.finished(0)
    #expect(scheduler.startNext(now: 0) == 1)
    #expect(scheduler.startNext(now: 0) == 2)
    scheduler.finished(2)
    #expect(scheduler.startNext(now: 0) == nil)
    scheduler.finished(1)
    #expect(scheduler.startNext(now: 0) == 3)
    scheduler.finished(3)
    #expect(scheduler.isFinished)
  }

  @Test("the longest chain goes first, then the smallest number")
  func priority() {
    var scheduler = state([[], [], [], [2], [3]])
    #expect(scheduler.startNext(now: 0) == 2)
    #expect(scheduler.startNext(now: 0) == 0)
    #expect(scheduler.startNext(now: 0) == 1)
  }

  @Test("what is reused counts as done from the start")
  func reuse() {
    var scheduler = state([[], [0], [1]], runs: [false, false, true])
    #expect(scheduler.startNext(now: 0) == 2)
    scheduler.finished(2)
    #expect(scheduler.isFinished)
    #expect(scheduler.attempts == [0, 0, 1])
  }

  @Test("a failure skips all that needs the task and nothing else")
  func failure() {
    var scheduler = state([[], [], [0], [2], [1]])
    #expect(scheduler.startNext(now: 0) == 0)
    scheduler.failed(0, .input, policy: FailurePolicy(), now: 0)
    #expect(scheduler.startNext(now: 0) == 1)
    scheduler.finished(1)
    #expect(scheduler.startNext(now: 0) == 4)
    scheduler.finished(4)
    #expect(scheduler.isFinished)
    #expect(scheduler.states == [.failed, .done, .skipped, .skipped, .done])
  }

  @Test("only failures that trying again can cure are tried again, later each time")
  func retry() {
    var policy = FailurePolicy()
    policy.attempts = 3
    policy.firstBackoffSeconds = 10
    var scheduler = state([[]])
    #expect(scheduler.startNext(now: 0) == 0)
    #expect(scheduler.failed(0, .io, policy: policy, now: 5) == 15)
    #expect(scheduler.startNext(now: 14.9) == nil)
    #expect(!scheduler.isFinished)
    #expect(scheduler.nextWakeUp == 15)
    #expect(scheduler.startNext(now: 15) == 0)
    #expect(scheduler.failed(0, .timeout, policy: policy, now: 20) == 40)
    #expect(scheduler.startNext(now: 40) == 0)
    #expect(scheduler.failed(0, .io, policy: policy, now: 41) == nil)
    #expect(scheduler.states == [.failed])
    var other = state([[]])
    #expect(other.startNext(now: 0) == 0)
    #expect(other.failed(0, .input, policy: policy, now: 5) == nil)
  }

  @Test("draining starts nothing more and ends with the last running task")
  func drain() {
    var scheduler = state([[], [], [0]])
    #expect(scheduler.startNext(now: 0) == 0)
    scheduler.drain()
    #expect(scheduler.startNext(now: 0) == nil)
    #expect(!scheduler.isFinished)
    scheduler.finished(0)
    #expect(scheduler.isFinished)
    #expect(scheduler.states == [.done, .ready, .ready])
  }

  @Test("random graphs finish in an order that keeps every edge", arguments: 1...20)
  func random(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    let count = 200
    let graph = (0..<count).map { task -> [UInt32] in
      task == 0
        ? []
        : Array(
          Set(
            (0..<Int.random(in: 0...3, using: &dice)).map { _ in
              UInt32.random(in: 0..<UInt32(task), using: &dice)
            })
        ).sorted()
    }
    var scheduler = state(graph)
    var running: [Int] = []
    var finished: Set<Int> = []
    while !scheduler.isFinished {
      while running.count < 4, let task = scheduler.startNext(now: 0) {
        #expect(graph[task].allSatisfy { finished.contains(Int($0)) })
        running.append(task)
      }
      let task = running.remove(at: Int.random(in: 0..<running.count, using: &dice))
      scheduler.finished(task)
      finished.insert(task)
    }
    #expect(finished.count == count)
  }
}
