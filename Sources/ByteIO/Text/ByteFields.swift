/// Walks over the pieces of a range that a separator divides: `A,C,G` has three, `` has one.
///
/// The same text must be given at every step; nothing is copied.
@usableFromInline
package struct ByteFields: BitwiseCopyable, Sendable {
  @usableFromInline package var cursor: Int
  @usableFromInline package let end: Int
  @usableFromInline package let separator: UInt8

  /// The pieces of a range of a text.
  @inlinable
  package init(_ range: Range<Int>, separatedBy separator: UInt8) {
    cursor = range.lowerBound
    end = range.upperBound
    self.separator = separator
  }

  /// The next piece, perhaps empty; nil behind the last one.
  ///
  /// - Complexity: O(n) in the length of the piece.
  @inlinable
  package mutating func next(in text: Span<UInt8>) -> Range<Int>? {
    guard cursor <= end else { return nil }
    let start = cursor
    var offset = start
    while offset < end, text[offset] != separator { offset &+= 1 }
    cursor = offset &+ 1
    return start..<offset
  }
}

/// Whether a range of a text holds exactly these bytes.
@inlinable
package func matches(_ text: Span<UInt8>, _ range: Range<Int>, _ bytes: [UInt8]) -> Bool {
  guard range.count == bytes.count else { return false }
  for index in 0..<bytes.count where text[range.lowerBound + index] != bytes[index] {
    return false
  }
  return true
}

/// Whether two ranges hold the same bytes.
@inlinable
package func equal(
  _ text: Span<UInt8>, _ range: Range<Int>, _ other: Span<UInt8>, _ otherRange: Range<Int>
) -> Bool {
  guard range.count == otherRange.count else { return false }
  for index in 0..<range.count
  where text[range.lowerBound + index] != other[otherRange.lowerBound + index] {
    return false
  }
  return true
}

/// A range of a text as a string; bytes that are not UTF-8 become replacement characters.
package func string(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
  let part = text.extracting(range)
  // SAFETY: the bytes are copied while the span is alive.
  return unsafe part.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
}

extension [UInt8] {
  /// Appends a range of a text.
  ///
  /// - Complexity: O(n) in the length of the range.
  package mutating func append(_ text: Span<UInt8>, _ range: Range<Int>) {
    let part = text.extracting(range)
    // SAFETY: the bytes are copied while the span is alive.
    unsafe part.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}

/// The eight bytes at an offset as a little-endian word.
///
/// - Precondition: Eight bytes stand there.
@inlinable
@inline(__always)
package func word(_ text: Span<UInt8>, at offset: Int) -> UInt64 {
  precondition(offset >= 0 && offset &+ 8 <= text.count, "a word beyond the end of the text")
  // SAFETY: the eight bytes lie within the text, by the precondition.
  return unsafe text.withUnsafeBufferPointer { buffer in
    let base = unsafe UnsafeRawPointer(buffer.baseAddress.unsafelyUnwrapped)
    return unsafe UInt64(littleEndian: (base + offset).loadUnaligned(as: UInt64.self))
  }
}

/// The four bytes at an offset as a little-endian word.
///
/// - Precondition: Four bytes stand there.
@inlinable
@inline(__always)
package func word32(_ text: Span<UInt8>, at offset: Int) -> UInt32 {
  precondition(offset >= 0 && offset &+ 4 <= text.count, "a word beyond the end of the text")
  // SAFETY: the four bytes lie within the text, by the precondition.
  return unsafe text.withUnsafeBufferPointer { buffer in
    let base = unsafe UnsafeRawPointer(buffer.baseAddress.unsafelyUnwrapped)
    return unsafe UInt32(littleEndian: (base + offset).loadUnaligned(as: UInt32.self))
  }
}

/// The words of eight bytes, the lowest first, that some bytes are made of; a rest of fewer is left out.
package func littleEndianWords(_ bytes: Span<UInt8>) -> [UInt64] {
  [UInt64](capacity: bytes.count / 8) { (words: inout OutputSpan<UInt64>) in
    for place in 0..<bytes.count / 8 { words.append(word(bytes, at: 8 * place)) }
  }
}
