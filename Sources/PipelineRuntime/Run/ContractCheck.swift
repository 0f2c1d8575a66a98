import ByteIO
import Foundation
import PipelineModel
import PipelinePlanner

/// Checks what the definition promises about the data of a run, over all shards and against the run before.
struct ContractCheck {
  let run: PipelineRun
  let accounts: RunAccounts
  let record: RunRecord
  /// The last successful run of the pipeline, for the same date or an earlier one; nil where there is none.
  let before: CommittedRun?

  /// Every promise with what was found; a promise about the run before is left out where there was none.
  func records() -> [ContractRecord] {
    run.pipeline.stages.indices.flatMap { inputRecords($0) + portRecords($0) }
  }

  /// The total of a stage in its first pass; nil where it is not known.
  private func total(_ stage: Int) -> ArtifactManifest.Accounting? {
    let segment = run.plan.segments.indices.first { number in
      if case .stream = run.plan.segments[number].work {
        return run.plan.segments[number].stages.contains(stage)
      }
      return false
    }
    guard let segment else { return nil }
    return accounts.total(
      at: RunAccounts.Place(segment: segment, stage: stage),
      tasks: run.plan.segments[segment].shards.count)
  }

  private func inputRecords(_ stage: Int) -> [ContractRecord] {
    guard let reader = run.pipeline.stages[stage].stage as? any ReaderStage else { return [] }
    var check = PromiseCheck(stage: run.pipeline.stages[stage].name, port: nil)
    if let limit = reader.contract.failIf.newestFileOlderThanSeconds {
      check.age(of: newest(stage), limit: limit, at: instant)
    }
    guard let total = total(stage) else { return check.records }
    check.bad(total, reader.contract.failIf)
    if reader.contract.failIf.isEmptyInput { check.notEmpty(total.read) }
    check.bounds(total.kept, reader.contract.minimumRows, reader.contract.maximumRows)
    // A night without new files is no fall in rows; ``FailureConditions/isEmptyInput`` says whether it may be.
    if !run.plan.hasNothingNew(run.pipeline) {
      check.change(
        from: before?.rows(check.stage, CommittedRun.inputPort), to: total.read,
        reader.contract.failIf)
    }
    return check.records
  }

  private func portRecords(_ stage: Int) -> [ContractRecord] {
    let compiled = run.pipeline.stages[stage]
    return compiled.contracts.flatMap { contract -> [ContractRecord] in
      var check = PromiseCheck(stage: compiled.name, port: contract.port)
      let isStream = compiled.stage.outputs[contract.port]?.kind.isStream == true
      let total = total(stage)
      if let total { check.bad(total, contract.failIf) }
      if run.plan.hasNothingNew(run.pipeline) { return [] }
      guard let rows = isStream ? total?.kept : record.stages[stage].rowsOut[contract.port] else {
        return check.records
      }
      check.bounds(rows, contract.minimumRows, contract.maximumRows)
      check.change(
        from: before?.rows(compiled.name, contract.port), to: rows, contract.failIf)
      return check.records
    }
  }

  /// The rows at every place that a later run may be compared with.
  func rows() -> [CommittedRun.Rows] {
    run.pipeline.stages.indices.flatMap { stage -> [CommittedRun.Rows] in
      let compiled = run.pipeline.stages[stage]
      var result: [CommittedRun.Rows] = []
      let total = total(stage)
      if compiled.stage is any ReaderStage, let total {
        result.append(.init(stage: compiled.name, port: CommittedRun.inputPort, rows: total.read))
      }
      for (port, type) in compiled.stage.outputs.sorted(by: { $0.key < $1.key }) {
        let rows = type.kind.isStream ? total?.kept : record.stages[stage].rowsOut[port]
        if let rows { result.append(.init(stage: compiled.name, port: port, rows: rows)) }
      }
      return result
    }
  }

  /// When the newest file of a reader was changed, in seconds since 1970; standard input is always new.
  private func newest(_ stage: Int) -> Double? {
    let paths = run.plan.segments.flatMap { segment -> [String] in
      if case .stream(let reader, _) = segment.work, reader == stage {
        return segment.shards.flatMap(\.paths)
      }
      return []
    }
    return paths.compactMap { path in
      path == "-" ? record.startedAt : FileStamp(path).map { Double($0.modified) / 1e9 }
    }.max()
  }

  /// The instant that ages are measured at: the run's start, or the end of its date where that is earlier.
  private var instant: Double {
    let day = try? Date(run.pipeline.date, strategy: .iso8601.year().month().day())
    return min(record.startedAt, day.map { $0.timeIntervalSince1970 + 86400 } ?? .infinity)
  }
}
