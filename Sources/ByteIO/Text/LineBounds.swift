import CVectors
import Glibc

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
/// - Complexity: O(n) in the length of the line: `memchr` for its end, eight bytes at a time for the
///   first nine tabs, dozens for counting the others.
package func scanLine(_ text: Span<UInt8>, from start: Int) -> LineBounds {
  precondition(start >= 0 && start < text.count && text.count <= UInt32.max, "outside the text")
  // SAFETY: every access lies in start..<text.count, by the precondition and the ends computed here.
  return unsafe text.withUnsafeBufferPointer { buffer in
    let base = unsafe UnsafeRawPointer(buffer.baseAddress.unsafelyUnwrapped)
    var end = buffer.count
    var next = end
    if let newline = unsafe memchr(base + start, 0x0A, buffer.count - start) {
      end = unsafe UnsafeRawPointer(newline) - base
      next = end + 1
    }
    if end > start, unsafe base.load(fromByteOffset: end - 1, as: UInt8.self) == 0x0D { end -= 1 }
    var tabs = InlineArray<9, UInt32>(repeating: UInt32(truncatingIfNeeded: end))
    let found = unsafe locateTabs(base, start, end, &tabs)
    var tabCount = found
    if found == LineBounds.locatedTabs {
      let rest = Int(tabs[LineBounds.locatedTabs - 1]) + 1
      unsafe tabCount += count_bytes(
        (base + rest).assumingMemoryBound(to: UInt8.self), end - rest, 0x09)
    }
    return LineBounds(
      start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end),
      next: UInt32(truncatingIfNeeded: next), tabCount: UInt32(truncatingIfNeeded: tabCount),
      tabs: tabs)
  }
}

@inline(__always)
private func locateTabs(
  _ base: UnsafeRawPointer, _ start: Int, _ end: Int, _ tabs: inout InlineArray<9, UInt32>
) -> Int {
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
      if found == LineBounds.locatedTabs { return found }
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
  return found
}
