/// The two limits of a confidence interval.
package struct ConfidenceInterval: Sendable, Equatable {
  /// The lower limit.
  package var lower: Double
  /// The upper limit.
  package var upper: Double

  /// An interval between two limits.
  package init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }
}

extension ConfidenceInterval {
  /// Wilson's score interval of a proportion, without continuity correction.
  ///
  /// `(2x + z² ∓ z √(z² + 4x(1 - x/n))) / (2(n + z²))` (Wilson, JASA 22:209-212, 1927; the form of
  /// Newcombe, Statistics in Medicine 17:857-872, 1998). The limits at x = 0 and x = n are 0 and 1 exactly.
  ///
  /// - Parameters:
  ///   - count: x, from 0 to `total`.
  ///   - total: n.
  ///   - confidence: 1 - α, strictly between 0 and 1, such as 0.95.
  /// - Returns: Nil where the proportion is undefined: no total, a count outside of 0...total, or a
  ///   confidence outside of 0..<1.
  package static func wilson(
    count: Int, total: Int, confidence: Double
  ) -> ConfidenceInterval? {
    guard total > 0, (0...total).contains(count), confidence > 0, confidence < 1 else { return nil }
    let z = -normalQuantile((1 - confidence) / 2)
    let x = Double(count)
    let n = Double(total)
    let half = z * (z * z + 4 * x * (1 - x / n)).squareRoot()
    let middle = 2 * x + z * z
    let scale = 2 * (n + z * z)
    return ConfidenceInterval(
      lower: count == 0 ? 0 : (middle - half) / scale,
      upper: count == total ? 1 : (middle + half) / scale)
  }
}
