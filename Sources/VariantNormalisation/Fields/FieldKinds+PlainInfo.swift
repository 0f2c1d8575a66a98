import ByteIO
import VCF

/// INFO as it mostly is: lists over alleles that lose values, and fields that stay.
extension FieldKinds {
  /// Appends INFO with the values of the alleles that are kept; false where something else is to be done to a field.
  /// Nothing becomes longer.
  ///
  /// - Parameter change: None, or one that keeps one alternate allele.
  func appendPlainInfo(
    _ record: RecordBounds, _ text: Span<UInt8>, _ change: borrowing AlleleChange,
    to output: inout OutputSpan<UInt8>
  ) -> Bool {
    let end = record.info.upperBound
    // Bytes that stay are copied in stretches: from here to where the next list begins.
    var pending = record.info.lowerBound
    if text[pending] == FieldCutter.semicolon { return false }
    var start = pending
    while start < end {
      let equals = offset(
        of: FieldCutter.equals, or: FieldCutter.semicolon, in: text, start, end)
      guard equals < end, text[equals] == FieldCutter.equals else {
        start = equals &+ 1
        continue
      }
      let value = equals + 1
      let valueEnd = offset(
        of: FieldCutter.semicolon, or: FieldCutter.semicolon, in: text, value, end)
      // A key without its value gets one.
      if value == valueEnd { return false }
      let kind = change.isNone ? .fixed : info(text, start..<equals)
      if kind != .fixed {
        output.append(text, pending..<value)
        pending = valueEnd
        guard Self.appendChosen(text, value..<valueEnd, kind, change, to: &output) else {
          return false
        }
      }
      start = valueEnd &+ 1
    }
    output.append(text, pending..<end)
    return true
  }

  /// Appends the values of a list for the reference, where it has one, and for the allele that is kept.
  ///
  /// - Returns: False where the list has another length than it should have, or is none of these.
  private static func appendChosen(
    _ text: Span<UInt8>, _ list: Range<Int>, _ kind: FieldKind, _ change: borrowing AlleleChange,
    to output: inout OutputSpan<UInt8>
  ) -> Bool {
    if list.count == 1, text[list.lowerBound] == FieldCutter.dot {
      output.append(FieldCutter.dot)
      return true
    }
    let isAlternate: Bool
    switch kind {
    case .perAlternate: isAlternate = true
    case .perAllele, .perAlleleReads: isAlternate = false
    case .fixed, .genotype, .perGenotype, .local: return false
    }
    let kept = change.sources[1] - (isAlternate ? 1 : 0)
    let expected = change.targets.count - (isAlternate ? 1 : 0)
    var number = 0
    var start = list.lowerBound
    while true {
      let end = offset(
        of: FieldCutter.comma, or: FieldCutter.comma, in: text, start, list.upperBound)
      if number == kept {
        if !isAlternate { output.append(FieldCutter.comma) }
        output.append(text, start..<end)
      } else if number == 0, !isAlternate {
        output.append(text, start..<end)
      }
      number += 1
      if end == list.upperBound { return number == expected }
      start = end + 1
    }
  }
}
