import ByteIO

/// The number a range of a text spells, as the type Float is written (VCFv4.3 §1.3): a decimal
/// number, or `NaN`, `Inf` or `Infinity` in any case, with a sign or without.
///
/// Values are kept in double precision although the type has 32 bits, so that no digit of a file is
/// lost.
///
/// - Returns: nil for anything else, and for numbers beyond a double.
package func parseFloat(_ text: Span<UInt8>, _ range: Range<Int>) -> Double? {
  if let value = parseDouble(text, range) { return value }
  guard range.count >= 3, range.count <= 9 else { return nil }
  switch string(text, range).lowercased() {
  case "nan", "+nan", "-nan": return .nan
  case "inf", "+inf", "infinity", "+infinity": return .infinity
  case "-inf", "-infinity": return -.infinity
  default: return nil
  }
}

extension [UInt8] {
  /// Appends a number with the fewest digits that give the same number again; whole numbers have no
  /// point.
  package mutating func append(float value: Double) {
    let text = value.description
    append(contentsOf: (text.hasSuffix(".0") ? text.dropLast(2) : text[...]).utf8)
  }
}
