import ByteIO
import Foundation
import PipelineModel
import PipelinePlanner

/// What a run has found in the manifests of its results, for later runs over the same results: they need not read each
/// manifest again.
struct KeptAccount: Codable {
  private static let fileName = "account.json"

  private struct StageCounts: Codable {
    var read: Int
    var kept: Int
    var quarantined: Int
    var dropped: [String: Int]
    var made: [String: Int]?
    var tolerated: [String: Int]
    var quarantinedByRule: [String: Int]
    var rowsOut: [String: Int]
  }

  private struct PlaceTotal: Codable {
    var place: RunAccounts.Place
    var total: RunAccounts.Total
  }

  private let stages: [StageCounts]
  private let totals: [PlaceTotal]
  private let accounts: [FileAccount]
  private let tasksWithQuarantine: [Int]
  /// The size of the list of all accounts, which a power failure may have cut short.
  private let listBytes: Int

  init(
    _ accounts: RunAccounts, _ record: RunRecord, tasksWithQuarantine: [Int], listBytes: Int
  ) {
    self.listBytes = listBytes
    stages = record.stages.map { stage in
      StageCounts(
        read: stage.read, kept: stage.kept, quarantined: stage.quarantined, dropped: stage.dropped,
        made: stage.made, tolerated: stage.tolerated, quarantinedByRule: stage.quarantinedByRule,
        rowsOut: stage.rowsOut)
    }
    totals = accounts.totals.map { PlaceTotal(place: $0, total: $1) }
    self.accounts = record.accounts
    self.tasksWithQuarantine = tasksWithQuarantine
  }

  /// Stands for the tasks of a run, what their files and stages are called, and the manifests as they stand in the work
  /// folder: equal keys have equal accounts.
  ///
  /// - Complexity: O(tasks), with one look at the file system for each product that was made by this run.
  static func key(_ run: PipelineRun) -> ContentKey {
    var hasher = KeyHasher()
    hasher.add("account 1")
    for stage in run.pipeline.stages { hasher.add(stage.name) }
    for segment in run.plan.segments {
      hasher.addLength(segment.shards.count)
      for stage in segment.stages { hasher.addLength(stage) }
      for path in segment.shards.lazy.flatMap(\.paths) { hasher.add(path) }
    }
    let keys = run.plan.tasks.productKey
    for key in keys { hasher.add(key) }
    for stamp in run.ledger.manifestStampsAtDecision(keys) {
      hasher.addLength(stamp?.changed ?? 0)
      hasher.addLength(stamp?.inode ?? 0)
    }
    return hasher.key()
  }

  /// Keeps the account in the folder of its run.
  func save(_ run: PipelineRun) throws(StageError) {
    guard let data = try? JSONEncoder().encode(self) else {
      throw StageError(.internal, "the account of the run cannot be encoded")
    }
    try run.work.write([UInt8](data), to: Self.fileName, ofRun: run.runID)
  }

  /// The account in the folder of a run that has one; nil where it is no longer there.
  static func read(_ folder: String) -> KeptAccount? {
    guard let data = FileManager.default.contents(atPath: folder + "/" + fileName),
      let account = try? JSONDecoder().decode(KeptAccount.self, from: data),
      FileStamp(folder + "/" + RunAccounts.fileName)?.size == account.listBytes
    else { return nil }
    return account
  }

  /// Fills in the record of a run over the same results; only those that have records in quarantine are looked at,
  /// since each run has a quarantine of its own.
  ///
  /// - Parameter before: The run that has left the account.
  func accounts(
    from before: String, for run: PipelineRun, _ record: inout RunRecord
  ) throws(StageError) -> RunAccounts {
    var looked = record
    var accounts = try RunRecorder.account(run, tasks: tasksWithQuarantine, &looked).accounts
    accounts.keep(
      totals: Dictionary(totals.map { ($0.place, $0.total) }) { first, _ in first })
    for (index, counts) in stages.enumerated() {
      record.stages[index].read = counts.read
      record.stages[index].kept = counts.kept
      record.stages[index].quarantined = counts.quarantined
      record.stages[index].dropped = counts.dropped
      record.stages[index].made = counts.made
      record.stages[index].tolerated = counts.tolerated
      record.stages[index].quarantinedByRule = counts.quarantinedByRule
      record.stages[index].rowsOut = counts.rowsOut
    }
    record.accounts = self.accounts
    // Neither file is changed once it is there, so both runs may have it.
    for name in [RunAccounts.fileName, Self.fileName] {
      let source = run.work.run(before) + "/" + name
      try ArtifactWriter.io { () throws(ByteIOError) in
        try ReadOnlyFile.share(source, as: run.work.run(run.runID) + "/" + name)
      }
    }
    return accounts
  }
}
