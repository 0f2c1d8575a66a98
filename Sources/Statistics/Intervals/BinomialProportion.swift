internal import Foundation

/// The p with P(Bin(n, p) < count) = `probability`, for a count from 1 to n.
///
/// The upper limit of an exact interval, and the success rate at which a test that asks for so many successes has a given
/// power.
///
/// - Complexity: O(count) a step, and a handful of steps.
package func binomialProportion(
  fewerThan count: Int, of total: Int, with probability: Double
) -> Double {
  if count == 1 { return -expm1(log(probability) / Double(total)) }
  let n = Double(total)
  let start = min(0.9, (Double(count) - 0.5) / n)
  return bracketedRoot(in: 0...1, start: start) { p in
    guard p > 0, p < 1 else { return (p == 0 ? probability - 1 : probability, 0) }
    let last = SaddlePoint.logBinomial(Double(count - 1), n - Double(count - 1), p, rest: 1 - p)
    let density = exp(last)
    // Where one term says nothing the whole tail is all or nothing.
    guard density > 1e-250 else {
      return (p * n < Double(count) ? probability - 1 : probability, 0)
    }
    var (term, sum) = (1.0, 1.0)
    let odds = (1 - p) / p
    for place in stride(from: count - 1, to: 0, by: -1) {
      term *= Double(place) / Double(total - place + 1) * odds
      sum += term
    }
    // The slope of P(X < count) is -(n - count + 1) P(X = count - 1) / (1 - p).
    return (probability - density * sum, density * (n - Double(count) + 1) / (1 - p))
  }
}
