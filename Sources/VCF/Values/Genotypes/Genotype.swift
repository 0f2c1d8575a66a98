import ByteIO

/// One sample's call: its alleles in order, and which of them are phased (VCFv4.5 §1.6.2, GT).
///
/// Any ploidy, any allele may be missing. This is the plain reading of the specification, against
/// which the decoders of whole rows are tested.
package struct Genotype: Sendable, Equatable {
  /// One allele of a call.
  package struct Allele: Sendable, Equatable {
    /// 0 for REF, 1 for the first of ALT; nil for `.`.
    package var number: Int?
    /// Whether the allele belongs to a phase set: `|` stands before it.
    package var isPhased: Bool

    /// An allele of a call.
    package init(_ number: Int?, isPhased: Bool) {
      self.number = number
      self.isPhased = isPhased
    }
  }

  /// The alleles in the order of the call; at least one.
  package var alleles: [Allele]

  /// A call.
  package init(_ alleles: [Allele]) {
    self.alleles = alleles
  }

  /// A call of alleles that are all phased, or all unphased.
  package init(_ numbers: [Int?], isPhased: Bool) {
    alleles = numbers.map { Allele($0, isPhased: isPhased) }
  }

  /// How many alleles the call names, missing ones included.
  package var ploidy: Int { alleles.count }

  /// Whether every allele is missing.
  package var isMissing: Bool { alleles.allSatisfy { $0.number == nil } }

  /// Whether some alleles are missing and some are not.
  package var isHalfMissing: Bool { !isMissing && alleles.contains { $0.number == nil } }

  /// Whether every allele is phased.
  package var isPhased: Bool { alleles.allSatisfy(\.isPhased) }

  /// How often the call has an allele; nil when any allele is missing.
  package func copies(of number: Int) -> Int? {
    guard !isMissing, !isHalfMissing else { return nil }
    return alleles.count { $0.number == number }
  }
}

extension Genotype {
  /// Reads a call; nil when the range does not hold one.
  ///
  /// The mark before the first allele may be left out (before VCFv4.4 it always is): it is then `/`
  /// when any other mark is, else `|`, so that a haploid call counts as phased.
  package init?(_ text: Span<UInt8>, _ range: Range<Int>) {
    var alleles: [Allele] = []
    var offset = range.lowerBound
    var mark: UInt8?
    var firstMark: UInt8?
    if offset < range.upperBound, Self.isMark(text[offset]) {
      firstMark = text[offset]
      offset += 1
    }
    var isAnyUnphased = false
    while true {
      let start = offset
      while offset < range.upperBound, !Self.isMark(text[offset]) { offset += 1 }
      guard let allele = Self.number(text, start..<offset) else { return nil }
      alleles.append(Allele(allele.value, isPhased: mark == Self.phased))
      guard offset < range.upperBound else { break }
      mark = text[offset]
      if mark != Self.phased { isAnyUnphased = true }
      offset += 1
    }
    alleles[0].isPhased = firstMark.map { $0 == Self.phased } ?? !isAnyUnphased
    self.alleles = alleles
  }

  /// Appends the call; the mark before the first allele only where it says something.
  package func append(to output: inout [UInt8]) {
    guard let first = alleles.first else { return }
    if first.isPhased == alleles.dropFirst().contains(where: { !$0.isPhased }) {
      output.append(first.isPhased ? Self.phased : Self.unphased)
    }
    for (place, allele) in alleles.enumerated() {
      if place > 0 { output.append(allele.isPhased ? Self.phased : Self.unphased) }
      output.append(contentsOf: (allele.number.map(String.init) ?? ".").utf8)
    }
  }

  private static let phased = UInt8(ascii: "|")
  private static let unphased = UInt8(ascii: "/")

  private static func isMark(_ byte: UInt8) -> Bool { byte == phased || byte == unphased }

  private static func number(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) -> (value: Int?, Void)? {
    if range.count == 1, text[range.lowerBound] == UInt8(ascii: ".") { return (nil, ()) }
    guard let value = parseInteger(text, range), value >= 0,
      text[range.lowerBound] != UInt8(ascii: "-")
    else { return nil }
    return (value, ())
  }
}
