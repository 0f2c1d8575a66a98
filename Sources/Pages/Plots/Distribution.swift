internal import Foundation

/// Shapes of distributions for drawing.
package enum Distribution {
  /// Values counted in bins of one width.
  ///
  /// - Returns: Densities, so that the areas of the bars sum to the share of the values within the range.
  package static func histogram(
    _ values: [Double], in range: ClosedRange<Double>, bins: Int
  ) -> [(from: Double, to: Double, height: Double)] {
    let width = (range.upperBound - range.lowerBound) / Double(bins)
    guard width > 0, !values.isEmpty else { return [] }
    var counts = [Int](repeating: 0, count: bins)
    for value in values where range.contains(value) {
      counts[min(bins - 1, Int((value - range.lowerBound) / width))] += 1
    }
    return counts.enumerated().map { index, count in
      let from = range.lowerBound + Double(index) * width
      return (from, from + width, Double(count) / Double(values.count) / width)
    }
  }

  /// A kernel estimate of a density at points of a range, with a Gaussian kernel and Silverman's width.
  ///
  /// - Complexity: O(values × points).
  package static func density(
    _ values: [Double], in range: ClosedRange<Double>, points: Int = 120
  ) -> [(Double, Double)] {
    guard values.count > 1 else { return [] }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / Double(values.count - 1)).squareRoot()
    let width = 1.06 * deviation * pow(Double(values.count), -0.2)
    guard width > 0 else { return [] }
    let scale = 1 / (Double(values.count) * width * (2 * Double.pi).squareRoot())
    return (0..<points).map { index in
      let share = Double(index) / Double(points - 1)
      let x = range.lowerBound + share * (range.upperBound - range.lowerBound)
      let sum = values.reduce(0.0) { sum, value in
        let distance = (x - value) / width
        return abs(distance) > 6 ? sum : sum + exp(-distance * distance / 2)
      }
      return (x, sum * scale)
    }
  }

  /// The density of the standard normal distribution over a range.
  package static func standardNormal(in range: ClosedRange<Double>) -> [(Double, Double)] {
    (0...120).map { index in
      let x = range.lowerBound + Double(index) / 120 * (range.upperBound - range.lowerBound)
      return (x, exp(-x * x / 2) / (2 * Double.pi).squareRoot())
    }
  }
}
