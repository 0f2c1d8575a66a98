import ByteIO

/// FORMAT: the keys, their order, and what they ask of the samples.
extension StrictRecordRules {
  /// Judges the column and looks up its keys.
  func sampleFields(
    _ record: RecordBounds, _ text: Span<UInt8>, _ alleles: AlleleSummary
  ) throws(RecordViolation) -> [SampleField] {
    let format = record.format
    if format.count == 1, text[format.lowerBound] == UInt8(ascii: ".") { return [] }
    var fields: [SampleField] = []
    var pieces = ByteFields(format, separatedBy: UInt8(ascii: ":"))
    while let key = pieces.next(in: text) {
      guard isFormatKey(text, key) else {
        throw RecordViolation(
          .format, "FORMAT",
          version < .v43
            ? "letters and digits were expected as key"
            : "a key must be letters, digits, '_' and '.', and not begin with a digit or '.'")
      }
      let field = sampleField(text, key, alleles)
      if field.rule.special == .genotype, !fields.isEmpty {
        throw RecordViolation(.format, "FORMAT", "GT must be the first key")
      }
      fields.append(field)
    }
    if version >= .v43 { try checkRepeatedKeys(text, format) }
    if version >= .v45 { try checkLocalKeys(fields) }
    return fields
  }

  private func isFormatKey(_ text: Span<UInt8>, _ key: Range<Int>) -> Bool {
    guard !key.isEmpty else { return false }
    if version < .v43 {
      for offset in key
      where !ByteClass.isLetter(text[offset]) && !ByteClass.isDigit(text[offset]) { return false }
      return true
    }
    let first = text[key.lowerBound]
    guard ByteClass.isLetter(first) || first == UInt8(ascii: "_") else { return false }
    for offset in key where !ByteClass.isKey(text[offset]) { return false }
    return true
  }

  private func sampleField(
    _ text: Span<UInt8>, _ key: Range<Int>, _ alleles: AlleleSummary
  ) -> SampleField {
    let index = formatKeys.index(of: text, key.lowerBound, key.upperBound)
    var rule = index.map { formatRules[$0].values } ?? .free
    if index == nil, version >= .v45, text[key.upperBound - 1] >= UInt8(ascii: "A"),
      let modification = ReservedField.baseModification(string(text, key))
    {
      rule = ValueRule(number: .perModifiableBase, type: modification.type)
    }
    var fixedCount = -1
    switch rule.number {
    case .count(let count): fixedCount = count
    case .perAlternate where !alleles.isMissing: fixedCount = alleles.count - 1
    case .perAllele where !alleles.isMissing: fixedCount = alleles.count
    default: break
    }
    return SampleField(
      index: Int32(index ?? -1), rule: rule, fixedCount: fixedCount,
      modifiedBase: rule.number == .perModifiableBase ? text[key.upperBound - 1] & 0xDF : 0)
  }

  private func checkRepeatedKeys(
    _ text: Span<UInt8>, _ format: Range<Int>
  ) throws(RecordViolation) {
    var seen = KeyFilter()
    var pieces = ByteFields(format, separatedBy: UInt8(ascii: ":"))
    while let key = pieces.next(in: text) {
      guard seen.insert(text, key) else { continue }
      var others = ByteFields(format.lowerBound..<key.upperBound, separatedBy: UInt8(ascii: ":"))
      while let other = others.next(in: text), other.lowerBound < key.lowerBound {
        if equal(text, other, text, key) {
          throw RecordViolation(.format, "FORMAT", "a key stands twice")
        }
      }
    }
  }

  /// Fields of local alleles need LAA, which stands before all fields but GT (VCFv4.5 §1.6.2).
  private func checkLocalKeys(_ fields: [SampleField]) throws(RecordViolation) {
    let hasLocal = fields.contains {
      switch $0.rule.number {
      case .perLocalAlternate, .perLocalAllele, .perLocalGenotype: true
      default: false
      }
    }
    guard hasLocal else { return }
    let first = fields.first?.rule.special == .genotype ? 1 : 0
    guard fields.count > first, fields[first].rule.special == .localAlternates else {
      throw RecordViolation(
        .format, "FORMAT", "fields of local alleles need LAA as the first key behind GT")
    }
  }
}
