import ByteIO

/// The stretch of the reference that a record is about; `text` is always the text of its chunk.
extension RecordBounds {
  /// The positions the record occupies, from 0 and half-open: what regions and indexes go by.
  ///
  /// They end behind the last base of REF, or farther where the record says so: at INFO/END,
  /// whatever the alleles are (gVCF blocks with ALT `.` among them, and as `tabix` and `bcftools
  /// index` read it); without END behind the longest INFO/SVLEN of a symbolic allele that lies on
  /// the reference, counted from the base after POS and without its sign (VCFv4.5 §3); and behind
  /// the longest FORMAT/LEN of a `<*>` block (VCFv4.5 §5.5).
  ///
  /// - Complexity: O(n) in the length of INFO; in that of the record where it has FORMAT/LEN.
  package func span(in text: Span<UInt8>) -> Range<Int> {
    let start = max(Int(position) - 1, 0)
    var end = start + ref.count
    let stated = statedEnd(in: text)
    if let stated { end = max(end, stated) }
    // Only symbolic alleles reach beyond REF, and `<*>` is the shortest of them.
    if alt.count >= 3, firstOffset(of: UInt8(ascii: "<"), in: text, alt) != nil {
      if stated == nil { end = max(end, structuralEnd(in: text)) }
      if hasUnspecifiedAllele(in: text) { end = max(end, start + blockLength(in: text)) }
    }
    return start..<min(end, Int(Int32.max))
  }

  /// Whether the record is a block of reference calls (gVCF): its one alternate allele is `<*>` or
  /// `<NON_REF>`, or it has none and INFO/END lies behind REF.
  package func isReferenceBlock(in text: Span<UInt8>) -> Bool {
    if alt.count == 1 {
      guard text[alt.lowerBound] == UInt8(ascii: "."), let end = statedEnd(in: text) else {
        return false
      }
      return end > max(Int(position) - 1, 0) + ref.count
    }
    return isUnspecified(alt, in: text)
  }

  /// INFO/END, when it is a position.
  private func statedEnd(in text: Span<UInt8>) -> Int? {
    let end = info.upperBound
    var offset = info.lowerBound
    while offset &+ 5 <= end {
      if text[offset] == UInt8(ascii: "E"), text[offset &+ 1] == UInt8(ascii: "N"),
        text[offset &+ 2] == UInt8(ascii: "D"), text[offset &+ 3] == UInt8(ascii: "=")
      {
        let valueEnd = firstOffset(of: UInt8(ascii: ";"), in: text, offset + 4..<end) ?? end
        guard let value = parseInteger(text, offset + 4..<valueEnd), value <= Int(Int32.max) else {
          return nil
        }
        return value
      }
      guard let next = firstOffset(of: UInt8(ascii: ";"), in: text, offset..<end) else {
        return nil
      }
      offset = next &+ 1
    }
    return nil
  }

  private func structuralEnd(in text: Span<UInt8>) -> Int {
    guard let lengths = infoValue(Self.lengthKey, in: text) else { return 0 }
    var alleles = alternates
    var values = ByteFields(lengths, separatedBy: UInt8(ascii: ","))
    var longest = 0
    while let allele = alleles.next(in: text), let value = values.next(in: text) {
      guard spansReference(allele, in: text), let length = parseInteger(text, value) else {
        continue
      }
      longest = max(longest, Int(clamping: length.magnitude))
    }
    return longest == 0 ? 0 : Int(position) + min(longest, Int(Int32.max))
  }

  private func blockLength(in text: Span<UInt8>) -> Int {
    guard let key = formatIndex(Self.blockKey, in: text) else { return 0 }
    var cells = sampleCells
    var longest = 0
    while let cell = cells.next(in: text) {
      guard let value = subfield(key, of: cell, in: text), let length = parseInteger(text, value)
      else { continue }
      longest = max(longest, length)
    }
    return min(longest, Int(Int32.max))
  }

  private func hasUnspecifiedAllele(in text: Span<UInt8>) -> Bool {
    var alleles = alternates
    while let allele = alleles.next(in: text) {
      if isUnspecified(allele, in: text) { return true }
    }
    return false
  }

  private func isUnspecified(_ allele: Range<Int>, in text: Span<UInt8>) -> Bool {
    matches(text, allele, Self.star) || matches(text, allele, Self.nonReference)
  }

  /// Whether an allele is `<DEL>`, `<DUP>`, `<INV>` or `<CNV>`, or a subtype of one.
  private func spansReference(_ allele: Range<Int>, in text: Span<UInt8>) -> Bool {
    guard allele.count >= 5, text[allele.lowerBound] == UInt8(ascii: "<") else { return false }
    let behind = text[allele.lowerBound + 4]
    guard behind == UInt8(ascii: ">") || behind == UInt8(ascii: ":") else { return false }
    let name = allele.lowerBound + 1..<allele.lowerBound + 4
    return Self.spanningTypes.contains { matches(text, name, $0) }
  }

  private static let lengthKey = Array("SVLEN".utf8)
  private static let blockKey = Array("LEN".utf8)
  private static let star = Array("<*>".utf8)
  private static let nonReference = Array("<NON_REF>".utf8)
  private static let spanningTypes = Alternate.StructuralType.allCases
    .filter(\.spansReference).map { Array($0.rawValue.utf8) }
}
