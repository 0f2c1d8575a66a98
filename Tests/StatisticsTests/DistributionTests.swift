import Foundation
import Statistics
import Testing

struct DistributionTests {
  @Test(
    "the normal distribution function inverts the quantile",
    arguments: [1e-12, 0.001, 0.3, 0.5, 0.975])
  func normal(probability: Double) {
    let found = normalCumulative(normalQuantile(probability))
    #expect(abs(found / probability - 1) < 1e-12)
  }

  /// Computed with SciPy 1.17 (`scipy.stats.chi2.sf`).
  static let tails: [(Double, Int, Double)] = [
    (0, 3, 1), (3.841458820694124, 1, 0.05), (5.991464547107979, 2, 0.05),
    (11.070497693516351, 5, 0.05), (18.307038053275146, 10, 0.05), (60, 5, 1.2154569777183007e-11),
  ]

  @Test("the tail of chi-squared has the values of the tables", arguments: tails)
  func chiSquared(value: Double, degrees: Int, tail: Double) {
    #expect(abs(chiSquaredUpperTail(value, degrees: degrees) / tail - 1) < 1e-12)
  }

  @Test("percentile ranks count ties half, as SciPy's kind rank does")
  func ranks() {
    #expect(percentileRank(of: 3, in: [1, 2, 3, 4]) == 75)
    #expect(percentileRank(of: 3, in: [1, 2, 3, 3, 4]) == 70)
    #expect(percentileRank(of: 3, in: [1, 2, 3, 3]) == 87.5)
    #expect(percentileRank(of: 0, in: [1, 2]) == 0)
    #expect(percentileRank(of: 9, in: [1, 2]) == 100)
    #expect(percentileRank(of: 2.5, in: [1, 2, 3, 4]) == 50)
  }
}
