import ByteIO
import VCF

/// Counts and frequencies of alleles where what was the reference has become an alternate allele.
///
/// INFO lists them for alternate alleles only; that of the former reference follows from the calls, or from
/// the others and their total.
enum SwappedCount {
  private static let countKey = Array("AC".utf8)
  private static let totalKey = Array("AN".utf8)
  private static let frequencyKey = Array("AF".utf8)
  private static let genotypeKey = Array("GT".utf8)

  /// Appends the values of AC or AF for the alleles kept; false for other keys, and for lists that cannot be read.
  static func append(
    _ record: RecordBounds, _ text: Span<UInt8>, _ key: Range<Int>, _ range: Range<Int>,
    _ change: borrowing AlleleChange, to output: inout [UInt8]
  ) -> Bool {
    let isCount = matches(text, key, countKey)
    guard isCount || matches(text, key, frequencyKey) else { return false }
    var values: [Range<Int>] = []
    var pieces = ByteFields(range, separatedBy: FieldCutter.comma)
    while let piece = pieces.next(in: text) { values.append(piece) }
    guard values.count == change.targets.count - 1 else { return false }
    for (place, source) in change.sources.dropFirst().enumerated() {
      if place > 0 { output.append(FieldCutter.comma) }
      if source > 0 {
        output.append(text, values[source - 1])
      } else if source == 0, isCount, let count = referenceCount(record, text, values) {
        output += Array(String(count).utf8)
      } else if source == 0, !isCount, let frequency = referenceFrequency(text, values) {
        output.append(float: frequency)
      } else {
        output.append(FieldCutter.dot)
      }
    }
    return true
  }

  private static func referenceCount(
    _ record: RecordBounds, _ text: Span<UInt8>, _ values: [Range<Int>]
  ) -> Int? {
    if let index = record.formatIndex(genotypeKey, in: text) {
      var tally = AlleleTally()
      tally.reset(alleles: values.count + 1)
      var cells = record.sampleCells
      while let cell = cells.next(in: text) {
        guard tally.add(text, cell, genotypeIndex: index) else { return nil }
      }
      return tally.counts[0]
    }
    guard let total = record.infoValue(totalKey, in: text).flatMap({ parseInteger(text, $0) })
    else { return nil }
    var rest = total
    for value in values {
      guard let count = parseInteger(text, value) else { return nil }
      rest = rest.subtractingReportingOverflow(count).partialValue
    }
    return rest < 0 ? nil : rest
  }

  private static func referenceFrequency(
    _ text: Span<UInt8>, _ values: [Range<Int>]
  ) -> Double? {
    var rest = 1.0
    for value in values {
      guard let frequency = parseDouble(text, value) else { return nil }
      rest -= frequency
    }
    guard rest >= -1e-6 else { return nil }
    // As many digits as a frequency is given with, so that 1 - 0.9 reads 0.1.
    return max((rest * 1e6).rounded() / 1e6, 0)
  }
}
