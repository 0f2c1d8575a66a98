import ByteIO

/// INFO: the form of the column, and each value by its declared Number and Type.
extension StrictRecordRules {
  func checkInfo(
    _ record: RecordBounds, _ text: Span<UInt8>, _ alleles: AlleleSummary
  ) throws(RecordViolation) {
    let info = record.info
    if info.count == 1, text[info.lowerBound] == UInt8(ascii: ".") {
      if alleles.hasStructural { try checkStructure(record, text, alleles, StructuralValues()) }
      return
    }
    if version < .v43, firstOffset(of: 0x20, in: text, info) != nil {
      throw RecordViolation(.info, "INFO", "whitespace is not allowed")
    }
    var structural = StructuralValues()
    var seen = KeyFilter()
    var offset = info.lowerBound
    repeat {
      let start = offset
      offset = ByteIO.offset(
        of: UInt8(ascii: "="), or: UInt8(ascii: ";"), in: text, start, info.upperBound)
      let key = start..<offset
      guard !key.isEmpty else {
        throw RecordViolation(
          .info, "INFO", "'.' or key=value pairs separated by single semicolons were expected")
      }
      if version >= .v43, seen.insert(text, key), isRepeated(text, key, info) {
        throw RecordViolation(.info, "INFO", "a key stands twice in the record")
      }
      try checkField(text, key, &offset, info.upperBound, alleles, &structural)
      guard offset < info.upperBound else { break }
      // checkField stops at a semicolon or at the end.
      offset += 1
    } while true
    if alleles.hasStructural || !structural.isEmpty {
      try checkStructure(record, text, alleles, structural)
    }
  }

  /// Judges one field; `offset` stands behind the key and is moved behind the value.
  private func checkField(
    _ text: Span<UInt8>, _ key: Range<Int>, _ offset: inout Int, _ end: Int,
    _ alleles: AlleleSummary, _ structural: inout StructuralValues
  ) throws(RecordViolation) {
    let hasValue = offset < end && text[offset] == UInt8(ascii: "=")
    guard let index = infoKeys.index(of: text, key.lowerBound, key.upperBound) else {
      guard isInfoKey(text, key) else {
        throw RecordViolation(
          .info, "INFO",
          "a key must be letters, digits, '_' and '.', and not begin with a digit or '.'")
      }
      guard hasValue else { return }
      let start = offset + 1
      offset = firstOffset(of: UInt8(ascii: ";"), in: text, start..<end) ?? end
      guard offset > start else {
        throw RecordViolation(.info, "INFO", "a key has '=' but no value")
      }
      return
    }
    let rule = infoRules[index].values
    guard hasValue else {
      guard rule.type == .flag || rule.number == .count(0) || rule.number == .unbounded else {
        throw RecordViolation(.number, infoField(index), "a value was expected behind the key")
      }
      return
    }
    let start = offset + 1
    let scan = ValueScan(text, from: start, limit: end, terminator: 0x3B, rule, version)
    offset = scan.end
    guard scan.count > 0 else {
      throw RecordViolation(.info, infoField(index), "a value was expected behind '='")
    }
    try check(scan, rule, index, alleles)
    if rule.special.rawValue >= FieldRule.Special.end.rawValue {
      structural.set(rule.special, scan.isMissing ? nil : start..<scan.end)
    }
  }

  private func check(
    _ scan: ValueScan, _ rule: ValueRule, _ index: Int, _ alleles: AlleleSummary
  ) throws(RecordViolation) {
    // The order of genotypes without a sample is not defined, so any number of values may stand.
    if !scan.isMissing, rule.type != .flag, rule.number != .perGenotype,
      !alleles.allows(scan.count, rule.number, ploidy: nil, localAlleles: nil)
    {
      throw RecordViolation(
        .number, infoField(index),
        "Number=\(rule.number.text) calls for another number of values than the \(scan.count) found"
      )
    }
    guard let fault = scan.fault else { return }
    let broken: VCFError.Rule =
      switch fault {
      case .negative, .fraction, .alignment, .empty: .info
      case .flag: .number
      case .integer, .integerRange, .float, .character: .type
      }
    throw RecordViolation(broken, infoField(index), fault.message)
  }

  func infoField(_ index: Int) -> String { "INFO/" + infoRules[index].key }

  /// Whether a key that nobody declared has the form of one (VCFv4.3 §1.6.1.8).
  private func isInfoKey(_ text: Span<UInt8>, _ key: Range<Int>) -> Bool {
    // Earlier versions forbid whitespace only, which was looked for before.
    guard version >= .v43 else { return true }
    let first = text[key.lowerBound]
    guard ByteClass.isLetter(first) || first == UInt8(ascii: "_") else { return false }
    for offset in key where !ByteClass.isKey(text[offset]) { return false }
    return true
  }

  /// Whether a key stands at an earlier place of the column as well.
  private func isRepeated(_ text: Span<UInt8>, _ key: Range<Int>, _ info: Range<Int>) -> Bool {
    var pieces = ByteFields(info.lowerBound..<key.upperBound, separatedBy: UInt8(ascii: ";"))
    while let piece = pieces.next(in: text), piece.lowerBound < key.lowerBound {
      let end = piece.lowerBound + key.count
      if end <= piece.upperBound, equal(text, piece.lowerBound..<end, text, key),
        end == piece.upperBound || text[end] == UInt8(ascii: "=")
      {
        return true
      }
    }
    return false
  }
}

/// Remembers keys inexactly: a key it has not seen may pass for one it has, never the reverse.
struct KeyFilter {
  private var bits = InlineArray<4, UInt64>(repeating: 0)

  /// Adds a key; whether it may have been added before.
  @inline(__always)
  mutating func insert(_ text: Span<UInt8>, _ key: Range<Int>) -> Bool {
    let prefix = KeyTable.prefix(text, key.lowerBound, key.upperBound)
    let hash = KeyTable.hash(prefix, 0, key.count)
    let word = Int(truncatingIfNeeded: (hash &>> 6) & 3)
    let bit: UInt64 = 1 &<< (hash & 63)
    let isKnown = bits[word] & bit != 0
    bits[word] |= bit
    return isKnown
  }
}
