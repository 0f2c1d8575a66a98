import PipelineModel
import Synchronization
import Tables

/// A batch that says what a stage has done, in numbers.
protocol CountedBatch: VariantBatch {
  /// What the numbers are called in reports.
  static var countNames: [String] { get }
  /// The numbers, in the order of the names.
  var countNumbers: [Int] { get }
}

/// Adds up what a stage did to the records of a shard: the table `report`, of one row.
final class CountReport<Counted: CountedBatch>: Sink {
  /// A column for each number.
  static var schema: TableSchema { TableSchema(Counted.countNames.map { Column($0, .integer) }) }

  private let row = Mutex(CountRow(count: Counted.countNames.count))

  func process(_ batch: any Batch, _ log: inout RecordLog) throws(StageError) -> [Int] {
    guard let counted = batch as? Counted else {
      throw StageError(.internal, "a batch with counts of another stage was expected")
    }
    log.read(batch.recordCount)
    log.keep(batch.recordCount)
    return counted.countNumbers
  }

  func absorb(_ partial: [Int], into output: any TaskOutput) throws(StageError) {
    row.withLock { $0.add(partial) }
  }

  func finish(into output: any TaskOutput) throws(StageError) {
    try output.appendPartial(row.withLock { $0.encoded })
  }

  /// Writes the sums over all shards.
  static func merge(
    _ partials: [[UInt8]], into output: any TaskOutput
  ) throws(StageError) {
    try CountRow.write(partials, schema, into: output)
  }
}
