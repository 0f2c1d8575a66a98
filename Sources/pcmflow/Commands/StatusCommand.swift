import ArgumentParser
import Foundation
import JSONText
import PipelineModel
import PipelineRuntime

/// Lists the latest runs of a work folder, or shows what became of the records in one.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract:
      "Lists the latest runs of a work folder and how they ended, or what became of the records in one."
  )

  @Argument(help: "A run, to see its stages, contracts and records; \"latest\" is the newest.")
  var runID: String?

  @Option(help: "The folder of the ledger, artifacts and runs.")
  var work = ".pcmflow"

  @Option(help: "How many runs to list.")
  var last = 10

  @Flag(help: "With a run: also shows what became of the records of each file.")
  var files = false

  @Flag(help: "Prints the runs as JSON on standard output.")
  var json = false

  func run() throws {
    let folder = WorkFolder(path: FolderOptions.absolute(work))
    guard FileManager.default.fileExists(atPath: folder.ledger) else {
      StandardError.write(
        "error: \(folder.path) holds no ledger; run a pipeline first, or name its folder with --work"
      )
      throw ExitStatus.definitionRefused
    }
    if let runID { return try show(runID, folder) }
    do throws(StageError) {
      let ledger = try Ledger(folder)
      let runs = try ledger.runs(limit: last)
      if json {
        print(JSONNode.list(runs.map(Self.json)).prettyText)
        return
      }
      for run in runs { print(Self.text(run)) }
      print("\(try ledger.productCount()) results are committed in \(folder.path)")
    } catch {
      StandardError.write("error: \(error)")
      throw ExitStatus.stageFailed
    }
  }

  private func show(_ runID: String, _ folder: WorkFolder) throws {
    let record = try RunChoice(folder).record(runID)
    let accounts = files ? try RunChoice(folder).accounts(record.runID) : []
    if json {
      let members: [(String, JSONNode)] = [
        ("run", .text(record.runID)), ("status", .text(record.status.rawValue)),
        ("contracts", .list(record.contracts.map(\.json))),
        ("accounts", .list(accounts.map(\.json))),
      ]
      print(JSONNode.object(members).prettyText)
    } else {
      for line in RunText(record).lines(accounts: accounts) { print(line) }
    }
  }

  private static func text(_ run: RunEntry) -> String {
    let seconds = run.ended.map { String(format: "%.1f s", $0 - run.started) } ?? "not ended"
    let release = run.release.map { "  \($0)" } ?? ""
    return "\(run.id)  \(run.pipeline)  \(run.status.rawValue)  \(seconds)\(release)"
  }

  private static func json(_ run: RunEntry) -> JSONNode {
    .object([
      ("run", .text(run.id)), ("pipeline", .text(run.pipeline)),
      ("status", .text(run.status.rawValue)), ("started", .double(run.started)),
      ("ended", run.ended.map { .double($0) } ?? nil),
      ("release", run.release.map { .text($0) } ?? nil),
    ])
  }
}
