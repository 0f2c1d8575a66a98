import ByteIO

/// Makes a batch of records that were changed, each with the place it was read from.
package struct RecordBatchBuilder: Sendable {
  /// The text so far; a line of a record is appended to it between ``begin(_:of:)`` calls.
  package var text: [UInt8] = []
  private var origins: [TextOrigin] = []
  private var lines: [UInt32] = []

  /// A builder with room for a text of that size.
  package init(capacity: Int) {
    text.reserveCapacity(capacity)
  }

  /// Says that the line appended next was made from a record of a batch.
  ///
  /// One record may give several lines.
  package mutating func begin(_ record: RecordBounds, of batch: borrowing RecordBatch) {
    origins.append(
      TextOrigin(
        textOffset: text.count, virtualOffset: batch.chunk.virtualOffset(of: Int(record.start))))
    lines.append(record.line)
  }

  /// Appends a record that was made from one of a batch.
  package mutating func append(
    _ owned: OwnedRecord, from record: RecordBounds, of batch: borrowing RecordBatch
  ) {
    begin(record, of: batch)
    owned.append(to: &text)
  }

  /// The batch of the lines appended, in the place of the one they were made from.
  ///
  /// - Precondition: Every line was begun, ends with a newline and is a record of the header's
  ///   columns.
  /// - Complexity: O(n) in the size of the text.
  package consuming func finish(header: VCFHeader, replacing batch: RecordBatch) -> RecordBatch {
    var records: [RecordBounds] = []
    records.reserveCapacity(lines.count)
    for (line, origin) in zip(lines, origins) {
      let bounds = scanLine(text.span, from: origin.textOffset)
      records.append(
        RecordBounds(bounds, line: Int(line), position: parsePosition(text.span, bounds) ?? 0))
    }
    return RecordBatch(
      header: header,
      chunk: TextChunk(index: batch.chunk.index, text: text, origins: origins),
      lineCount: batch.lineCount, records: records, rejected: batch.rejected)
  }
}
