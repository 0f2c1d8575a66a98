import ByteIO

/// Looks for bytes that may not stand in a record.
enum TextEncoding {
  /// What is wrong with a text.
  enum Fault {
    case control, notUTF8
  }

  /// The first fault of a range, tabs apart; nil when it is clean.
  ///
  /// - Complexity: O(n), eight bytes at a time while all are ASCII.
  static func fault(_ text: Span<UInt8>, _ range: Range<Int>) -> Fault? {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    var offset = range.lowerBound
    var high: UInt64 = 0
    while offset &+ 8 <= range.upperBound {
      let word = word(text, at: offset)
      high |= word
      // The highest bit of a byte is set where the byte is 0x20 or more.
      let printable = ((word & low) &+ 0x6060_6060_6060_6060) | word
      let difference = word ^ 0x0909_0909_0909_0909
      let notTab = ((difference & low) &+ low) | difference
      if ~printable & notTab & ~low != 0 { return .control }
      offset &+= 8
    }
    while offset < range.upperBound {
      let byte = text[offset]
      high |= UInt64(byte)
      if byte < 0x20, byte != 0x09 { return .control }
      offset &+= 1
    }
    return high & ~low == 0 || isUTF8(text, range) ? nil : .notUTF8
  }

  private static func isUTF8(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let first = text[offset]
      offset += 1
      guard first >= 0x80 else { continue }
      let following: Int
      switch first {
      case 0xC2...0xDF: following = 1
      case 0xE0...0xEF: following = 2
      case 0xF0...0xF4: following = 3
      default: return false
      }
      guard offset + following <= range.upperBound else { return false }
      // The second byte excludes overlong forms, surrogates and what lies beyond Unicode.
      switch (first, text[offset]) {
      case (0xE0, ..<0xA0), (0xED, 0xA0...), (0xF0, ..<0x90), (0xF4, 0x90...): return false
      default: break
      }
      for step in 0..<following where text[offset + step] & 0xC0 != 0x80 { return false }
      offset += following
    }
    return true
  }
}
