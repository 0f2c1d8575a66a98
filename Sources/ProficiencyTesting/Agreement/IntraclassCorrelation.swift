internal import Foundation
package import Statistics

/// How much of the variance of measurements is between subjects (McGraw and Wong, Psychological Methods 1:30-46, 1996).
package struct IntraclassCorrelation: Sendable, Equatable {
  /// A correlation with its interval.
  package struct Estimate: Sendable, Equatable {
    /// The correlation.
    package let value: Double
    /// Its interval by the distribution of the ratio of mean squares; nil where there is no error at all.
    package let interval: ConfidenceInterval?
    /// The ratio of mean squares that tells subjects apart.
    package let ratio: Double
  }

  /// ICC(1): each subject measured by raters of its own.
  package let single: Estimate
  /// ICC(A,1): absolute agreement of the same raters.
  package let absolute: Estimate
  /// ICC(C,1): consistency, whatever the raters' own levels.
  package let consistent: Estimate
  /// ICC(k), ICC(A,k) and ICC(C,k): the same of means over all raters.
  package let ofMeans: (single: Estimate, absolute: Estimate, consistent: Estimate)

  /// ICC(1).
  package var oneWay: Double { single.value }
  /// ICC(A,1).
  package var agreement: Double { absolute.value }
  /// ICC(C,1).
  package var consistency: Double { consistent.value }

  /// - Parameters:
  ///   - subjects: For each subject the value of each rater, as many for every one.
  ///   - confidence: Of the intervals.
  /// - Returns: Nil for fewer than two subjects or raters, or uneven lists.
  package init?(subjects: [[Double]], confidence: Double = 0.95) {
    guard let squares = MeanSquares(subjects) else { return nil }
    let (n, k) = (squares.subjects, squares.raters)
    let quantile = 0.5 + confidence / 2
    /// The limits of a ratio of mean squares over its expectation.
    func limits(_ ratio: Double, _ degrees: Double) -> (lower: Double, upper: Double)? {
      guard ratio.isFinite,
        let low = varianceRatioQuantile(quantile, numerator: n - 1, denominator: degrees),
        let high = varianceRatioQuantile(quantile, numerator: degrees, denominator: n - 1)
      else { return nil }
      return (ratio / low, ratio * high)
    }
    func estimate(_ error: Double, _ degrees: Double) -> (one: Estimate, mean: Estimate) {
      let ratio = squares.rows / error
      let found = limits(ratio, degrees)
      let one = Estimate(
        value: (squares.rows - error) / (squares.rows + (k - 1) * error),
        interval: found.map {
          ConfidenceInterval(
            lower: ($0.lower - 1) / ($0.lower + k - 1), upper: ($0.upper - 1) / ($0.upper + k - 1))
        }, ratio: ratio)
      let mean = Estimate(
        value: (squares.rows - error) / squares.rows,
        interval: found.map {
          ConfidenceInterval(lower: 1 - 1 / $0.lower, upper: 1 - 1 / $0.upper)
        }, ratio: ratio)
      return (one, mean)
    }
    let oneWay = estimate(squares.within, n * (k - 1))
    let consistency = estimate(squares.error, (n - 1) * (k - 1))
    single = oneWay.one
    consistent = consistency.one
    let value =
      (squares.rows - squares.error)
      / (squares.rows + (k - 1) * squares.error + k / n * (squares.columns - squares.error))
    let interval = Self.interval(squares, value, quantile)
    absolute = Estimate(value: value, interval: interval, ratio: consistency.one.ratio)
    func mean(_ one: Double) -> Double { k * one / (1 + (k - 1) * one) }
    ofMeans = (
      oneWay.mean,
      Estimate(
        value: (squares.rows - squares.error)
          / (squares.rows + (squares.columns - squares.error) / n),
        interval: interval.map {
          ConfidenceInterval(lower: mean($0.lower), upper: mean($0.upper))
        }, ratio: consistency.one.ratio), consistency.mean
    )
  }

  /// The interval of ICC(A,1), with Satterthwaite's degrees of freedom (McGraw and Wong, table 7).
  private static func interval(
    _ squares: MeanSquares, _ value: Double, _ quantile: Double
  ) -> ConfidenceInterval? {
    let (n, k) = (squares.subjects, squares.raters)
    let a = k * value / (n * (1 - value))
    let b = 1 + k * value * (n - 1) / (n * (1 - value))
    let (columns, error) = (a * squares.columns, b * squares.error)
    let degrees =
      (columns + error) * (columns + error)
      / (columns * columns / (k - 1) + error * error / ((n - 1) * (k - 1)))
    guard degrees.isFinite, degrees > 0,
      let low = varianceRatioQuantile(quantile, numerator: n - 1, denominator: degrees),
      let high = varianceRatioQuantile(quantile, numerator: degrees, denominator: n - 1)
    else { return nil }
    let rest = k * squares.columns + (k * n - k - n) * squares.error
    return ConfidenceInterval(
      lower: n * (squares.rows - low * squares.error) / (low * rest + n * squares.rows),
      upper: n * (high * squares.rows - squares.error) / (rest + n * high * squares.rows))
  }

  /// Whether all parts are equal.
  package static func == (one: IntraclassCorrelation, other: IntraclassCorrelation) -> Bool {
    one.single == other.single && one.absolute == other.absolute
      && one.consistent == other.consistent && one.ofMeans == other.ofMeans
  }
}

/// The mean squares of a table of subjects and raters.
private struct MeanSquares {
  let subjects: Double
  let raters: Double
  let rows: Double
  let columns: Double
  let within: Double
  let error: Double

  init?(_ table: [[Double]]) {
    guard let count = table.first?.count, count >= 2, table.count >= 2,
      table.allSatisfy({ $0.count == count })
    else { return nil }
    let (n, k) = (Double(table.count), Double(count))
    let all = RobustEstimate.sum(Array(table.joined())) / (n * k)
    func squares(_ values: [Double]) -> Double {
      RobustEstimate.sum(values.map { ($0 - all) * ($0 - all) })
    }
    let ofRows = k * squares(table.map { RobustEstimate.sum($0) / k })
    let ofColumns =
      n
      * squares((0..<count).map { rater in RobustEstimate.sum(table.map { $0[rater] }) / n })
    let rest = squares(Array(table.joined())) - ofRows
    (subjects, raters) = (n, k)
    rows = ofRows / (n - 1)
    columns = ofColumns / (k - 1)
    within = rest / (n * (k - 1))
    error = (rest - ofColumns) / ((n - 1) * (k - 1))
  }
}
