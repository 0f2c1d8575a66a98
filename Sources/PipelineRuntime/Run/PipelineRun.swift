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
  /// What it may take of the machine.
  package let limits: RunLimits
  /// Who is told what happens.
  package let events: [any EventSink]
  /// Tells the run to stop.
  package let cancellation: Cancellation
  /// The program's version, for the record.
  package let version: String

  /// A run.
  package init(
    pipeline: CompiledPipeline, plan: ExecutionPlan, work: WorkFolder, ledger: Ledger, out: String,
    runID: String, limits: RunLimits, events: [any EventSink], cancellation: Cancellation,
    version: String
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
    self.limits = limits
    self.events = events
    self.cancellation = cancellation
    self.version = version
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
    let observation = RunObservation(events: [log] + events, label: plan.labels(pipeline))
    var record = RunRecorder.begin(self, startedAt: Date.now.timeIntervalSince1970)
    try ledger.begin(record)
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
    record.endedAt = Date.now.timeIntervalSince1970
    observation.tell(
      .ended(status: record.status, seconds: (record.endedAt ?? 0) - record.startedAt))
    try ledger.end(record)
    try RunRecorder.save(record, in: runFolder)
    return record
  }

  private func drive(
    _ observation: RunObservation,
    _ onDriver: (@escaping @Sendable () -> Void) -> Void
  ) throws(StageError) -> [SchedulerState.TaskState] {
    let budget = CoreBudget(total: limits.jobs)
    let (memoryBase, memoryLimit) = memory()
    let runner = PipelineTaskRunner(
      pipeline: pipeline, plan: plan, reuse: reuse, work: work,
      catalog: DigestingCatalog(ledger: ledger, runID: runID), budget: budget,
      cancellation: cancellation)
    let state = SchedulerState(
      waitsFor: plan.tasks.waitsFor, sets: plan.tasks.sets, runs: reuse.runs,
      admission: Admission(
        needs: plan.segments.map { segment in
          .combined(segment.stages.map { pipeline.stages[$0].needs })
        },
        needsOfTask: plan.tasks.segment, memoryLimit: memoryLimit,
        resources: pipeline.definition.resources))
    let driver = RunDriver(
      state: state, runner: runner, committer: LedgerCommitter(ledger: ledger, runID: runID),
      budget: budget, observer: observation)
    runner.onHelperEnd { driver.poke() }
    onDriver { driver.drain() }
    let sharing = limits.sharingFolder.flatMap { folder in
      CoreSharing(folder: folder, cores: limits.cores, budget: budget, isFixed: limits.isFixed) {
        driver.poke()
      }
    }
    let watch = MemoryWatch(base: memoryBase, limit: memoryLimit) { bytes, isPressing in
      driver.measured(bytes, isPressing: isPressing)
    }
    defer { withExtendedLifetime((sharing, watch)) {} }
    return try driver.run().states
  }

  /// What the process holds before any task, and what tasks may hold beyond that, in bytes.
  private func memory() -> (base: Int, limit: Int) {
    let machine = MachineMemory()
    let base = machine.heldByProcess ?? 0
    let limit = limits.memoryBytes ?? machine.usualLimit ?? .max
    return (base, max(limit - base, 1))
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
      let broken = try ContractCheck(pipeline: pipeline, plan: plan, work: work).broken()
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
