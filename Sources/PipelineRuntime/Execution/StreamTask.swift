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
    /// The batch behind each node, the reader's first; nil until it is there.
    var batches: [(any Batch)?]
    /// What each sink has made of the chunk; nil until it has.
    var partials: [(any Sendable)?]
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
      settling: ChunkPipeline<Reader, Outcome>.Settling(
        rounds: tree.roundCount,
        settle: { round, window throws(StageError) in try settle(&window, round: round) },
        resume: { outcome, round throws(StageError) in
          var outcome = outcome
          advance(&outcome, round: round)
          return outcome
        }),
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
      logs: Array(repeating: RecordLog(onBad: contract.onBad), count: tree.logCount),
      batches: Array(repeating: nil, count: tree.nodes.count + 1),
      partials: Array(repeating: nil, count: tree.leaves.count))
    do throws(StageError) {
      outcome.batches[0] = try reader.parse(chunk, &outcome.logs[0])
      if let expected = chunk.expectedRecords, outcome.logs[0].read != expected {
        throw Self.unaccounted("\(expected) records were found but \(outcome.logs[0].read) read")
      }
    } catch {
      outcome.failure = error
    }
    advance(&outcome, round: 0)
    return outcome
  }

  /// Sends a chunk's batches on to where they are settled next, or to the sinks.
  private func advance(_ outcome: inout Outcome, round: Int) {
    if outcome.failure != nil { return }
    do throws(StageError) {
      for (index, node) in tree.nodes.enumerated() {
        if node.round == round, let batch = outcome.batches[node.parent] {
          outcome.batches[index + 1] = try node.transform.apply(batch, &outcome.logs[index + 1])
        } else if node.round == round - 1, let ordered = node.ordered,
          let batch = outcome.batches[index + 1]
        {
          outcome.batches[index + 1] = try ordered.completed(batch, &outcome.logs[index + 1])
        }
      }
      for (index, leaf) in tree.leaves.enumerated() where tree.round(behind: leaf.parent) == round {
        guard let batch = outcome.batches[leaf.parent] else { continue }
        let log = 1 + tree.nodes.count + index
        outcome.partials[index] = try leaf.sink.process(batch, &outcome.logs[log])
      }
      if round == tree.roundCount {
        try check(outcome.logs)
        outcome.batches = []
      }
    } catch {
      outcome.failure = error
    }
  }

  /// Settles neighbouring chunks in the ordered transforms of a round; what has failed holds nothing back.
  private func settle(_ window: inout [Outcome], round: Int) throws(StageError) -> Int {
    if window.contains(where: { $0.failure != nil }) { return window.count }
    var finished = window.count
    for (index, node) in tree.nodes.enumerated() where node.round == round {
      guard let ordered = node.ordered else { continue }
      var batches: [OrderedBatch] = []
      for outcome in window {
        guard let batch = outcome.batches[index + 1] else { return window.count }
        batches.append(OrderedBatch(batch, log: outcome.logs[index + 1]))
      }
      finished = min(finished, try ordered.settle(&batches))
      for (place, settled) in batches.enumerated() {
        window[place].batches[index + 1] = settled.batch
        window[place].logs[index + 1] = settled.log
      }
    }
    return finished
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
    if let failure = outcome.failure { throw located(failure, outcome, absorbed.firstLine) }
    guard outcome.fileIndex < absorbed.accounting.count else {
      throw Self.unaccounted("a chunk belongs to no file of the shard")
    }
    for (index, log) in outcome.logs.enumerated() {
      absorbed.accounting[outcome.fileIndex][index].add(log)
    }
    for (index, leaf) in tree.leaves.enumerated() {
      guard let partial = outcome.partials[index] else {
        throw StageError(.internal, "a sink has made nothing of a chunk")
      }
      do throws(StageError) {
        try leaf.sink.absorb(partial, into: leaf.output)
      } catch {
        throw located(error, outcome, absorbed.firstLine)
      }
      let lines = quarantineLines(
        tree.logs(ofLeaf: index), outcome.logs, fileIndex: outcome.fileIndex,
        firstLine: outcome.hasLineNumbers ? absorbed.firstLine : nil)
      if !lines.isEmpty { try leaf.output.appendQuarantine(lines) }
    }
    absorbed.firstLine += outcome.lineCount
  }

  /// A failure of a chunk with its file, and the line counted from the beginning of that.
  private func located(
    _ failure: StageError, _ outcome: Outcome, _ firstLine: Int
  ) -> StageError {
    var failure = failure
    failure.line = failure.line.flatMap { outcome.hasLineNumbers ? $0 + firstLine : nil }
    if failure.file == nil, outcome.fileIndex < paths.count {
      failure.file = paths[outcome.fileIndex]
    }
    return mended[outcome.fileIndex]?.located(failure) ?? failure
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
