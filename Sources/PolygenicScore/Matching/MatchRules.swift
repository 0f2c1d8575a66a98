/// Which matched rows are left out of a score.
package struct MatchRules: Sendable, Equatable {
  /// What happens to rows whose alleles are each other's complement (A/T, C/G).
  package enum Ambiguous: String, Sendable, CaseIterable {
    /// They are excluded: the strand cannot be told.
    case drop
    /// They are used as given.
    case keep
    /// The strand is told by the allele's frequency where it can be; they are excluded where it cannot.
    case resolve
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

  /// What happens to rows whose alleles are the complements of a record's.
  package enum StrandFlips: String, Sendable, CaseIterable {
    /// They are matched.
    case match
    /// They are excluded (`pgsc_calc --ignore_strand_flips`).
    case drop
  }

  /// Rows whose strand cannot be told.
  package var ambiguous: Ambiguous
  /// Rows at records with several alternative alleles.
  package var multiallelic: Multiallelic
  /// Rows that meet the same variant.
  package var duplicates: Duplicates
  /// Rows on the other strand.
  package var strandFlips: StrandFlips
  /// How far from one half both frequencies of an ambiguous row must be for its strand to be told.
  package var ambiguousMargin = 0.1
  /// The least INFO/R2 (or DR2, or INFO) of a record; rows at records with less are excluded. Records without
  /// one of these keys are not judged.
  package var minimumR2 = 0.0
  /// Whether `<NON_REF>` and `<*>` count as alternative alleles, as they do in plink2 and so in pgsc_calc;
  /// else they stand for "any other allele" and make no record multi-allelic.
  package var countsPlaceholders = false

  /// Rules; the defaults are those of pgsc_calc.
  package init(
    ambiguous: Ambiguous = .drop, multiallelic: Multiallelic = .drop,
    duplicates: Duplicates = .drop, strandFlips: StrandFlips = .match
  ) {
    self.ambiguous = ambiguous
    self.multiallelic = multiallelic
    self.duplicates = duplicates
    self.strandFlips = strandFlips
  }
}
