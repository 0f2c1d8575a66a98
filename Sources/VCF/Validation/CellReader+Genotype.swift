import ByteIO
import Genomics

extension CellReader {
  /// Reads a genotype and moves the offset behind it; what is wrong with it, or nil.
  ///
  /// VCFv4.4 lets a separator stand before the first allele, which states whether that is phased.
  @inline(__always)
  func readGenotype(
    _ text: Span<UInt8>, _ offset: inout Int, _ end: Int, _ genotype: inout CellGenotype
  ) -> String? {
    let start = offset
    // Most calls are two single digits.
    if offset &+ 3 <= end {
      let first = text[offset] &- 0x30
      let separator = text[offset &+ 1]
      let second = text[offset &+ 2] &- 0x30
      if first <= 9, second <= 9, separator == UInt8(ascii: "/") || separator == UInt8(ascii: "|"),
        offset &+ 3 == end || text[offset &+ 3] == 0x09 || text[offset &+ 3] == 0x3A,
        Int(max(first, second)) <= alleles.highest
      {
        offset &+= 3
        genotype.range = start..<offset
        genotype.ploidy = 2
        genotype.phased = separator == UInt8(ascii: "|") ? 3 : 0
        return nil
      }
    }
    return readAnyGenotype(text, &offset, end, &genotype)
  }

  private func readAnyGenotype(
    _ text: Span<UInt8>, _ offset: inout Int, _ end: Int, _ genotype: inout CellGenotype
  ) -> String? {
    let start = offset
    var isPhasedNext: Bool?
    var hasUnphased = false
    if version >= .v44, offset < end, Self.isSeparator(text[offset]) {
      isPhasedNext = text[offset] == UInt8(ascii: "|")
      hasUnphased = isPhasedNext == false
      offset += 1
    }
    let firstIsStated = isPhasedNext != nil
    var isMissing = true
    while true {
      if offset < end, text[offset] == UInt8(ascii: ".") {
        offset += 1
      } else {
        guard let allele = Self.readAllele(text, &offset, end) else {
          return "alleles are numbers or '.', separated by '/' or '|'"
        }
        guard allele <= alleles.highest else {
          return "the highest allele of the record is \(alleles.highest)"
        }
        isMissing = false
      }
      if isPhasedNext == true, genotype.ploidy < 64 {
        genotype.phased |= 1 &<< UInt64(genotype.ploidy)
      }
      genotype.ploidy += 1
      guard offset < end, Self.isSeparator(text[offset]) else { break }
      isPhasedNext = text[offset] == UInt8(ascii: "|")
      if isPhasedNext == false { hasUnphased = true }
      offset += 1
    }
    guard offset >= end || text[offset] == 0x09 || text[offset] == 0x3A else {
      return "alleles are numbers or '.', separated by '/' or '|'"
    }
    // An unstated phase of the first allele follows from the others (VCFv4.4 §1.6.2, GT).
    if !firstIsStated, !hasUnphased { genotype.phased |= 1 }
    genotype.isMissing = isMissing && genotype.ploidy == 1
    genotype.range = start..<offset
    return nil
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "|")
  }

  private static func readAllele(_ text: Span<UInt8>, _ offset: inout Int, _ end: Int) -> Int? {
    let start = offset
    var value = 0
    while offset < end, ByteClass.isDigit(text[offset]) {
      value = min(value * 10 + Int(text[offset] - 0x30), 1 << 32)
      offset += 1
    }
    return offset > start ? value : nil
  }

  /// Bases of a sample's alleles that can bear a modification (VCFv4.5 §1.4.4, Number=M): those of
  /// either strand in every phased allele, and in every different unphased one.
  func modifiableBases(_ text: Span<UInt8>, _ genotype: CellGenotype, _ base: UInt8) -> Int {
    var count = 0
    var unphased: [Int] = []
    var offset = genotype.range.lowerBound
    if offset < genotype.range.upperBound, Self.isSeparator(text[offset]) { offset += 1 }
    for place in 0..<genotype.ploidy {
      let allele = Self.readAllele(text, &offset, genotype.range.upperBound)
      // Behind a number stands a separator, behind `.` one as well.
      offset += allele == nil ? 2 : 1
      guard let allele else { continue }
      let isPhased = place < 64 && genotype.phased &>> UInt64(place) & 1 == 1
      if !isPhased {
        if unphased.contains(allele) { continue }
        unphased.append(allele)
      }
      count += modifiableBases(text, allele, base)
    }
    return count
  }

  private func modifiableBases(_ text: Span<UInt8>, _ allele: Int, _ base: UInt8) -> Int {
    guard let range = record.allele(allele, in: text) else { return 0 }
    var forward = base
    if base == UInt8(ascii: "U") { forward = UInt8(ascii: "T") }
    var count = 0
    for offset in range {
      let byte = text[offset] & 0xDF
      guard Allele.isBase(byte) else { return 0 }
      if base == UInt8(ascii: "N") {
        count += 2
      } else if byte == forward || byte == Allele.complement(of: forward) {
        count += 1
      }
    }
    return count
  }
}
