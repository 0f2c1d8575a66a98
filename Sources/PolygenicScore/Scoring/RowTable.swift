/// What one scoring row adds for each genotype class of one record (`GenotypeClasses`): lane 0 to the score,
/// lane 1 to the dosage sum.
struct RowTable {
  /// What a sample with the reference genotype adds.
  let baseline: SIMD2<Double>
  /// What each class adds beyond the baseline; classes with a dosage are left to `deviation(ofDosage:)`.
  private(set) var deviations = InlineArray<8, SIMD2<Double>>(repeating: .zero)
  /// What none, one and two effect alleles add.
  private let contributions: InlineArray<3, SIMD2<Double>>

  /// Tabulates a row (plink2 `--score`: plink2_matrix_calc.cc, ScoreReport).
  init(
    _ row: ScoringRow, of file: borrowing ScoringFile, _ genotypes: GenotypeRow,
    _ rules: ScoringRules
  ) {
    let scores = file.contributions(of: row)
    let values: InlineArray<3, SIMD2<Double>> = [
      SIMD2(scores[0], 0), SIMD2(scores[1], Self.dosage(1, row.model)),
      SIMD2(scores[2], Self.dosage(2, row.model)),
    ]
    let base = values[Int(genotypes.baseline)]
    contributions = values
    baseline = base
    deviations[0] = values[0] - base
    deviations[1] = values[1] - base
    deviations[2] = values[2] - base
    guard !genotypes.others.isEmpty else { return }
    let one = Int(GenotypeClasses.haploidOffset)
    for copies in 0...1 { deviations[one + copies] = contributions[copies] - baseline }
    for (missing, ploidy) in [
      (Int(GenotypeClasses.missingHaploid), 1), (Int(GenotypeClasses.missingDiploid), 2),
    ] {
      let score = Self.missing(row, scores, ploidy: ploidy, genotypes, rules)
      deviations[missing] = SIMD2(score, 0) - baseline
    }
  }

  /// What a dosage from 0 to 2 adds beyond the baseline: between two genotypes in proportion, which for a
  /// dominant effect is min(dosage, 1) and for a recessive one max(dosage - 1, 0), as plink2 has it.
  @inline(__always)
  func deviation(ofDosage dosage: Double) -> SIMD2<Double> {
    let value =
      dosage <= 1
      ? contributions[0] + dosage * (contributions[1] - contributions[0])
      : contributions[1] + (dosage - 1) * (contributions[2] - contributions[1])
    return value - baseline
  }

  /// What a missing genotype of the row leaves open beyond what was added for it.
  func open(_ genotypes: GenotypeRow) -> OpenContribution {
    let one = deviations[Int(GenotypeClasses.missingHaploid)] + baseline
    let two = deviations[Int(GenotypeClasses.missingDiploid)] + baseline
    return OpenContribution(
      [contributions[0][0], contributions[1][0], contributions[2][0]],
      frequency: genotypes.expected, imputed: (one[0], two[0]))
  }

  private static func dosage(_ copies: Int, _ model: EffectModel) -> Double {
    switch model {
    case .additive, .nonadditive: Double(copies)
    case .dominant: Double(min(copies, 1))
    case .recessive: Double(max(copies - 1, 0))
    }
  }

  /// What a missing genotype contributes. On average, dominant and recessive effects follow plink2, which
  /// takes the allele frequency rather than the probability of carrying; nonadditive ones are expected under
  /// Hardy-Weinberg proportions.
  private static func missing(
    _ row: ScoringRow, _ contributions: InlineArray<3, Double>, ploidy: Int,
    _ genotypes: GenotypeRow, _ rules: ScoringRules
  ) -> Double {
    switch rules.missing {
    case .zero, .fail: return 0
    case .homref: return contributions[genotypes.effectIsReference ? ploidy : 0]
    case .mean: break
    }
    let p = genotypes.expected
    switch row.model {
    case .additive: return row.weight * Double(ploidy) * p
    case .dominant, .recessive: return row.weight * p
    case .nonadditive:
      let q = 1 - p
      return q * q * contributions[0] + 2 * p * q * contributions[1] + p * p * contributions[2]
    }
  }
}

/// What each genotype class lacks to the two alleles of an ordinary genotype; the same for every scoring row.
struct Shortfalls {
  /// Observed alleles.
  private(set) var alleles = InlineArray<8, Int32>(repeating: 0)
  /// Alleles of the denominator.
  private(set) var denominator = InlineArray<8, Int32>(repeating: 0)
  /// 1 where the variant is not used for the person at all.
  private(set) var used = InlineArray<8, Int32>(repeating: 0)

  init(_ rules: ScoringRules) {
    let one = Int(GenotypeClasses.haploidOffset)
    for haploid in [one, one + 1] {
      alleles[haploid] = 1
      denominator[haploid] = 1
    }
    let missingOne = Int(GenotypeClasses.missingHaploid)
    let missingTwo = Int(GenotypeClasses.missingDiploid)
    alleles[missingOne] = 2
    alleles[missingTwo] = 2
    switch rules.missing {
    case .mean, .homref: denominator[missingOne] = 1
    case .zero, .fail:
      for missing in [missingOne, missingTwo] {
        denominator[missing] = 2
        used[missing] = 1
      }
    }
  }
}
