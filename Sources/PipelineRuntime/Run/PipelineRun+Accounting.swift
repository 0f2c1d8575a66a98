import PipelineModel
import PipelinePlanner

extension PipelineRun {
  /// Fills in the record from the committed results; keeps the account of every file.
  ///
  /// - Returns: The accounts, and what they were made from; nil for the latter where not everything is done.
  func account(
    _ states: [SchedulerState.TaskState], _ record: inout RunRecord
  ) throws(StageError) -> (accounts: RunAccounts, key: ContentKey?) {
    RunRecorder.countTasks(self, states, &record)
    let key = states.allSatisfy { $0 == .done } ? KeptAccount.key(self) : nil
    if let key, !reuse.runs.contains(true), let before = try ledger.run(withAccount: key),
      let kept = KeptAccount.read(work.run(before))
    {
      return (try kept.accounts(from: before, for: self, &record), key)
    }
    let done = states.indices.lazy.filter { states[$0] == .done }
    let (accounts, aside) = try RunRecorder.account(self, tasks: done, &record)
    RunRecorder.countTableRows(self, &record)
    let all = accounts.all(pipeline)
    let listBytes = try RunAccounts.save(all, work, run: runID)
    let refused = all.filter { $0.quarantinedCount > 0 }
    let others = all.lazy.filter { $0.quarantinedCount == 0 }
    record.accounts = Array(
      (refused + others.prefix(RunRecord.recordedAccounts)).prefix(
        RunRecord.recordedAccounts))
    if key != nil {
      try KeptAccount(accounts, record, tasksWithQuarantine: aside, listBytes: listBytes)
        .save(self)
    }
    return (accounts, key)
  }

  /// The digests of the files of each stage that reads only new ones.
  var newFiles: [String: [ContentKey]] {
    var files: [String: [ContentKey]] = [:]
    for segment in plan.segments {
      guard case .stream(let reader, _) = segment.work,
        let stage = pipeline.stages[reader].stage as? any ReaderStage,
        stage.contract.since == .lastRun
      else { continue }
      files[pipeline.stages[reader].name] = segment.shards.flatMap(\.digests)
    }
    return files
  }

  /// Holds the records against the accounts and the contracts.
  func judge(
    _ record: inout RunRecord, _ check: ContractCheck, _ observation: RunObservation
  ) {
    let mismatches = check.accounts.mismatches(pipeline)
    record.contracts = check.records()
    let broken = record.contracts.filter { !$0.isKept }.map(\.sentence)
    record.errors += mismatches + broken
    for sentence in mismatches + broken { observation.tell(.problem(sentence)) }
    record.status =
      !mismatches.isEmpty ? .failed : broken.isEmpty ? .succeeded : .contractBroken
  }

  /// The files of which mended records are read, a sentence each: a release must tell what it was made from.
  func mendRemarks() throws(StageError) -> [String] {
    guard catalog.hasMends else { return [] }
    var remarks: [String] = []
    for path in Set(plan.segments.flatMap { $0.shards.flatMap(\.paths) }).sorted() {
      let count = try catalog.mends(of: path).count
      if count > 0 {
        remarks.append(
          "\(count == 1 ? "1 mended record is" : "\(count) mended records are") read in \(path)")
      }
    }
    return remarks
  }

  /// Refuses mended records that the reader refuses again; keeps those that it reads.
  func judgeMends(
    _ record: inout RunRecord, _ observation: RunObservation
  ) throws(StageError) {
    guard let mends = catalog.mends, record.status == .succeeded else { return }
    let places = mends.proposed
    guard !places.isEmpty else { return }
    let folder = work.run(runID) + "/quarantine"
    var refused: [String] = []
    for name in Folder.names(folder) {
      try QuarantineFile.forEach(folder + "/" + name) { entry in
        guard places[entry.file]?.contains(entry.offset) == true else { return }
        refused.append(
          "\(entry.file):\(entry.line.map(String.init) ?? "offset \(entry.offset)"): the mended record is still "
            + "refused by stage \"\(entry.stage)\" under rule \(entry.rule): \(entry.message)")
      }
    }
    guard !refused.isEmpty else { return try mends.accept() }
    record.status = .contractBroken
    record.errors += refused
    for sentence in refused { observation.tell(.problem(sentence)) }
  }
}
