/// How far one cell can deviate from its value, and why not farther.
struct Reach {
  /// The deviation, at most the limit asked for.
  var amount: Double
  /// The deviation is at most `constant` and for each pair the factor times the openness of the cell.
  struct Cut {
    var constant: Double
    var factors: [(cell: Int, factor: Double)]
  }
  /// Reasons; empty where the limit was reached.
  var cuts: [Cut]
  /// The other cells that deviate with it, and how far.
  var support: [(cell: Int, deviation: Double)]
}

/// Computes what one who knows the shown cells and the equations can find out about one measure.
protocol Attack: AnyObject {
  /// How many steps were taken so far, as a measure of time that is the same everywhere.
  var work: Double { get }

  /// How far a cell can be above or below its value.
  ///
  /// - Parameters:
  ///   - openness: 0 for a shown cell, 1 for a hidden one; in between, its bounds count by that share.
  ///   - knowing: Cells that are known although they are hidden.
  func reach(
    of cell: Int, isAbove: Bool, openness: [Double], limit: Double, knowing: [Int]
  ) throws(SuppressionFailure) -> Reach

  /// Cells to be hidden, so that what is required of one stays unknown, at about the least sum of prices.
  ///
  /// - Parameter prices: 0 for hidden cells, infinite for those that cannot be hidden.
  /// - Returns: nil where no choice is enough.
  func cheapestCover(
    _ requirement: SuppressionProblem.Requirement, prices: [Double], knowing: [Int]
  ) throws(SuppressionFailure) -> [Int]?
}

extension Attack {
  /// The least and the greatest deviation of a cell that stay possible.
  func interval(
    of cell: Int, openness: [Double], limit: Double
  ) throws(SuppressionFailure) -> (below: Double, above: Double) {
    let above = try reach(
      of: cell, isAbove: true, openness: openness, limit: limit, knowing: [])
    let below = try reach(
      of: cell, isAbove: false, openness: openness, limit: limit, knowing: [])
    return (below.amount, above.amount)
  }
}
