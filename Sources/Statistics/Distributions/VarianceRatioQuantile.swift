internal import Foundation

/// The quantile of Fisher's distribution of a ratio of two variances, by that of the beta distribution.
///
/// - Parameters:
///   - probability: From 0 to 1.
///   - numerator: Degrees of freedom of the upper variance, above 0, not necessarily whole.
///   - denominator: Those of the lower one.
/// - Returns: Nil outside of these.
package func varianceRatioQuantile(
  _ probability: Double, numerator: Double, denominator: Double
) -> Double? {
  guard probability >= 0, probability < 1,
    // From the far end, so that nothing is lost near 1.
    let rest = BetaDistribution(alpha: denominator / 2, beta: numerator / 2)
  else { return nil }
  let share = rest.quantile(1 - probability)
  return share > 0 ? denominator * (1 - share) / (numerator * share) : nil
}

/// The quantile of Student's distribution: the root of a ratio of variances of which one has one degree of freedom.
///
/// - Returns: Nil for a probability that is not strictly between 0 and 1, or degrees that are not above 0.
package func studentQuantile(_ probability: Double, degrees: Double) -> Double? {
  guard probability > 0, probability < 1 else { return nil }
  let tail = min(probability, 1 - probability)
  guard
    let ratio = varianceRatioQuantile(1 - 2 * tail, numerator: 1, denominator: degrees)
  else { return nil }
  return probability < 0.5 ? -ratio.squareRoot() : ratio.squareRoot()
}
