import ByteIO

/// The form of numbers of type Float (VCFv4.3 §1.3).
enum FloatSyntax {
  /// Passes over `[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?`; false when none stands there.
  ///
  /// Up to VCFv4.2 the form is not stated and digits behind the point may be missing.
  @inline(__always)
  static func skip(
    _ text: Span<UInt8>, _ offset: inout Int, _ limit: Int, _ version: SpecificationVersion
  ) -> Bool {
    if offset < limit, text[offset] == UInt8(ascii: "-") || text[offset] == UInt8(ascii: "+") {
      offset &+= 1
    }
    let whole = digits(text, &offset, limit)
    if offset < limit, text[offset] == UInt8(ascii: ".") {
      offset &+= 1
      let fraction = digits(text, &offset, limit)
      guard fraction > 0 || whole > 0 && version < .v43 else { return false }
    } else if whole == 0 {
      return false
    }
    guard offset < limit, text[offset] | 0x20 == UInt8(ascii: "e") else { return true }
    offset &+= 1
    if offset < limit, text[offset] == UInt8(ascii: "-") || text[offset] == UInt8(ascii: "+") {
      offset &+= 1
    }
    return digits(text, &offset, limit) > 0
  }

  @inline(__always)
  private static func digits(_ text: Span<UInt8>, _ offset: inout Int, _ limit: Int) -> Int {
    let start = offset
    while offset < limit, ByteClass.isDigit(text[offset]) { offset &+= 1 }
    return offset &- start
  }

  /// Whether a range is `INF`, `INFINITY` or `NAN` in any case, with or without a sign.
  static func isSpecial(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var start = range.lowerBound
    if start < range.upperBound,
      text[start] == UInt8(ascii: "-") || text[start] == UInt8(ascii: "+")
    {
      start += 1
    }
    for name in names where name.count == range.upperBound - start {
      if name.indices.allSatisfy({ text[start + $0] | 0x20 == name[$0] }) { return true }
    }
    return false
  }

  private static let names = ["inf", "nan", "infinity"].map { Array($0.utf8) }

  /// Whether a number of the right form lies from 0 to 1.
  static func isFraction(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let first = text[range.lowerBound]
    if first == UInt8(ascii: "0") || first == UInt8(ascii: ".") {
      // Without an exponent, what begins with 0 or a point is below 1, or 0 with leading zeros.
      let hasPlainForm = range.allSatisfy { text[$0] | 0x20 != UInt8(ascii: "e") }
      if hasPlainForm,
        first == UInt8(ascii: ".") || range.count == 1
          || text[range.lowerBound + 1] == UInt8(ascii: ".")
      {
        return true
      }
    }
    guard let value = parseDouble(text, range) else { return false }
    return value >= 0 && value <= 1
  }
}
