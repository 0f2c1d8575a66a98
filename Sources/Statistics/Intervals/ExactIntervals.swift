internal import Foundation

extension ConfidenceInterval {
  /// Clopper and Pearson's exact interval of a proportion (Biometrika 26:404-413, 1934).
  ///
  /// - Parameters:
  ///   - count: x, from 0 to `total`.
  ///   - total: n.
  ///   - confidence: 1 - α, strictly between 0 and 1; each limit leaves α/2.
  /// - Returns: Nil where the proportion is undefined, as ``wilson(count:total:confidence:)``.
  package static func clopperPearson(
    count: Int, total: Int, confidence: Double
  ) -> ConfidenceInterval? {
    guard total > 0, (0...total).contains(count), confidence > 0, confidence < 1 else { return nil }
    let half = (1 - confidence) / 2
    if count > total / 2 {
      let other = clopperPearson(count: total - count, total: total, confidence: confidence)
      return other.map { ConfidenceInterval(lower: 1 - $0.upper, upper: 1 - $0.lower) }
    }
    return ConfidenceInterval(
      lower: count == 0 ? 0 : binomialProportion(fewerThan: count, of: total, with: 1 - half),
      upper: binomialProportion(fewerThan: count + 1, of: total, with: half))
  }

  /// Jeffreys' interval of a proportion: quantiles of Beta(x + ½, n - x + ½), with the limits 0 at x = 0 and 1 at x = n
  /// (Brown, Cai and DasGupta, Statistical Science 16:101-133, 2001).
  package static func jeffreys(
    count: Int, total: Int, confidence: Double
  ) -> ConfidenceInterval? {
    guard total > 0, (0...total).contains(count), confidence > 0, confidence < 1,
      let posterior = BetaDistribution(
        alpha: Double(count) + 0.5, beta: Double(total - count) + 0.5)
    else { return nil }
    let half = (1 - confidence) / 2
    return ConfidenceInterval(
      lower: count == 0 ? 0 : posterior.quantile(half),
      upper: count == total ? 1 : posterior.quantile(1 - half))
  }

  /// The exact interval of a Poisson mean by its count (Garwood, Biometrika 28:437-442, 1936).
  package static func poisson(count: Int, confidence: Double) -> ConfidenceInterval? {
    guard count >= 0, confidence > 0, confidence < 1 else { return nil }
    let half = (1 - confidence) / 2
    let upper = GammaDistribution(shape: Double(count + 1))?.quantile(1 - half)
    let lower = count == 0 ? 0 : GammaDistribution(shape: Double(count))?.quantile(half)
    guard let lower, let upper else { return nil }
    return ConfidenceInterval(lower: lower, upper: upper)
  }
}
