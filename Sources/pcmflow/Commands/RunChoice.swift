import Foundation
import PipelineModel
import PipelineRuntime

/// Finds a run that an argument names in a work folder.
struct RunChoice {
  private let work: WorkFolder

  init(_ work: WorkFolder) {
    self.work = work
  }

  /// The identifier of a run: the one named, or the newest for nil and for `latest`.
  ///
  /// - Throws: Code 2 after saying which runs there are.
  func identifier(_ named: String?) throws -> String {
    let runs = Folder.names(work.runs)
    let wanted = named == "latest" ? nil : named
    if let id = wanted ?? runs.last, runs.contains(id) { return id }
    let known = runs.isEmpty ? "it holds none" : NearestName.remedy(wanted ?? "", among: runs)
    StandardError.write("error: \(work.path) has no such run; \(known)")
    throw ExitStatus.definitionRefused
  }

  /// The record of a run.
  ///
  /// - Throws: Code 2 where there is no such run, code 1 where it has left no record.
  func record(_ named: String?) throws -> RunRecord {
    let id = try identifier(named)
    guard let record = RunRecord.read(runFolder: work.run(id)) else {
      StandardError.write(
        "error: run \(id) has left no record; it still runs, or was cut off; see events.jsonl in "
          + work.run(id))
      throw ExitStatus.stageFailed
    }
    return record
  }

  /// What became of the records of each file of a run.
  func accounts(_ id: String) throws -> [FileAccount] {
    do throws(StageError) {
      return try RunRecord.accounts(runFolder: work.run(id))
    } catch {
      StandardError.write("error: \(error)")
      throw ExitStatus.stageFailed
    }
  }
}
