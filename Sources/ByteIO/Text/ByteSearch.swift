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
/// - Complexity: O(n), from the end of the range, eight bytes at a time.
package func lastOffset(of byte: UInt8, in text: Span<UInt8>, _ range: Range<Int>) -> Int? {
  precondition(range.lowerBound >= 0 && range.upperBound <= text.count, "range outside the text")
  let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
  var end = range.upperBound
  while end - range.lowerBound >= 8 {
    let hits = bytesEqual(word(text, at: end - 8), pattern)
    if hits != 0 { return end - 1 - hits.leadingZeroBitCount / 8 }
    end -= 8
  }
  while end > range.lowerBound {
    end -= 1
    if text[end] == byte { return end }
  }
  return nil
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
