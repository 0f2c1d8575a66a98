import ByteIO

/// Values over the alleles local to a sample (VCFv4.5 §1.6.2, LAA).
extension RecordBounds {
  /// The alternate alleles that a cell's LAA lists, 1 being the first of ALT; empty where it is
  /// missing, nil when the record has no LAA.
  ///
  /// - Throws: `format` when LAA is no list of alternate alleles of the record, each once.
  func localAlternates(cell: Range<Int>, in text: Span<UInt8>) throws(VCFError) -> [Int]? {
    guard let index = formatIndex([0x4C, 0x41, 0x41], in: text) else { return nil }
    guard let range = subfield(index, of: cell, in: text), !isMissing(range, in: text) else {
      return []
    }
    var local: [Int] = []
    var pieces = ByteFields(range, separatedBy: UInt8(ascii: ","))
    let alleles = alleleCount(in: text)
    while let piece = pieces.next(in: text) {
      guard let number = parseInteger(text, piece), number > 0, number < alleles,
        !local.contains(number)
      else {
        throw VCFError(
          .format, field: "FORMAT/LAA",
          "different numbers of alternate alleles, from 1 to \(alleles - 1), were expected")
      }
      local.append(number)
    }
    return local
  }

  /// The alleles that the values of a cell belong to.
  func context(cell: Range<Int>, in text: Span<UInt8>) throws(VCFError) -> AlleleContext {
    AlleleContext(
      alleles: alleleCount(in: text), ploidy: genotype(cell: cell, in: text)?.ploidy,
      localAlternates: try localAlternates(cell: cell, in: text))
  }

  /// The value of a field over all alleles from its equivalent over local ones; elements of other
  /// alleles are missing. nil when there is no such equivalent.
  func spreadLocalValue(
    of codec: FieldCodec, cell: Range<Int>, _ header: VCFHeader, _ text: Span<UInt8>
  ) throws(VCFError) -> FieldValue? {
    let local = FieldCodec(.format, key: "L" + codec.definition.id, header: header)
    switch (codec.definition.number, local.definition.number) {
    case (.perAlternate, .perLocalAlternate), (.perAllele, .perLocalAllele),
      (.perGenotype, .perLocalGenotype):
      break
    default: return nil
    }
    guard let value = try format(local, cell: cell, text) else { return nil }
    if value == .missing { return .missing }
    return try local.spread(value, context(cell: cell, in: text))
  }
}

extension FieldCodec {
  /// The longest list that values over local alleles are spread to.
  private static let mostGenotypes = 1 << 20

  /// A list over local alleles as a list over all alleles of the record.
  fileprivate func spread(
    _ value: FieldValue, _ context: AlleleContext
  ) throws(VCFError) -> FieldValue {
    let local = [0] + (context.localAlternates ?? [])
    // Checks the number of elements; all of them stay.
    let places = try places(count: value.count, keeping: Array(0..<context.alleles), context) ?? []
    switch definition.number {
    case .perLocalAlternate:
      return value.selecting(
        (1..<context.alleles).map { local.firstIndex(of: $0).map { $0 - 1 } })
    case .perLocalAllele:
      return value.selecting((0..<context.alleles).map { local.firstIndex(of: $0) })
    default:
      let ploidy = Self.ploidy(ofGenotypes: places.count, alleles: local.count, context) ?? 2
      let count = FieldNumber.perGenotype.expected(
        alleles: context.alleles, ploidy: ploidy, localAlleles: nil)
      guard let count, count <= Self.mostGenotypes else {
        throw VCFError(
          column.rule, field: column.name(of: definition.id),
          "the record's \(context.alleles) alleles have more than \(Self.mostGenotypes) genotypes; "
            + "use the values over local alleles")
      }
      var selected: [Int?] = Array(repeating: nil, count: count)
      let genotypes = GenotypeOrder.genotypes(alleles: local.count, ploidy: ploidy)
      for (place, genotype) in genotypes.enumerated() {
        if let index = GenotypeOrder.index(of: genotype.map { local[$0] }.sorted()),
          index < selected.count
        {
          selected[index] = place
        }
      }
      return value.selecting(selected)
    }
  }
}
