import Foundation
import PipelineModel

/// What happened in a run, as text for a terminal.
struct RunText {
  private let record: RunRecord

  init(_ record: RunRecord) {
    self.record = record
  }

  /// The run, its stages, its contracts, and where asked for its files.
  func lines(accounts: [FileAccount]) -> [String] {
    var lines = ["\(record.runID)  \(record.pipeline)  \(record.date)  \(record.status.rawValue)"]
    lines += record.errors.map { "error: \($0)" }
    for stage in record.stages {
      let dropped = stage.dropped.values.reduce(0, +)
      lines.append(
        "  \(stage.name) (\(stage.kind)): "
          + Self.equation(stage.read, stage.kept, stage.quarantined, dropped)
          + Self.rules(stage.quarantinedByRule, stage.dropped))
    }
    for contract in record.contracts {
      let place = contract.port.map { "\(contract.stage).\($0)" } ?? contract.stage
      lines.append(
        "  \(contract.isKept ? "kept  " : "broken") \(place) \(contract.promise) \(contract.limit): "
          + contract.found)
    }
    for account in accounts {
      let pass = account.pass > 1 ? ", pass \(account.pass)" : ""
      lines.append(
        "  \(account.file) in \(account.stage)\(pass): "
          + Self.equation(
            account.read, account.kept, account.quarantinedCount, account.droppedCount)
          + Self.rules(account.quarantined, account.dropped))
    }
    return lines
  }

  private static func equation(
    _ read: Int, _ kept: Int, _ quarantined: Int, _ dropped: Int
  ) -> String {
    "\(read) read = \(kept) kept + \(quarantined) quarantined + \(dropped) dropped"
  }

  private static func rules(_ quarantined: [String: Int], _ dropped: [String: Int]) -> String {
    let all = [("quarantined", quarantined), ("dropped", dropped)].flatMap { what, counts in
      counts.sorted { $0.key < $1.key }.map { "\(what) \($0.key) \($0.value)" }
    }
    return all.isEmpty ? "" : " (\(all.joined(separator: ", ")))"
  }
}
