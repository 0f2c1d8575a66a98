import ByteIO
package import PipelineModel
package import VCF

/// What flows over an edge of kind `variants`.
extension RecordBatch: Batch {
  /// How many records the batch holds.
  package var recordCount: Int { records.count }
}

extension RecordBatch {
  /// The records of a batch that comes in on an edge of kind `variants`.
  package init(incoming batch: any Batch) throws(StageError) {
    guard let records = batch as? RecordBatch else {
      throw StageError(.internal, "a batch of variants was expected")
    }
    self = records
  }

  /// A record as a refusal under a rule.
  package func refusal(of record: RecordBounds, _ error: VCFError) -> RejectedRecord {
    var raw: [UInt8] = []
    raw.append(chunk.text.span, record.range)
    return RejectedRecord(
      lineInChunk: Int(record.line), offset: chunk.virtualOffset(of: Int(record.start)),
      rule: error.rule.rawValue, field: error.field.isEmpty ? nil : error.field,
      message: error.message, raw: raw)
  }
}

extension StageError {
  /// The failure that an error of a VCF file is.
  package init(_ error: VCFError) {
    var category = Category.input
    if let code = error.cause?.code, code == .system || code == .diskFull { category = .io }
    self.init(
      category, error.message, file: error.path, line: error.line, offset: error.virtualOffset,
      field: error.field.isEmpty ? nil : error.field)
  }
}
