/// The marks that a reported genotype gets.
///
/// What a result is worth differs between providers, so that points and critical errors are data; the scheme that comes
/// with the program is that of the IQN Path ctDNA pilot (Keppens et al., BMC Cancer 18:804, 2018, table 1).
package struct MarkingScheme: Sendable, Equatable {
  /// What a laboratory's answer for one sample is.
  package enum Criterion: String, Sendable, CaseIterable {
    /// The laboratory has sent nothing for the sample.
    case noAnswer = "no_answer"
    /// The sample failed in the laboratory, which said so.
    case failed
    /// The variant, or that there is none.
    case correct
    /// The right gene and codon, the change not specified.
    case correctUnspecified = "correct_unspecified"
    /// The variant, under a name that is none or whose protein does not follow from its DNA.
    case nomenclature = "correct_nomenclature_error"
    /// The variant is not among those the laboratory tests.
    case notTested = "false_negative_not_tested"
    /// Missed, at or below the limit of detection that the laboratory claims.
    case belowLimit = "false_negative_at_or_below_lod"
    /// Missed, above that limit or with none claimed.
    case missed = "false_negative_above_or_unknown_lod"
    /// Found where there is none.
    case falsePositive = "false_positive"
    /// Another variant than the one there, which would change treatment.
    case wrongWithImplication = "wrong_variant_therapeutic"
    /// Another variant than the one there, which would not.
    case wrongWithoutImplication = "wrong_variant_no_therapeutic"
  }

  /// Points of each criterion; one that is not named gives none.
  package var points: [Criterion: Double]
  /// Errors that are critical.
  package var critical: Set<Criterion>

  /// A scheme.
  package init(points: [Criterion: Double], critical: Set<Criterion>) {
    self.points = points
    self.critical = critical
  }

  /// The scheme of the IQN Path pilot: two points for a sample, none for a critical error.
  package static let iqnPath = MarkingScheme(
    points: [
      .correct: 2, .correctUnspecified: 2, .nomenclature: 2, .notTested: 2, .belowLimit: 2,
      .wrongWithoutImplication: 2,
    ],
    critical: [.missed, .falsePositive, .wrongWithImplication])
}
