internal import Statistics

/// Constants that a score's authors publish to turn it into a z-score: versioned inputs, never computed here.
package struct PublishedParameters: Sendable, Equatable {
  /// The mean of the raw score in the authors' reference.
  package var mean: Double
  /// The standard deviation of the raw score there, above 0.
  package var standardDeviation: Double
  /// The square root of the share of the polygenic variance that the score explains, 0 to 1; CanRisk's alpha.
  package var alpha: Double?
  /// The number of variants that the constants were derived with; nil where the authors do not say.
  package var variants: Int?

  /// Constants.
  package init(mean: Double, standardDeviation: Double, alpha: Double? = nil, variants: Int? = nil)
  {
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.alpha = alpha
    self.variants = variants
  }

  /// Why a raw score cannot be compared with the constants: it was not computed from exactly the variants that they
  /// were derived with. Nil where it can.
  ///
  /// - Parameters:
  ///   - used: How many variants the person's score was computed from.
  ///   - isImputed: Whether a missing genotype among them was replaced by an expectation.
  package func refusal(variantsUsed used: Int, isImputed: Bool) -> Refusal? {
    if let variants, variants != used { return .otherVariants }
    return isImputed ? .missingGenotypes : nil
  }

  /// Why there is no z-score.
  package enum Refusal: String, Sendable {
    /// Fewer or more variants were used than the constants were derived with.
    case otherVariants = "other_variants"
    /// Some genotypes are missing.
    case missingGenotypes = "missing_genotypes"
  }

  /// How many published standard deviations a raw score lies above the published mean.
  package func z(_ score: Double) -> Double { (score - mean) / standardDeviation }

  /// 100 Φ(z), the percentile of a z-score among people whose scores are normal.
  package static func percentile(_ z: Double) -> Double { 100 * normalCumulative(z) }
}
