package import ByteIO

/// A line that is not a record, and why.
package struct RejectedLine: Sendable, Equatable {
  /// Line within the chunk, from 0.
  package let line: Int
  /// The line in the chunk's text, without its end.
  package let range: Range<Int>
  /// Place in the file (see `TextOrigin`).
  package let virtualOffset: UInt64
  /// The rule it breaks.
  package let rule: VCFError.Rule
  /// The field concerned.
  package let field: String
  /// What is wrong and what was expected.
  package let message: String
}

/// Records of one file: a chunk of text with an index over it.
///
/// Stages pass batches on by reference; dropping records means removing their bounds.
package struct RecordBatch: Sendable {
  /// The header of the file.
  package let header: VCFHeader
  /// The text the bounds refer to.
  package let chunk: TextChunk
  /// Lines of the chunk as it was read.
  package let lineCount: Int
  /// The records in the order of the file.
  package let records: [RecordBounds]
  /// The lines refused when the chunk was read.
  package let rejected: [RejectedLine]

  /// A batch over text that was made, not read; `origins` of the chunk name the places of its lines.
  package init(
    header: VCFHeader, chunk: TextChunk, lineCount: Int, records: [RecordBounds],
    rejected: [RejectedLine] = []
  ) {
    self.header = header
    self.chunk = chunk
    self.lineCount = lineCount
    self.records = records
    self.rejected = rejected
  }

  /// Finds the records of a chunk and sets aside the lines that are none.
  ///
  /// - Complexity: O(n) in the size of the text; one pass, nothing is copied.
  package init(header: VCFHeader, chunk: TextChunk) {
    self.header = header
    self.chunk = chunk
    let text = chunk.text.span
    let expectedTabs = header.columnCount - 1
    var records: [RecordBounds] = []
    var rejected: [RejectedLine] = []
    var line = 0
    var start = chunk.start
    while start < text.count {
      let bounds = scanLine(text, from: start)
      if line == 0 {
        // The shortest record, of eight columns of one character, has 16 bytes.
        records.reserveCapacity(text.count / max(Int(bounds.next - bounds.start), 16) + 1)
      }
      let position = parsePosition(text, bounds)
      let record = RecordBounds(bounds, line: line, position: position ?? 0)
      if position != nil, Int(bounds.tabCount) == expectedTabs, isPlain(record, text) {
        records.append(record)
      } else if let broken = brokenRule(
        record, hasPosition: position != nil, tabs: Int(bounds.tabCount), of: expectedTabs, text)
      {
        rejected.append(
          RejectedLine(
            line: line, range: record.range, virtualOffset: chunk.virtualOffset(of: start),
            rule: broken.rule, field: broken.field, message: broken.message))
      } else {
        records.append(record)
      }
      line += 1
      start = Int(bounds.next)
    }
    lineCount = line
    self.records = records
    self.rejected = rejected
  }

  /// The batch with some of its records.
  package func keeping(_ records: [RecordBounds]) -> RecordBatch {
    RecordBatch(
      header: header, chunk: chunk, lineCount: lineCount, records: records, rejected: rejected)
  }

  /// An error with the place of a record, for rules checked by later stages.
  ///
  /// - Parameter firstLine: Line in the file of the chunk's first line, from 1, when it is known.
  package func located(
    _ error: VCFError, at record: RecordBounds, firstLine: Int? = nil
  ) -> VCFError {
    var error = error
    error.line = firstLine.map { $0 + Int(record.line) }
    error.virtualOffset = chunk.virtualOffset(of: Int(record.start))
    return error
  }
}
