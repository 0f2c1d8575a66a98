import Foundation
package import PipelineModel
package import PipelinePlanner

/// Runs a plan from start to release: scheduling, commits, contracts, publishing, the record of it all.
package struct PipelineRun: Sendable {
  /// The compiled definition.
  package let pipeline: CompiledPipeline
  /// Its tasks.
  package let plan: ExecutionPlan
  /// Which of them run.
  package let reuse: ReusePlan
  /// Why they run, for the record: the first thousand of them.
  package let reasons: [Int: String]
  /// The work folder, locked by this run.
  package let work: WorkFolder
  /// The ledger of the work folder.
  package let ledger: Ledger
  /// The folder of releases.
  package let out: String
  /// The run's identifier.
  package let runID: String
  /// How many workers there are.
  package let jobs: Int
  /// Who is told what happens.
  package let events: [any EventSink]
  /// Tells the run to stop.
  package let cancellation: Cancellation
  /// The program's version, for the record.
  package let version: String
  /// Where the tasks are run.
  package let executor: any Executor

  /// A run.
  package init(
    pipeline: CompiledPipeline, plan: ExecutionPlan, work: WorkFolder, ledger: Ledger, out: String,
    runID: String, jobs: Int, events: [any EventSink], cancellation: Cancellation, version: String,
    executor: any Executor = LocalExecutor()
  ) {
    self.pipeline = pipeline
    self.plan = plan
    let reuse = ReusePlan(plan, pipeline: pipeline, committed: ledger)
    self.reuse = reuse
    reasons = reuse.reasons(plan, pipeline, committed: ledger, limit: 1000)
    self.work = work
    self.ledger = ledger
    self.out = out
    self.runID = runID
    self.jobs = jobs
    self.events = events
    self.cancellation = cancellation
    self.version = version
    self.executor = executor
  }

  /// Runs to the end.
  ///
  /// - Parameter onDriver: Is handed the way to drain the run, for signals.
  /// - Returns: What happened; its status says how the program should end.
  package func run(
    onDriver: (@escaping @Sendable () -> Void) -> Void
  ) throws(StageError) -> RunRecord {
    let runFolder = work.run(runID)
    try Folder.create(runFolder)
    for name in Folder.names(work.scratch) { Folder.remove(work.scratch + "/" + name) }
    let log = try EventLog(path: runFolder + "/events.jsonl")
    defer { log.close() }
    let pipeline = self.pipeline
    let plan = self.plan
    let observation = RunObservation(events: [log] + events) { plan.label(of: $0, pipeline) }
    var record = RunRecorder.begin(self, startedAt: Date.now.timeIntervalSince1970)
    try ledger.begin(record)
    do throws(StageError) {
      try perform(&record, observation, onDriver)
    } catch {
      record.status = .failed
      record.errors.append(error.description)
      end(&record, observation)
      throw error
    }
    end(&record, observation)
    return record
  }

  /// Runs the tasks, accounts for the records, publishes.
  private func perform(
    _ record: inout RunRecord, _ observation: RunObservation,
    _ onDriver: (@escaping @Sendable () -> Void) -> Void
  ) throws(StageError) {
    let toRun = reuse.runs.count { $0 }
    observation.tell(
      .started(
        run: runID, pipeline: record.pipeline, toRun: toRun, reused: plan.taskCount - toRun))
    for warning in record.warnings { observation.tell(.warning(warning)) }
    let states = try drive(observation, onDriver)
    record.tasks = RunRecorder.tasks(self, states, observation)
    try RunRecorder.account(self, states, &record)
    for remark in RunRecorder.remarks(record) {
      record.warnings.append(remark)
      observation.tell(.warning(remark))
    }
    try conclude(&record, states, observation)
  }

  /// Notes how the run has ended.
  ///
  /// What cannot be noted is a warning: it changes nothing about what was published.
  private func end(_ record: inout RunRecord, _ observation: RunObservation) {
    record.endedAt = Date.now.timeIntervalSince1970
    record.peakMemoryBytes = MemoryUse.peakBytes
    do throws(StageError) {
      try ledger.end(record)
    } catch {
      observation.tell(.warning(error.description))
    }
    do throws(StageError) {
      try RunRecorder.save(record, work)
    } catch {
      observation.tell(.warning(error.description))
    }
    observation.tell(
      .ended(status: record.status, seconds: (record.endedAt ?? 0) - record.startedAt))
  }

  private func drive(
    _ observation: RunObservation,
    _ onDriver: (@escaping @Sendable () -> Void) -> Void
  ) throws(StageError) -> [SchedulerState.TaskState] {
    let state = SchedulerState(
      dependencyStart: plan.tasks.dependencyStart, dependencies: plan.tasks.dependencies,
      runs: reuse.runs)
    return try executor.execute(state, of: self, observation, onDriver: onDriver)
  }

  /// Decides how the run has ended; publishes when everything is done and every contract is kept.
  private func conclude(
    _ record: inout RunRecord, _ states: [SchedulerState.TaskState], _ observation: RunObservation
  ) throws(StageError) {
    let failures = observation.failures
    record.errors += failures.map(\.error.description)
    if failures.contains(where: { $0.error.category == .contract }) {
      record.status = .contractBroken
    } else if !failures.isEmpty {
      let isCancelled = failures.allSatisfy { $0.error.category == .cancelled }
      record.status = isCancelled ? .terminated : .failed
    } else if !states.allSatisfy({ $0 == .done }) {
      record.status = .terminated
    } else {
      let promises = try ContractCheck(pipeline: pipeline, plan: plan, work: work).promises()
      record.contracts = promises.map(\.record)
      let broken = promises.filter { !$0.record.isKept }.map(\.sentence)
      record.errors += broken
      for sentence in broken { observation.tell(.problem(sentence)) }
      record.status = broken.isEmpty ? .succeeded : .contractBroken
    }
    if record.status == .succeeded { try publish(&record, observation) }
  }

  private func publish(
    _ record: inout RunRecord, _ observation: RunObservation
  ) throws(StageError) {
    guard !pipeline.publish.isEmpty else { return }
    let items = pipeline.publish.map { publish in
      ReleasePublisher.Item(
        publish: publish, from: "\(pipeline.stages[publish.producer].name).\(publish.port)",
        products: plan.productsOfStage[publish.producer].map { plan.tasks.productKey[Int($0)] })
    }
    let publisher = ReleasePublisher(out: out, runID: runID)
    let key = ReleasePublisher.key(pipeline: record.pipeline, items)
    do throws(StageError) {
      let current = publisher.current(key: key)
      let release: (folder: String, files: [PublishedFile])
      if let current {
        try publisher.confirm()
        release = current
      } else {
        release = try publisher.publish(pipeline: record.pipeline, items, work)
        record.publishedNewRelease = true
      }
      record.release = release.folder
      record.published = release.files
      observation.tell(
        .published(
          folder: release.folder, files: release.files.count, isNew: record.publishedNewRelease))
    } catch {
      record.status = .failed
      record.errors.append(error.description)
      observation.tell(.problem(error.description))
      if publisher.isLatest {
        record.release = out + "/releases/" + runID
        record.publishedNewRelease = true
      }
    }
  }
}

/// Commits the products of finished tasks to the ledger.
struct LedgerCommitter: TaskCommitter {
  let ledger: Ledger
  let runID: String

  func commit(_ results: [(task: Int, result: FinishedTask)]) throws(StageError) {
    try ledger.commit(results.flatMap(\.result.products), run: runID)
  }
}
