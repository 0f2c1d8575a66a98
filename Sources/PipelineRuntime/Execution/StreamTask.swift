import ByteIO
import JSONText
import PipelineModel
import PipelinePlanner
import Synchronization

/// Runs one shard of a stream segment: every chunk goes through every chain, and what comes out is absorbed in order.
struct StreamTask: Sendable {
  let tree: StreamTree
  let contract: ReaderContract
  let paths: [String]
  let budget: CoreBudget
  let isCancelled: @Sendable () -> StageError?
  let onHelperEnd: @Sendable () -> Void
  /// The copies that are read in the place of files with mended records, by number of the file.
  var mended: [Int: MendedCopy] = [:]

  /// What one chunk came to.
  private struct Outcome: Sendable {
    var fileIndex: Int
    var lineCount: Int
    var precedingLines: Int
    var hasLineNumbers: Bool
    var logs: [RecordLog]
    var partials: [any Sendable]
    var failure: StageError?
  }

  /// What has been absorbed so far.
  private struct Absorbed {
    var fileIndex = -1
    var firstLine = 0
    /// For each file and each log of the tree.
    var accounting: [[ArtifactManifest.Accounting]]
  }

  /// Runs the shard.
  ///
  /// - Returns: What became of the records, for each file and each log of the tree.
  func run(_ reader: any ShardReader) throws(StageError) -> [[ArtifactManifest.Accounting]] {
    try runOpened(reader)
  }

  private func runOpened<Reader: ShardReader>(
    _ reader: Reader
  ) throws(StageError) -> [[ArtifactManifest.Accounting]] {
    let ofFile = Array(repeating: ArtifactManifest.Accounting(), count: tree.logCount)
    let absorbed = Mutex(Absorbed(accounting: Array(repeating: ofFile, count: max(paths.count, 1))))
    let pipeline = ChunkPipeline<Reader, Outcome>(
      reader: reader, budget: budget, isCancelled: isCancelled, onHelperEnd: onHelperEnd,
      process: { chunk throws(StageError) in process(chunk, reader) },
      absorb: { outcome throws(StageError) in
        try absorbed.withLock { absorbed throws(StageError) in try absorb(outcome, &absorbed) }
      })
    do throws(StageError) {
      try pipeline.run()
    } catch {
      var located = error
      for copy in mended.values where located.file == copy.path { located = copy.located(located) }
      if located.file == nil { located.file = paths.first }
      throw located
    }
    for leaf in tree.leaves { try leaf.sink.finish(into: leaf.output) }
    return absorbed.withLock { $0.accounting }
  }

  /// Parses a chunk and sends its batch down every chain; a failure is kept, so that it surfaces in order.
  private func process<Reader: ShardReader>(_ chunk: Reader.Chunk, _ reader: Reader) -> Outcome {
    var outcome = Outcome(
      fileIndex: chunk.fileIndex, lineCount: chunk.lineCount,
      precedingLines: chunk.precedingLines, hasLineNumbers: chunk.hasLineNumbers,
      logs: Array(repeating: RecordLog(onBad: contract.onBad), count: tree.logCount), partials: [])
    do throws(StageError) {
      let first = try reader.parse(chunk, &outcome.logs[0])
      if let expected = chunk.expectedRecords, outcome.logs[0].read != expected {
        throw Self.unaccounted("\(expected) records were found but \(outcome.logs[0].read) read")
      }
      var batches: [any Batch] = [first]
      for (index, node) in tree.nodes.enumerated() {
        batches.append(try node.transform.apply(batches[node.parent], &outcome.logs[index + 1]))
      }
      for (index, leaf) in tree.leaves.enumerated() {
        let log = 1 + tree.nodes.count + index
        outcome.partials.append(try leaf.sink.process(batches[leaf.parent], &outcome.logs[log]))
      }
      try check(outcome.logs)
    } catch {
      outcome.failure = error
    }
    return outcome
  }

  /// Every stage has accounted for each record, and each record that went on came in at the next stage.
  private func check(_ logs: [RecordLog]) throws(StageError) {
    for log in logs where !log.isBalanced {
      throw Self.unaccounted(
        "\(log.read) records came in, but kept, quarantined and dropped ones do not add up to that")
    }
    let parents = tree.nodes.map(\.parent) + tree.leaves.map(\.parent)
    for (index, parent) in parents.enumerated() where logs[index + 1].read != logs[parent].kept {
      throw Self.unaccounted(
        "\(logs[parent].kept) records went on but \(logs[index + 1].read) came in at the next stage"
      )
    }
  }

  private static func unaccounted(_ what: String) -> StageError {
    StageError(.internal, "records are unaccounted for: \(what)", remedy: "report this as a defect")
  }

  private func absorb(_ outcome: Outcome, _ absorbed: inout Absorbed) throws(StageError) {
    if outcome.fileIndex != absorbed.fileIndex {
      absorbed.fileIndex = outcome.fileIndex
      absorbed.firstLine = 1
    }
    absorbed.firstLine += outcome.precedingLines
    let file = outcome.fileIndex < paths.count ? paths[outcome.fileIndex] : nil
    if var failure = outcome.failure {
      failure.line = failure.line.flatMap {
        outcome.hasLineNumbers ? $0 + absorbed.firstLine : nil
      }
      failure.file = failure.file ?? file
      throw mended[outcome.fileIndex]?.located(failure) ?? failure
    }
    guard outcome.fileIndex < absorbed.accounting.count else {
      throw Self.unaccounted("a chunk belongs to no file of the shard")
    }
    for (index, log) in outcome.logs.enumerated() {
      absorbed.accounting[outcome.fileIndex][index].add(log)
    }
    for (index, leaf) in tree.leaves.enumerated() {
      try leaf.sink.absorb(outcome.partials[index], into: leaf.output)
      let lines = quarantineLines(
        tree.logs(ofLeaf: index), outcome.logs, fileIndex: outcome.fileIndex,
        firstLine: outcome.hasLineNumbers ? absorbed.firstLine : nil)
      if !lines.isEmpty { try leaf.output.appendQuarantine(lines) }
    }
    absorbed.firstLine += outcome.lineCount
  }

  private func quarantineLines(
    _ chain: [Int], _ logs: [RecordLog], fileIndex: Int, firstLine: Int?
  ) -> [UInt8] {
    var lines: [UInt8] = []
    for (position, log) in chain.enumerated() {
      for record in logs[log].quarantined {
        let entry = QuarantineEntry(
          record, chainPosition: position, fileIndex: fileIndex, firstLine: firstLine,
          copy: mended[fileIndex])
        lines += entry.bytes
      }
    }
    return lines
  }
}
