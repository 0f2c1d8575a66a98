package import Statistics

/// The differences of two methods and the limits that hold 95 % of them (Bland and Altman, Lancet 327:307-310, 1986).
package struct BlandAltman: Sendable, Equatable {
  /// The mean difference, second method minus first.
  package let bias: Double
  /// The standard deviation of the differences.
  package let deviation: Double
  /// bias - 1.96 deviation.
  package let lower: Double
  /// bias + 1.96 deviation.
  package let upper: Double
  /// The interval of the bias: bias ± t √(s² / n).
  package let biasInterval: ConfidenceInterval?
  /// Those of the limits: limit ± t √(3 s² / n).
  package let lowerInterval: ConfidenceInterval?
  /// See ``lowerInterval``.
  package let upperInterval: ConfidenceInterval?

  /// - Parameter confidence: Of the intervals.
  /// - Returns: Nil for fewer than two pairs or uneven lists.
  package init?(_ first: [Double], _ second: [Double], confidence: Double = 0.95) {
    guard first.count == second.count, first.count >= 2 else { return nil }
    let differences = zip(first, second).map { $1 - $0 }
    let n = Double(differences.count)
    let mean = RobustEstimate.sum(differences) / n
    let spread = RobustEstimate.standardDeviation(differences)
    let t = studentQuantile(0.5 + confidence / 2, degrees: n - 1)
    func interval(_ value: Double, _ factor: Double) -> ConfidenceInterval? {
      t.map {
        let reach = $0 * (factor * spread * spread / n).squareRoot()
        return ConfidenceInterval(lower: value - reach, upper: value + reach)
      }
    }
    bias = mean
    deviation = spread
    lower = mean - 1.96 * spread
    upper = mean + 1.96 * spread
    biasInterval = interval(mean, 1)
    lowerInterval = interval(mean - 1.96 * spread, 3)
    upperInterval = interval(mean + 1.96 * spread, 3)
  }
}
