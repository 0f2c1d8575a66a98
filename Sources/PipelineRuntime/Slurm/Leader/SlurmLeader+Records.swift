import ByteIO
import Foundation
import PipelineModel
import PipelinePlanner

extension SlurmLeader {
  /// Tasks are committed to the ledger in groups of this size.
  private static let commitSize = 5000

  /// Folds in what workers have committed: into the ledger first, then into the state machine; a record's file is
  /// removed last, so that a leader that dies in between is followed by one that folds it in again.
  mutating func fold() throws(StageError) {
    for name in arrays.names {
      var finished: [(task: Int, record: CommitRecord)] = []
      var files: [String] = []
      for file in RecordFile.all(in: session.folder.array(name)) {
        guard take(file, of: name, &finished) else { continue }
        files.append(file.path)
        if finished.count >= Self.commitSize { try commit(&finished, &files) }
      }
      try commit(&finished, &files)
    }
  }

  /// Takes the records of a file; those of finished tasks are left to be committed.
  ///
  /// - Returns: Whether nothing in it must be looked at again.
  private mutating func take(
    _ file: RecordFile, of array: String, _ finished: inout [(task: Int, record: CommitRecord)]
  ) -> Bool {
    var isDealtWith = true
    for record in file.records {
      guard let task = record.task else {
        refuse(array, file.group, record)
        continue
      }
      guard state.states.indices.contains(task), state.states[task] != .done else { continue }
      switch record.outcome {
      case .done, .present:
        if isSeen(task) {
          finished.append((task, record))
        } else {
          isDealtWith = false
        }
      case .failed, .refused:
        hear(task, record)
        // What waited for it in the same job is not done there.
        for other in arrays.openTasks(array, file.group) where state.states[other] == .waiting {
          arrays.close(other)
        }
      }
    }
    return isDealtWith
  }

  /// Whether a task's products are seen here; on a shared file system that can take a while. What is never seen counts
  /// as lost once its job is gone.
  private func isSeen(_ task: Int) -> Bool {
    run.plan.tasks.products(of: task).allSatisfy { product in
      !run.reuse.makes[product]
        || FileStamp(
          run.work.artifact(run.plan.tasks.productKey[product]) + "/" + ArtifactManifest.fileName)
          != nil
    }
  }

  private mutating func commit(
    _ finished: inout [(task: Int, record: CommitRecord)], _ files: inout [String]
  ) throws(StageError) {
    if !finished.isEmpty {
      let committer = LedgerCommitter(ledger: run.ledger, runID: run.runID)
      try committer.commit(
        finished.map { task, _ in
          (task, run.plan.finished(task, making: run.reuse.makes, run.pipeline))
        })
    }
    for file in files { Folder.remove(file) }
    for (task, record) in finished { hear(task, record) }
    finished.removeAll()
    files.removeAll()
  }

  /// A worker has told what became of a task.
  private mutating func hear(_ task: Int, _ record: CommitRecord) {
    switch state.states[task] {
    case .running: settle(task, record)
    case .waiting, .ready, .delayed: early[task] = record
    case .done, .failed, .skipped: break
    }
    arrays.close(task)
  }

  /// Passes what became of a running task to the state machine.
  mutating func settle(_ task: Int, _ record: CommitRecord) {
    begin(task)
    guard let error = record.error, record.outcome == .failed else {
      if record.outcome == .done {
        costs.add(
          work: TaskCosts.work(of: task, run.plan), seconds: max(record.ended - record.began, 0),
          kind: kind(of: Int(run.plan.tasks.segment[task])))
        observation.ran(task: task, began: record.began, ended: record.ended)
      }
      state.finished(task)
      observation.finished(task: task)
      return
    }
    fail(task, error, policy: policy(task))
  }

  /// Tells once for each attempt that a task has begun.
  mutating func begin(_ task: Int) {
    guard begun.insert(task).inserted else { return }
    observation.began(task: task, attempt: Int(state.attempts[task]))
  }

  /// Passes a failure to the state machine and tells of it.
  mutating func fail(_ task: Int, _ error: StageError, policy: FailurePolicy) {
    begun.remove(task)
    arrays.close(task)
    let now = Self.now
    let retry = state.failed(task, error.category, policy: policy, now: now)
    observation.failed(task: task, error, retryIn: retry.map { $0 - now })
  }

  private func policy(_ task: Int) -> FailurePolicy {
    let segment = run.plan.segments[Int(run.plan.tasks.segment[task])]
    return .combined(segment.stages.map { run.pipeline.stages[$0].failurePolicy })
  }

  /// A worker could do nothing at all, and another would fare the same.
  private mutating func refuse(_ array: String, _ group: Int, _ record: CommitRecord) {
    let error = record.error ?? StageError(.internal, "a worker refused its group")
    for task in arrays.openTasks(array, group) where state.states[task] == .running {
      begin(task)
      fail(task, error, policy: FailurePolicy())
    }
  }

  /// A job ended and tasks of it have not been heard of: they are submitted again, up to a number of times.
  mutating func lose(_ loss: OpenArrays.Loss) throws(StageError) {
    let tasks = loss.tasks.filter { arrays.contains($0) }
    guard !tasks.isEmpty else { return }
    Folder.remove(session.folder.array(loss.array).scratch(loss.group))
    let error = state.isDraining ? Self.stopped : error(loss)
    var again = 0
    for task in tasks {
      arrays.close(task)
      guard state.states[task] == .running else { continue }
      var policy = policy(task)
      policy.attempts = max(policy.attempts, session.settings.resubmissions + 1)
      policy.retried.insert(error.category)
      policy.firstBackoffSeconds = min(policy.firstBackoffSeconds, 1)
      if state.attempts[task] < policy.attempts, !state.isDraining {
        // One sentence for the job is enough; it is the job that failed, not its tasks.
        begun.remove(task)
        state.failed(task, error.category, policy: policy, now: Self.now)
        again += 1
      } else {
        begin(task)
        fail(task, error, policy: policy)
      }
    }
    if again > 0 {
      observation.tell(
        .warning("\(error); \(again == 1 ? "1 task is" : "\(again) tasks are") submitted again"))
    }
  }

  private func error(_ loss: OpenArrays.Loss) -> StageError {
    let number = loss.seen?.number ?? numbers[loss.array]
    let job = "job \(number.map(String.init) ?? loss.array)_\(loss.group)"
    let node = loss.seen.map { $0.node.isEmpty ? "" : " on \($0.node)" } ?? ""
    let ending = loss.seen.flatMap { $0.isAlive ? nil : " as \($0.state)" } ?? ""
    let category: StageError.Category =
      switch loss.seen?.state {
      case "TIMEOUT": .timeout
      case "OUT_OF_MEMORY": .outOfMemory
      default: .io
      }
    let log = ArraySubmission.log(loss.logs, loss.group)
    let words = Self.lastError(log).map { ": \($0)" } ?? ""
    let remedy =
      switch category {
      case .timeout: "give \"slurm\" more \"time\", or smaller groups"
      case .outOfMemory: "give \"slurm\" more \"memory\""
      default: "look at its log; where there is none, the node may not see the work folder"
      }
    return StageError(
      category, "Slurm \(job)\(node) ended\(ending) before all its tasks were committed\(words)",
      remedy: remedy, file: log)
  }

  /// The last error in a worker's log.
  private static func lastError(_ log: String) -> String? {
    guard let data = FileManager.default.contents(atPath: log) else { return nil }
    let lines = String(decoding: data.suffix(1 << 14), as: UTF8.self).split(separator: "\n")
    return lines.last { $0.hasPrefix("error: ") }.map { String($0.dropFirst(7).prefix(300)) }
  }
}
