import ByteIO

/// The columns of the samples.
extension StrictRecordRules {
  func checkSamples(
    _ record: RecordBounds, _ text: Span<UInt8>, _ alleles: AlleleSummary
  ) throws(RecordViolation) {
    let fields = try sampleFields(record, text, alleles)
    // Genotypes and numbers are judged byte by byte anyway.
    let hasText = fields.contains {
      $0.rule.special != .genotype && $0.rule.type != .integer && $0.rule.type != .float
    }
    if hasText { try checkText(text, record.samples) }
    let reader = CellReader(fields: fields, alleles: alleles, record: record, version: version)
    var offset = record.samples.lowerBound
    for sample in 0..<sampleCount {
      if let fault = reader.read(text, &offset, Int(record.end)) {
        throw violation(fault, fields, column: sample + 10)
      }
      offset &+= 1
    }
  }

  private func violation(
    _ fault: CellReader.Fault, _ fields: [SampleField], column: Int
  ) -> RecordViolation {
    func name(_ field: Int) -> String {
      let index = Int(fields[field].index)
      return index < 0 ? "FORMAT" : "FORMAT/" + formatRules[index].key
    }
    let place = "column \(column): "
    switch fault {
    case .tooManyFields:
      return RecordViolation(
        .format, "FORMAT", place + "the sample has more fields than FORMAT has keys")
    case .genotype(let message):
      return RecordViolation(.format, "FORMAT/GT", place + message)
    case .value(let field, let fault):
      let isOfType = fault == .negative || fault == .fraction || fault == .empty
      return RecordViolation(isOfType ? .format : .type, name(field), place + fault.message)
    case .count(let field, let found):
      return RecordViolation(
        .number, name(field),
        place + "Number=\(fields[field].rule.number.text) calls for another number of values than "
          + "the \(found) found")
    case .rule(let field, let message):
      return RecordViolation(.format, name(field), place + message)
    }
  }
}
