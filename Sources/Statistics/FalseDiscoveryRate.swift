/// Benjamini and Hochberg's adjusted p-values: rejecting all at most q keeps the expected share of false rejections at
/// most q (J. R. Stat. Soc. B 57:289-300, 1995; as R's `p.adjust` with "BH").
///
/// - Parameter pValues: From 0 to 1.
/// - Returns: The q-values, in the order of the p-values.
/// - Complexity: O(n log n).
package func falseDiscoveryRates(_ pValues: [Double]) -> [Double] {
  var rates = [Double](repeating: 1, count: pValues.count)
  var smallest = 1.0
  let total = Double(pValues.count)
  for (rank, place) in pValues.indices.sorted(by: { pValues[$0] > pValues[$1] }).enumerated() {
    smallest = min(smallest, pValues[place] * total / (total - Double(rank)))
    rates[place] = smallest
  }
  return rates
}
