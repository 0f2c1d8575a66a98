import PipelineModel
import PipelineRuntime
import Synchronization

/// Commits to a real ledger, and checks that nothing is committed before what it was made from.
final class BenchmarkCommitter: TaskCommitter {
  /// What has been committed so far.
  struct Progress: Sendable {
    /// How many transactions there were.
    var groups = 0
    /// How many tasks were committed before one that they wait for.
    var outOfOrder = 0
    fileprivate var isCommitted: [Bool]
  }

  private let ledger: Ledger
  private let graph: TaskGraph
  private let state: Mutex<Progress>

  init(ledger: Ledger, graph: TaskGraph) {
    self.ledger = ledger
    self.graph = graph
    state = Mutex(Progress(isCommitted: Array(repeating: false, count: graph.count)))
  }

  /// What has been committed so far.
  var progress: Progress { state.withLock { $0 } }

  func commit(_ results: [(task: Int, result: FinishedProduct)]) throws(StageError) {
    try ledger.commit(results.map(\.result), run: "benchmark")
    state.withLock { state in
      state.groups += 1
      for (task, _) in results {
        let isEarly = graph.dependencies(of: task).contains { !state.isCommitted[Int($0)] }
        if isEarly { state.outOfOrder += 1 }
        state.isCommitted[task] = true
      }
    }
  }
}
