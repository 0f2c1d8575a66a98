import ByteIO

/// What an index needs to know about the records of a batch as they are written.
package struct IndexedRecords: Sendable {
  /// One record.
  package struct Entry: BitwiseCopyable, Sendable {
    /// Index into ``contigs``.
    var contig: Int32
    /// Positions occupied, from 0 and half-open.
    var begin: Int32
    var end: Int32
    /// Where the line stands in the text written for the batch.
    var textStart: UInt32
    var textEnd: UInt32
  }

  /// Names of contigs in the order of their first record.
  package private(set) var contigs: [[UInt8]] = []
  /// The records in order.
  package private(set) var entries: [Entry] = []

  /// The records of a batch, as `VCFWriter.append` writes them from offset 0 on.
  package init(_ batch: RecordBatch) {
    let text = batch.chunk.text.span
    entries.reserveCapacity(batch.records.count)
    var offset = 0
    for record in batch.records {
      if contigs.isEmpty || !matches(text, record.chrom, contigs[contigs.count - 1]) {
        var name: [UInt8] = []
        name.append(text, record.chrom)
        contigs.append(name)
      }
      let span = record.span(in: text)
      let end = offset + record.wholeLine(in: text).count
      entries.append(
        Entry(
          contig: Int32(contigs.count - 1), begin: Int32(span.lowerBound),
          end: Int32(min(span.upperBound, Int(Int32.max))), textStart: UInt32(offset),
          textEnd: UInt32(end)))
      offset = end
    }
  }
}
