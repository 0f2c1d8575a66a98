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
      version: run.version, jobs: run.jobs)
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
    var reused: [TaskRecord] = []
    var skipped: [TaskRecord] = []
    for task in states.indices {
      guard reused.count + skipped.count < RunObservation.recordedTasks else { break }
      let label = run.plan.label(of: task, run.pipeline)
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
  static func account(
    _ run: PipelineRun, _ states: [SchedulerState.TaskState], _ record: inout RunRecord
  ) throws(StageError) {
    var quarantine = QuarantineFolder(path: run.work.run(run.runID) + "/quarantine")
    var accounted: Set<[Int]> = []
    for task in states.indices {
      let segment = run.plan.segments[Int(run.plan.tasks.segment[task])]
      count(task, segment, states[task], run.reuse.runs[task], &record)
      guard states[task] == .done else { continue }
      let products = run.plan.tasks.products(of: task)
      for (position, product) in products.enumerated() {
        let folder = run.work.artifact(run.plan.tasks.productKey[product])
        guard run.ledger.isCommitted(run.plan.tasks.productKey[product]) else { continue }
        let manifest = try ArtifactManifest.read(folder)
        let stage = Int(run.plan.tasks.productStage[product])
        for (port, table) in manifest.tables {
          record.stages[stage].rowsOut[port, default: 0] += table.rowCount
        }
        guard case .stream(_, let chains) = segment.work else { continue }
        var chain = chains[position]
        if chain.count < manifest.accounting.count { chain.append(chain[chain.count - 1]) }
        var fresh: Set<Int> = []
        for (index, accounting) in manifest.accounting.enumerated() where index < chain.count {
          let isReadersOwnSink = index > 0 && chain[index] == chain[index - 1]
          let path = [task] + chain[...index] + (isReadersOwnSink ? [-1] : [])
          guard accounted.insert(path).inserted, !isReadersOwnSink else { continue }
          add(accounting, to: &record.stages[chain[index]])
          fresh.insert(index)
        }
        try quarantine.add(
          ArtifactManifest.quarantinePath(folder), positions: fresh,
          stageNames: chain.map { run.pipeline.stages[$0].name })
      }
    }
    countTableRows(run, &record)
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
    for stage in segment.stages {
      switch state {
      case .done where runs: record.stages[stage].tasks.run += 1
      case .done: record.stages[stage].tasks.reused += 1
      case .failed: record.stages[stage].tasks.failed += 1
      default: record.stages[stage].tasks.skipped += 1
      }
    }
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

  /// What became of a reader's records over all shards of a segment; nil where a shard has left no account, because
  /// nothing that it makes was needed any more.
  static func readerAccounting(
    segment number: Int, _ plan: ExecutionPlan, _ work: WorkFolder
  ) throws(StageError) -> ArtifactManifest.Accounting? {
    var total = ArtifactManifest.Accounting()
    for task in 0..<plan.taskCount where Int(plan.tasks.segment[task]) == number {
      let folder = plan.tasks.products(of: task).map { work.artifact(plan.tasks.productKey[$0]) }
        .first { FileStamp($0 + "/" + ArtifactManifest.fileName) != nil }
      guard let folder, let reader = try ArtifactManifest.read(folder).accounting.first else {
        return nil
      }
      total.add(reader)
    }
    return total
  }

  /// Writes the record into the run folder.
  static func save(_ record: RunRecord, in folder: String) throws(StageError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(record) else {
      throw StageError(.internal, "the record of the run cannot be encoded")
    }
    try ArtifactWriter.io { () throws(ByteIOError) in
      let file = try DurableFile(path: folder + "/" + fileName)
      try file.append([UInt8](data))
      try file.commit()
    }
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
