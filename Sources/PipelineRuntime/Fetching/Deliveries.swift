import ByteIO
import Foundation
package import PipelineModel
package import PipelinePlanner
import Synchronization

/// What the stages of a pipeline fetch, in `fetched/<pipeline>/<stage>/<number>` of the work folder.
///
/// The newest delivery of a stage is read until a run that has read it has succeeded; then the next run fetches
/// another. The caller holds the lock of the work folder.
package struct Deliveries {
  /// The pause between two lines that say how far a fetch is, in seconds.
  private static let secondsBetweenLines = 5.0

  private let pipeline: CompiledPipeline
  private let work: WorkFolder
  private let ledger: Ledger?

  /// The deliveries of a pipeline.
  package init(_ pipeline: CompiledPipeline, _ work: WorkFolder, ledger: Ledger?) {
    self.pipeline = pipeline
    self.work = work
    self.ledger = ledger
  }

  private var stages: [(name: String, stage: any FetchingStage)] {
    pipeline.stages.compactMap { stage in
      (stage.stage as? any FetchingStage).map { (stage.name, $0) }
    }
  }

  /// Whether no stage of the pipeline fetches.
  package var isEmpty: Bool { stages.isEmpty }

  private func folder(_ stage: String) -> String {
    "\(work.fetched)/\(pipeline.definition.name.text)/\(stage)"
  }

  private func deliveries(_ stage: String) -> [DeliveryFolder] {
    Folder.names(folder(stage)).compactMap { DeliveryFolder("\(folder(stage))/\($0)") }
  }

  /// What the newest complete delivery of each stage holds, without asking any server.
  package func latest() -> [FetchRecord] {
    stages.compactMap { name, _ in
      deliveries(name).last { delivery in
        delivery.label.record.map { $0.files.allSatisfy { FileStamp($0) != nil } } ?? false
      }?.label.record
    }
  }

  /// The stages that have no complete delivery: what they will read is known when a run has asked their servers.
  ///
  /// - Parameter latest: What ``latest()`` has found.
  package func unfetchedStages(_ latest: [FetchRecord]) -> [String] {
    let fetched = Set(latest.map(\.stage))
    return stages.map(\.name).filter { !fetched.contains($0) }
  }

  /// Fetches for a run what is not there yet, stage after stage.
  ///
  /// - Parameters:
  ///   - isAnew: Whether what earlier runs have fetched and not succeeded with is left aside.
  ///   - interruption: Stops the fetching; what was fetched until then is gone on with by the next run.
  ///   - report: Takes lines that say how far it is.
  package func fetch(
    forRun run: String, isAnew: Bool, interruption: TaskInterruption = TaskInterruption(),
    report: @escaping @Sendable (String) -> Void
  ) throws(StageError) -> [FetchRecord] {
    var records: [FetchRecord] = []
    for (name, stage) in stages {
      do throws(StageError) {
        let spoken = Mutex(Date.now)
        if interruption.isInterrupted { throw Self.stopped }
        let record = try fetch(name, stage, run, isAnew, interruption) { line in
          // A server with many pages has many lines to say; people want to know that it goes on.
          let isDue = spoken.withLock { last in
            guard Date.now.timeIntervalSince(last) >= Self.secondsBetweenLines else { return false }
            last = .now
            return true
          }
          if isDue { report("stage \"\(name)\": \(line)") }
        }
        report(record.sentence)
        records.append(record)
      } catch {
        var error = interruption.isInterrupted ? Self.stopped : error
        error.message = "stage \"\(name)\": \(error.message)"
        throw error
      }
    }
    if interruption.isInterrupted { throw Self.stopped }
    return records
  }

  private static let stopped = StageError(
    .cancelled, "the run was told to stop while it fetched",
    remedy: "run again; what was fetched is kept")

  private func fetch(
    _ name: String, _ stage: any FetchingStage, _ run: String, _ isAnew: Bool,
    _ interruption: TaskInterruption, _ report: @escaping @Sendable (String) -> Void
  ) throws(StageError) -> FetchRecord {
    var hasher = KeyHasher()
    hasher.add(stage.request)
    let request = hasher.key().description
    let earlier = deliveries(name)
    var delivery: DeliveryFolder
    if let last = earlier.last, !isAnew, last.label.request == request,
      last.label.date == pipeline.date, try !isCommitted(last)
    {
      delivery = last
    } else {
      delivery = try DeliveryFolder(
        creating: "\(folder(name))/\(Self.next(after: earlier.last?.path))",
        DeliveryFolder.Label(
          request: request, date: pipeline.date,
          since: try since(stage.reach, request, earlier)))
    }
    let isOfEarlierRun = delivery.label.record != nil
    if delivery.label.record == nil {
      var record = try stage.fetch(
        Delivery(
          folder: delivery.path, since: delivery.label.since,
          secrets: SecretValues(pipeline.definition.secrets), interruption: interruption,
          report: report))
      record.stage = name
      record.since = delivery.label.since
      delivery.label.record = record
    }
    delivery.label.runs.append(run)
    try delivery.save()
    try removeWhatIsNotNeeded(earlier, but: delivery.path)
    guard var record = delivery.label.record else {
      throw StageError(.internal, "a delivery without a record")
    }
    record.isOfEarlierRun = isOfEarlierRun
    return record
  }

  /// Whether a run that has read a delivery has succeeded.
  private func isCommitted(_ delivery: DeliveryFolder) throws(StageError) -> Bool {
    if delivery.label.isCommitted { return true }
    for run in delivery.label.runs where try ledger?.hasSucceeded(run: run) ?? false { return true }
    return false
  }

  /// Where a delivery begins: at the end of the latest one for the same request, and for this date or an earlier one,
  /// that a successful run has read.
  private func since(
    _ reach: FetchReach, _ request: String, _ earlier: [DeliveryFolder]
  ) throws(StageError) -> String? {
    switch reach {
    case .everything: return nil
    case .since(let instant): return instant
    case .sinceLastRun:
      for delivery in earlier.reversed()
      where delivery.label.request == request && delivery.label.date <= pipeline.date {
        guard let upTo = delivery.label.record?.upTo, try isCommitted(delivery) else { continue }
        return upTo
      }
      return nil
    }
  }

  /// Removes deliveries that no run succeeded with, and the files of all but the latest that one has.
  private func removeWhatIsNotNeeded(
    _ earlier: [DeliveryFolder], but current: String
  ) throws(StageError) {
    var hasKept = false
    for delivery in earlier.reversed() where delivery.path != current {
      if try !isCommitted(delivery) {
        Folder.remove(delivery.path)
      } else if hasKept {
        delivery.empty()
      } else {
        hasKept = true
      }
    }
  }

  /// Notes that a run has succeeded with what it has read.
  ///
  /// A process that is cut off before is no harm: the ledger knows how the run has ended.
  package func commit(run: String) throws(StageError) {
    for (name, _) in stages {
      guard var last = deliveries(name).last, last.label.runs.contains(run) else { continue }
      last.label.isCommitted = true
      try last.save()
    }
  }

  private static func next(after path: String?) -> String {
    let number = (path?.split(separator: "/").last).flatMap { Int($0) } ?? 0
    let digits = String(number + 1)
    return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }
}
