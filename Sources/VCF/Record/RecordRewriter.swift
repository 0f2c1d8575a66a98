import ByteIO

/// Makes batches with some of the samples, or with other names for contigs.
///
/// The lines are copied with what changes in them; every record keeps its line and its place in the
/// file it was read from. INFO is not recomputed: `AC` and `AN` keep what all samples came to.
package struct RecordRewriter: Sendable {
  /// The header of the batches made.
  package let header: VCFHeader
  private let columns: [Int]?
  private let lastColumn: Int
  private let contigNames: [(from: [UInt8], to: [UInt8])]

  /// A rewriter of the records of a file.
  ///
  /// - Parameters:
  ///   - source: The header of the file.
  ///   - columns: Which samples stay, as indices, in their new order; nil for all.
  ///   - contigNames: From the name in the file to the name meant.
  package init(
    _ source: VCFHeader, columns: [Int]?, contigNames: [String: String]
  ) throws(VCFError) {
    header = try source.rewritten(contigNames: contigNames, columns: columns)
    self.columns = columns
    lastColumn = columns?.max() ?? -1
    self.contigNames = contigNames.sorted { $0.key < $1.key }
      .map { (Array($0.key.utf8), Array($0.value.utf8)) }
  }

  /// The batch with its records rewritten.
  ///
  /// - Complexity: O(n) in the size of the text.
  package func rewrite(_ batch: RecordBatch) -> RecordBatch {
    let text = batch.chunk.text.span
    var output: [UInt8] = []
    output.reserveCapacity(columns == nil ? text.count + text.count / 16 : text.count / 2)
    var origins: [TextOrigin] = []
    origins.reserveCapacity(batch.records.count)
    var cells: [Range<Int>] = []
    for record in batch.records {
      origins.append(
        TextOrigin(
          textOffset: output.count,
          virtualOffset: batch.chunk.virtualOffset(of: Int(record.start))))
      append(record, text, &cells, to: &output)
    }
    var records: [RecordBounds] = []
    records.reserveCapacity(batch.records.count)
    for (record, origin) in zip(batch.records, origins) {
      let bounds = scanLine(output.span, from: origin.textOffset)
      records.append(
        RecordBounds(bounds, line: Int(record.line), position: Int(record.position)))
    }
    return RecordBatch(
      header: header,
      chunk: TextChunk(index: batch.chunk.index, text: output, origins: origins),
      lineCount: batch.lineCount, records: records, rejected: batch.rejected)
  }

  private func append(
    _ record: RecordBounds, _ text: Span<UInt8>, _ cells: inout [Range<Int>],
    to output: inout [UInt8]
  ) {
    if let name = contigNames.first(where: { matches(text, record.chrom, $0.from) }) {
      output.append(contentsOf: name.to)
    } else {
      output.append(text, record.chrom)
    }
    guard let columns else {
      output.append(text, record.chrom.upperBound..<Int(record.end))
      output.append(0x0A)
      return
    }
    output.append(text, record.chrom.upperBound..<record.format.upperBound)
    cells.removeAll(keepingCapacity: true)
    var cursor = record.sampleCells
    while cells.count <= lastColumn, let cell = cursor.next(in: text) { cells.append(cell) }
    for column in columns {
      output.append(0x09)
      output.append(text, cells[column])
    }
    output.append(0x0A)
  }
}
