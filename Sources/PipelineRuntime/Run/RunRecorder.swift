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
    record.warnings = run.pipeline.warnings.map(\.description)
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
    var reused: [TaskRecord] = []
    var skipped: [TaskRecord] = []
    for task in states.indices {
      guard reused.count + skipped.count < RunObservation.recordedTasks else { break }
      let label = labels(task)
      if !run.reuse.runs[task] {
        reused.append(TaskRecord(task: task, label: label, stages: stages(task), outcome: .reused))
      } else if ![.done, .failed].contains(states[task]) {
        skipped.append(
          TaskRecord(task: task, label: label, stages: stages(task), outcome: .skipped))
      }
    }
    let began = observation.recordedTasks.map { record in
      var record = record
      record.stages = stages(record.task)
      record.reason = run.reasons[record.task]
      return record
    }
    return reused + began + skipped
  }

  /// Fills in counts of tasks, records and rows from the committed manifests, and gathers the quarantine of the run.
  ///
  /// - Returns: What became of the records of every file.
  static func account(
    _ run: PipelineRun, _ states: [SchedulerState.TaskState], _ record: inout RunRecord
  ) throws(StageError) -> RunAccounts {
    var accounts = RunAccounts()
    var quarantine = QuarantineFolder(path: run.work.run(run.runID) + "/quarantine")
    record.taskCounts = StageRecord.TaskCounts()
    for task in states.indices {
      let segment = run.plan.segments[Int(run.plan.tasks.segment[task])]
      count(task, segment, states[task], run.reuse.runs[task], &record)
      guard states[task] == .done else { continue }
      var accounted: Set<[Int]> = []
      for (position, product) in run.plan.tasks.products(of: task).enumerated() {
        let key = run.plan.tasks.productKey[product]
        guard run.ledger.isCommitted(key) else { continue }
        let manifest = try ArtifactManifest.read(run.work.artifact(key))
        let stage = Int(run.plan.tasks.productStage[product])
        for (port, table) in manifest.tables {
          record.stages[stage].rowsOut[port, default: 0] += table.rowCount
        }
        guard case .stream(_, let chains) = segment.work else { continue }
        let branch = Branch(
          segment: Int(run.plan.tasks.segment[task]), chain: chains[position],
          paths: segment.shards[Int(run.plan.tasks.shard[task])].paths)
        let fresh = branch.add(manifest, to: &accounts, &record, accounted: &accounted)
        try branch.gather(
          ArtifactManifest.quarantinePath(run.work.artifact(key)), of: fresh, run.pipeline,
          into: &quarantine, &accounts)
      }
    }
    try quarantine.finish()
    countTableRows(run, &record)
    return accounts
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
    func gather(
      _ source: String, of positions: Set<Int>, _ pipeline: CompiledPipeline,
      into quarantine: inout QuarantineFolder, _ accounts: inout RunAccounts
    ) throws(StageError) {
      let names = chain.map { pipeline.stages[$0].name }
      let counts = try quarantine.add(
        source, positions: positions, stageNames: names, paths: paths)
      for (count, number) in counts {
        let place = RunAccounts.Place(segment: segment, stage: chain[count.position])
        accounts.addFound(number, rule: count.rule, file: paths[count.file], at: place)
      }
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
  private static func countTableRows(_ run: PipelineRun, _ record: inout RunRecord) {
    for (index, stage) in run.pipeline.stages.enumerated()
    where stage.stage is any TableStage
      && record.stages[index].tasks.run + record.stages[index].tasks.reused > 0
    {
      for edge in stage.edges {
        record.stages[index].read += record.stages[edge.producer].rowsOut[edge.port] ?? 0
      }
      record.stages[index].kept = record.stages[index].read
    }
  }

  private static func count(
    _ task: Int, _ segment: Segment, _ state: SchedulerState.TaskState, _ runs: Bool,
    _ record: inout RunRecord
  ) {
    let outcome: WritableKeyPath<StageRecord.TaskCounts, Int> =
      switch state {
      case .done where runs: \.run
      case .done: \.reused
      case .failed: \.failed
      default: \.skipped
      }
    record.taskCounts?[keyPath: outcome] += 1
    for stage in segment.stages { record.stages[stage].tasks[keyPath: outcome] += 1 }
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
    try work.write([UInt8](data), to: fileName, ofRun: record.runID)
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
