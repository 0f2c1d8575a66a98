internal import Foundation

/// How the proportions of two groups compare: `a` of `n1` against `c` of `n2`.
package struct ProportionComparison: Sendable, Equatable {
  /// The estimate.
  package let value: Double
  /// Its limits; nil where the counts give none.
  package let limits: ConfidenceInterval?

  /// The difference a/n1 − c/n2 with Newcombe's limits from Wilson's of each (Statistics in Medicine 17:873-890, 1998,
  /// method 10).
  ///
  /// - Returns: Nil where a proportion is undefined.
  package static func difference(
    _ a: Int, of n1: Int, against c: Int, of n2: Int, confidence: Double
  ) -> ProportionComparison? {
    guard
      let first = ConfidenceInterval.wilson(count: a, total: n1, confidence: confidence),
      let second = ConfidenceInterval.wilson(count: c, total: n2, confidence: confidence)
    else { return nil }
    let (p1, p2) = (Double(a) / Double(n1), Double(c) / Double(n2))
    let difference = p1 - p2
    return ProportionComparison(
      value: difference,
      limits: ConfidenceInterval(
        lower: difference - hypot(p1 - first.lower, second.upper - p2),
        upper: difference + hypot(first.upper - p1, p2 - second.lower)))
  }

  /// The ratio (a/n1) / (c/n2) with limits on the scale of logarithms (Katz and others, Biometrics 34:469-474, 1978):
  /// `exp(ln RR ∓ z √(1/a - 1/n1 + 1/c - 1/n2))`.
  ///
  /// - Returns: No limits where a is 0; nil where c is 0 or a proportion is undefined.
  package static func ratio(
    _ a: Int, of n1: Int, against c: Int, of n2: Int, confidence: Double
  ) -> ProportionComparison? {
    guard n1 > 0, n2 > 0, (0...n1).contains(a), (0...n2).contains(c), c > 0, confidence > 0,
      confidence < 1
    else { return nil }
    let ratio = (Double(a) / Double(n1)) / (Double(c) / Double(n2))
    guard a > 0 else { return ProportionComparison(value: ratio, limits: nil) }
    let variance = 1 / Double(a) - 1 / Double(n1) + 1 / Double(c) - 1 / Double(n2)
    let reach = exp(-normalQuantile((1 - confidence) / 2) * variance.squareRoot())
    return ProportionComparison(
      value: ratio, limits: ConfidenceInterval(lower: ratio / reach, upper: ratio * reach))
  }
}
