internal import ByteIO
internal import VCF

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

  /// What becomes of a row at whose position no record stands.
  package enum Absent: String, Sendable, CaseIterable {
    /// It is unmatched.
    case unmatched
    /// It has the reference in every sample where a block of a genome VCF or a covered stretch says so; else it is
    /// unmatched.
    case covered
    /// It has the reference in every sample: for files that leave out what nobody carries.
    case homref
    /// It has the expected dosage in every sample, where the allele's frequency is given; else it is unmatched.
    case mean
    /// The run fails; also where records stand there and none has the row's alleles.
    case fail
  }

  /// What a score's denominator counts.
  package enum Denominators: Sendable {
    /// The alleles of its own rows.
    case ofScore
    /// The alleles of all variants that any score of the run uses, as the averages of pgsc_calc have it.
    case ofRun
  }

  /// What a haploid call on X or Y counts as; elsewhere a single allele always stands for two.
  package enum Haploid: String, Sendable, CaseIterable {
    /// Two alleles of two (`plink2 --xchr-model 2`), though one in allele frequencies.
    case diploid
    /// One allele of one (`plink2 --xchr-model 1`).
    case observed
  }

  /// Which FORMAT field dosages come from.
  package enum Dosage: String, Sendable, CaseIterable {
    /// `DS` where a record has it, else `GP`, else `GT`.
    case automatic = "auto"
    /// The calls.
    case genotype = "GT"
    /// The dosages of the alternate alleles.
    case dosage = "DS"
    /// The probabilities of the genotypes.
    case probabilities = "GP"
  }

  /// Missing genotypes.
  package var missing: Missing
  /// Haploid calls on X and Y.
  package var haploid: Haploid
  /// Where dosages come from.
  package var dosage: Dosage
  /// Sites without a record.
  package var absent = Absent.unmatched
  /// What denominators count.
  package var denominators = Denominators.ofScore
  /// Cohorts of fewer samples have no frequencies of their own to impute from: a missing genotype adds nothing
  /// there. pgsc_calc asks for 50.
  package var smallestMeanCohort = 0

  /// Rules; the defaults are those of plink2, and the best field a record has.
  package init(
    missing: Missing = .mean, haploid: Haploid = .diploid, dosage: Dosage = .automatic
  ) {
    self.missing = missing
    self.haploid = haploid
    self.dosage = dosage
  }

  /// The rules for a cohort of so many samples.
  ///
  /// - Parameter hasFrequencies: Whether frequencies come from elsewhere.
  func settled(sampleCount: Int, hasFrequencies: Bool) -> ScoringRules {
    guard missing == .mean, !hasFrequencies, sampleCount < smallestMeanCohort else { return self }
    var rules = self
    rules.missing = .zero
    return rules
  }
}

extension ScoringRules.Dosage {
  /// The field of a record that holds its dosages; nil for the calls.
  ///
  /// - Throws: `format` when the record does not have the field asked for.
  func field(of record: RecordBounds, _ text: Span<UInt8>) throws(VCFError) -> AlleleDosages.Field?
  {
    if self == .genotype { return nil }
    for field in AlleleDosages.Field.allCases
    where self == .automatic || rawValue == field.rawValue {
      if record.formatIndex(field.key, in: text) != nil { return field }
    }
    if self == .automatic { return nil }
    throw VCFError(
      .format, field: "FORMAT/\(rawValue)",
      "the record has no \(rawValue); set dosage to auto, or leave such records out")
  }
}
