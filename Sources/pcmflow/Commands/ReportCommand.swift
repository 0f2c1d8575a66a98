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
    let record = try RunChoice(folder).record(runID)
    let path = folder.run(record.runID) + "/report.html"
    try RunReport.html(record).write(toFile: path, atomically: true, encoding: .utf8)
    print(path)
  }
}
