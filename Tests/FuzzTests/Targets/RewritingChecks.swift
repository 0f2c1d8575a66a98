import ByteIO
import VCF

/// Rewrites batches with fewer samples and other contigs, and reads what comes out.
struct RewritingChecks {
  private let batch: RecordBatch

  init(_ batch: RecordBatch) {
    self.batch = batch
  }

  func run(_ choices: inout Choices) throws {
    let samples = batch.header.samples.count
    var columns: [Int]?
    if samples > 0, choices.oneIn(2) {
      columns = (0..<samples).filter { _ in choices.oneIn(2) }
      if columns?.isEmpty == true { columns = [samples - 1] }
    }
    let names = choices.oneIn(2) ? ["1": "chr1", "17": "chr17"] : [:]
    let rewriter: RecordRewriter
    do {
      rewriter = try RecordRewriter(batch.header, columns: columns, contigNames: names)
    } catch {
      // A header can be accepted whose other form is not, such as two contigs that get one name.
      return try checkMessage(error)
    }
    let rewritten = rewriter.rewrite(batch)
    try promise(rewritten.records.count == batch.records.count, "rewriting loses records")
    let again = RecordBatch(header: rewriter.header, chunk: rewritten.chunk)
    try promise(
      again.records.count == rewritten.records.count && again.rejected.isEmpty,
      "rewritten records are refused: \(again.rejected.first?.rule.rawValue ?? "count")")
    let expected = columns?.count ?? samples
    try promise(rewriter.header.samples.count == expected, "the header has other samples")
    for (before, after) in zip(batch.records, rewritten.records) {
      try promise(before.position == after.position, "rewriting moves a record")
    }
  }
}
