extension Array {
  /// Removes all elements and keeps the room for them.
  ///
  /// For what is filled again for each record: where there are few elements, `removeAll(keepingCapacity:)` takes ten
  /// times as long as removing them one by one.
  @inlinable
  package mutating func clear() {
    if count > 16 { removeLast(count) }
    while !isEmpty { removeLast() }
  }
}
