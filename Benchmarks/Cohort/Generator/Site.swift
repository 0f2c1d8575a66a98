import Foundation

/// One record before its genotypes.
struct Site: Sendable {
  /// Bases of the longest allele.
  static let longestAllele = 9

  /// Index into `Chromosome.autosomes`.
  let chromosome: Int
  let position: Int
  let reference: [UInt8]
  let alternative: [UInt8]
  /// Copies of the alternate allele before any genotype goes missing.
  var copies: Int

  private static let indelShare = 0.08
  private static let transitionShare = 0.68
  private static let bases = Array("ACGT".utf8)
  /// A for G, G for A, C for T, T for C: the partner of each of `bases`.
  private static let transitions = Array("GTAC".utf8)

  /// A random site: mostly substitutions, and most alternate alleles rare.
  ///
  /// Frequencies have the density 1/x between one copy and half of all haplotypes, which is what a
  /// population of constant size without selection has (Ewens 1972).
  init(
    chromosome: Int, position: Int, haplotypes: Int, _ generator: inout SeededGenerator
  ) {
    self.chromosome = chromosome
    self.position = position
    let rarest = 1 / Double(haplotypes)
    let frequency = rarest * pow(0.5 / rarest, generator.unit())
    copies = max(1, min(haplotypes / 2, Int((frequency * Double(haplotypes)).rounded())))
    let base = generator.below(4)
    if generator.unit() < Self.indelShare {
      let length = 1 + min(Int(generator.exponential(mean: 1.8)), Self.longestAllele - 2)
      let longer = [Self.bases[base]] + (0..<length).map { _ in Self.bases[generator.below(4)] }
      let isInsertion = generator.unit() < 0.5
      reference = isInsertion ? [Self.bases[base]] : longer
      alternative = isInsertion ? longer : [Self.bases[base]]
    } else {
      reference = [Self.bases[base]]
      if generator.unit() < Self.transitionShare {
        alternative = [Self.transitions[base]]
      } else {
        let others = Self.bases.filter { $0 != Self.bases[base] && $0 != Self.transitions[base] }
        alternative = [others[generator.below(2)]]
      }
    }
  }
}
