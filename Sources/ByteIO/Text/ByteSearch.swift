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
/// - Complexity: O(n), sixteen bytes at a time.
package func count(of byte: UInt8, in text: Span<UInt8>, _ range: Range<Int>) -> Int {
  precondition(range.lowerBound >= 0 && range.upperBound <= text.count, "range outside the text")
  // SAFETY: the range was checked against the text above.
  return unsafe text.withUnsafeBufferPointer { buffer in
    guard let base = unsafe UnsafeRawPointer(buffer.baseAddress) else { return 0 }
    return unsafe count(of: byte, at: base + range.lowerBound, range.count)
  }
}

/// Counts a byte value in `size` bytes of readable memory.
@inline(__always)
func count(of byte: UInt8, at base: UnsafeRawPointer, _ size: Int) -> Int {
  let needle = SIMD16<UInt8>(repeating: byte)
  let one = SIMD16<UInt8>(repeating: 1)
  var total = 0
  var offset = 0
  while size - offset >= 16 {
    // A lane counts to 255 before it would wrap.
    var steps = min((size - offset) >> 4, 255)
    var sums = SIMD16<UInt8>(repeating: 0)
    while steps > 0 {
      // SAFETY: offset + 16 <= size.
      let lanes = unsafe (base + offset).loadUnaligned(as: SIMD16<UInt8>.self)
      sums &+= SIMD16<UInt8>(repeating: 0).replacing(with: one, where: lanes .== needle)
      offset &+= 16
      steps &-= 1
    }
    let words = unsafe unsafeBitCast(sums, to: SIMD2<UInt64>.self)
    total &+= sumOfBytes(words[0]) &+ sumOfBytes(words[1])
  }
  while offset < size {
    // SAFETY: offset < size.
    if unsafe base.load(fromByteOffset: offset, as: UInt8.self) == byte { total &+= 1 }
    offset &+= 1
  }
  return total
}

/// The sum of the eight bytes of a word.
@inline(__always)
private func sumOfBytes(_ word: UInt64) -> Int {
  let even: UInt64 = 0x00FF_00FF_00FF_00FF
  let pairs = (word & even) &+ ((word &>> 8) & even)
  return Int(truncatingIfNeeded: (pairs &* 0x0001_0001_0001_0001) &>> 48)
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

/// How often an eight-byte pattern stands at the start of a range, one behind the other, in steps of 32: what
/// lies behind the last whole step is left to the caller.
///
/// - Complexity: O(n) in the bytes that repeat the pattern, by `memcmp`: dozens of bytes a cycle.
package func repetitions(
  of pattern: UInt64, in text: Span<UInt8>, _ range: Range<Int>
) -> Int {
  precondition(range.lowerBound >= 0 && range.upperBound <= text.count, "range outside the text")
  guard range.count >= 256, word(text, at: range.lowerBound) == pattern else { return 0 }
  // SAFETY: the range was checked against the text above; each comparison lies within it.
  return unsafe text.withUnsafeBufferPointer { buffer in
    guard let base = unsafe UnsafeRawPointer(buffer.baseAddress) else { return 0 }
    // A text that repeats with period 8 equals itself moved by 8.
    var offset = range.lowerBound
    while offset &+ 256 <= range.upperBound {
      guard unsafe memcmp(base + offset, base + range.lowerBound, 8) == 0,
        unsafe memcmp(base + offset, base + offset + 8, 248) == 0
      else { break }
      offset &+= 256
    }
    return (offset &- range.lowerBound) >> 3
  }
}
