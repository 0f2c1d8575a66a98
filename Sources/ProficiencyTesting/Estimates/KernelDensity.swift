internal import Foundation

/// A smooth density of results, by Gaussian kernels (ISO 13528:2022, 10.3).
package struct KernelDensity: Sendable {
  /// The width of a kernel.
  package let bandwidth: Double
  /// Where the density was computed, ascending and equally far apart.
  package let places: [Double]
  /// The density there.
  package let densities: [Double]

  /// A density over the range of the results and three bandwidths on either side.
  ///
  /// - Parameters:
  ///   - bandwidth: 0.9 min(s*, IQR / 1.34) n^-0.2 unless given, of those of the two that are not 0.
  ///   - steps: How many places.
  /// - Returns: Nil where the results do not spread.
  package init?(_ values: [Double], bandwidth given: Double? = nil, steps: Int = 1024) {
    let sorted = values.sorted()
    guard let least = sorted.first, let most = sorted.last, steps > 1,
      let width = given ?? Self.bandwidth(ofSorted: sorted), width > 0
    else { return nil }
    let (low, high) = (least - 3 * width, most + 3 * width)
    let scale = Double(values.count) * width * (2 * Double.pi).squareRoot()
    bandwidth = width
    places = (0..<steps).map { low + (high - low) * Double($0) / Double(steps - 1) }
    // Kernels farther away than nine bandwidths add nothing to a double.
    var near = 0
    densities = places.map { place in
      while near < sorted.count, sorted[near] < place - 9 * width { near += 1 }
      var sum = 0.0
      for value in sorted[near...] {
        let distance = (place - value) / width
        if distance < -9 { break }
        sum += exp(-0.5 * distance * distance)
      }
      return sum / scale
    }
  }

  private static func bandwidth(ofSorted sorted: [Double]) -> Double? {
    guard sorted.count > 1 else { return nil }
    let range = (quantile(ofSorted: sorted, 0.75) - quantile(ofSorted: sorted, 0.25)) / 1.34
    let robust = RobustEstimate.algorithmA(sorted)?.spread ?? 0
    guard let least = [range, robust].filter({ $0 > 0 }).min() else { return nil }
    return 0.9 * least * pow(Double(sorted.count), -0.2)
  }
}
