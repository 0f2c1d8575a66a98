import ByteIO
import VCF

/// What is done between neighbouring batches: a record that moved to the left may belong into the batch before.
extension VariantNormaliser {
  /// Records that went from one batch into an earlier one.
  package struct Move: Sendable, Equatable {
    /// The number of the batch they went to.
    package let target: Int
    /// How many they are.
    package let count: Int
  }

  /// Moves the first records of the last of some neighbouring batches to where they belong.
  ///
  /// - Parameter batches: Batches in order, all but the last of which have been through this.
  /// - Returns: What moved, and how many of the first batches no later record can belong into any more.
  /// - Complexity: O(1) where nothing moves; else O(n) in the size of the batches that change.
  package func settle(
    _ batches: inout [NormalisedBatch]
  ) -> (moves: [Move], finished: Int) {
    let last = batches.count - 1
    guard last > 0 else { return ([], 0) }
    var moves: [Move] = []
    while let move = moveNext(&batches) { moves.append(move) }
    return (moves, finished(batches))
  }

  /// Moves what belongs before the last record of the nearest batch that has records, all to one batch.
  private func moveNext(_ batches: inout [NormalisedBatch]) -> Move? {
    let last = batches.count - 1
    guard let first = batches[last].records.records.first,
      let near = batches[..<last].lastIndex(where: { !$0.records.records.isEmpty }),
      belongs(first, of: batches[last].records, beforeEndOf: batches[near].records)
    else { return nil }
    // The earliest batch whose last record stands at or behind the position takes it.
    var target = near
    while let before = batches[..<target].lastIndex(where: { !$0.records.records.isEmpty }),
      belongs(first, of: batches[last].records, beforeEndOf: batches[before].records)
    {
      target = before
    }
    var count = 0
    for record in batches[last].records.records {
      guard belongs(record, of: batches[last].records, beforeEndOf: batches[target].records)
      else { break }
      count += 1
    }
    let lines = batches[target..<last].reduce(0) { $0 + $1.records.lineCount }
    batches[target].records = batches[target].records.taking(
      count, of: batches[last].records, lines: lines, window: rules.window)
    batches[last].records = batches[last].records.keeping(
      Array(batches[last].records.records.dropFirst(count)))
    batches[target].counts.kept += count
    batches[last].counts.kept -= count
    return Move(target: target, count: count)
  }

  private func belongs(
    _ record: RecordBounds, of batch: RecordBatch, beforeEndOf other: RecordBatch
  ) -> Bool {
    guard let end = other.records.last else { return false }
    let distance = Int(end.position) - Int(record.position)
    guard distance >= 0, distance <= rules.window else { return false }
    return equal(batch.chunk.text.span, record.chrom, other.chunk.text.span, end.chrom)
  }

  /// How many of the first batches end so far before the last one's input that nothing can come into them any more.
  private func finished(_ batches: [NormalisedBatch]) -> Int {
    let last = batches.count - 1
    guard let reached = batches[last].lastInput else { return 0 }
    var count = 0
    while count < last {
      let batch = batches[count].records
      if let end = batch.records.last,
        Int(end.position) + rules.window >= reached.position,
        matches(batch.chunk.text.span, end.chrom, reached.contig)
      {
        break
      }
      count += 1
    }
    return count
  }
}

extension RecordBatch {
  /// The batch with the first records of a later one, each behind those at or before its position.
  ///
  /// - Parameter lines: How many lines the first line of the later batch is behind that of this one.
  fileprivate func taking(
    _ count: Int, of other: RecordBatch, lines: Int, window: Int
  ) -> RecordBatch {
    let base = chunk.text.count + 1
    var text: [UInt8] = []
    var origins: [TextOrigin] = []
    var placed = PlacedRecords(records)
    for record in other.records.prefix(count) {
      let start = text.count
      origins.append(
        TextOrigin(
          textOffset: base + start,
          virtualOffset: other.chunk.virtualOffset(of: Int(record.start))))
      text.append(other.chunk.text.span, record.range)
      text.append(0x0A)
      let moved = record.moved(by: base + start - Int(record.start), lines: lines)
      placed.insert(moved, self.chunk.text.span, other.chunk.text.span, record.chrom)
    }
    return appending(text, origins: origins, records: placed.records)
  }
}
