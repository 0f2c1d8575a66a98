import PipelineModel
import PipelinePlanner
import PipelineRuntime
import TestSupport
import Testing

/// Tasks that wait for the same set of tasks: the state machine and its memory are linear in them.
@Suite struct SharedSetTests {
  /// So many tasks that all wait for so many others.
  private func bipartite(_ first: Int, _ second: Int) -> (waitsFor: [UInt32], sets: TaskSets) {
    var sets = TaskSets()
    let all = sets.append(0..<UInt32(first))
    return (
      Array(repeating: TaskSets.empty, count: first) + Array(repeating: all, count: second), sets
    )
  }

  @Test("every task of a set finishes before the first that waits for it starts")
  func barrier() {
    let graph = bipartite(50, 80)
    var scheduler = SchedulerState(
      waitsFor: graph.waitsFor, sets: graph.sets, runs: Array(repeating: true, count: 130))
    var order: [Int] = []
    while let task = scheduler.startNext(now: 0) {
      scheduler.finished(task)
      order.append(task)
    }
    #expect(order == Array(0..<130))
    #expect(scheduler.isFinished)
  }

  @Test("a failure in a set skips all that wait for it, once")
  func failure() {
    let graph = bipartite(3, 4)
    var scheduler = SchedulerState(
      waitsFor: graph.waitsFor, sets: graph.sets, runs: Array(repeating: true, count: 7))
    for task in 0..<3 { #expect(scheduler.startNext(now: 0) == task) }
    scheduler.failed(1, .input, policy: FailurePolicy(), now: 0)
    scheduler.failed(2, .input, policy: FailurePolicy(), now: 0)
    scheduler.finished(0)
    #expect(scheduler.isFinished)
    #expect(scheduler.states == [.done, .failed, .failed] + Array(repeating: .skipped, count: 4))
  }

  @Test("100,000 tasks that wait for 100,000 others are as many edges, not their product")
  func linear() {
    let graph = bipartite(100_000, 100_000)
    #expect((0..<graph.sets.count).map { graph.sets[$0].count } == [0, 100_000])
    var scheduler = SchedulerState(
      waitsFor: graph.waitsFor, sets: graph.sets, runs: Array(repeating: true, count: 200_000))
    var count = 0
    while let task = scheduler.startNext(now: 0) {
      scheduler.finished(task)
      count += 1
    }
    #expect(count == 200_000)
  }

  @Test(
    "random graphs with failures that pass run each task once, in order, the longest chain first",
    arguments: 1...20)
  func random(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    let count = 300
    var start: [UInt32] = [0]
    var needed: [UInt32] = []
    for task in 0..<count {
      let chosen = Set(
        (0..<Int.random(in: 0...4, using: &dice)).compactMap { _ in
          task == 0 ? nil : UInt32.random(in: 0..<UInt32(task), using: &dice)
        })
      needed += chosen.sorted()
      start.append(UInt32(needed.count))
    }
    func dependencies(_ task: Int) -> ArraySlice<UInt32> {
      needed[Int(start[task])..<Int(start[task + 1])]
    }
    var length = Array(repeating: 1, count: count)
    for task in stride(from: count - 1, through: 0, by: -1) {
      for other in dependencies(task) {
        length[Int(other)] = max(length[Int(other)], length[task] + 1)
      }
    }
    var policy = FailurePolicy()
    policy.attempts = 3
    policy.firstBackoffSeconds = 1
    var scheduler = SchedulerState(
      dependencyStart: start, dependencies: needed, runs: Array(repeating: true, count: count))
    var now = 0.0
    var running: [Int] = []
    var done: Set<Int> = []
    while !scheduler.isFinished {
      now += 0.1
      while running.count < 5, let task = scheduler.startNext(now: now) {
        #expect(dependencies(task).allSatisfy { done.contains(Int($0)) })
        let better = scheduler.states.indices.filter {
          scheduler.states[$0] == .ready && length[$0] > length[task]
        }
        #expect(better.isEmpty)
        running.append(task)
      }
      guard !running.isEmpty else { continue }
      let task = running.remove(at: Int.random(in: 0..<running.count, using: &dice))
      if scheduler.attempts[task] < 3, Int.random(in: 0..<4, using: &dice) == 0 {
        scheduler.failed(task, .io, policy: policy, now: now)
      } else {
        scheduler.finished(task)
        #expect(done.insert(task).inserted)
      }
    }
    #expect(done.count == count)
  }
}
