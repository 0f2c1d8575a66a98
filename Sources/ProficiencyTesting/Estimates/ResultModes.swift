internal import Foundation

/// The values about which results lie: one, or several where that is more than chance.
///
/// A hill of the kernel density counts where at least a share of the results lies on it, and three of them. The bandwidth
/// is a third wider than what ISO 13528 (10.3) recommends for drawing, 1.2 s n^-0.2, and s the standard deviation of
/// results within three s* about x*, which a second value makes wide too: of samples about one value, whatever their
/// shape, no more than one or two in a hundred have two hills at it (decision 0065 has the simulation).
package struct ResultModes: Sendable, Equatable {
  /// Where results lie densest, ascending; one unless there are several values, none without a spread.
  package let places: [Double]

  /// - Parameters:
  ///   - values: Results, in any order.
  ///   - share: The share of results that must lie on a hill for it to count; with 0 every hill does.
  ///   - unit: What results are rounded to; values less than about that far apart are one.
  ///   - robust: What Algorithm A gives, where it is known already.
  /// - Complexity: O(n log n).
  package init(
    _ values: [Double], share: Double, unit: Double = 0, robust: RobustEstimate? = nil
  ) {
    let width = max(Self.bandwidth(values, robust), 0.75 * unit)
    guard width > 0 else {
      places = []
      return
    }
    let hills = DensityHills(values.sorted(), bandwidth: width).hills
    let needed = share > 0 ? max(3, share * Double(values.count)) : 1
    let counting = hills.filter { Double($0.count) >= needed }
    let highest = hills.max { $0.count < $1.count }.map { [$0] } ?? []
    places = (counting.isEmpty ? highest : counting).map(\.place)
  }

  /// 0 where results do not spread.
  private static func bandwidth(_ values: [Double], _ robust: RobustEstimate?) -> Double {
    guard let robust = robust ?? RobustEstimate.algorithmA(values) else { return 0 }
    // Wild results are left out, so that they hide nothing; a second value is not that far away.
    let near = values.filter { abs($0 - robust.location) <= 3 * robust.spread }
    return 1.2 * RobustEstimate.standardDeviation(near) * pow(Double(values.count), -0.2)
  }
}
