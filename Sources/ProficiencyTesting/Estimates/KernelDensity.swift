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
  ///   - bandwidth: 0.9 min(s*, IQR / 1.34) n^-0.2 unless given.
  ///   - steps: How many places.
  /// - Returns: Nil where the results do not spread.
  package init?(_ values: [Double], bandwidth given: Double? = nil, steps: Int = 1024) {
    let sorted = values.sorted()
    guard let least = sorted.first, let most = sorted.last, steps > 1 else { return nil }
    let range = quantile(ofSorted: sorted, 0.75) - quantile(ofSorted: sorted, 0.25)
    let spread = RobustEstimate.algorithmA(values)?.spread ?? 0
    let width = given ?? 0.9 * min(spread, range / 1.34) * pow(Double(values.count), -0.2)
    guard width > 0 else { return nil }
    let (low, high) = (least - 3 * width, most + 3 * width)
    let scale = Double(values.count) * width * (2 * Double.pi).squareRoot()
    let places = (0..<steps).map { low + (high - low) * Double($0) / Double(steps - 1) }
    bandwidth = width
    self.places = places
    densities = places.map { place in
      RobustEstimate.sum(
        values.map { value in
          let distance = (place - value) / width
          return exp(-0.5 * distance * distance)
        }) / scale
    }
  }

  /// Where the density is highest among its neighbours. More than one mode means that there is no one consensus.
  package var modes: [Double] {
    (1..<places.count - 1).filter {
      densities[$0] > densities[$0 - 1] && densities[$0] >= densities[$0 + 1]
    }.map { places[$0] }
  }

  /// The modes that count: those about which, between the valleys on either side, a share of the results lies.
  ///
  /// A single wild result makes a hill of its own, but no second consensus.
  package func modes(holding share: Double, of values: [Double]) -> [Double] {
    let valleys = (1..<places.count - 1).filter {
      densities[$0] <= densities[$0 - 1] && densities[$0] < densities[$0 + 1]
    }.map { places[$0] }
    return modes.filter { mode in
      let low = valleys.last { $0 < mode } ?? -.infinity
      let high = valleys.first { $0 > mode } ?? .infinity
      return Double(values.count { $0 > low && $0 <= high }) >= share * Double(values.count)
    }
  }
}
