/// What one scoring row adds for each genotype class of one record (`GenotypeClasses`).
struct RowTable {
  /// To the score.
  var score = InlineArray<8, Double>(repeating: 0)
  /// To the dosage sum.
  var dosage = InlineArray<8, Double>(repeating: 0)
  /// What the class lacks to the two observed alleles of an ordinary genotype.
  var alleleShortfall = InlineArray<8, Int32>(repeating: 0)
  /// What the class lacks to the two alleles of the denominator.
  var denominatorShortfall = InlineArray<8, Int32>(repeating: 0)
  /// 1 where the variant is not used for the person at all.
  var usedShortfall = InlineArray<8, Int32>(repeating: 0)
  /// What one copy adds where the score is proportional to the copies of an observed genotype; then
  /// `slope` times copies is what the table says, to the bit.
  private(set) var slope: Double?

  /// Tabulates a row (plink2 `--score`: plink2_matrix_calc.cc, ScoreReport).
  ///
  /// - Parameters:
  ///   - frequency: Of the effect allele among the record's samples.
  ///   - effectIsReference: Whether the effect allele is the record's REF.
  init(
    _ row: ScoringRow, of file: ScoringFile, frequency: Double, effectIsReference: Bool,
    _ rules: ScoringRules
  ) {
    let contributions = file.contributions(of: row)
    slope = row.model == .additive ? row.weight : nil
    let one = Int(GenotypeClasses.haploidOffset)
    let missingOne = Int(GenotypeClasses.missingHaploid)
    let missingTwo = Int(GenotypeClasses.missingDiploid)
    for copies in 0...2 {
      score[copies] = contributions[copies]
      dosage[copies] = Self.dosage(copies, row.model)
    }
    for copies in 0...1 {
      score[one + copies] = contributions[copies]
      dosage[one + copies] = Self.dosage(copies, row.model)
      alleleShortfall[one + copies] = 1
      denominatorShortfall[one + copies] = 1
    }
    alleleShortfall[missingOne] = 2
    alleleShortfall[missingTwo] = 2
    switch rules.missing {
    case .mean:
      denominatorShortfall[missingOne] = 1
      score[missingOne] = Self.expected(row, contributions, ploidy: 1, frequency)
      score[missingTwo] = Self.expected(row, contributions, ploidy: 2, frequency)
    case .homref:
      denominatorShortfall[missingOne] = 1
      score[missingOne] = contributions[effectIsReference ? 1 : 0]
      score[missingTwo] = contributions[effectIsReference ? 2 : 0]
    case .zero, .fail:
      for missing in [missingOne, missingTwo] {
        denominatorShortfall[missing] = 2
        usedShortfall[missing] = 1
      }
    }
  }

  private static func dosage(_ copies: Int, _ model: EffectModel) -> Double {
    switch model {
    case .additive, .nonadditive: Double(copies)
    case .dominant: Double(min(copies, 1))
    case .recessive: Double(max(copies - 1, 0))
    }
  }

  /// What a missing genotype contributes on average. Dominant and recessive effects follow plink2, which
  /// takes the allele frequency rather than the probability of carrying; nonadditive ones are expected
  /// under Hardy-Weinberg proportions.
  private static func expected(
    _ row: ScoringRow, _ contributions: InlineArray<3, Double>, ploidy: Double, _ p: Double
  ) -> Double {
    switch row.model {
    case .additive: return row.weight * ploidy * p
    case .dominant, .recessive: return row.weight * p
    case .nonadditive:
      let q = 1 - p
      return q * q * contributions[0] + 2 * p * q * contributions[1] + p * p * contributions[2]
    }
  }
}
