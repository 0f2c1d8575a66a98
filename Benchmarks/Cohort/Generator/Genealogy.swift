/// Haplotypes in the order of the leaves of a genealogy that recombines along the genome.
///
/// Carriers of an allele descend from one ancestor, so they are neighbours in the order of the leaves.
/// Intervals begin at multiples of their size's power of two: common alleles then share their
/// boundaries, as alleles on one branch do, and neighbouring records resemble each other.
struct Genealogy {
  private var leaves: [Int32]
  private static let recombinationsPerSite = 4

  /// A random genealogy.
  init(haplotypes: Int, _ generator: inout SeededGenerator) {
    leaves = Array(0..<Int32(haplotypes))
    leaves.shuffle(using: &generator)
  }

  /// Marks the carriers of an allele: one bit for the first haplotype of a sample, one for the second.
  mutating func mark(
    copies: Int, in genotypes: inout [UInt8], _ generator: inout SeededGenerator
  ) {
    var grid = 1
    while grid * 2 <= copies { grid *= 2 }
    let start = generator.below(leaves.count) / grid * grid
    for step in 0..<copies {
      let place = start + step
      let haplotype = Int(leaves[place < leaves.count ? place : place - leaves.count])
      genotypes[haplotype >> 1] |= 1 << UInt8(haplotype & 1)
    }
  }

  /// Moves on to the next site: a few haplotypes change places.
  mutating func recombine(_ generator: inout SeededGenerator) {
    for _ in 0..<Self.recombinationsPerSite {
      leaves.swapAt(generator.below(leaves.count), generator.below(leaves.count))
    }
  }
}
