import VCF

/// Where the values of the genotypes of some alleles stand in a list over the genotypes of all.
///
/// What has been worked out is kept, for records with as many alleles follow one another.
struct GenotypePlaces: Sendable {
  /// What is known for some alleles out of a number of them.
  private struct Known {
    /// The alleles; -1 for one that was none.
    var sources: [Int]
    /// How many there were.
    var alleles: Int
    /// For each ploidy the places; -1 for a genotype with an allele that was none. Empty where not worked out yet.
    var places: [[Int]] = []
    /// For each ploidy how many genotypes there were.
    var counts: [Int] = []
  }

  private var known: [Known] = []
  private var current = 0
  private static let mostKnown = 64
  private static let mostPloidies = 64

  /// Makes ready for the alleles of another record.
  mutating func prepare(_ change: borrowing AlleleChange) {
    if current < known.count, isKnown(change, current) { return }
    for index in known.indices where isKnown(change, index) {
      current = index
      return
    }
    if known.count == Self.mostKnown { known.removeAll() }
    current = known.count
    known.append(Known(sources: Array(change.sources[...]), alleles: change.targets.count))
  }

  private func isKnown(_ change: borrowing AlleleChange, _ index: Int) -> Bool {
    known[index].alleles == change.targets.count && known[index].sources == change.sources
  }

  /// The ploidy whose genotypes a list of that length holds; nil for none.
  mutating func ploidy(values: Int) -> Int? {
    var ploidy = 0
    while ploidy < Self.mostPloidies {
      if ploidy == known[current].counts.count {
        let expected = FieldNumber.perGenotype.expected(
          alleles: known[current].alleles, ploidy: ploidy + 1, localAlleles: nil)
        known[current].counts.append(expected ?? Int.max)
      }
      let count = known[current].counts[ploidy]
      if count == values { return ploidy + 1 }
      if count > values { return nil }
      ploidy += 1
    }
    return nil
  }

  /// The places for a ploidy.
  mutating func list(ploidy: Int) -> [Int] {
    while known[current].places.count < ploidy { known[current].places.append([]) }
    if known[current].places[ploidy - 1].isEmpty {
      let sources = known[current].sources
      known[current].places[ploidy - 1] =
        GenotypeOrder.genotypes(alleles: sources.count, ploidy: ploidy).map { genotype in
          let old = genotype.map { sources[$0] }
          return old.contains(-1) ? -1 : GenotypeOrder.index(of: old.sorted()) ?? -1
        }
    }
    return known[current].places[ploidy - 1]
  }
}
