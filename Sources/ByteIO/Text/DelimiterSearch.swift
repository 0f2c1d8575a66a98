/// Offset of the first of two bytes in a range, or the end of the range.
///
/// For short fields: a word at a time, without a branch for each byte.
@inlinable
@inline(__always)
package func offset(
  of first: UInt8, or second: UInt8, in text: Span<UInt8>, _ start: Int, _ end: Int
) -> Int {
  let ones: UInt64 = 0x0101_0101_0101_0101
  let high: UInt64 = 0x8080_8080_8080_8080
  var offset = start
  while offset < end, offset &+ 8 <= text.count {
    let word = word(text, at: offset)
    let left = word ^ (ones &* UInt64(first))
    let right = word ^ (ones &* UInt64(second))
    // The lowest bit set is exact; bits above it may not be.
    let hits = ((left &- ones) & ~left | (right &- ones) & ~right) & high
    if hits != 0 { return min(end, offset &+ hits.trailingZeroBitCount &>> 3) }
    offset &+= 8
  }
  while offset < end, text[offset] != first, text[offset] != second { offset &+= 1 }
  return min(offset, end)
}
