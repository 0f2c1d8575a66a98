import ByteIO

/// Reads a file under all rules of the specification: those of the header, of each record, and of
/// the order of records.
///
/// ``violations(in:limit:)`` judges a whole file. For pipelines that read in parallel, the rules
/// stand alone: ``StrictHeader``, ``StrictRecordRules`` and ``RecordOrder``.
package struct StrictReader: Sendable {
  /// What the header does wrong.
  package let headerViolations: [VCFError]
  private let rules: StrictRecordRules
  private var order: RecordOrder
  private var nextLine: Int

  /// A reader of the records behind a header.
  package init(header: VCFHeader) {
    headerViolations = StrictHeader.violations(of: header)
    rules = StrictRecordRules(header: header)
    order = RecordOrder(strictFor: header)
    nextLine = header.lineCount + 1
  }

  /// What the records of the next batch of the file do wrong, in the order of their lines.
  package mutating func violations(of batch: RecordBatch) -> [VCFError] {
    let strict = rules.applied(to: batch, misplaced: order.check(batch))
    let firstLine = nextLine
    nextLine += batch.lineCount
    return strict.rejected.map {
      VCFError(
        $0.rule, field: $0.field, $0.message, line: firstLine + $0.line,
        virtualOffset: $0.virtualOffset)
    }
  }

  /// All violations of a file, header first, up to a limit; empty for a file that follows the
  /// specification.
  ///
  /// A file that cannot be read, or whose header cannot, has that error alone.
  package static func violations(in path: String, limit: Int = 1000) -> [VCFError] {
    do throws(VCFError) {
      let file = try VCFFileReader(path: path)
      var reader = StrictReader(header: file.header)
      var violations = reader.headerViolations
      while violations.count < limit, let batch = try file.nextBatch() {
        violations += reader.violations(of: batch)
      }
      return violations.prefix(limit).map { violation in
        var located = violation
        located.path = file.path
        return located
      }
    } catch {
      return [error]
    }
  }
}

extension StrictRecordRules {
  /// The batch with only the records that break no rule; the others stand among its rejected lines,
  /// each with the first rule it breaks.
  ///
  /// - Parameter misplaced: What ``RecordOrder`` found in the batch's chunk.
  package func applied(to batch: RecordBatch, misplaced: [Misplaced] = []) -> RecordBatch {
    let text = batch.chunk.text.span
    var records: [RecordBounds] = []
    records.reserveCapacity(batch.records.count)
    var rejected: [RejectedLine] = []
    var next = 0
    for record in batch.records {
      while next < misplaced.count, misplaced[next].line < Int(record.line) { next += 1 }
      if let violation = firstViolation(record, text) {
        rejected.append(
          RejectedLine(record, batch, violation.rule, violation.field, violation.message))
      } else if next < misplaced.count, misplaced[next].line == Int(record.line) {
        let found = misplaced[next]
        rejected.append(RejectedLine(record, batch, found.rule, found.field, found.message))
      } else if Int(record.end) + 1 >= text.count, let violation = newlineViolation(batch.chunk) {
        rejected.append(
          RejectedLine(record, batch, violation.rule, violation.field, violation.message))
      } else {
        records.append(record)
      }
    }
    if rejected.isEmpty { return batch }
    return RecordBatch(
      header: batch.header, chunk: batch.chunk, lineCount: batch.lineCount, records: records,
      rejected: (batch.rejected + rejected).sorted { $0.line < $1.line })
  }
}

extension RejectedLine {
  /// A record of a batch that breaks a rule.
  init(
    _ record: RecordBounds, _ batch: RecordBatch, _ rule: VCFError.Rule, _ field: String,
    _ message: String
  ) {
    self.init(
      line: Int(record.line), range: record.range,
      virtualOffset: batch.chunk.virtualOffset(of: Int(record.start)), rule: rule, field: field,
      message: message)
  }
}
