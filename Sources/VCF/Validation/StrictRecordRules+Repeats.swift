import ByteIO

/// INFO keys of tandem repeats: lists of lists, whose lengths RN and RUC give (VCFv4.5 §3, §5.7).
extension StrictRecordRules {
  func checkRepeats(
    _ record: RecordBounds, _ text: Span<UInt8>, _ alleles: AlleleSummary,
    _ values: StructuralValues
  ) throws(RecordViolation) {
    let sequences = repeatSequences(text, alleles, values)
    for key in [ValueRule.Special.unitSequence, .unitLength, .unitCount, .repeatBases] {
      guard let range = values[key], valueCount(text, range) != sequences else { continue }
      throw RecordViolation(
        .number, name(of: key), "one value for each repeat sequence was expected, as RN counts them"
      )
    }
    try checkUnits(text, values)
    try checkIntervals(text, .unitCountInterval, of: .unitCount, values)
    try checkIntervals(text, .repeatBasesInterval, of: .repeatBases, values)
    try checkUnitBases(text, values)
  }

  /// The sum of RN; without it, one for each tandem repeat.
  private func repeatSequences(
    _ text: Span<UInt8>, _ alleles: AlleleSummary, _ values: StructuralValues
  ) -> Int {
    guard let range = values[.repeatCount] else { return alleles.tandemRepeats }
    var sum = 0
    var pieces = ByteFields(range, separatedBy: UInt8(ascii: ","))
    while let piece = pieces.next(in: text) {
      // What is beyond 32 bits is refused as a value; here it must only not wrap.
      sum += min(max(parseInteger(text, piece) ?? 0, 0), Int(Int32.max))
    }
    return sum
  }

  /// RUS consists of nucleotide codes, and each is as long as RUL says.
  private func checkUnits(
    _ text: Span<UInt8>, _ values: StructuralValues
  ) throws(RecordViolation) {
    guard let sequences = values[.unitSequence] else { return }
    var units = ByteFields(sequences, separatedBy: UInt8(ascii: ","))
    var lengths = values[.unitLength].map { ByteFields($0, separatedBy: UInt8(ascii: ",")) }
    while let unit = units.next(in: text) {
      let length = lengths?.next(in: text).flatMap { parseInteger(text, $0) }
      if isMissing(unit, in: text) { continue }
      for offset in unit where !ByteClass.isLetter(text[offset]) {
        throw RecordViolation(.info, "INFO/RUS", "nucleotide codes were expected")
      }
      if let length, length != unit.count {
        throw RecordViolation(
          .info, "INFO/RUL", "the length of the unit that RUS states was expected")
      }
    }
  }

  /// An interval has two bounds for each value of its key, and none where that is missing.
  private func checkIntervals(
    _ text: Span<UInt8>, _ interval: ValueRule.Special, of key: ValueRule.Special,
    _ values: StructuralValues
  ) throws(RecordViolation) {
    guard let bounds = values[interval] else { return }
    guard let range = values[key] else {
      throw RecordViolation(
        .info, name(of: interval), "an interval without values of \(name(of: key))")
    }
    guard valueCount(text, bounds) == 2 * valueCount(text, range) else {
      throw RecordViolation(
        .number, name(of: interval), "two values for each of \(name(of: key)) were expected")
    }
    try checkInterval(text, bounds, interval)
    var pieces = ByteFields(bounds, separatedBy: UInt8(ascii: ","))
    var centres = ByteFields(range, separatedBy: UInt8(ascii: ","))
    while let centre = centres.next(in: text), let lower = pieces.next(in: text),
      let upper = pieces.next(in: text)
    {
      if isMissing(centre, in: text), !isMissing(lower, in: text) || !isMissing(upper, in: text) {
        throw RecordViolation(
          .info, name(of: interval), "'.' was expected where \(name(of: key)) is missing")
      }
    }
  }

  /// RUB has one value for each unit that RUC counts.
  private func checkUnitBases(
    _ text: Span<UInt8>, _ values: StructuralValues
  ) throws(RecordViolation) {
    guard let bases = values[.unitBases] else { return }
    guard let counts = values[.unitCount] else {
      throw RecordViolation(.info, "INFO/RUB", "RUC must be present as well")
    }
    var sum = 0
    var pieces = ByteFields(counts, separatedBy: UInt8(ascii: ","))
    while let piece = pieces.next(in: text) {
      if isMissing(piece, in: text) { continue }
      guard let units = parseInteger(text, piece), units >= 0, units <= Int(Int32.max) else {
        throw RecordViolation(.info, "INFO/RUC", "whole numbers were expected beside RUB")
      }
      sum += units
    }
    guard valueCount(text, bases) == sum else {
      throw RecordViolation(
        .number, "INFO/RUB", "one value for each repeat unit was expected, as RUC counts them")
    }
  }
}
