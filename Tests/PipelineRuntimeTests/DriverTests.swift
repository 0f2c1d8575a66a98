import Glibc
import PipelineModel
import PipelineRuntime
import Synchronization
import Testing

/// The driver with real threads, over tasks that only note that they ran.
@Suite struct DriverTests {
  /// A layered graph: each task waits for two of the layer before.
  private static let graph = Graph(layers: 20, width: 25)

  @Test(
    "every task runs once after what it waits for, and is committed in an order",
    arguments: [1, 2, 8])
  func order(jobs: Int) throws {
    let run = TestRun(Self.graph, jobs: jobs) { _, _ in nil }
    let result = try run.driver.run()
    #expect(result.states.allSatisfy { $0 == .done })
    #expect(result.attempts.allSatisfy { $0 == 1 })
    #expect(run.journal.startedEarly == 0)
    #expect(run.journal.committed.sorted() == Array(0..<Self.graph.count))
    #expect(Self.graph.isOrdered(run.journal.committed))
    #expect(run.journal.mostAtOnce <= jobs)
  }

  @Test("a failed task takes along what needs it and nothing else", arguments: [1, 4])
  func failure(jobs: Int) throws {
    let run = TestRun(Self.graph, jobs: jobs) { task, _ in
      task == 30 ? StageError(.input, "broken") : nil
    }
    let result = try run.driver.run()
    let needing = Self.graph.needing(30)
    for task in 0..<Self.graph.count {
      let expected: SchedulerState.TaskState =
        task == 30 ? .failed : needing.contains(task) ? .skipped : .done
      #expect(result.states[task] == expected)
    }
    let done = Set(0..<Self.graph.count).subtracting(needing).subtracting([30])
    #expect(Set(run.journal.committed) == done)
  }

  @Test(
    "tasks that fail for a while are tried again, and all is done in the end", arguments: [1, 4])
  func retries(jobs: Int) throws {
    var policy = FailurePolicy()
    policy.attempts = 3
    policy.firstBackoffSeconds = 0.002
    let run = TestRun(Self.graph, jobs: jobs, policy: policy) { task, attempt in
      task % 7 == 3 && attempt < 3 ? StageError(.io, "busy") : nil
    }
    let result = try run.driver.run()
    #expect(result.states.allSatisfy { $0 == .done })
    for task in 0..<Self.graph.count { #expect(result.attempts[task] == (task % 7 == 3 ? 3 : 1)) }
    #expect(run.journal.committed.count == Self.graph.count)
  }

  @Test("after a drain nothing starts, and what had finished is committed", arguments: [1, 4])
  func drain(jobs: Int) throws {
    let run = TestRun(Self.graph, jobs: jobs) { _, _ in nil }
    run.journal.onStart { task in if task == 60 { run.driver.drain() } }
    let result = try run.driver.run()
    #expect(result.states[60] == .done)
    let done = result.states.indices.filter { result.states[$0] == .done }
    #expect(Set(run.journal.committed) == Set(done))
    #expect(result.states.allSatisfy { [.done, .waiting, .ready].contains($0) })
  }

  @Test("a commit that fails ends the run with its reason")
  func commitFailure() {
    let run = TestRun(Self.graph, jobs: 2, refusesCommits: true) { _, _ in nil }
    #expect(throws: StageError.self) { try run.driver.run() }
    #expect(run.journal.committed.isEmpty)
  }

  @Test("behind a commit that fails nothing is committed, though more has finished meanwhile")
  func behindCommitFailure() {
    let run = TestRun(Self.graph, jobs: 2, refusesFirstCommit: true) { _, _ in nil }
    #expect(throws: StageError.self) { try run.driver.run() }
    #expect(run.journal.finishedCount > 10)
    #expect(run.journal.committed.isEmpty)
  }

  @Test("a plan without work ends at once")
  func empty() throws {
    let run = TestRun(Graph(layers: 0, width: 0), jobs: 2) { _, _ in nil }
    #expect(try run.driver.run().states.isEmpty)
  }
}

/// Tasks and what each waits for.
private struct Graph: Sendable {
  var start: [UInt32] = [0]
  var needed: [UInt32] = []

  var count: Int { start.count - 1 }

  init(layers: Int, width: Int) {
    for task in 0..<layers * width {
      if task >= width {
        let before = UInt32((task / width - 1) * width)
        needed += [before + UInt32(task % width), before + UInt32((task + 1) % width)]
      }
      start.append(UInt32(needed.count))
    }
  }

  func dependencies(_ task: Int) -> ArraySlice<UInt32> {
    needed[Int(start[task])..<Int(start[task + 1])]
  }

  /// All tasks that need a task, directly or not.
  func needing(_ task: Int) -> Set<Int> {
    var result: Set<Int> = [task]
    for other in 0..<count where dependencies(other).contains(where: { result.contains(Int($0)) }) {
      result.insert(other)
    }
    return result.subtracting([task])
  }

  /// Whether every task stands behind what it waits for.
  func isOrdered(_ tasks: [Int]) -> Bool {
    var seen: Set<Int> = []
    return tasks.allSatisfy { task in
      seen.insert(task)
      return dependencies(task).allSatisfy { seen.contains(Int($0)) }
    }
  }
}

/// What happened in a run, noted by its runner and its committer.
private final class Journal: Sendable {
  private struct Notes {
    var finished: Set<Int> = []
    var committed: [Int] = []
    var commits = 0
    var startedEarly = 0
    var running = 0
    var mostAtOnce = 0
    var onStart: (@Sendable (Int) -> Void)?
  }

  private let notes = Mutex(Notes())

  var committed: [Int] { notes.withLock { $0.committed } }
  var finishedCount: Int { notes.withLock { $0.finished.count } }
  var startedEarly: Int { notes.withLock { $0.startedEarly } }
  var mostAtOnce: Int { notes.withLock { $0.mostAtOnce } }

  func onStart(_ action: @escaping @Sendable (Int) -> Void) {
    notes.withLock { $0.onStart = action }
  }

  func start(_ task: Int, _ graph: Graph) {
    let action = notes.withLock { notes in
      let isEarly = graph.dependencies(task).contains { !notes.finished.contains(Int($0)) }
      if isEarly { notes.startedEarly += 1 }
      notes.running += 1
      notes.mostAtOnce = max(notes.mostAtOnce, notes.running)
      return notes.onStart
    }
    action?(task)
  }

  func end(_ task: Int, isDone: Bool) {
    notes.withLock { notes in
      notes.running -= 1
      if isDone { notes.finished.insert(task) }
    }
  }

  /// Counts the calls of the committer, from 1.
  func countCommit() -> Int {
    notes.withLock { notes in
      notes.commits += 1
      return notes.commits
    }
  }

  func commit(_ tasks: [Int]) { notes.withLock { $0.committed += tasks } }
}

/// A driver with its journal.
private struct TestRun: Sendable {
  let driver: RunDriver<Runner, Committer>
  let journal = Journal()

  /// - Parameters:
  ///   - refusesCommits: Whether every commit fails.
  ///   - refusesFirstCommit: Whether the first one fails, when some more tasks have finished.
  ///   - failure: Why an attempt at a task fails; nil where it does not.
  init(
    _ graph: Graph, jobs: Int, policy: FailurePolicy = FailurePolicy(),
    refusesCommits: Bool = false, refusesFirstCommit: Bool = false,
    failure: @escaping @Sendable (Int, Int) -> StageError?
  ) {
    driver = RunDriver(
      state: SchedulerState(
        dependencyStart: graph.start, dependencies: graph.needed,
        runs: Array(repeating: true, count: graph.count)),
      runner: Runner(graph: graph, journal: journal, policy: policy, failure: failure),
      committer: Committer(
        journal: journal, isRefused: refusesCommits, isFirstRefused: refusesFirstCommit),
      budget: CoreBudget(total: jobs), observer: Silence())
  }

  struct Runner: TaskRunner {
    let graph: Graph
    let journal: Journal
    let policy: FailurePolicy
    let failure: @Sendable (Int, Int) -> StageError?

    func run(task: Int, attempt: Int) throws(StageError) -> Int {
      journal.start(task, graph)
      let error = failure(task, attempt)
      journal.end(task, isDone: error == nil)
      if let error { throw error }
      return task
    }

    func failurePolicy(task: Int) -> FailurePolicy { policy }
  }

  struct Committer: TaskCommitter {
    let journal: Journal
    let isRefused: Bool
    let isFirstRefused: Bool

    func commit(_ results: [(task: Int, result: Int)]) throws(StageError) {
      if isFirstRefused, journal.countCommit() == 1 {
        while journal.finishedCount <= 10 { usleep(1000) }
        throw StageError(.io, "the disk is full")
      }
      if isRefused { throw StageError(.io, "the disk is full") }
      journal.commit(results.map(\.result))
    }
  }

  struct Silence: RunObserver {
    func began(task: Int, attempt: Int) {}
    func finished(task: Int) {}
    func failed(task: Int, _ error: StageError, retryIn: Double?) {}
  }
}
