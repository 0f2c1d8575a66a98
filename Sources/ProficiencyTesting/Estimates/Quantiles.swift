/// The quantile of sorted values between ranks by proportion: R's type 7.
///
/// - Precondition: At least one value, ascending; `share` from 0 to 1.
package func quantile(ofSorted sorted: [Double], _ share: Double) -> Double {
  let rank = Double(sorted.count - 1) * share
  let low = Int(rank)
  let high = min(low + 1, sorted.count - 1)
  return sorted[low] + (rank - Double(low)) * (sorted[high] - sorted[low])
}

/// The median of sorted values.
///
/// - Precondition: At least one value, ascending.
package func median(ofSorted sorted: [Double]) -> Double {
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/// The median; nil of no values.
package func median(_ values: [Double]) -> Double? {
  values.isEmpty ? nil : median(ofSorted: values.sorted())
}
