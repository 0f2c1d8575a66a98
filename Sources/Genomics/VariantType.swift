/// What an alternate allele does to the reference.
package enum VariantType: String, CaseIterable, Sendable {
  /// One base replaced by another.
  case snv
  /// Several bases replaced by as many.
  case mnv
  /// Bases added.
  case insertion
  /// Bases removed.
  case deletion
  /// Bases replaced by another number of bases.
  case complex
  /// A symbolic allele such as `<DEL>` (VCFv4.4 §1.6.1).
  case symbolic
  /// A breakend such as `G]17:198982]` (VCFv4.4 §5.4).
  case breakend
  /// `*`: missing because of a deletion upstream.
  case overlappingDeletion
  /// No alternate allele: `.`, `<*>`, `<NON_REF>`, or equal to the reference.
  case reference
}

extension VariantType {
  /// The type of one alternate allele against its reference allele.
  ///
  /// Bases common to both ends are set aside first, the end before the beginning, so that padding
  /// does not change the type. Case is ignored.
  package static func classify(
    _ text: Span<UInt8>, reference: Range<Int>, alternate: Range<Int>
  ) -> VariantType {
    guard let first = alternate.first.map({ text[$0] }) else { return .reference }
    let last = text[alternate.upperBound - 1]
    if first == UInt8(ascii: "<") {
      let isReference =
        alternate.count == 3 && text[alternate.lowerBound + 1] == UInt8(ascii: "*")
        || spells(text, alternate, "<NON_REF>")
      return isReference ? .reference : .symbolic
    }
    for offset in alternate
    where text[offset] == UInt8(ascii: "[") || text[offset] == UInt8(ascii: "]") {
      return .breakend
    }
    if alternate.count == 1 {
      if first == UInt8(ascii: "*") { return .overlappingDeletion }
      if first == UInt8(ascii: ".") { return .reference }
    } else if first == UInt8(ascii: ".") || last == UInt8(ascii: ".") {
      // A single breakend (VCFv4.4 §5.4.9).
      return .breakend
    }
    return classifyBases(text, reference, alternate)
  }

  private static func classifyBases(
    _ text: Span<UInt8>, _ reference: Range<Int>, _ alternate: Range<Int>
  ) -> VariantType {
    var referenceCount = reference.count
    var alternateCount = alternate.count
    while referenceCount > 0, alternateCount > 0,
      text[reference.lowerBound + referenceCount - 1] & 0xDF
        == text[alternate.lowerBound + alternateCount - 1] & 0xDF
    {
      referenceCount -= 1
      alternateCount -= 1
    }
    var common = 0
    while common < referenceCount, common < alternateCount,
      text[reference.lowerBound + common] & 0xDF == text[alternate.lowerBound + common] & 0xDF
    {
      common += 1
    }
    switch (referenceCount - common, alternateCount - common) {
    case (0, 0): return .reference
    case (0, _): return .insertion
    case (_, 0): return .deletion
    case (1, 1): return .snv
    case (let removed, let added): return removed == added ? .mnv : .complex
    }
  }

  private static func spells(
    _ text: Span<UInt8>, _ range: Range<Int>, _ name: String
  ) -> Bool {
    guard range.count == name.utf8.count else { return false }
    var offset = range.lowerBound
    for byte in name.utf8 {
      if text[offset] != byte { return false }
      offset += 1
    }
    return true
  }
}
