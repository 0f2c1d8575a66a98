import Foundation
import PipelineModel

/// The deliveries of a work folder that a cleaning removes.
///
/// One stays that a kept run has read. So does the newest of a stage that no run has succeeded with, since the next run
/// goes on with it; but not for ever, for a stage may have been given up.
struct OldDeliveries {
  /// The folder of all deliveries.
  private let root: String
  private let runs: [RunEntry]
  private let kept: Set<String>
  private let keep: Cleaning.Keep
  private let now: Double

  /// What to look for.
  ///
  /// - Parameters:
  ///   - runs: All runs of the work folder.
  ///   - kept: The runs that are kept.
  ///   - now: The present, in seconds since 1970.
  init(
    _ work: WorkFolder, _ runs: [RunEntry], kept: Set<String>, _ keep: Cleaning.Keep, now: Double
  ) {
    root = work.fetched
    self.runs = runs
    self.kept = kept
    self.keep = keep
    self.now = now
  }

  /// Their folders; the caller holds the lock of the work folder.
  var folders: [String] {
    Folder.names(root).flatMap { pipeline in
      Folder.names("\(root)/\(pipeline)").flatMap { stage in
        folders(of: pipeline, "\(root)/\(pipeline)/\(stage)")
      }
    }
  }

  private func folders(of pipeline: String, _ stage: String) -> [String] {
    let names = Folder.names(stage)
    let newest = names.last { DeliveryFolder("\(stage)/\($0)") != nil }
    return names.filter { name in
      // One that cannot be understood is what a fetch left that was cut off when it began.
      guard let delivery = DeliveryFolder("\(stage)/\(name)") else { return true }
      if !kept.isDisjoint(with: delivery.label.runs) { return false }
      return !(name == newest && isAwaited(delivery, by: pipeline))
    }.map { "\(stage)/\($0)" }
  }

  /// Whether a next run may still go on with a delivery.
  private func isAwaited(_ delivery: DeliveryFolder, by pipeline: String) -> Bool {
    if delivery.label.isCommitted { return false }
    let changed = delivery.changed
    switch keep {
    case .seconds(let seconds): return changed >= now - seconds
    case .latest:
      let oldest = runs.filter { $0.pipeline == pipeline && kept.contains($0.id) }
        .map(\.started).min()
      return oldest.map { changed >= $0 } ?? true
    }
  }
}

extension DeliveryFolder {
  /// When something was last put into it, in seconds since 1970.
  fileprivate var changed: Double {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
  }
}
