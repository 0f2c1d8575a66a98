import ByteIO
import TestSupport
import Testing

private func integer(_ text: String) -> Int? {
  let bytes = Array(text.utf8)
  return parseInteger(bytes.span, 0..<bytes.count)
}

private func double(_ text: String) -> Double? {
  let bytes = Array(text.utf8)
  return parseDouble(bytes.span, 0..<bytes.count)
}

@Suite("Parsing numbers")
struct NumberParsingTests {
  @Test(
    "Integers up to the ends of their range",
    arguments: [
      ("0", 0), ("-0", 0), ("007", 7), ("9223372036854775807", Int.max),
      ("-9223372036854775808", Int.min),
    ])
  func integers(text: String, value: Int) { #expect(integer(text) == value) }

  @Test(
    "What is no integer",
    arguments: [
      "", "-", "+1", "1.0", "1a", "12345678901234567a9", " 1", "1 ", "0x1", "--1",
      "9223372036854775808",
      "-9223372036854775809", "99999999999999999999999",
    ])
  func notIntegers(text: String) { #expect(integer(text) == nil) }

  @Test(
    "Decimals are rounded as the library rounds them",
    arguments: [
      "0", "-0", "1", "1.", ".5", "+2.5", "-3.25e2", "1e22", "1e23", "1e-22", "1E+5", "0.1",
      "123456789012345", "123456789012345678", "9007199254740993", "4.9e-324", "2.5e-324",
      "1.7976931348623157e308", "0.000000000000000000000000000000123", "000000000000000000001",
      "0.30000000000000004", "8.41e-21", "1e-400",
    ])
  func decimals(text: String) throws {
    let expected = try #require(Double(text.hasSuffix(".") ? text + "0" : text))
    let value = try #require(double(text))
    #expect(value.bitPattern == expected.bitPattern)
  }

  @Test(
    "What is no finite decimal",
    arguments: [
      "", ".", "-", "-.", "..", "1.2.", "1-2", "+-1", "e5", "1e", "1e+", "1e+-5", "1e5.5", "1,5",
      " 1", "nan", "inf", "Infinity",
      "0x10", "1e400", "1_000", "1e99999999999999999999",
    ])
  func notDecimals(text: String) { #expect(double(text) == nil) }

  @Test("Random short decimals and integers agree with the library")
  func randomShortNumbers() {
    var random = SeededGenerator(seed: 16)
    for _ in 0..<3_000 {
      let digits = String(UInt64.random(in: 0...(1 << 54), using: &random)).suffix(
        Int.random(in: 1...18, using: &random))
      let sign = Bool.random(using: &random) ? "-" : ""
      let point = Int.random(in: 1...digits.count, using: &random)
      let text = sign + digits.prefix(point) + "." + digits.dropFirst(point) + "0"
      #expect(double(text)?.bitPattern == Double(text)?.bitPattern, "\(text)")
      #expect(integer(sign + digits) == Int(sign + digits), "\(sign + digits)")
    }
  }

  @Test("Random decimals agree with the library to the bit")
  func randomDecimals() {
    var random = SeededGenerator(seed: 99)
    for _ in 0..<3_000 {
      let digits = String(UInt64.random(in: 0...UInt64.max, using: &random)).prefix(
        Int.random(in: 1...20, using: &random))
      let point = Int.random(in: 0...digits.count, using: &random)
      var text = digits.prefix(point) + "." + digits.dropFirst(point)
      if Bool.random(using: &random) { text += "e\(Int.random(in: -40...40, using: &random))" }
      if text.hasPrefix(".") { text = "0" + text }
      let padded = text.replacing(".e", with: ".0e") + (text.hasSuffix(".") ? "0" : "")
      #expect(double(String(text))?.bitPattern == Double(padded)?.bitPattern, "\(text)")
    }
  }
}
