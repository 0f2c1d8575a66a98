import ByteIO
package import PipelineModel
package import VCF

extension RecordBatch {
  /// The records of a batch that comes in on an edge of kind `variants`.
  package init(incoming batch: any Batch) throws(StageError) {
    guard let records = batch as? any VariantBatch else {
      throw StageError(.internal, "a batch of variants was expected")
    }
    self = records.variants
  }

  /// A record as a refusal under a rule.
  ///
  /// - Parameter rule: The rule; nil for that of the error.
  package func refusal(
    of record: RecordBounds, _ error: VCFError, rule: String? = nil
  ) -> RejectedRecord {
    var raw: [UInt8] = []
    raw.append(chunk.text.span, record.range)
    return RejectedRecord(
      lineInChunk: record.lineInChunk, offset: chunk.virtualOffset(of: Int(record.start)),
      rule: rule ?? error.rule.rawValue, field: error.field.isEmpty ? nil : error.field,
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
