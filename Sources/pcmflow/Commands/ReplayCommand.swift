import ArgumentParser
import Foundation
import PipelineModel
import PipelineRuntime

/// Runs a pipeline with mended records in the place of those that an earlier run has kept aside.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Runs a pipeline with mended records in the place of refused ones.",
    discussion: """
      Mended are the lines of quarantine files whose "raw" is not what was refused: in files given with --mended, \
      else in those of the run. They are read where the refused records stand, in this run and in all later ones of \
      the work folder, until the file itself changes. Where one of them is refused again, nothing is published or kept.
      """)

  @OptionGroup var command: RunCommand

  @Option(help: "A quarantine file with mended records. May be repeated.")
  var mended: [String] = []

  @Option(
    name: .customLong("run"),
    help: "The run that has kept the records aside; the latest one by default.")
  var runID: String?

  func validate() throws {
    if command.dates != nil { throw ValidationError("--for cannot be replayed; name one --date") }
  }

  func run() throws {
    let work = WorkFolder(path: command.folders.workFolder)
    let quarantine = try RunQuarantine(work, runID)
    let before = try quarantine.count()
    let files = mended.isEmpty ? quarantine.files : mended.map(FolderOptions.absolute)
    let records: [QuarantineEntry]
    do throws(StageError) {
      records = try MendedRecords.read(files)
    } catch {
      StandardError.write("error: \(error)")
      throw ExitStatus.definitionRefused
    }
    if !command.json {
      StandardError.write(
        records.isEmpty
          ? "no record is mended: the run sees what has changed in files and rules"
          : "\(records.count) mended \(records.count == 1 ? "record takes its" : "records take their") place"
      )
    }
    let record = try command.execute(command.definition, mended: records, isReplay: true)
    if let record, record.status == .succeeded, !command.json {
      let after = record.stages.map(\.quarantined).reduce(0, +)
      print("in quarantine: \(before) records in run \(quarantine.runID), \(after) in this one")
    }
    try RunCommand.end(record)
  }
}
