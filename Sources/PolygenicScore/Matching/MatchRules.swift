/// Which matched rows are left out of a score.
package struct MatchRules: Sendable, Equatable {
  /// What happens to rows whose alleles are each other's complement (A/T, C/G).
  package enum Ambiguous: String, Sendable, CaseIterable {
    /// They are excluded: the strand cannot be told.
    case drop
    /// They are used as given.
    case keep
  }

  /// What happens to rows that meet a record with several alternative alleles.
  package enum Multiallelic: String, Sendable, CaseIterable {
    /// They are excluded.
    case drop
    /// They are used.
    case keep
  }

  /// What happens when several rows of a score meet the same variant.
  package enum Duplicates: String, Sendable, CaseIterable {
    /// All of them are excluded.
    case drop
    /// They are all used, so that their weights add up, where they name the same effect allele; rows that
    /// name different alleles of one variant contradict each other and are all excluded.
    case sum
    /// The first row of the file is used.
    case first
  }

  /// Rows whose strand cannot be told.
  package var ambiguous: Ambiguous
  /// Rows at records with several alternative alleles.
  package var multiallelic: Multiallelic
  /// Rows that meet the same variant.
  package var duplicates: Duplicates

  /// Rules; the defaults are those of pgsc_calc.
  package init(
    ambiguous: Ambiguous = .drop, multiallelic: Multiallelic = .drop, duplicates: Duplicates = .drop
  ) {
    self.ambiguous = ambiguous
    self.multiallelic = multiallelic
    self.duplicates = duplicates
  }
}

/// Why a row is excluded, or what was special about it.
package struct MatchReasons: OptionSet, Sendable, BitwiseCopyable {
  /// The bits.
  package var rawValue: UInt8

  /// A set from its bits.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Several rows of the score meet this variant.
  package static let duplicateID = MatchReasons(rawValue: 1)
  /// The complement of REF is ALT.
  package static let ambiguous = MatchReasons(rawValue: 2)
  /// The record has several alternative alleles.
  package static let multiallelic = MatchReasons(rawValue: 4)

  /// The names that outputs print, in the order in which the rules are applied.
  package var names: [String] {
    var names: [String] = []
    if contains(.duplicateID) { names.append("duplicate_ID") }
    if contains(.ambiguous) { names.append("ambiguous") }
    if contains(.multiallelic) { names.append("multiallelic") }
    return names
  }
}
