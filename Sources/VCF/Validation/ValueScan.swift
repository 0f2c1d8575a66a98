import ByteIO

/// Reads the values of one INFO or FORMAT field and judges each by the declared type.
///
/// The field ends at its terminator, at a tab, or at the end of the range.
struct ValueScan {
  /// What a value does wrong.
  enum Fault {
    case integer, integerRange, float, flag, character, empty, negative, fraction, alignment

    /// What was expected.
    var message: String {
      switch self {
      case .integer: "a whole number was expected"
      case .integerRange: "a 32-bit number was expected that is not one of the eight lowest"
      case .float: "a number was expected"
      case .flag: "a flag takes no value (Number=0)"
      case .character: "a single character was expected"
      case .empty: "a value is empty; write '.' for a missing one"
      case .negative: "a number from 0 was expected"
      case .fraction: "a number from 0 to 1 was expected"
      case .alignment: "an alignment such as 1M2D was expected"
      }
    }
  }

  /// Values read; an empty field has none.
  private(set) var count = 0
  /// Whether the field is `.`.
  private(set) var isMissing = false
  /// The first fault.
  private(set) var fault: Fault?
  /// Offset of what ends the field.
  private(set) var end: Int

  private let terminator: UInt8
  private let limit: Int

  /// Reads the field that begins at an offset.
  @inline(__always)
  init(
    _ text: Span<UInt8>, from start: Int, limit: Int, terminator: UInt8, _ rule: ValueRule,
    _ version: SpecificationVersion
  ) {
    self.limit = limit
    self.terminator = terminator
    end = start
    if isEnd(text, start) { return }
    if text[start] == UInt8(ascii: "."), isEnd(text, start &+ 1) {
      (count, isMissing, end) = (1, true, start &+ 1)
      return
    }
    switch rule.type {
    case .integer: readIntegers(text, isCount: rule.isCount, version)
    case .float: readFloats(text, isFraction: rule.special == .fraction, version)
    case .flag, .character, .string: readTexts(text, rule, version)
    }
  }

  @inline(__always)
  private func isEnd(_ text: Span<UInt8>, _ offset: Int) -> Bool {
    offset >= limit || text[offset] == terminator || text[offset] == 0x09
  }

  /// Whether a value ends here.
  @inline(__always)
  private func isValueEnd(_ text: Span<UInt8>, _ offset: Int) -> Bool {
    isEnd(text, offset) || text[offset] == UInt8(ascii: ",")
  }

  @inline(__always)
  private mutating func note(_ fault: Fault) {
    if self.fault == nil { self.fault = fault }
  }

  private mutating func readIntegers(
    _ text: Span<UInt8>, isCount: Bool, _ version: SpecificationVersion
  ) {
    var offset = end
    while true {
      let start = offset
      var digits = 0
      var value = 0
      let isNegative = offset < limit && text[offset] == UInt8(ascii: "-")
      if isNegative || offset < limit && text[offset] == UInt8(ascii: "+") { offset &+= 1 }
      while offset < limit {
        let digit = text[offset] &- 0x30
        guard digit <= 9 else { break }
        value = digits < 12 ? value &* 10 &+ Int(digit) : Int(Int32.max) + 1
        digits &+= 1
        offset &+= 1
      }
      if digits == 0 || !isValueEnd(text, offset) {
        skipValue(text, &offset)
        if !isDot(text, start, offset) { note(offset == start ? .empty : .integer) }
      } else if isNegative || digits > 9 {
        let lowest = version >= .v43 ? 0x7FFF_FFF8 : 0x8000_0000
        if value > (isNegative ? lowest : 0x7FFF_FFFF) { note(.integerRange) }
        if isNegative, isCount, value > 0 { note(.negative) }
      }
      count &+= 1
      guard offset < limit, text[offset] == UInt8(ascii: ",") else { break }
      offset &+= 1
    }
    end = offset
  }

  private mutating func readFloats(
    _ text: Span<UInt8>, isFraction: Bool, _ version: SpecificationVersion
  ) {
    var offset = end
    while true {
      let start = offset
      let isNumber = FloatSyntax.skip(text, &offset, limit, version)
      if !isNumber || !isValueEnd(text, offset) {
        offset = start
        skipValue(text, &offset)
        if offset == start {
          note(.empty)
        } else if !isDot(text, start, offset), !FloatSyntax.isSpecial(text, start..<offset) {
          note(.float)
        }
      } else if isFraction, !FloatSyntax.isFraction(text, start..<offset) {
        note(.fraction)
      }
      count &+= 1
      guard offset < limit, text[offset] == UInt8(ascii: ",") else { break }
      offset &+= 1
    }
    end = offset
  }

  private mutating func readTexts(
    _ text: Span<UInt8>, _ rule: ValueRule, _ version: SpecificationVersion
  ) {
    var offset = end
    // VCFv4.4 §3 encodes missing values in lists of strings as nothing.
    let allowsEmpty = version >= .v44 && rule.type == .string && rule.number != .count(1)
    while true {
      let start = offset
      skipQuoted(text, &offset, rule)
      skipValue(text, &offset)
      if offset == start, !allowsEmpty { note(.empty) }
      if rule.type == .character {
        if !Self.isCharacter(text, start..<offset, version) { note(.character) }
      } else if rule.type == .flag {
        let isBit = offset == start &+ 1 && (text[start] == 0x30 || text[start] == 0x31)
        if !isBit { note(.flag) }
      } else if rule.special == .alignment, !isDot(text, start, offset),
        !Self.isAlignment(text, start..<offset)
      {
        note(.alignment)
      }
      count &+= 1
      guard offset < limit, text[offset] == UInt8(ascii: ",") else { break }
      offset &+= 1
    }
    end = offset
  }

  @inline(__always)
  private func skipValue(_ text: Span<UInt8>, _ offset: inout Int) {
    while !isValueEnd(text, offset) { offset &+= 1 }
  }

  /// Passes over a quoted beginning of a text, whose commas do not divide it.
  ///
  /// The specification does not say so; its conformance files have such values.
  private func skipQuoted(_ text: Span<UInt8>, _ offset: inout Int, _ rule: ValueRule) {
    guard rule.type == .string, offset < limit, text[offset] == UInt8(ascii: "\"") else { return }
    var close = offset &+ 1
    while !isEnd(text, close) {
      close &+= 1
      if text[close &- 1] == UInt8(ascii: "\"") {
        offset = close
        return
      }
    }
  }

  @inline(__always)
  private func isDot(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    end == start &+ 1 && text[start] == UInt8(ascii: ".")
  }

  /// Whether a value is one character: one code point, or one percent-encoded byte.
  private static func isCharacter(
    _ text: Span<UInt8>, _ range: Range<Int>, _ version: SpecificationVersion
  ) -> Bool {
    if range.count == 1 { return true }
    if version >= .v43, range.count == 3, text[range.lowerBound] == UInt8(ascii: "%") {
      return true
    }
    guard !range.isEmpty, range.count <= 4, text[range.lowerBound] >= 0xC2 else { return false }
    return range.dropFirst().allSatisfy { text[$0] & 0xC0 == 0x80 }
  }

  /// Whether a value is one or more lengths with operations (SAMv1 §1.4.6).
  private static func isAlignment(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var digits = 0
    var operations = 0
    for offset in range {
      if ByteClass.isDigit(text[offset]) {
        digits += 1
        continue
      }
      switch text[offset] {
      case UInt8(ascii: "M"), UInt8(ascii: "I"), UInt8(ascii: "D"), UInt8(ascii: "N"),
        UInt8(ascii: "S"), UInt8(ascii: "H"), UInt8(ascii: "P"), UInt8(ascii: "X"),
        UInt8(ascii: "="):
        guard digits > 0 else { return false }
      default: return false
      }
      digits = 0
      operations += 1
    }
    return digits == 0 && operations > 0
  }
}
