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

  /// - Returns: Nil for fewer than two pairs or uneven lists.
  package init?(_ first: [Double], _ second: [Double]) {
    guard first.count == second.count, first.count >= 2 else { return nil }
    let differences = zip(first, second).map { $1 - $0 }
    bias = RobustEstimate.sum(differences) / Double(differences.count)
    deviation = RobustEstimate.standardDeviation(differences)
    lower = bias - 1.96 * deviation
    upper = bias + 1.96 * deviation
  }
}
