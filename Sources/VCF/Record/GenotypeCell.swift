import ByteIO

/// One sample's call: any ploidy, any separator, allele numbers of any length.
struct GenotypeCell {
  /// Copies of the allele counted, or `AlleleCarrier.missing`.
  let copies: UInt8
  /// Alleles the call names.
  let ploidy: UInt8
  /// Offset of the next cell; behind `end` + 1 for the last.
  let next: Int

  /// Reads the cell at an offset; nil when it holds no genotype of the record.
  ///
  /// - Parameters:
  ///   - end: The end of the record.
  ///   - key: The place of GT in FORMAT.
  ///   - alleles: Alleles of the record.
  ///   - alleleIndex: The allele to count.
  init?(
    _ text: Span<UInt8>, _ start: Int, _ end: Int, key: Int, alleles: Int, _ alleleIndex: Int
  ) {
    var offset = start
    for _ in 0..<key {
      while offset < end, text[offset] != 0x09, text[offset] != 0x3A { offset += 1 }
      guard offset < end, text[offset] == 0x3A else {
        // The cell leaves out its trailing fields, GT among them.
        (copies, ploidy, next) = (AlleleCarrier.missing, 1, offset + 1)
        return
      }
      offset += 1
    }
    var count = 0
    var named = 0
    var isMissing = false
    // VCFv4.4 allows a leading separator that states the phase of the first allele.
    if offset < end, text[offset] == 0x2F || text[offset] == 0x7C { offset += 1 }
    while true {
      guard offset < end else { return nil }
      if text[offset] == 0x2E {
        isMissing = true
        offset += 1
      } else {
        guard let allele = Self.number(text, &offset, end), allele < alleles else { return nil }
        if allele == alleleIndex { count += 1 }
      }
      named += 1
      guard offset < end, text[offset] == 0x2F || text[offset] == 0x7C else { break }
      offset += 1
    }
    if offset < end, text[offset] == 0x3A {
      offset = firstOffset(of: 0x09, in: text, offset..<end) ?? end
    }
    guard offset == end || text[offset] == 0x09, named < Int(AlleleCarrier.missing) else {
      return nil
    }
    copies = isMissing ? AlleleCarrier.missing : UInt8(count)
    ploidy = UInt8(named)
    next = offset + 1
  }

  private static func number(_ text: Span<UInt8>, _ offset: inout Int, _ end: Int) -> Int? {
    let start = offset
    var value = 0
    while offset < end {
      let digit = text[offset] &- 0x30
      guard digit <= 9 else { break }
      value = min(value * 10 + Int(digit), 1 << 32)
      offset += 1
    }
    return offset > start ? value : nil
  }
}
