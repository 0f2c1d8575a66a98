import ByteIO
import Foundation
package import PipelineModel
import PipelinePlanner

/// Puts together the record of a run from the plan, the scheduler's states and the committed manifests.
enum RunRecorder {
  /// The name of the record within the run folder.
  static let fileName = "run.json"

  /// A record with the stages and edges of the definition.
  static func begin(_ run: PipelineRun, startedAt: Double) -> RunRecord {
    var record = RunRecord(
      runID: run.runID, pipeline: run.pipeline.definition.name.text,
      pipelineDescription: run.pipeline.definition.description, startedAt: startedAt,
      version: run.version, jobs: run.limits.jobs, date: run.pipeline.date)
    record.warnings = run.pipeline.warnings.map(\.description) + run.fetched.flatMap(\.remarks)
    record.fetched = run.fetched
    var segmentOfStage: [Int: Int] = [:]
    for (number, segment) in run.plan.segments.enumerated() {
      for stage in segment.stages where segmentOfStage[stage] == nil {
        segmentOfStage[stage] = number
      }
    }
    for (index, stage) in run.pipeline.stages.enumerated() {
      record.stages.append(
        StageRecord(
          name: stage.name, kind: stage.kind.name, shape: stage.kind.shape.rawValue,
          segment: segmentOfStage[index] ?? 0))
      for edge in stage.edges {
        record.edges.append(
          EdgeRecord(
            from: run.pipeline.stages[edge.producer].name, port: edge.port, to: stage.name,
            type: edge.type.inWords, privacy: edge.type.privacy.rawValue))
      }
    }
    return record
  }

  /// The tasks of the record: reused ones first, then in the order in which they began.
  static func tasks(
    _ run: PipelineRun, _ states: [SchedulerState.TaskState], _ observation: RunObservation
  ) -> [TaskRecord] {
    func stages(_ task: Int) -> [String] {
      run.plan.segments[Int(run.plan.tasks.segment[task])].stages.map {
        run.pipeline.stages[$0].name
      }
    }
    let labels = run.plan.labels(run.pipeline)
    func records(_ outcome: TaskRecord.Outcome, _ isOne: (Int) -> Bool) -> [TaskRecord] {
      states.indices.lazy.filter(isOne).prefix(RunObservation.recordedIdleTasks).map { task in
        TaskRecord(task: task, label: labels(task), stages: stages(task), outcome: outcome)
      }
    }
    let reused = records(.reused) { !run.reuse.runs[$0] }
    let skipped = records(.skipped) {
      run.reuse.runs[$0] && states[$0] != .done && states[$0] != .failed
    }
    let began = observation.recordedTasks.map { record in
      var record = record
      record.stages = stages(record.task)
      record.reason = run.reasons[record.task]
      return record
    }
    return reused + began + skipped
  }

  /// Fills in counts of records and rows from the committed manifests of tasks, and gathers their quarantine.
  ///
  /// - Returns: What became of the records of every file, and the tasks that have kept records aside.
  static func account(
    _ run: PipelineRun, tasks: some Sequence<Int>, _ record: inout RunRecord
  ) throws(StageError) -> (accounts: RunAccounts, tasksWithQuarantine: [Int]) {
    var accounts = RunAccounts()
    var quarantine = QuarantineFolder(path: run.work.run(run.runID) + "/quarantine")
    var aside: [Int] = []
    for task in tasks {
      let number = Int(run.plan.tasks.segment[task])
      var accounted: Set<[Int]> = []
      var hasQuarantine = false
      for (position, product) in run.plan.tasks.products(of: task).enumerated() {
        let key = run.plan.tasks.productKey[product]
        guard run.ledger.isCommitted(key) else { continue }
        let manifest = try ArtifactManifest.read(run.work.artifact(key))
        let stage = Int(run.plan.tasks.productStage[product])
        for (port, table) in manifest.tables {
          record.stages[stage].rowsOut[port, default: 0] += table.rowCount
        }
        let segment = run.plan.segments[number]
        guard case .stream(_, let chains) = segment.work else { continue }
        let branch = Branch(
          segment: number, chain: chains[position],
          paths: segment.shards[Int(run.plan.tasks.shard[task])].paths)
        let fresh = branch.add(manifest, to: &accounts, &record, accounted: &accounted)
        let path = ArtifactManifest.quarantinePath(run.work.artifact(key))
        let isAside = try branch.gather(path, of: fresh, run.pipeline, into: &quarantine, &accounts)
        hasQuarantine =
          hasQuarantine || isAside || manifest.accounting.contains(where: \.hasQuarantine)
      }
      if hasQuarantine { aside.append(task) }
    }
    try quarantine.finish()
    return (accounts, aside)
  }

  /// A chain of stages over one shard, with the artifact at its end.
  private struct Branch {
    let segment: Int
    let chain: [Int]
    let paths: [String]

    /// Adds what became of the records in those stages that no other branch of the task has accounted for.
    ///
    /// - Returns: The positions of these stages in the chain.
    func add(
      _ manifest: ArtifactManifest, to accounts: inout RunAccounts, _ record: inout RunRecord,
      accounted: inout Set<[Int]>
    ) -> Set<Int> {
      var fresh: Set<Int> = []
      for (index, stage) in chain.enumerated() where index < manifest.accounting.count {
        // A stage that is its own sink has a second account, of the rows that it has written.
        if index > 0, chain[index - 1] == stage { continue }
        guard accounted.insert(Array(chain[...index])).inserted else { continue }
        fresh.insert(index)
        RunRecorder.add(manifest.accounting[index], to: &record.stages[stage])
        let place = RunAccounts.Place(segment: segment, stage: stage)
        accounts.addTask(at: place)
        for (number, path) in paths.enumerated() {
          let ofFile = manifest.accounting(ofFile: number)
          if index < ofFile.count { accounts.add(ofFile[index], file: path, at: place) }
        }
      }
      return fresh
    }

    /// Adds the records that these stages have kept aside to the quarantine of the run.
    ///
    /// - Returns: Whether there are any.
    func gather(
      _ source: String, of positions: Set<Int>, _ pipeline: CompiledPipeline,
      into quarantine: inout QuarantineFolder, _ accounts: inout RunAccounts
    ) throws(StageError) -> Bool {
      let names = chain.map { pipeline.stages[$0].name }
      let counts = try quarantine.add(
        source, positions: positions, stageNames: names, paths: paths)
      for (count, number) in counts {
        let place = RunAccounts.Place(segment: segment, stage: chain[count.position])
        accounts.addFound(number, rule: count.rule, file: paths[count.file], at: place)
      }
      return !counts.isEmpty
    }
  }

  /// What stages let pass although it is not as it should be, a sentence a stage.
  static func remarks(_ record: RunRecord) -> [String] {
    record.stages.filter { !$0.tolerated.isEmpty }.map { stage in
      let counts = stage.tolerated.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }
      return "stage \"\(stage.name)\" let pass: \(counts.joined(separator: ", "))"
    }
  }

  /// What came into each table stage that has run: the rows of the tables behind its edges.
  static func countTableRows(_ run: PipelineRun, _ record: inout RunRecord) {
    for (index, stage) in run.pipeline.stages.enumerated()
    where stage.stage is any TableStage && !stage.edges.contains(where: \.type.kind.isStream)
      && record.stages[index].tasks.run + record.stages[index].tasks.reused > 0
    {
      for edge in stage.edges {
        record.stages[index].read += record.stages[edge.producer].rowsOut[edge.port] ?? 0
      }
      record.stages[index].kept = record.stages[index].read
    }
  }

  /// Counts tasks by what became of them, for the run and for each stage.
  static func countTasks(
    _ run: PipelineRun, _ states: [SchedulerState.TaskState], _ record: inout RunRecord
  ) {
    var counts = Array(repeating: StageRecord.TaskCounts(), count: run.plan.segments.count)
    for (task, state) in states.enumerated() {
      let outcome: WritableKeyPath<StageRecord.TaskCounts, Int> =
        switch state {
        case .done where run.reuse.runs[task]: \.run
        case .done: \.reused
        case .failed: \.failed
        default: \.skipped
        }
      counts[Int(run.plan.tasks.segment[task])][keyPath: outcome] += 1
    }
    var total = StageRecord.TaskCounts()
    for (segment, counts) in zip(run.plan.segments, counts) {
      total.add(counts)
      for stage in segment.stages { record.stages[stage].tasks.add(counts) }
    }
    record.taskCounts = total
  }

  private static func add(_ accounting: ArtifactManifest.Accounting, to stage: inout StageRecord) {
    stage.read += accounting.read
    stage.kept += accounting.kept
    stage.quarantined += accounting.quarantinedCount
    stage.quarantinedByRule.merge(accounting.quarantined) { $0 + $1 }
    stage.dropped.merge(accounting.dropped) { $0 + $1 }
    if let made = accounting.made { stage.made = (stage.made ?? [:]).merging(made) { $0 + $1 } }
    stage.tolerated.merge(accounting.tolerated) { $0 + $1 }
  }

  /// Writes the record into the run folder.
  static func save(_ record: RunRecord, _ work: WorkFolder) throws(StageError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(record) else {
      throw StageError(.internal, "the record of the run cannot be encoded")
    }
    try work.write([UInt8](data), to: fileName, ofRun: record.runID, isDurable: true)
  }

  /// The record of a run.
  static func read(_ folder: String) -> RunRecord? {
    FileManager.default.contents(atPath: folder + "/" + fileName).flatMap {
      try? JSONDecoder().decode(RunRecord.self, from: $0)
    }
  }
}

extension RunRecord {
  /// The record that a run has left in its folder; nil where it was cut off before.
  package static func read(runFolder: String) -> RunRecord? { RunRecorder.read(runFolder) }
}
