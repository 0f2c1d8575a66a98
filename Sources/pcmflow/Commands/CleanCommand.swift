import ArgumentParser
import Foundation
import PipelineModel
import PipelineRuntime

/// Removes old releases, run folders, artifacts and deliveries of servers.
struct CleanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean",
    abstract:
      "Removes old releases, run folders, artifacts and what was fetched; never what the latest release or a kept run needs."
  )

  @Option(
    help:
      "How many of the latest successful runs of each pipeline to keep, or for how long: 30, 90d.")
  var keep: String

  @OptionGroup var folders: FolderOptions

  @Option(help: "The folder of the releases.")
  var out = "results"

  @Flag(help: "Says what would be removed and removes nothing.")
  var dryRun = false

  func run() throws {
    guard let rule = Self.rule(keep) else {
      throw ValidationError("--keep takes a number of runs from 1, or a duration such as 90d")
    }
    let work = WorkFolder(path: folders.workFolder)
    guard FileManager.default.fileExists(atPath: work.ledger) else {
      StandardError.write(
        "error: \(work.path) holds no ledger; run a pipeline first, or name its folder with --work")
      throw ExitStatus.definitionRefused
    }
    do throws(StageError) {
      guard let lock = try RunLock(path: work.lock, runID: "clean") else {
        StandardError.write(
          "error: a run holds \(work.path): \(RunLock.holder(path: work.lock)); wait until it has ended"
        )
        throw StageError(.cancelled, "busy")
      }
      defer { withExtendedLifetime(lock) {} }
      var cleaning = Cleaning(
        work: work, out: FolderOptions.absolute(out), ledger: try Ledger(work), isDryRun: dryRun)
      tell(try cleaning.run(rule, now: Date.now.timeIntervalSince1970))
    } catch {
      if error.category == .cancelled { throw ExitStatus.busy }
      StandardError.write("error: \(error)")
      throw ExitStatus.stageFailed
    }
  }

  private static func rule(_ text: String) -> Cleaning.Keep? {
    if let count = Int(text) { return count > 0 ? .latest(count) : nil }
    return Quantity.seconds(text).map { .seconds($0) }
  }

  private func tell(_ result: Cleaning.Result) {
    for release in result.releases { print("release \(release)") }
    for run in result.runs { print("run \(run)") }
    if !result.unknownRuns.isEmpty {
      StandardError.write(
        "warning: no artifact is removed: what run \(result.unknownRuns[0]) needs is not known, since its folder is gone "
          + "or of an earlier version; run the pipeline again first")
    }
    let releases = result.releases.count == 1 ? "1 release" : "\(result.releases.count) releases"
    let runs = result.runs.count == 1 ? "1 run folder" : "\(result.runs.count) run folders"
    let artifacts = result.artifacts == 1 ? "1 artifact" : "\(result.artifacts) artifacts"
    let deliveries =
      switch result.deliveries {
      case 0: ""
      case 1: ", 1 delivery"
      case let count: ", \(count) deliveries"
      }
    print(
      "\(dryRun ? "would remove" : "removed") \(releases), \(runs), \(artifacts)\(deliveries): \(result.bytes) bytes"
    )
  }
}
