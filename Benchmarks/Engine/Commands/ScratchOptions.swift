import ArgumentParser
import Foundation
import PipelineRuntime

/// Where a benchmark keeps its ledger.
struct ScratchOptions: ParsableArguments {
  @Option(help: "A folder on the disk to measure on; a new folder in it is used and removed again.")
  var folder = ".build/engine-benchmark"

  /// Creates a work folder of its own for one run.
  func makeFolder() throws -> ScratchFolder {
    let path = URL(filePath: folder).appending(path: UUID().uuidString).path
    let scratch = ScratchFolder(path: path)
    try scratch.work.create()
    return scratch
  }
}

/// A folder that is removed after the run.
struct ScratchFolder {
  /// Its absolute path.
  let path: String

  /// The work folder in it.
  var work: WorkFolder { WorkFolder(path: path + "/work") }

  /// Removes it with all it holds.
  func remove() { Folder.remove(path) }
}
