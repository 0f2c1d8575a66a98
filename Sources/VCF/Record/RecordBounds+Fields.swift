package import ByteIO

/// Lazy access to the fields of a record; `text` is always the text of its chunk.
extension RecordBounds {
  /// Alleles of the record, the reference included.
  ///
  /// - Complexity: O(n) in the length of ALT.
  package func alleleCount(in text: Span<UInt8>) -> Int {
    let range = alt
    if range.count == 1 { return text[range.lowerBound] == UInt8(ascii: ".") ? 1 : 2 }
    var count = 2
    for offset in range where text[offset] == UInt8(ascii: ",") { count += 1 }
    return count
  }

  /// A cursor over the alternate alleles; `.` is one piece.
  package var alternates: ByteFields {
    ByteFields(alt, separatedBy: UInt8(ascii: ","))
  }

  /// The range of an allele: 0 is REF, 1 the first of ALT; nil when there are not that many.
  package func allele(_ index: Int, in text: Span<UInt8>) -> Range<Int>? {
    if index == 0 { return ref }
    var pieces = alternates
    var current = pieces.next(in: text)
    for _ in 1..<max(index, 1) { current = pieces.next(in: text) }
    guard let current, !isMissing(current, in: text) else { return nil }
    return current
  }

  /// QUAL; nil for `.`.
  package func quality(in text: Span<UInt8>) -> Double? { parseDouble(text, qual) }

  /// Whether FILTER is `PASS`. `.` (filters were not applied) is not.
  package func passes(in text: Span<UInt8>) -> Bool {
    let range = filter
    return range.count == 4 && text[range.lowerBound] == UInt8(ascii: "P")
      && text[range.lowerBound + 1] == UInt8(ascii: "A")
      && text[range.lowerBound + 2] == UInt8(ascii: "S")
      && text[range.lowerBound + 3] == UInt8(ascii: "S")
  }

  /// Whether one of the names in FILTER is this one.
  package func hasFilter(_ name: [UInt8], in text: Span<UInt8>) -> Bool {
    var pieces = ByteFields(filter, separatedBy: UInt8(ascii: ";"))
    while let piece = pieces.next(in: text) {
      if matches(text, piece, name) { return true }
    }
    return false
  }

  /// The value of an INFO key: empty for a flag, nil when the key is absent.
  ///
  /// - Complexity: O(n) in the length of INFO.
  package func infoValue(_ key: [UInt8], in text: Span<UInt8>) -> Range<Int>? {
    var pieces = ByteFields(info, separatedBy: UInt8(ascii: ";"))
    while let piece = pieces.next(in: text) {
      let keyEnd = piece.lowerBound + key.count
      guard keyEnd <= piece.upperBound, matches(text, piece.lowerBound..<keyEnd, key) else {
        continue
      }
      if keyEnd == piece.upperBound { return keyEnd..<keyEnd }
      if text[keyEnd] == UInt8(ascii: "=") { return keyEnd + 1..<piece.upperBound }
    }
    return nil
  }

  /// The place of a key in FORMAT, from 0; nil when it is absent.
  package func formatIndex(_ key: [UInt8], in text: Span<UInt8>) -> Int? {
    var pieces = ByteFields(format, separatedBy: UInt8(ascii: ":"))
    var index = 0
    while let piece = pieces.next(in: text) {
      if matches(text, piece, key) { return index }
      index += 1
    }
    return nil
  }

  /// A cursor over the sample columns.
  package var sampleCells: ByteFields {
    ByteFields(samples, separatedBy: UInt8(ascii: "\t"))
  }
}

/// A value of a sample: piece `index` of a cell divided by colons; nil when the cell ends before it
/// (trailing fields may be left out, VCFv4.4 §1.6.2).
package func subfield(
  _ index: Int, of cell: Range<Int>, in text: Span<UInt8>
) -> Range<Int>? {
  var pieces = ByteFields(cell, separatedBy: UInt8(ascii: ":"))
  var piece = pieces.next(in: text)
  for _ in 0..<index { piece = pieces.next(in: text) }
  return piece
}

/// Whether a value is `.` or empty.
@inlinable
package func isMissing(_ range: Range<Int>, in text: Span<UInt8>) -> Bool {
  range.isEmpty || range.count == 1 && text[range.lowerBound] == UInt8(ascii: ".")
}
