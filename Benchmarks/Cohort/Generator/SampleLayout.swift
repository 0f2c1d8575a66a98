/// What FORMAT says of every record.
enum SampleLayout: String, CaseIterable, Sendable {
  /// Genotypes alone.
  case genotypes = "GT"
  /// Genotypes and dosages, as imputation writes them.
  case dosages = "GT:DS"
  /// Genotypes and their probabilities, as imputation writes them.
  case probabilities = "GT:GP"
  /// Genotypes, reads and likelihoods, as callers write them.
  case reads = "GT:AD:DP:GQ:PL"

  /// The header's lines about the fields.
  var definitions: [String] {
    let genotype = "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">"
    switch self {
    case .genotypes: return [genotype]
    case .dosages:
      return [
        genotype,
        "##FORMAT=<ID=DS,Number=A,Type=Float,Description=\"Expected copies of the allele\">",
      ]
    case .probabilities:
      return [
        genotype,
        "##FORMAT=<ID=GP,Number=G,Type=Float,Description=\"Probability of each genotype\">",
      ]
    case .reads:
      return [
        genotype,
        "##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"Reads of each allele\">",
        "##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"Reads\">",
        "##FORMAT=<ID=GQ,Number=1,Type=Integer,Description=\"Genotype quality\">",
        "##FORMAT=<ID=PL,Number=G,Type=Integer,Description=\"Likelihoods, Phred-scaled\">",
      ]
    }
  }
}

/// What dosages are multiples of.
enum DosageStep: String, CaseIterable, Sendable {
  /// What imputation servers print.
  case thousandth
  /// Exact in binary, so that programs which keep dosages in few bits lose nothing.
  case eighth

  var size: Double { self == .thousandth ? 0.001 : 0.125 }
}

/// The genotype of one sample.
enum GenotypeClass {
  /// `0|0`, `1|0`, `0|1`, `1|1`: bit 0 is the first haplotype, bit 1 the second.
  static let called = 4
  /// `.|.`
  static let missing: UInt8 = 4
  /// All of them.
  static let count = 5
  /// How each is written.
  static let texts = ["0|0", "1|0", "0|1", "1|1", ".|."]
}
