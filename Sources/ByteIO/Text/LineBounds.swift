import CVectors

/// Where a line of tab-separated text and its first fields stand.
@usableFromInline
package struct LineBounds: BitwiseCopyable, Sendable {
  /// How many tabs are located; the rest are only counted.
  package static let locatedTabs = 9

  /// Offset of the first byte.
  package var start: UInt32
  /// Offset behind the last byte, without `\n` or `\r\n`.
  package var end: UInt32
  /// Offset of the next line.
  package var next: UInt32
  /// How many tabs the line holds.
  package var tabCount: UInt32
  /// Offsets of the first nine tabs; `end` for those that are absent.
  package var tabs: InlineArray<9, UInt32>
}

/// The line that begins at an offset and ends at the next newline or at the end of the text.
///
/// - Precondition: `start` lies within the text, and the text is smaller than 4 GiB.
/// - Complexity: O(n) in the length of the line: one walk, dozens of bytes a cycle, for its end and the number of tabs,
///   eight bytes at a time for the first nine tabs.
package func scanLine(_ text: Span<UInt8>, from start: Int) -> LineBounds {
  precondition(start >= 0 && start < text.count && text.count <= UInt32.max, "outside the text")
  // SAFETY: every access lies in start..<text.count, by the precondition and the ends computed here.
  return unsafe text.withUnsafeBufferPointer { buffer in
    let base = unsafe UnsafeRawPointer(buffer.baseAddress.unsafelyUnwrapped)
    var size = 0
    let tabCount = unsafe count_bytes_until(
      (base + start).assumingMemoryBound(to: UInt8.self), buffer.count - start, 0x09, 0x0A, &size)
    var end = start + size
    let next = min(end + 1, buffer.count)
    if end > start, unsafe base.load(fromByteOffset: end - 1, as: UInt8.self) == 0x0D { end -= 1 }
    var tabs = InlineArray<9, UInt32>(repeating: UInt32(truncatingIfNeeded: end))
    unsafe locateTabs(base, start, end, &tabs)
    return LineBounds(
      start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end),
      next: UInt32(truncatingIfNeeded: next), tabCount: UInt32(truncatingIfNeeded: tabCount),
      tabs: tabs)
  }
}

@inline(__always)
private func locateTabs(
  _ base: UnsafeRawPointer, _ start: Int, _ end: Int, _ tabs: inout InlineArray<9, UInt32>
) {
  var found = 0
  var offset = start
  while offset &+ 8 <= end {
    // SAFETY: offset + 8 <= end, which the caller vouches for.
    let word = unsafe UInt64(
      littleEndian: (base + offset).loadUnaligned(as: UInt64.self))
    var hits = bytesEqual(word, 0x0909_0909_0909_0909)
    while hits != 0 {
      tabs[found] = UInt32(truncatingIfNeeded: offset &+ (hits.trailingZeroBitCount &>> 3))
      found &+= 1
      if found == LineBounds.locatedTabs { return }
      hits &= hits &- 1
    }
    offset &+= 8
  }
  while offset < end, found < LineBounds.locatedTabs {
    // SAFETY: offset < end.
    if unsafe base.load(fromByteOffset: offset, as: UInt8.self) == 0x09 {
      tabs[found] = UInt32(truncatingIfNeeded: offset)
      found &+= 1
    }
    offset &+= 1
  }
}
