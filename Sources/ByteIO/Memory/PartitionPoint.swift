extension RandomAccessCollection where Index == Int {
  /// The index of the first element for which something holds that holds for all behind it; the end where it holds for
  /// none.
  ///
  /// - Complexity: O(log n).
  @inlinable
  package func partitionPoint(where holds: (Element) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
