import ArgumentParser
import Foundation
import PipelineModel
import PipelineRuntime
import Reports

/// Writes the report of a run anew.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Writes the HTML report of a run and prints where it is.")

  @Argument(help: "The run; the latest one by default.")
  var runID: String?

  @Option(help: "The folder of the ledger, artifacts and runs.")
  var work = ".pcmflow"

  func run() throws {
    let folder = WorkFolder(path: FolderOptions.absolute(work))
    let runs = Folder.names(folder.runs)
    guard let id = runID ?? runs.last, runs.contains(id) else {
      let known = NearestName.remedy(runID ?? "", among: runs)
      StandardError.write("error: \(folder.path) has no such run; \(known)")
      throw ExitStatus.definitionRefused
    }
    guard let record = RunRecord.read(runFolder: folder.run(id)) else {
      StandardError.write(
        "error: run \(id) has left no record; it still runs, or was cut off; see events.jsonl in "
          + folder.run(id))
      throw ExitStatus.stageFailed
    }
    let path = folder.run(id) + "/report.html"
    try RunReport.html(record).write(toFile: path, atomically: true, encoding: .utf8)
    print(path)
  }
}
