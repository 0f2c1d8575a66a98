import ByteIO
import Genomics

/// POS of a line: 0 to 2^31 - 1; nil for anything else.
@inline(__always)
func parsePosition(_ text: Span<UInt8>, _ bounds: LineBounds) -> Int? {
  var offset = Int(bounds.tabs[0]) &+ 1
  let end = Int(bounds.tabs[1])
  guard offset < end, end &- offset <= 10 else { return nil }
  var value = 0
  while offset < end {
    let digit = text[offset] &- 0x30
    guard digit <= 9 else { return nil }
    value = value &* 10 &+ Int(digit)
    offset &+= 1
  }
  return value <= Int(Int32.max) ? value : nil
}

/// Whether the cheap checks already show that a record breaks no lenient rule: a contig, one base of
/// `ACGTN` as reference, one character as alternate, no quality or a plain number.
@inline(__always)
func isPlain(_ record: RecordBounds, _ text: Span<UInt8>) -> Bool {
  let ref = record.ref
  let qual = record.qual
  guard ref.count == 1, record.alt.count == 1, !record.chrom.isEmpty,
    text[record.chrom.lowerBound] != UInt8(ascii: "#"),
    Allele.isNucleotideCode(text[ref.lowerBound])
  else { return false }
  return qual.count == 1 && text[qual.lowerBound] == UInt8(ascii: ".") || isPlainNumber(text, qual)
}

/// The first lenient rule a line breaks; nil when it is a record.
///
/// - Parameters:
///   - hasPosition: Whether POS is one (see ``parsePosition(_:_:)``).
///   - tabs: How many tabs the line has.
///   - expectedTabs: How many it should have.
func brokenRule(
  _ record: RecordBounds, hasPosition: Bool, tabs: Int, of expectedTabs: Int,
  _ text: Span<UInt8>
) -> (rule: VCFError.Rule, field: String, message: String)? {
  if record.range.isEmpty { return (.blank, "", "the line is blank; remove it") }
  guard tabs == expectedTabs else {
    return (
      .columns, "",
      "the line has \(tabs + 1) columns, the header announces \(expectedTabs + 1)"
    )
  }
  if record.chrom.isEmpty || text[record.chrom.lowerBound] == UInt8(ascii: "#") {
    return (.chrom, "CHROM", "a contig was expected")
  }
  guard hasPosition else {
    return (.pos, "POS", "a whole number from 0 to 2147483647 was expected")
  }
  if record.ref.isEmpty { return (.ref, "REF", "the reference allele is empty") }
  for offset in record.ref where !Allele.isNucleotideCode(text[offset]) {
    return (.ref, "REF", "the reference allele must consist of bases (A, C, G, T, N, IUPAC)")
  }
  if record.alt.isEmpty { return (.alt, "ALT", "the field is empty; write '.' for no allele") }
  if hasEmptyAllele(text, record.alt) {
    return (.alt, "ALT", "an allele is empty; remove the comma beside it")
  }
  if !isQuality(text, record.qual) {
    return (.qual, "QUAL", "a number or '.' was expected")
  }
  return nil
}

/// Whether a comma-separated list has an empty piece.
private func hasEmptyAllele(_ text: Span<UInt8>, _ alternates: Range<Int>) -> Bool {
  let comma = UInt8(ascii: ",")
  var previous = comma
  for offset in alternates {
    if text[offset] == comma, previous == comma { return true }
    previous = text[offset]
  }
  return previous == comma
}

/// Whether a value is digits, or two runs of them with a point between: what most numbers are.
private func isPlainNumber(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
  // Longer ones may be beyond a double.
  guard range.count <= 32 else { return false }
  var point = range.upperBound
  for offset in range where text[offset] &- 0x30 > 9 {
    guard text[offset] == UInt8(ascii: "."), point == range.upperBound else { return false }
    point = offset
  }
  return point > range.lowerBound && point != range.upperBound - 1
}

/// Whether a value is `.`, a number, `NaN` or infinite (VCFv4.3 §1.3).
private func isQuality(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
  if range.isEmpty { return false }
  if isMissing(range, in: text) || isPlainNumber(text, range) || parseDouble(text, range) != nil {
    return true
  }
  var start = range.lowerBound
  if text[start] == UInt8(ascii: "-") || text[start] == UInt8(ascii: "+") { start += 1 }
  return ["nan", "inf", "infinity"].contains(string(text, start..<range.upperBound).lowercased())
}
