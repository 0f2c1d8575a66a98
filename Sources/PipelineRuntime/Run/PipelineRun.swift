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
  /// The files that the plan was made from, with mended records that are tried in this run.
  package let catalog: DigestingCatalog
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
  /// Where the tasks are run.
  package let executor: any Executor
  /// What else the release gets; nothing unless set.
  package var companion: (any ReleaseCompanion)?
  /// What was fetched for it; nothing unless set.
  package var fetched: [FetchRecord] = []
  /// Whether the run is one of many for a range of dates: each has a release of its own, and `latest` only moves
  /// forward.
  package let isOneOfManyDates: Bool

  /// A run.
  package init(
    pipeline: CompiledPipeline, plan: ExecutionPlan, work: WorkFolder, ledger: Ledger,
    catalog: DigestingCatalog, out: String, runID: String, limits: RunLimits,
    events: [any EventSink], cancellation: Cancellation, version: String,
    executor: any Executor = LocalExecutor(), isOneOfManyDates: Bool = false
  ) {
    self.catalog = catalog
    self.isOneOfManyDates = isOneOfManyDates
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
    catalog.settle()
    try Folder.create(runFolder, isDurable: false)
    for name in Folder.names(work.scratch) { Folder.remove(work.scratch + "/" + name) }
    let log = try EventLog(path: runFolder + "/events.jsonl")
    defer { log.close() }
    let observation = RunObservation(events: [log] + events, label: plan.labels(pipeline))
    var record = RunRecorder.begin(self, startedAt: Date.now.timeIntervalSince1970)
    try ledger.begin(record)
    let committed: Committed
    do throws(StageError) {
      committed = try perform(&record, observation, onDriver)
    } catch {
      record.status = .failed
      record.errors.append(error.description)
      end(&record, Committed(), observation)
      throw error
    }
    end(&record, committed, observation)
    return record
  }

  /// Notes a run that could not begin, because what it reads could not be fetched.
  ///
  /// - Returns: The record of a run that failed, or was stopped while it fetched.
  package func fail(_ error: StageError) throws(StageError) -> RunRecord {
    try Folder.create(work.run(runID), isDurable: false)
    let log = try EventLog(path: work.run(runID) + "/events.jsonl")
    defer { log.close() }
    let observation = RunObservation(events: [log] + events, label: plan.labels(pipeline))
    var record = RunRecorder.begin(self, startedAt: Date.now.timeIntervalSince1970)
    try ledger.begin(record)
    record.status = error.category == .cancelled ? .terminated : .failed
    record.errors.append(error.description)
    observation.tell(.problem(error.description))
    end(&record, Committed(), observation)
    return record
  }

  /// What later runs want to know of a run.
  private struct Committed {
    var rows: [CommittedRun.Rows] = []
    var files: [String: [ContentKey]] = [:]
    var release: ContentKey?
    var account: ContentKey?
  }

  /// Runs the tasks, accounts for the records, publishes.
  private func perform(
    _ record: inout RunRecord, _ observation: RunObservation,
    _ onDriver: (@escaping @Sendable () -> Void) -> Void
  ) throws(StageError) -> Committed {
    let isIdle = plan.hasNothingNew(pipeline)
    record.warnings += try mendRemarks()
    let toRun = isIdle ? 0 : reuse.runs.count { $0 }
    observation.tell(
      .started(
        run: runID, pipeline: record.pipeline, toRun: toRun, reused: plan.taskCount - toRun))
    for warning in record.warnings { observation.tell(.warning(warning)) }
    let states =
      isIdle
      ? Array(repeating: .skipped, count: plan.taskCount) : try drive(observation, onDriver)
    record.tasks = RunRecorder.tasks(self, states, observation)
    let (accounts, accountKey) = try account(states, &record)
    for remark in RunRecorder.remarks(record) {
      record.warnings.append(remark)
      observation.tell(.warning(remark))
    }
    let before = try ledger.lastCommittedRun(of: record.pipeline, upTo: record.date)
    let check = ContractCheck(run: self, accounts: accounts, record: record, before: before)
    let release = try conclude(&record, states, check, observation)
    return Committed(
      rows: isIdle ? [] : check.rows(), files: newFiles, release: release, account: accountKey)
  }

  /// Notes how the run has ended.
  ///
  /// What cannot be noted is a warning: it changes nothing about what was published.
  private func end(
    _ record: inout RunRecord, _ committed: Committed, _ observation: RunObservation
  ) {
    record.endedAt = Date.now.timeIntervalSince1970
    record.peakMemoryBytes = MemoryUse.peakBytes
    do throws(StageError) {
      try ledger.end(
        record, rows: committed.rows, files: committed.files, release: committed.release,
        account: committed.account)
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
    try executor.execute(self, observation, onDriver: onDriver)
  }

  /// Decides how the run has ended; publishes when everything is done and every contract is kept.
  private func conclude(
    _ record: inout RunRecord, _ states: [SchedulerState.TaskState], _ check: ContractCheck,
    _ observation: RunObservation
  ) throws(StageError) -> ContentKey? {
    let failures = observation.failures
    record.errors += failures.map(\.error.description)
    if failures.contains(where: { $0.error.category == .contract }) {
      record.status = .contractBroken
    } else if !failures.isEmpty {
      let isCancelled = failures.allSatisfy { $0.error.category == .cancelled }
      record.status = isCancelled ? .terminated : .failed
    } else if plan.hasNothingNew(pipeline) {
      judge(&record, check, observation)
      guard record.status == .succeeded else { return nil }
      let since = check.before.map { " since run \($0.id)" } ?? ""
      record.warnings.append("no file is new\(since); nothing was done, the latest release stands")
      observation.tell(.warning(record.warnings.last ?? ""))
      return nil
    } else if !states.allSatisfy({ $0 == .done }) {
      record.status = .terminated
    } else {
      judge(&record, check, observation)
      try judgeMends(&record, observation)
    }
    return record.status == .succeeded ? publish(&record, observation) : nil
  }

  private var releaseItems: [ReleasePublisher.Item] {
    pipeline.publish.map { publish in
      ReleasePublisher.Item(
        publish: publish, from: "\(pipeline.stages[publish.producer].name).\(publish.port)",
        products: plan.productsOfStage[publish.producer].map { plan.tasks.productKey[Int($0)] })
    }
  }

  /// What the release is made from: the same key means the same bytes.
  package var releaseKey: ContentKey {
    ReleasePublisher.key(
      pipeline: pipeline.definition.name.text, releaseItems,
      date: isOneOfManyDates ? pipeline.date : nil)
  }

  /// Whether `latest` names no release of a later date.
  private func movesLatest(_ publisher: ReleasePublisher) throws(StageError) -> Bool {
    guard isOneOfManyDates, let latest = publisher.latestRun else { return true }
    return try ledger.date(ofRun: latest).map { $0 <= pipeline.date } ?? true
  }

  /// - Returns: The key of the release; nil where nothing is published.
  private func publish(
    _ record: inout RunRecord, _ observation: RunObservation
  ) -> ContentKey? {
    guard !pipeline.publish.isEmpty else { return nil }
    let publisher = ReleasePublisher(out: out, runID: runID)
    let key = releaseKey
    do throws(StageError) {
      let current =
        isOneOfManyDates ? nil : publisher.current(key: key, mark: companion?.mark)
      let release: (folder: String, files: [PublishedFile])
      if let current {
        // Behind a run that has ended well with a release, the disk has it.
        if try !ledger.hasSucceeded(withRelease: current.folder) { try publisher.confirm() }
        release = current
      } else {
        let soFar = record
        release = try publisher.publish(
          pipeline: record.pipeline, releaseItems, key: key, work,
          movesLatest: try movesLatest(publisher)
        ) { files throws(StageError) in
          var record = soFar
          record.published = files
          return try companion?.files(for: record) ?? []
        }
        record.publishedNewRelease = true
      }
      record.release = release.folder
      record.published = release.files
      observation.tell(
        .published(
          folder: release.folder, files: release.files.count, isNew: record.publishedNewRelease))
      return key
    } catch {
      record.status = .failed
      record.errors.append(error.description)
      observation.tell(.problem(error.description))
      if publisher.isLatest {
        record.release = out + "/releases/" + runID
        record.publishedNewRelease = true
      }
      return nil
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
