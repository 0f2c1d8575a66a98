/// The percentile rank of a value among others, ties counted half (`kind` "rank" of SciPy's `percentileofscore`):
/// 50 (#<v + #≤v + [#<v < #≤v]) / n.
///
/// - Parameter sorted: The others in rising order, at least one.
/// - Complexity: O(log n).
package func percentileRank(of value: Double, in sorted: [Double]) -> Double {
  precondition(!sorted.isEmpty, "at least one value to rank among")
  let below = firstIndex(in: sorted) { $0 >= value }
  let upTo = firstIndex(in: sorted) { $0 > value }
  return Double(below + upTo + (below < upTo ? 1 : 0)) * (50 / Double(sorted.count))
}

/// The first index from which a condition holds in values for which it never stops holding.
private func firstIndex(in values: [Double], from holds: (Double) -> Bool) -> Int {
  var low = 0
  var high = values.count
  while low < high {
    let middle = (low + high) / 2
    if holds(values[middle]) { high = middle } else { low = middle + 1 }
  }
  return low
}
