import ByteIO

/// Finds short keys of a text without making a string.
///
/// A key of up to eight bytes is compared as one word; longer ones byte by byte.
package struct KeyTable: Sendable {
  /// A place of the table: a key's first eight bytes, its length, and where all its bytes stand.
  private struct Slot: BitwiseCopyable, Sendable {
    var prefix: UInt64 = 0
    var count: Int32 = 0
    /// Index of the key; -1 for a free place.
    var index: Int32 = -1
    var offset = 0
  }

  /// Twice as many places as keys, a power of two.
  private var slots: [Slot]
  private let mask: UInt64
  /// The bytes of keys longer than eight, one after the other.
  private var longKeys: [UInt8] = []

  /// A table of keys; of equal keys the first counts.
  package init(_ keys: [[UInt8]]) {
    var size = 4
    while size < keys.count * 2 + 2 { size *= 2 }
    slots = Array(repeating: Slot(), count: size)
    mask = UInt64(size - 1)
    for (index, key) in keys.enumerated() where self.index(of: key.span, 0, key.count) == nil {
      let prefix = Self.prefix(key.span, 0, key.count)
      var place = Self.hash(prefix, Self.suffix(key.span, 0, key.count), key.count) & mask
      while slots[Int(place)].index >= 0 { place = (place &+ 1) & mask }
      slots[Int(place)] = Slot(
        prefix: prefix, count: Int32(key.count), index: Int32(index), offset: longKeys.count)
      if key.count > 8 { longKeys += key }
    }
  }

  /// The index of the key that stands in a range; nil for an unknown one.
  ///
  /// - Complexity: O(1) for keys of up to eight bytes. Allocates nothing.
  @inline(__always)
  package func index(of text: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    let count = end &- start
    let prefix = Self.prefix(text, start, end)
    var place = Self.hash(prefix, Self.suffix(text, start, end), count) & mask
    while true {
      let slot = slots[Int(truncatingIfNeeded: place)]
      if slot.index < 0 { return nil }
      if slot.prefix == prefix, Int(slot.count) == count,
        count <= 8 || equal(text, start..<end, longKeys.span, slot.offset..<slot.offset &+ count)
      {
        return Int(slot.index)
      }
      place = (place &+ 1) & mask
    }
  }

  /// The first eight bytes of a key as a little-endian word; bytes behind its end are 0.
  @inline(__always)
  static func prefix(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> UInt64 {
    let count = end &- start
    if start &+ 8 <= text.count {
      let word = word(text, at: start)
      return count >= 8 ? word : word & ((1 &<< UInt64(truncatingIfNeeded: count &* 8)) &- 1)
    }
    var value: UInt64 = 0
    for offset in 0..<min(count, 8) {
      value |= UInt64(text[start &+ offset]) &<< UInt64(offset &* 8)
    }
    return value
  }

  /// The last eight bytes of a longer key, for names that begin alike; 0 for others.
  @inline(__always)
  private static func suffix(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> UInt64 {
    end &- start > 8 ? word(text, at: end &- 8) : 0
  }

  @inline(__always)
  static func hash(_ prefix: UInt64, _ suffix: UInt64, _ count: Int) -> UInt64 {
    let first = (prefix ^ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15
    let mixed = ((first &>> 32) ^ first ^ suffix) &* 0xD6E8_FEB8_6659_FD93
    return mixed &>> 32
  }
}
