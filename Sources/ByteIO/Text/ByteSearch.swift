import CVectors
import Glibc

/// Offset of the first byte of that value in a range of a text; nil when there is none.
///
/// - Complexity: O(n), by `memchr`: several bytes a cycle.
package func firstOffset(of byte: UInt8, in text: Span<UInt8>, _ range: Range<Int>) -> Int? {
  precondition(range.lowerBound >= 0 && range.upperBound <= text.count, "range outside the text")
  guard !range.isEmpty else { return nil }
  // SAFETY: the range was checked against the text above.
  return unsafe text.withUnsafeBufferPointer { buffer in
    guard let base = unsafe UnsafeRawPointer(buffer.baseAddress) else { return nil }
    guard
      let hit = unsafe memchr(base + range.lowerBound, Int32(byte), range.count)
    else { return nil }
    return unsafe UnsafeRawPointer(hit) - base
  }
}

/// Offset of the last byte of that value in a range of a text; nil when there is none.
///
/// - Complexity: O(n), from the end of the range, by `memrchr`: several bytes a cycle.
package func lastOffset(of byte: UInt8, in text: Span<UInt8>, _ range: Range<Int>) -> Int? {
  precondition(range.lowerBound >= 0 && range.upperBound <= text.count, "range outside the text")
  guard !range.isEmpty else { return nil }
  // SAFETY: the range was checked against the text above.
  return unsafe text.withUnsafeBufferPointer { buffer in
    guard let base = buffer.baseAddress else { return nil }
    let found = unsafe find_last_byte(base + range.lowerBound, range.count, byte)
    return found < range.count ? range.lowerBound + found : nil
  }
}

/// How many bytes of that value a range of a text holds.
///
/// - Complexity: O(n), dozens of bytes a cycle.
package func count(of byte: UInt8, in text: Span<UInt8>, _ range: Range<Int>) -> Int {
  precondition(range.lowerBound >= 0 && range.upperBound <= text.count, "range outside the text")
  // SAFETY: the range was checked against the text above.
  return unsafe text.withUnsafeBufferPointer { buffer in
    guard let base = buffer.baseAddress else { return 0 }
    return unsafe count_bytes(base + range.lowerBound, range.count, byte)
  }
}

/// Finds where the cells of a line end: at each separator, and last at the line feed or the end of the text.
///
/// - Parameters:
///   - start: Where the line begins.
///   - ends: Takes the places; it is made longer where the line has more cells.
/// - Returns: How many cells there are: at least one, unless the text is empty.
/// - Complexity: O(n) in the length of the line, 32 bytes at a time.
package func findCellEnds(
  _ text: Span<UInt8>, from start: Int, separatedBy separator: UInt8, into ends: inout [Int]
) -> Int {
  precondition(start >= 0 && start <= text.count, "a line beyond the end of the text")
  while true {
    var places = ends.mutableSpan
    let room = places.count
    // SAFETY: the text is read from a place within it up to its end; no more places are written than there is room for.
    let count = unsafe text.withUnsafeBufferPointer { bytes in
      unsafe places.withUnsafeMutableBufferPointer { places in
        guard let base = bytes.baseAddress else { return 0 }
        return unsafe places.withMemoryRebound(to: UInt.self) { places in
          unsafe find_cell_ends(base, bytes.count, start, separator, places.baseAddress, room)
        }
      }
    }
    if count <= room { return count }
    ends = Array(repeating: 0, count: count)
  }
}

/// The bytes equal to `pattern`'s in a little-endian word: their highest bits are set, all others
/// are clear.
///
/// `pattern` holds the byte sought eight times. Exact: no byte influences another.
@inline(__always)
func bytesEqual(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
  let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
  let difference = word ^ pattern
  return ~(((difference & low) &+ low) | difference | low)
}
