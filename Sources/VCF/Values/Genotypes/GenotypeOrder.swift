/// The order in which fields of `Number=G` list genotypes (VCFv4.3 §1.6.2, GL).
///
/// A genotype is a list of allele numbers, the smallest first.
package enum GenotypeOrder {
  /// The place of a genotype k₁ ≤ k₂ ≤ … ≤ k_P in the list: Σ over m of (k_m + m − 1) choose m.
  ///
  /// - Precondition: The allele numbers ascend.
  /// - Returns: nil when the place is beyond a machine word.
  package static func index(of genotype: [Int]) -> Int? {
    var index = 0
    for (place, allele) in genotype.enumerated() {
      guard let before = binomial(allele + place, place + 1) else { return nil }
      let (sum, overflow) = index.addingReportingOverflow(before)
      if overflow { return nil }
      index = sum
    }
    return index
  }

  /// All genotypes of a ploidy in the order of the list.
  ///
  /// - Complexity: O(n) in their number, which grows with the power of the ploidy.
  package static func genotypes(alleles: Int, ploidy: Int) -> [[Int]] {
    guard alleles > 0 else { return ploidy == 0 ? [[]] : [] }
    var genotype = Array(repeating: 0, count: ploidy)
    var result = [genotype]
    // The next one: the first allele that is smaller than its successor grows, those before it
    // restart.
    while let place = genotype.indices.first(where: {
      genotype[$0] < ($0 + 1 < ploidy ? genotype[$0 + 1] : alleles - 1)
    }) {
      genotype[place] += 1
      for before in 0..<place { genotype[before] = 0 }
      result.append(genotype)
    }
    return result
  }

  private static func binomial(_ count: Int, _ chosen: Int) -> Int? {
    var result: UInt128 = 1
    for step in 0..<chosen {
      result = result * UInt128(count - step) / UInt128(step + 1)
      if result > UInt128(Int.max) { return nil }
    }
    return Int(result)
  }
}
