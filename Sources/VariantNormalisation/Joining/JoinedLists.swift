import VCF

/// Lists of values for alleles or genotypes of several records as a list for the alleles of one.
struct JoinedLists {
  let alleles: JoinedAlleles
  private static let dot: [UInt8] = [UInt8(ascii: ".")]

  /// The values of a field in the joined record.
  ///
  /// Where two records give a value for the same allele or genotype, the later one counts. Genotypes of alleles from
  /// different records have none.
  ///
  /// - Parameter values: For each record the text of the field; nil where it has none.
  func joined(_ values: [[UInt8]?], _ kind: FieldKind) -> [UInt8] {
    let present = values.compactMap(\.self)
    guard kind != .fixed, kind != .genotype, kind != .local else {
      return present.first ?? Self.dot
    }
    guard present.contains(where: { $0 != Self.dot }) else { return Self.dot }
    let count = alleles.alleles.count
    switch kind {
    case .perAlternate:
      return joined(values, count: count - 1) { record, place in
        place + 1 < alleles.numbers[record].count ? alleles.numbers[record][place + 1] - 1 : nil
      }
    case .perGenotype: return joinedGenotypes(values)
    default:
      return joined(values, count: count) { record, place in
        place < alleles.numbers[record].count ? alleles.numbers[record][place] : nil
      }
    }
  }

  private func joined(
    _ values: [[UInt8]?], count: Int, place: (Int, Int) -> Int?
  ) -> [UInt8] {
    var result = Array(repeating: Self.dot[...], count: count)
    for (record, value) in values.enumerated() {
      guard let value, value != Self.dot else { continue }
      for (index, piece) in pieces(value).enumerated() {
        if let target = place(record, index), target < count { result[target] = piece }
      }
    }
    return Array(result.joined(separator: [FieldCutter.comma]))
  }

  private func joinedGenotypes(_ values: [[UInt8]?]) -> [UInt8] {
    // The first list that is none of a missing value tells the ploidy.
    var ploidy: Int?
    for (record, value) in values.enumerated() {
      guard let value, value != Self.dot else { continue }
      let count = pieces(value).count
      ploidy = (1...64).first {
        FieldNumber.perGenotype.expected(
          alleles: alleles.numbers[record].count, ploidy: $0, localAlleles: nil) == count
      }
      if ploidy != nil { break }
    }
    guard let ploidy,
      let count = FieldNumber.perGenotype.expected(
        alleles: alleles.alleles.count, ploidy: ploidy, localAlleles: nil)
    else { return Self.dot }
    let genotypes = alleles.numbers.map {
      GenotypeOrder.genotypes(alleles: $0.count, ploidy: ploidy)
    }
    return joined(values, count: count) { record, place in
      place < genotypes[record].count
        ? alleles.place(ofGenotype: genotypes[record][place], record: record) : nil
    }
  }

  private func pieces(_ value: [UInt8]) -> [ArraySlice<UInt8>] {
    value.split(separator: FieldCutter.comma, omittingEmptySubsequences: false)
  }

  /// The calls of a sample in several records as one.
  ///
  /// The first call counts. An alternate allele of another goes where its own record has it when that call is phased,
  /// else to the first place that shows the reference or nothing; it replaces no other alternate allele.
  func joinedCall(_ calls: [[UInt8]?]) -> [UInt8] {
    let read = calls.map { text in text.flatMap { Genotype($0.span, 0..<$0.count) } }
    let ploidy = read.compactMap(\.self).map(\.ploidy).max()
    guard let first = read.firstIndex(where: { $0 != nil && $0?.ploidy == ploidy }),
      var result = read[first]
    else { return calls.compactMap(\.self).first ?? Self.dot }
    for place in result.alleles.indices {
      result.alleles[place].number = number(result.alleles[place].number, record: first)
    }
    for (record, call) in read.enumerated() where record != first {
      guard let call else { continue }
      let isPhased = call.alleles.dropFirst().contains { $0.isPhased }
      for (place, allele) in call.alleles.enumerated() {
        guard let number = number(allele.number, record: record), number > 0 else { continue }
        let isFree = { (place: Int) in
          place < result.alleles.count && (result.alleles[place].number ?? 0) == 0
        }
        let target = isPhased && isFree(place) ? place : result.alleles.indices.first(where: isFree)
        if let target { result.alleles[target].number = number }
      }
    }
    var text: [UInt8] = []
    result.append(to: &text)
    return text
  }

  private func number(_ old: Int?, record: Int) -> Int? {
    old.flatMap { $0 < alleles.numbers[record].count ? alleles.numbers[record][$0] : nil }
  }
}
