internal import Foundation

extension ConfidenceInterval {
  /// Byar's approximate interval of a Poisson mean by its count (Breslow and Day, Statistical Methods in Cancer Research
  /// II, IARC 1987, p. 69): `O(1 - 1/(9O) - z/(3√O))³` and the same of O + 1 with + z.
  ///
  /// - Parameters:
  ///   - count: O, not negative.
  ///   - confidence: 1 - α, strictly between 0 and 1.
  /// - Returns: Limits as the formula gives them; the lower one can be below 0 for a count of 1 at a high confidence.
  ///   Nil where a count or confidence is outside of its range.
  package static func byar(count: Int, confidence: Double) -> ConfidenceInterval? {
    guard count >= 0, confidence > 0, confidence < 1 else { return nil }
    let z = -normalQuantile((1 - confidence) / 2)
    func cube(_ x: Double) -> Double { x * x * x }
    let below = Double(count)
    let above = below + 1
    return ConfidenceInterval(
      lower: count == 0 ? 0 : below * cube(1 - 1 / (9 * below) - z / (3 * below.squareRoot())),
      upper: above * cube(1 - 1 / (9 * above) + z / (3 * above.squareRoot())))
  }

  /// The interval of a count that public health agencies use: exact below 10, Byar's from 10 on.
  package static func eventCount(_ count: Int, confidence: Double) -> ConfidenceInterval? {
    count < 10
      ? poisson(count: count, confidence: confidence) : byar(count: count, confidence: confidence)
  }
}
