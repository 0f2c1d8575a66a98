import ByteIO
import CVectors

/// Where the dosage of one allele stands in every cell of a record.
struct DosageLayout {
  let field: AlleleDosages.Field
  /// The place of the field in FORMAT.
  let index: Int
  /// The place of GT in FORMAT; nil where it is absent.
  let genotypeIndex: Int?
  /// Alleles of the record.
  let alleles: Int
  /// The allele asked for.
  let alleleIndex: Int

  private static let colon = UInt8(ascii: ":")
  private static let comma = UInt8(ascii: ",")
  private static let tab = UInt8(ascii: "\t")
  private static let dot = UInt8(ascii: ".")

  /// What a cell should hold, for messages.
  var expectation: String {
    switch field {
    case .dosage:
      "a dosage from 0 to the ploidy for each of the record's \(alleles - 1) alternate alleles"
    case .probabilities:
      "probabilities of the genotypes of \(alleles) alleles that add up to 1 (not in Phred scale)"
    }
  }

  /// The rule of the kernel, which reads DS of two alleles, alone or right behind GT; nil for other layouts.
  var rule: dosage_rule? {
    guard field == .dosage, alleles == 2, alleleIndex < 2,
      index == 0 && genotypeIndex == nil || index == 1 && genotypeIndex == 0
    else { return nil }
    return dosage_rule(
      follows_call: index == 1, precedes_others: true, most: 2 + AlleleDosages.tolerance)
  }

  /// Reads the cell at an offset and moves behind its tab; nil when it holds no dosage of the record.
  @inline(__always)
  func read(
    _ text: Span<UInt8>, _ cursor: inout Int, _ end: Int
  ) -> (value: Double, ploidy: UInt8)? {
    var offset = cursor
    var place = 0
    var ploidy: UInt8 = 2
    while place < index {
      if place == genotypeIndex { ploidy = Self.ploidy(text, offset, end) }
      while offset < end, text[offset] != Self.colon, text[offset] != Self.tab { offset &+= 1 }
      guard offset < end, text[offset] == Self.colon else {
        // The cell leaves out its trailing fields, this one among them.
        cursor = offset &+ 1
        return (.nan, ploidy)
      }
      offset &+= 1
      place &+= 1
    }
    let result: (value: Double, ploidy: UInt8)?
    switch field {
    case .dosage: result = dosage(text, &offset, end, ploidy)
    case .probabilities: result = probabilities(text, &offset, end)
    }
    if offset < end, text[offset] == Self.colon {
      if let genotypeIndex, genotypeIndex > index { return nil }
      offset = firstOffset(of: Self.tab, in: text, offset..<end) ?? end
    }
    guard offset >= end || text[offset] == Self.tab else { return nil }
    cursor = offset &+ 1
    return result
  }

  /// Alleles of a call: separators between them, and one.
  @inline(__always)
  private static func ploidy(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> UInt8 {
    // Nearly every call is a digit, a separator, a digit.
    if start &+ 3 < end, isSeparator(text[start &+ 1]), text[start &+ 3] == colon { return 2 }
    var count: UInt8 = 1
    var offset = start
    // VCFv4.4 allows a leading separator that states the phase of the first allele.
    if offset < end, isSeparator(text[offset]) { offset &+= 1 }
    while offset < end, text[offset] != colon, text[offset] != tab {
      if isSeparator(text[offset]), count < 255 { count &+= 1 }
      offset &+= 1
    }
    return count
  }

  @inline(__always)
  private static func isSeparator(_ byte: UInt8) -> Bool { byte == 0x2F || byte == 0x7C }

  /// The dosage of the allele; REF has what the alternate alleles leave.
  @inline(__always)
  private func dosage(
    _ text: Span<UInt8>, _ offset: inout Int, _ end: Int, _ ploidy: UInt8
  ) -> (value: Double, ploidy: UInt8)? {
    let most = Double(ploidy)
    var wanted = Double.nan
    var sum = 0.0
    for allele in 1..<max(alleles, 2) {
      guard let value = Self.number(text, &offset, end) else { return nil }
      if value.isNaN, allele == 1, alleles > 2, isAtEndOfField(text, offset, end) {
        return (.nan, ploidy)
      }
      sum += value
      if allele == alleleIndex { wanted = value }
      if allele < alleles - 1 {
        guard offset < end, text[offset] == Self.comma else { return nil }
        offset &+= 1
      }
    }
    let value = alleleIndex == 0 ? most - sum : wanted
    if value.isNaN { return (value, ploidy) }
    guard value >= -AlleleDosages.tolerance, value <= most + AlleleDosages.tolerance else {
      return nil
    }
    return (min(max(value, 0), most), ploidy)
  }

  /// Σ probability · copies of the allele: of each allele for one copy, of each pair in the order
  /// k(k+1)/2 + j for two (VCFv4.4 §1.6.2).
  private func probabilities(
    _ text: Span<UInt8>, _ offset: inout Int, _ end: Int
  ) -> (value: Double, ploidy: UInt8)? {
    var count = 0
    var sum = 0.0
    var ofAllele = 0.0
    var ofPair = 0.0
    var (first, second) = (0, 0)
    while true {
      guard let value = Self.number(text, &offset, end), value.isNaN || value >= 0 else {
        return nil
      }
      sum += value
      if count == alleleIndex { ofAllele = value }
      let copies = (first == alleleIndex ? 1 : 0) + (second == alleleIndex ? 1 : 0)
      ofPair += Double(copies) * value
      if first == second { (first, second) = (0, second + 1) } else { first += 1 }
      count += 1
      guard offset < end, text[offset] == Self.comma else { break }
      offset &+= 1
    }
    if sum.isNaN, count == 1 { return (.nan, 2) }
    let isHaploid = count == alleles
    guard isHaploid || count == alleles * (alleles + 1) / 2 else { return nil }
    if sum.isNaN || sum == 0 { return (.nan, isHaploid ? 1 : 2) }
    guard abs(sum - 1) <= AlleleDosages.tolerance else { return nil }
    return ((isHaploid ? ofAllele : ofPair) / sum, isHaploid ? 1 : 2)
  }

  private func isAtEndOfField(_ text: Span<UInt8>, _ offset: Int, _ end: Int) -> Bool {
    offset >= end || text[offset] == Self.colon || text[offset] == Self.tab
  }

  /// The number at an offset, not a number for `.`; nil for anything else. Moves behind it.
  ///
  /// Up to fifteen digits without exponent are exact integers divided by an exact power of ten, so the
  /// quotient is correctly rounded; everything else goes through `parseDouble`.
  @inline(__always)
  private static func number(_ text: Span<UInt8>, _ offset: inout Int, _ end: Int) -> Double? {
    let start = offset
    var digits = 0
    var value = 0
    var fraction = 0
    while offset < end, text[offset] &- 0x30 <= 9 {
      value = value &* 10 &+ Int(text[offset] &- 0x30)
      digits &+= 1
      offset &+= 1
      if digits > 15 { return slowNumber(text, start, &offset, end) }
    }
    if offset < end, text[offset] == dot {
      offset &+= 1
      while offset < end, text[offset] &- 0x30 <= 9 {
        value = value &* 10 &+ Int(text[offset] &- 0x30)
        digits &+= 1
        fraction &+= 1
        offset &+= 1
        if digits > 15 { return slowNumber(text, start, &offset, end) }
      }
      if digits == 0 { return isEndOfNumber(text, offset, end) ? .nan : nil }
    }
    guard digits > 0, isEndOfNumber(text, offset, end) else {
      return slowNumber(text, start, &offset, end)
    }
    return fraction == 0 ? Double(value) : Double(value) / powersOfTen[fraction]
  }

  @inline(__always)
  private static func isEndOfNumber(_ text: Span<UInt8>, _ offset: Int, _ end: Int) -> Bool {
    offset >= end || text[offset] == tab || text[offset] == colon || text[offset] == comma
  }

  private static func slowNumber(
    _ text: Span<UInt8>, _ start: Int, _ offset: inout Int, _ end: Int
  ) -> Double? {
    offset = start
    while !isEndOfNumber(text, offset, end) { offset &+= 1 }
    return parseDouble(text, start..<offset)
  }

  private static let powersOfTen: InlineArray<16, Double> = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]
}
