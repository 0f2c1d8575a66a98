internal import Statistics

/// Mandel's statistics of one laboratory for one material (ISO 5725-2, 7.3.1).
package struct Mandel: Sendable, Equatable {
  /// h: how far its mean lies from that of all, in standard deviations of the means.
  package let h: Double
  /// k: its own standard deviation over the pooled one; nil without replicates.
  package let k: Double?

  /// Those of all laboratories.
  ///
  /// - Parameter laboratories: The replicates of each, at least one.
  /// - Returns: Nil for fewer than two laboratories, one without a result, or means that are all the same.
  package static func all(_ laboratories: [[Double]]) -> [Mandel]? {
    guard laboratories.count >= 2, laboratories.allSatisfy({ !$0.isEmpty }) else { return nil }
    let means = laboratories.map { RobustEstimate.sum($0) / Double($0.count) }
    let mean = RobustEstimate.sum(means) / Double(means.count)
    let spread = RobustEstimate.standardDeviation(means)
    guard spread > 0 else { return nil }
    let deviations = laboratories.map { $0.count > 1 ? RobustEstimate.standardDeviation($0) : nil }
    let known = deviations.compactMap { $0 }
    let pooled =
      known.isEmpty
      ? 0 : (RobustEstimate.sum(known.map { $0 * $0 }) / Double(known.count)).squareRoot()
    return zip(means, deviations).map { own, deviation in
      Mandel(h: (own - mean) / spread, k: pooled > 0 ? deviation.map { $0 / pooled } : nil)
    }
  }

  /// The values that h and k exceed by chance alone with a probability of `level` (ASTM E691, 15.5 and 15.6; of h on
  /// either side).
  ///
  /// - Parameters:
  ///   - laboratories: p, at least three.
  ///   - replicates: n of each laboratory; 1 gives no k.
  package static func critical(
    laboratories: Int, replicates: Int, level: Double = 0.005
  ) -> (h: Double, k: Double?)? {
    let p = Double(laboratories)
    guard laboratories >= 3, let t = studentQuantile(1 - level / 2, degrees: p - 2) else {
      return nil
    }
    let h = (p - 1) * t / (p * (t * t + p - 2)).squareRoot()
    guard replicates > 1 else { return (h, nil) }
    let own = Double(replicates - 1)
    let ratio = varianceRatioQuantile(1 - level, numerator: own, denominator: (p - 1) * own)
    return (h, ratio.map { (p / (1 + (p - 1) / $0)).squareRoot() })
  }
}
