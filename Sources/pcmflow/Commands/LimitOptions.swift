import ArgumentParser
import Foundation
import PipelineModel
import PipelineRuntime

/// What a run may take of its machine.
struct LimitOptions: ParsableArguments {
  @Option(
    help:
      "How many workers; by default as many as the machine has cores, shared with other runs of the same user. With --executor slurm, how many jobs of an array run at once."
  )
  var jobs: Int?

  @Option(
    help:
      "How much memory, such as 4GiB; by default four fifths of what is available when the run begins."
  )
  var memory: String?

  /// The limits that the options mean.
  ///
  /// - Throws: A `ValidationError` where one is out of range.
  func limits() throws -> RunLimits {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    guard (1...1024).contains(jobs ?? 1) else {
      throw ValidationError("--jobs takes a number from 1 to 1024")
    }
    let bytes = try memory.map { text in
      guard let bytes = Quantity.bytes(text), bytes >= 16 << 20 else {
        throw ValidationError("--memory takes a size from 16MiB on, such as 512MiB or 4GiB")
      }
      return bytes
    }
    return RunLimits(
      jobs: jobs ?? cores, isFixed: jobs != nil, cores: cores,
      sharingFolder: CoreSharing.usualFolder, memoryBytes: bytes)
  }
}
