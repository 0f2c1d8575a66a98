/// What lines are made of, written into room that was made for all of a line: cheaper than an array's, which each
/// look whether they are alone and whether there is room.
extension OutputSpan where Element == UInt8 {
  /// Appends a range of a text.
  ///
  /// - Precondition: There is room.
  @inlinable
  @inline(__always)
  package mutating func append(_ text: Span<UInt8>, _ range: Range<Int>) {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= text.count && range.count <= freeCapacity,
      "outside the text, or no room")
    let isShort =
      range.count <= 32 && range.lowerBound &+ 32 <= text.count && freeCapacity >= 32
    // SAFETY: the range lies within the text and there is room for it, by the precondition. What is short is copied
    // as 32 bytes, which stand in the text and for which there is room; those too many are no part of the output.
    unsafe text.withUnsafeBufferPointer { source in
      unsafe withUnsafeMutableBufferPointer { target, count in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        let start = unsafe UnsafeRawPointer(from + range.lowerBound)
        let end = unsafe UnsafeMutableRawPointer(to + count)
        if isShort {
          unsafe end.storeBytes(
            of: start.loadUnaligned(as: SIMD32<UInt8>.self), as: SIMD32<UInt8>.self)
        } else {
          unsafe end.copyMemory(from: start, byteCount: range.count)
        }
        count += range.count
      }
    }
  }

  /// Appends a number that is not negative in decimal notation.
  ///
  /// - Precondition: There is room for 20 bytes.
  @inlinable
  @inline(__always)
  package mutating func append(decimal value: UInt) {
    var power: UInt = 1
    while value / 10 >= power { power *= 10 }
    var rest = value
    while power > 0 {
      append(0x30 &+ UInt8(truncatingIfNeeded: rest / power))
      rest %= power
      power /= 10
    }
  }
}
