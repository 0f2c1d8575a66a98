/// What one record says about one sample: a place, what the genome has there, and what the sample has instead.
package struct ComparedCall: Sendable, Equatable {
  /// POS, from 1.
  package var position: Int
  /// REF, in capitals.
  package var reference: [UInt8]
  /// The alleles that the sample has, ascending, in capitals where they are of bases.
  package var alternatives: [[UInt8]]
  /// For each copy of the genome the number of its allele: 0 for the reference, n for the n-th of ``alternatives``; a
  /// copy about which nothing is said counts as unchanged. Empty where the file gives no genotype.
  package var copies: [Int]
  /// Whether the copies are in an order that means something.
  package var isPhased: Bool
  /// The share of molecules that have the allele; nil where the file does not say, and of several alleles.
  package var alleleFraction: Double?

  /// A call of several alleles; they are brought into order.
  package init(
    position: Int, reference: [UInt8], alternatives: [[UInt8]], copies: [Int] = [],
    isPhased: Bool = false, alleleFraction: Double? = nil
  ) {
    let alleles = alternatives.map { ComparedVariant.spelling($0) }
    let order = alleles.indices.sorted { alleles[$0].lexicographicallyPrecedes(alleles[$1]) }
    var places = [Int](repeating: 0, count: alleles.count + 1)
    for (place, number) in order.enumerated() { places[number + 1] = place + 1 }
    self.position = position
    self.reference = ComparedVariant.spelling(reference)
    self.alternatives = order.map { alleles[$0] }
    self.copies = copies.map { places.indices.contains($0) ? places[$0] : 0 }
    self.isPhased = isPhased
    self.alleleFraction = alleleFraction
  }

  /// A call whose alleles are in order already.
  init(
    unpacked position: Int, _ reference: [UInt8], _ alternatives: [[UInt8]], _ copies: [Int],
    isPhased: Bool, alleleFraction: Double?
  ) {
    self.position = position
    self.reference = reference
    self.alternatives = alternatives
    self.copies = copies
    self.isPhased = isPhased
    self.alleleFraction = alleleFraction
  }

  /// A call of one allele.
  package init(_ variant: ComparedVariant) {
    self.init(
      position: variant.position, reference: variant.reference,
      alternatives: [variant.alternative], alleleFraction: variant.alleleFraction)
  }

  /// Whether all alleles are of bases, as symbolic ones and breakends are not.
  package var isOfBases: Bool {
    reference.allSatisfy(ComparedVariant.isBase)
      && alternatives.allSatisfy { !$0.isEmpty && $0.allSatisfy(ComparedVariant.isBase) }
  }

  /// One of the alleles by itself.
  package func variant(_ number: Int) -> ComparedVariant {
    ComparedVariant(
      position: position, reference: reference, alternative: alternatives[number],
      alleleFraction: alleleFraction)
  }
}
