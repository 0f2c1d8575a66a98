import ByteIO
import Genomics

/// INFO keys of structural variants and tandem repeats, which depend on ALT and on one another.
extension StrictRecordRules {
  func checkStructure(
    _ record: RecordBounds, _ text: Span<UInt8>, _ alleles: AlleleSummary,
    _ values: StructuralValues
  ) throws(RecordViolation) {
    if let type = values[.structuralType] { try checkType(text, type) }
    if version < .v44 {
      try checkEnd(record, text, values)
      if let lengths = values[.structuralLength] { try checkLengths(record, text, lengths) }
      return
    }
    try checkRequired(text, alleles, values)
    if let claims = values[.structuralClaim] { try checkClaims(record, text, claims) }
    if !alleles.isMissing { try checkMultiples(text, alleles.count - 1, values) }
    for key in [ValueRule.Special.positionInterval, .endInterval] {
      if let interval = values[key] { try checkInterval(text, interval, key) }
    }
    try checkRepeats(record, text, alleles, values)
  }

  /// The name of a key for messages.
  func name(of key: ValueRule.Special) -> String {
    "INFO/" + (infoRules.first { $0.values.special == key }?.key ?? "")
  }

  /// SVTYPE (VCFv4.3 §3): one of the reserved types, with subtypes behind a colon.
  private func checkType(_ text: Span<UInt8>, _ range: Range<Int>) throws(RecordViolation) {
    let start = range.lowerBound
    if range.count >= 3, range.count == 3 || text[start + 3] == UInt8(ascii: ":") {
      if StructuralType(text, name: start) != nil { return }
      if matches(text, start..<start + 3, [0x42, 0x4E, 0x44]) { return }
    }
    throw RecordViolation(
      .info, "INFO/SVTYPE", "DEL, INS, DUP, INV, CNV or BND was expected")
  }

  /// END (VCFv4.3 §1.6.1.8): the record spans POS to END. Later versions compute it.
  private func checkEnd(
    _ record: RecordBounds, _ text: Span<UInt8>, _ values: StructuralValues
  ) throws(RecordViolation) {
    guard let range = values[.end], let end = parseInteger(text, range) else { return }
    if end < Int(record.position) {
      throw RecordViolation(.info, "INFO/END", "the end must not lie before POS")
    }
  }

  /// SVLEN up to VCFv4.3 (§3): the difference in length, negative for deletions.
  private func checkLengths(
    _ record: RecordBounds, _ text: Span<UInt8>, _ lengths: Range<Int>
  ) throws(RecordViolation) {
    guard count(of: 0x2C, in: text, lengths) == count(of: 0x2C, in: text, record.alt) else {
      return
    }
    var pieces = ByteFields(lengths, separatedBy: UInt8(ascii: ","))
    var alternates = record.alternates
    while let allele = alternates.next(in: text), let piece = pieces.next(in: text) {
      guard let length = parseInteger(text, piece) else { continue }
      if let expected = difference(record, text, allele), expected != length {
        throw RecordViolation(
          .info, "INFO/SVLEN", "the length of ALT less that of REF was expected")
      }
      switch StructuralType(text, allele: allele) {
      case .deletion where length > 0:
        throw RecordViolation(.info, "INFO/SVLEN", "the length of a deletion is not positive")
      case .insertion where length < 0, .duplication where length < 0:
        throw RecordViolation(
          .info, "INFO/SVLEN", "the length of an insertion or duplication is not negative")
      default: break
      }
    }
  }

  private func difference(
    _ record: RecordBounds, _ text: Span<UInt8>, _ allele: Range<Int>
  ) -> Int? {
    for offset in allele where !Allele.isBase(text[offset]) { return nil }
    return allele.count - record.ref.count
  }

  /// What structural variants must state (VCFv4.5 §3, §5.7): SVLEN or END, SVCLAIM for deletions
  /// and duplications, RUS or RUL for tandem repeats.
  private func checkRequired(
    _ text: Span<UInt8>, _ alleles: AlleleSummary, _ values: StructuralValues
  ) throws(RecordViolation) {
    guard alleles.hasStructural else { return }
    guard values.isStated(.structuralLength) || values.isStated(.end) else {
      throw RecordViolation(
        .info, "INFO/SVLEN", "a structural variant in angle brackets must state its length")
    }
    guard !alleles.hasDeletionOrDuplication || values[.structuralClaim] != nil else {
      throw RecordViolation(
        .info, "INFO/SVCLAIM", "a deletion or duplication must state its claim: D, J or DJ")
    }
    let statesUnit = values.isStated(.unitSequence) || values.isStated(.unitLength)
    guard alleles.tandemRepeats == 0 || statesUnit else {
      throw RecordViolation(.info, "INFO/RUS", "a tandem repeat must state RUS or RUL")
    }
  }

  /// SVCLAIM by the type of each allele (VCFv4.5 §3).
  private func checkClaims(
    _ record: RecordBounds, _ text: Span<UInt8>, _ claims: Range<Int>
  ) throws(RecordViolation) {
    var pieces = ByteFields(claims, separatedBy: UInt8(ascii: ","))
    var alternates = record.alternates
    while let allele = alternates.next(in: text), let claim = pieces.next(in: text) {
      let allowed: [String]
      switch StructuralType(text, allele: allele) {
      case .deletion, .duplication: allowed = ["D", "J", "DJ"]
      case .copyNumber: allowed = ["D", "."]
      case .insertion, .inversion: allowed = ["J", "DJ", "."]
      case nil where isBracketed(text, allele): allowed = ["J", "."]
      case nil: continue
      }
      guard allowed.contains(where: { matches(text, claim, Array($0.utf8)) }) else {
        throw RecordViolation(
          .info, "INFO/SVCLAIM",
          "the claim for an allele of this type must be \(allowed.joined(separator: " or "))")
      }
    }
  }

  private func isBracketed(_ text: Span<UInt8>, _ allele: Range<Int>) -> Bool {
    for offset in allele
    where text[offset] == UInt8(ascii: "[") || text[offset] == UInt8(ascii: "]") {
      return true
    }
    return false
  }

  /// Keys with two or four values an alternate allele (VCFv4.4 §3).
  private func checkMultiples(
    _ text: Span<UInt8>, _ alternates: Int, _ values: StructuralValues
  ) throws(RecordViolation) {
    let factors: [(key: ValueRule.Special, factor: Int)] = [
      (.positionInterval, 2), (.endInterval, 2), (.lengthInterval, 2), (.copyNumberInterval, 2),
      (.mobileElement, 4), (.transduction, 4),
    ]
    for (key, factor) in factors {
      guard let range = values[key], valueCount(text, range) != factor * alternates else {
        continue
      }
      throw RecordViolation(
        .number, name(of: key), "\(factor) values for each alternate allele were expected")
    }
  }

  func valueCount(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
    count(of: UInt8(ascii: ","), in: text, range) + 1
  }

  /// The bounds of an interval enclose 0 (VCFv4.4 §3).
  func checkInterval(
    _ text: Span<UInt8>, _ range: Range<Int>, _ key: ValueRule.Special
  ) throws(RecordViolation) {
    var pieces = ByteFields(range, separatedBy: UInt8(ascii: ","))
    var isUpper = false
    while let piece = pieces.next(in: text) {
      if let bound = parseDouble(text, piece), isUpper ? bound < 0 : bound > 0 {
        throw RecordViolation(
          .info, name(of: key), "a bound not above 0 and one not below 0 were expected in turn")
      }
      isUpper.toggle()
    }
  }
}
