internal import Foundation
package import Statistics

/// A line between two methods that wild results and errors of either do not move: the shifted median of the slopes of all
/// pairs (Passing and Bablok, J. Clin. Chem. Clin. Biochem. 21:709-720, 1983; for methods that rise together).
package struct PassingBablok: Sendable, Equatable {
  /// The slope of the second method on the first.
  package let slope: Double
  /// Its interval.
  package let slopeInterval: ConfidenceInterval
  /// The median of y - slope x.
  package let intercept: Double
  /// Its interval: the intercepts of the slope's limits.
  package let interceptInterval: ConfidenceInterval

  /// A line through decimal values, on whole numbers: slopes of -1 and points that agree are found exactly.
  ///
  /// - Returns: As ``init(_:_:confidence:)``.
  package init?(_ first: DecimalValues, _ second: DecimalValues, confidence: Double = 0.95) {
    let decimals = max(first.decimals, second.decimals)
    let (x, y) = (Self.rescaled(first, decimals), Self.rescaled(second, decimals))
    guard let x, let y, x.count == y.count else { return nil }
    var angles: [Double] = []
    var (below, equal) = (0, 0)
    for right in x.indices {
      for left in 0..<right {
        let (dx, dy) = (x[right] - x[left], y[right] - y[left])
        if dx == 0, dy == 0 { continue }
        if dx == -dy { equal += 1 } else if Self.isBelow(dx, dy) { below += 1 }
        angles.append(dx == 0 ? Double.pi / 2 : atan(Double(dy) / Double(dx)))
      }
    }
    self.init(
      first.values, second.values, angles, offset: 2 * below + equal, confidence)
  }

  /// A line through binary values, with differences as R's mcr takes them.
  ///
  /// - Parameter confidence: Of the intervals.
  /// - Returns: Nil for fewer than three points, uneven lists, or too few slopes for an interval.
  /// - Complexity: O(n² log n).
  package init?(_ first: [Double], _ second: [Double], confidence: Double = 0.95) {
    guard first.count == second.count else { return nil }
    var angles: [Double] = []
    for right in first.indices {
      for left in 0..<right {
        let dx = Self.difference(first[right], first[left])
        let dy = Self.difference(second[right], second[left])
        if dx != 0 || dy != 0 { angles.append(dx == 0 ? Double.pi / 2 : atan(dy / dx)) }
      }
    }
    let diagonal = -Double.pi / 4
    let offset = angles.count { $0 <= diagonal } + angles.count { $0 < diagonal }
    self.init(first, second, angles, offset: offset, confidence)
  }

  private init?(
    _ x: [Double], _ y: [Double], _ angles: [Double], offset: Int, _ confidence: Double
  ) {
    let n = Double(x.count)
    guard x.count >= 3, !angles.isEmpty else { return nil }
    let sorted = angles.sorted()
    let z = normalQuantile(0.5 + confidence / 2)
    let reach = Int((z * (n * (n - 1) * (2 * n + 5) / 18).squareRoot()).rounded(.toNearestOrEven))
    guard let middle = Self.slope(sorted, sorted.count + offset),
      let low = Self.slope(sorted, sorted.count - reach + offset),
      let high = Self.slope(sorted, sorted.count + reach + offset)
    else { return nil }
    func intercept(_ slope: Double) -> Double {
      median(ofSorted: zip(x, y).map { $1 - slope * $0 }.sorted())
    }
    slope = middle
    slopeInterval = ConfidenceInterval(lower: low, upper: high)
    self.intercept = intercept(middle)
    interceptInterval = ConfidenceInterval(lower: intercept(high), upper: intercept(low))
  }

  /// The slope at half a rank; between two the mean of their angles.
  private static func slope(_ sorted: [Double], _ twice: Int) -> Double? {
    let upper = (twice + 1) / 2
    guard upper >= 1, upper <= sorted.count else { return nil }
    if twice % 2 == 1 { return tan(sorted[upper - 1]) }
    guard upper < sorted.count else { return nil }
    return tan((sorted[upper - 1] + sorted[upper]) / 2)
  }

  private static func difference(_ left: Double, _ right: Double) -> Double {
    let difference = left - right
    return abs(difference) < 1e-12 * (abs(left) + abs(right)) / 2 ? 0 : difference
  }

  /// Whether dy / dx < -1.
  private static func isBelow(_ dx: Int, _ dy: Int) -> Bool {
    dx > 0 ? dy < -dx : dx < 0 && dy > -dx
  }

  private static func rescaled(_ values: DecimalValues, _ decimals: Int) -> [Int]? {
    var factor = 1
    for _ in values.decimals..<decimals { factor *= 10 }
    var result: [Int] = []
    for value in values.scaled {
      let (product, overflow) = value.multipliedReportingOverflow(by: factor)
      if overflow { return nil }
      result.append(product)
    }
    return result
  }
}
