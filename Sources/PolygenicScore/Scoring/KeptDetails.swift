/// What is kept of a run beside the sums: each costs memory, and only tables that somebody wants need it.
package struct KeptDetails: OptionSet, Sendable, BitwiseCopyable {
  /// The bits.
  package var rawValue: UInt8

  /// A set from its bits.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// How each row met its record; some 30 bytes a row.
  package static let matches = KeptDetails(rawValue: 1)
  /// Frequency, call rate and imputation quality where each row was met; 32 bytes a row.
  package static let loci = KeptDetails(rawValue: 2)
  /// Heterozygosity and missing genotypes of each sample; some 40 bytes a sample.
  package static let samples = KeptDetails(rawValue: 4)
  /// What missing genotypes leave open; 32 bytes a sample and score.
  package static let bounds = KeptDetails(rawValue: 8)

  /// All of them.
  package static let all: KeptDetails = [.matches, .loci, .samples, .bounds]

  /// Whether frequencies are needed even where no genotype is missing.
  var needFrequencies: Bool { !isDisjoint(with: [.loci, .samples]) }
}
