internal import Foundation

/// Fisher's exact test of a table of two rows and two columns, two-sided: the probability of all tables with the same
/// margins that are no more probable than this one (as R's `fisher.test`).
///
/// - Parameters: The cells, not negative.
/// - Returns: 1 where a margin is 0.
/// - Complexity: O(smallest margin).
package func fisherExactTest(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Double {
  let (row, column, total) = (a + b, a + c, a + b + c + d)
  let range = max(0, row + column - total)...min(row, column)
  guard range.count > 1 else { return 1 }
  // Probabilities in units of that of the table seen.
  var (sum, all) = (1.0, 1.0)
  func add(_ term: Double) {
    all += term
    if term <= 1 + 1e-7 { sum += term }
  }
  func ratio(_ x: Int) -> Double {
    Double(row - x) * Double(column - x) / (Double(x + 1) * Double(total - row - column + x + 1))
  }
  var term = 1.0
  for x in a..<range.upperBound {
    term *= ratio(x)
    if term < 1e-18 { break }
    add(term)
  }
  term = 1
  for x in stride(from: a, to: range.lowerBound, by: -1) {
    term /= ratio(x - 1)
    if term < 1e-18 { break }
    add(term)
  }
  // A table far out has neighbours that are larger than it by more than a number holds; its share is then 0.
  return all.isFinite ? min(1, sum / all) : 0
}
