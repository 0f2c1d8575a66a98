/// 128 bits that tell byte strings apart, the same on every machine and in every run.
///
/// Two lanes of folded 64 x 64 bit products over words of eight bytes. Good against chance (any two of n strings share a
/// fingerprint with a probability below n²/2¹²⁸), not against somebody who makes strings to collide.
package struct Fingerprint: Sendable, Hashable, BitwiseCopyable {
  /// The higher half.
  package let high: UInt64
  /// The lower half.
  package let low: UInt64

  private static let firstKey: UInt64 = 0x9E37_79B9_7F4A_7C15
  private static let secondKey: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let lastKey: UInt64 = 0x1656_67B1_9E37_79F9

  /// The fingerprint of a range of bytes.
  ///
  /// - Complexity: O(n), some nanoseconds for a short text.
  package init(_ text: Span<UInt8>, _ range: Range<Int>) {
    let bytes = text.extracting(range)
    var first = Self.secondKey ^ UInt64(truncatingIfNeeded: bytes.count)
    var second = Self.lastKey
    var offset = 0
    while offset < bytes.count {
      var next: UInt64 = 0
      if bytes.count - offset >= 8 {
        next = word(bytes, at: offset)
      } else {
        for place in (offset..<bytes.count).reversed() { next = next << 8 | UInt64(bytes[place]) }
      }
      first = Self.folded(first ^ next, Self.firstKey)
      second = Self.folded(second ^ (next &+ Self.firstKey), Self.secondKey) &+ first
      offset += 8
    }
    high = Self.folded(first ^ Self.lastKey, second | 1)
    low = Self.folded(second ^ Self.secondKey, first | 1)
  }

  private static func folded(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
