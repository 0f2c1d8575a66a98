import PipelineModel
import Tables

/// Counts that are added up over batches and shards, and become a table of one row.
struct CountRow: Sendable {
  private var numbers: [Int]

  init(count: Int) {
    numbers = Array(repeating: 0, count: count)
  }

  /// Adds the counts of a batch.
  mutating func add(_ others: [Int]) {
    for (index, number) in others.enumerated() { numbers[index] += number }
  }

  /// The counts as the accumulator of a shard.
  var encoded: [UInt8] { Array((numbers.map(String.init).joined(separator: " ") + "\n").utf8) }

  /// Writes the sums over all shards to the port `report`.
  static func write(
    _ partials: [[UInt8]], _ schema: TableSchema, into output: any TaskOutput
  ) throws(StageError) {
    var sums = CountRow(count: schema.columns.count)
    for partial in partials {
      let numbers = String(decoding: partial, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        .compactMap { Int($0) }
      guard numbers.count == schema.columns.count else {
        throw StageError(.internal, "the counts of a shard cannot be read")
      }
      sums.add(numbers)
    }
    try output.declareTable("report", schema: schema)
    var row = RowWriter()
    for number in sums.numbers { row.append(number) }
    row.endRow()
    try output.appendRows(row.takeBytes(), count: 1, to: "report")
  }
}
