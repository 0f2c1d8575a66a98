/// The alleles that the elements of a field belong to: those of a record, or of one sample of it.
package struct AlleleContext: Sendable {
  /// Alleles of the record, the reference included.
  package var alleles: Int
  /// Alleles of the sample's call; nil for INFO, and for a sample without a call.
  package var ploidy: Int?
  /// The alternate alleles that FORMAT/LAA lists for the sample, in its order; nil when there is no
  /// LAA.
  package var localAlternates: [Int]?

  /// The alleles of a record, or of one sample of it.
  package init(alleles: Int, ploidy: Int? = nil, localAlternates: [Int]? = nil) {
    self.alleles = alleles
    self.ploidy = ploidy
    self.localAlternates = localAlternates
  }
}

extension FieldCodec {
  /// The value that one allele has: its element of an `A`, `R`, `LA` or `LR` list, the genotypes of
  /// the reference and this allele in a `G` or `LG` list, the value itself for any other number.
  ///
  /// - Parameters:
  ///   - allele: 0 is REF, 1 the first of ALT.
  ///   - value: As ``read(_:_:)`` gave it.
  /// - Returns: nil where the field has no value for the allele: REF in an `A` list, an allele that
  ///   is not local to the sample.
  /// - Throws: `info` or `format` when the list does not have as many elements as its number says.
  package func value(
    _ value: FieldValue, forAllele allele: Int, _ context: AlleleContext
  ) throws(VCFError) -> FieldValue? {
    if value == .missing { return .missing }
    let isGenotypes =
      definition.number == .perGenotype || definition.number == .perLocalGenotype
    let kept = isGenotypes && allele > 0 ? [0, allele] : [allele]
    guard let places = try places(count: value.count, keeping: kept, context) else { return value }
    if isGenotypes {
      let isLocal = allele == 0 || context.localAlternates?.contains(allele) ?? true
      if definition.number == .perLocalGenotype, !isLocal { return nil }
      return value.selecting(places)
    }
    if definition.number == .perLocalAllele, allele > 0 {
      // The reference is always local and stands first.
      return places.count > 1 ? value.element(places[1]) : nil
    }
    return places.first.flatMap { value.element($0) }
  }

  /// The places in a list of the elements that some of the alleles have, in the new order of these
  /// alleles; nil when the number of elements does not depend on alleles.
  ///
  /// Fields over local alleles keep the order of FORMAT/LAA, and always the reference.
  ///
  /// - Parameters:
  ///   - count: How many elements the list has.
  ///   - kept: The alleles in their new order: 0 is REF, 1 the first of ALT.
  /// - Throws: `info` or `format` when the list does not have as many elements as its number says,
  ///   or does not say which of its elements belong to which allele.
  /// - Complexity: O(n) in the number of elements kept; in their product with the ploidy for
  ///   genotypes.
  package func places(
    count: Int, keeping kept: [Int], _ context: AlleleContext
  ) throws(VCFError) -> [Int]? {
    let local = context.localAlternates ?? []
    let keptLocal = [0] + local.indices.filter { kept.contains(local[$0]) }.map { $0 + 1 }
    switch definition.number {
    case .perAlternate:
      try check(count, context.alleles - 1)
      return kept.filter { $0 > 0 }.map { $0 - 1 }
    case .perAllele:
      try check(count, context.alleles)
      return kept
    case .perGenotype:
      return try genotypes(count, of: context.alleles, keeping: kept, context)
    case .perLocalAlternate:
      try check(count, local.count)
      return keptLocal.dropFirst().map { $0 - 1 }
    case .perLocalAllele:
      try check(count, local.count + 1)
      return keptLocal
    case .perLocalGenotype:
      return try genotypes(count, of: local.count + 1, keeping: keptLocal, context)
    case .unbounded: return try groups(count: count, keeping: kept, context)
    case .count, .perPhase, .perModifiableBase: return nil
    }
  }

  private func genotypes(
    _ count: Int, of alleles: Int, keeping kept: [Int], _ context: AlleleContext
  ) throws(VCFError) -> [Int] {
    guard let ploidy = Self.ploidy(ofGenotypes: count, alleles: alleles, context) else {
      throw wrongCount(count, "\(alleles) alleles have as many genotypes at no ploidy known")
    }
    // Every genotype has its place among as many as there are values.
    return GenotypeOrder.genotypes(alleles: kept.count, ploidy: ploidy).compactMap { genotype in
      GenotypeOrder.index(of: genotype.map { kept[$0] }.sorted())
    }
  }

  /// The highest ploidy whose genotypes are listed; a file that claims more is not one of
  /// genotypes.
  private static let mostAlleles = 64

  /// The ploidy at which alleles have that many genotypes, the call's own before others; nil when
  /// there is none.
  static func ploidy(ofGenotypes count: Int, alleles: Int, _ context: AlleleContext) -> Int? {
    // Callers leave out the call, or write one missing allele for it, beside values of two.
    let ploidies = (context.ploidy.map { [min($0, mostAlleles)] } ?? []) + [2, 1, 3, 4, 5, 6, 7, 8]
    return ploidies.first {
      FieldNumber.perGenotype.expected(alleles: alleles, ploidy: $0, localAlleles: nil) == count
    }
  }

  /// Fields of `Number=.` that hold several elements for each alternate allele (VCFv4.4 §3).
  private func groups(
    count: Int, keeping kept: [Int], _ context: AlleleContext
  ) throws(VCFError) -> [Int]? {
    guard column == .info, followsStructuralRules else { return nil }
    switch definition.id {
    case "CIPOS", "CIEND", "CILEN", "CICN", "MEINFO", "METRANS":
      let size = definition.id.hasPrefix("ME") ? 4 : 2
      try check(count, (context.alleles - 1) * size)
      return kept.filter { $0 > 0 }.flatMap { ($0 - 1) * size..<$0 * size }
    case "RUS", "RUL", "RUC", "RB", "CIRUC", "CIRB", "RUB":
      if kept == Array(0..<context.alleles) { return nil }
      throw VCFError(
        column.rule, field: column.name(of: definition.id),
        "the elements of tandem repeats are not divided among alleles; remove the field before the "
          + "alleles of the record are split or dropped")
    default: return nil
    }
  }

  private func check(_ count: Int, _ expected: Int) throws(VCFError) {
    guard count == expected else { throw wrongCount(count, "\(expected) were expected") }
  }

  private func wrongCount(_ count: Int, _ expectation: String) -> VCFError {
    VCFError(
      column.rule, field: column.name(of: definition.id),
      "the list has \(count) elements; with Number=\(definition.number.text) \(expectation)")
  }
}
