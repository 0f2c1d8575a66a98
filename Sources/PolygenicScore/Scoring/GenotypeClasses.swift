internal import VCF

/// The genotypes of one record with respect to one allele, as small numbers that index a `RowTable`.
///
/// | class | meaning |
/// |---|---|
/// | 0, 1, 2 | that many effect alleles of two |
/// | 4, 5 | none or one effect allele of one |
/// | 6 | missing, one allele expected |
/// | 7 | missing, two alleles expected |
///
/// A class is taken modulo 8, so that the copies of a record with only diploid calls (255 where missing)
/// serve as they are.
struct GenotypeClasses {
  static let haploidOffset: UInt8 = 4
  static let missingHaploid: UInt8 = 6
  static let missingDiploid: UInt8 = 7

  private var rewritten: [UInt8] = []
  private var usesCopies = true
  /// Whether any class is above 2.
  private(set) var hasExceptions = false
  /// The number of missing genotypes.
  private(set) var missing = 0
  /// The frequency of the effect allele among the observed ones; 0.5 where none is observed. Computed
  /// only where a genotype is missing.
  private(set) var frequency = 0.5

  /// Classifies the genotypes of a record.
  ///
  /// - Returns: Nil, or the ploidy that cannot be scored.
  mutating func classify(_ counts: borrowing AlleleCounts, contig: UInt8, _ rules: ScoringRules)
    -> UInt8?
  {
    let copies = counts.copies.span
    let ploidy = counts.ploidy.span
    var copyBits: UInt8 = 0
    var notDiploid: UInt8 = 0
    for sample in 0..<copies.count {
      copyBits |= copies[sample]
      notDiploid |= ploidy[sample] ^ 2
    }
    usesCopies = notDiploid == 0
    hasExceptions = copyBits > 3
    missing = 0
    let isSexContig = contig == ScoredContig.x || contig == ScoredContig.y
    if notDiploid != 0 {
      if let unsupported = rewrite(copies, ploidy, isSexContig: isSexContig, rules) {
        return unsupported
      }
    }
    if copyBits > 3 { countFrequency(copies, ploidy, isSexContig: isSexContig) }
    return nil
  }

  /// The class of every sample.
  func classes(_ counts: borrowing AlleleCounts) -> [UInt8] {
    usesCopies ? counts.copies : rewritten
  }

  private mutating func rewrite(
    _ copies: Span<UInt8>, _ ploidy: Span<UInt8>, isSexContig: Bool, _ rules: ScoringRules
  ) -> UInt8? {
    let keepsHaploid = isSexContig && rules.haploid == .observed
    rewritten.removeAll(keepingCapacity: true)
    for sample in 0..<copies.count {
      let isMissing = copies[sample] == 255
      switch (ploidy[sample], keepsHaploid) {
      case (2, _): rewritten.append(isMissing ? Self.missingDiploid : copies[sample])
      case (1, true):
        hasExceptions = true
        rewritten.append(isMissing ? Self.missingHaploid : Self.haploidOffset + copies[sample])
      case (1, false): rewritten.append(isMissing ? Self.missingDiploid : 2 * copies[sample])
      default: return ploidy[sample]
      }
    }
    return nil
  }

  /// Counts the observed alleles. A haploid call on X or Y is one allele, whatever the score makes of it.
  private mutating func countFrequency(
    _ copies: Span<UInt8>, _ ploidy: Span<UInt8>, isSexContig: Bool
  ) {
    var effect = 0
    var observed = 0
    for sample in 0..<copies.count {
      if copies[sample] == 255 {
        missing += 1
      } else {
        let scale = !isSexContig && ploidy[sample] == 1 ? 2 : 1
        effect += scale * Int(copies[sample])
        observed += scale * Int(ploidy[sample])
      }
    }
    frequency = observed == 0 ? 0.5 : Double(effect) / Double(observed)
  }
}
