import PipelineModel
import Synchronization
import Tables
import VariantNormalisation

/// Counts what normalising did to the records of a shard.
final class NormalisationReport: Sink {
  static let schema = TableSchema(NormalisationCounts.names.map { Column($0, .integer) })

  private let row = Mutex(CountRow(count: NormalisationCounts.names.count))

  func process(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> [Int] {
    guard let normalised = batch as? NormalisedVariants else {
      throw StageError(.internal, "a batch of normalised variants was expected")
    }
    log.read(batch.recordCount)
    log.keep(batch.recordCount)
    return normalised.batch.counts.numbers
  }

  func absorb(_ partial: [Int], into output: any TaskOutput) throws(StageError) {
    row.withLock { $0.add(partial) }
  }

  func finish(into output: any TaskOutput) throws(StageError) {
    try output.appendPartial(row.withLock { $0.encoded })
  }
}
