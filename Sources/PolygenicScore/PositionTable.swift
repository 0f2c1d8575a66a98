internal import ByteIO

/// Values by position (`ScoreIndex.key`), in sorted arrays: for what few positions have.
struct PositionTable<Element: Sendable>: Sendable {
  private let keys: [UInt64]
  private let elements: [Element]

  /// No values.
  init() {
    keys = []
    elements = []
  }

  /// Values with their keys; those of one key keep their order.
  ///
  /// - Complexity: O(n log n).
  init(_ items: [(key: UInt64, element: Element)]) {
    let order = items.indices.sorted { (items[$0].key, $0) < (items[$1].key, $1) }
    keys = order.map { items[$0].key }
    elements = order.map { items[$0].element }
  }

  var isEmpty: Bool { keys.isEmpty }

  /// The values of a key.
  ///
  /// - Complexity: O(log n), and O(1) for each of them.
  subscript(key: UInt64) -> ArraySlice<Element> {
    let first = firstIndex(from: key)
    var end = first
    while end < keys.count, keys[end] == key { end += 1 }
    return elements[first..<end]
  }

  /// The positions on a contig that have values, ascending; a position stands there once for each.
  func positions(onContig contig: UInt8) -> [Int] {
    let first = firstIndex(from: ScoreIndex.key(contig: contig, position: 0))
    let end = firstIndex(from: ScoreIndex.key(contig: contig + 1, position: 0))
    return keys[first..<end].map { Int(UInt32(truncatingIfNeeded: $0)) }
  }

  private func firstIndex(from key: UInt64) -> Int {
    keys.partitionPoint { $0 >= key }
  }
}
