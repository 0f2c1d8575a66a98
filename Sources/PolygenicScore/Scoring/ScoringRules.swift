/// How genotypes become dosages where a call is missing or haploid.
package struct ScoringRules: Sendable, Equatable {
  /// What a missing genotype contributes. It never counts in `allele_count` and `dosage_sum`.
  package enum Missing: String, Sendable, CaseIterable {
    /// The expected dosage at the effect-allele frequency of the record's own samples (0.5 where none is
    /// observed); counted in the denominator. The default of `plink2 --score`.
    case mean
    /// Nothing; left out of the denominator (`no-mean-imputation`).
    case zero
    /// The dosage of a person without alternative alleles; counted in the denominator.
    case homref
    /// The run fails.
    case fail
  }

  /// What a haploid call on X or Y counts as; elsewhere a single allele always stands for two.
  package enum Haploid: String, Sendable, CaseIterable {
    /// Two alleles of two (`plink2 --xchr-model 2`), though one in allele frequencies.
    case diploid
    /// One allele of one (`plink2 --xchr-model 1`).
    case observed
  }

  /// Missing genotypes.
  package var missing: Missing
  /// Haploid calls on X and Y.
  package var haploid: Haploid

  /// Rules; the defaults are those of plink2.
  package init(missing: Missing = .mean, haploid: Haploid = .diploid) {
    self.missing = missing
    self.haploid = haploid
  }
}
