/// On what grounds a row of a scoring file is matched; a lower number wins.
package enum MatchMethod: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// A record at the row's position has its alleles.
  case exact
  /// A record has the same insertion or deletion once both are trimmed and moved to the left.
  case normalised
  /// A block of a genome VCF says that the samples have the reference there.
  case block
  /// No record stands there, and the position was covered: every sample has the reference.
  case covered
  /// No record stands there, and absent sites are taken for the reference.
  case assumed
  /// No record stands there; every sample gets the expectation at the allele's frequency.
  case imputed
  /// Records have all variants of an interaction.
  case interaction

  /// What outputs print behind the type of match; nothing for exact matches.
  package var suffix: String {
    switch self {
    case .exact: ""
    case .normalised: "_normalised"
    case .block: "_block"
    case .covered: "_covered"
    case .assumed: "_assumed"
    case .imputed: "_imputed"
    case .interaction: "interaction"
    }
  }

  /// Whether no record shows the genotype of any sample.
  package var isWithoutRecord: Bool { self == .covered || self == .assumed || self == .imputed }
}
