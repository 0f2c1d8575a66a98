internal import Foundation

/// Where laboratories lie by their results for two similar items (Youden, Industrial Quality Control 15:24-28, 1959).
///
/// A laboratory that is off in the same way for both lies far out along the diagonal; one that is off at random lies
/// beside it.
package struct YoudenPlot: Sendable, Equatable {
  /// One laboratory.
  package struct Point: Sendable, Equatable {
    /// Its result for one item and for the other.
    package let first: Double
    /// See ``first``.
    package let second: Double
    /// How far it lies from the centre along the diagonal: what it has in common.
    package let systematic: Double
    /// How far it lies from the diagonal: what it has not.
    package let random: Double
    /// 1 above both medians, then against the clock; 0 on a median.
    package let quadrant: Int
  }

  /// The medians, where the plot has its centre.
  package let centre: (first: Double, second: Double)
  /// The laboratories, in the order given.
  package let points: [Point]
  /// The standard deviation of ``Point/random``: what repeats within laboratories.
  package let randomDeviation: Double

  /// - Returns: Nil for fewer than three laboratories or uneven lists.
  package init?(_ first: [Double], _ second: [Double]) {
    guard first.count == second.count, first.count >= 3, let x = median(first),
      let y = median(second)
    else { return nil }
    centre = (x, y)
    let half = 0.5.squareRoot()
    points = zip(first, second).map { one, other in
      let (dx, dy) = (one - x, other - y)
      let quadrant =
        dx == 0 || dy == 0 ? 0 : dx > 0 ? (dy > 0 ? 1 : 4) : (dy > 0 ? 2 : 3)
      return Point(
        first: one, second: other, systematic: (dx + dy) * half, random: (dy - dx) * half,
        quadrant: quadrant)
    }
    randomDeviation = RobustEstimate.standardDeviation(points.map(\.random))
  }

  /// The radius about the centre that holds a share of laboratories which differ at random only: √(-2 ln(1 - share))
  /// times ``randomDeviation``.
  package func radius(holding share: Double) -> Double {
    (-2 * log(1 - share)).squareRoot() * randomDeviation
  }

  /// Whether all parts are equal.
  package static func == (one: YoudenPlot, other: YoudenPlot) -> Bool {
    one.points == other.points && one.centre == other.centre
  }
}
