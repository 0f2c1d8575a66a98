internal import Foundation

/// Measured values as they were written: whole numbers of a power of ten.
///
/// Values such as 0.293 have no binary form, so that 0.293 - 0.288 and 0.288 - 0.283 differ in the last place, and methods
/// that rest on ties and on ranks of differences give another answer than their definition. On scaled whole numbers they
/// do not.
package struct DecimalValues: Sendable, Equatable {
  /// The values, times ten to the power of ``decimals``.
  package let scaled: [Int]
  /// Digits behind the point, of the value with most of them.
  package let decimals: Int

  /// Values that were scaled already.
  package init(scaled: [Int], decimals: Int) {
    self.scaled = scaled
    self.decimals = decimals
  }

  /// Reads values as people write them: an optional sign, digits, a point, an optional exponent.
  ///
  /// - Returns: Nil where one is no such number, or has more digits than 15 for all at the finest scale among them.
  package init?(_ texts: [String]) {
    var parsed: [(digits: Int, decimals: Int)] = []
    for text in texts {
      guard let value = Self.parse(text) else { return nil }
      parsed.append(value)
    }
    let decimals = max(0, parsed.map(\.decimals).max() ?? 0)
    var scaled: [Int] = []
    for value in parsed {
      guard let factor = Self.power(decimals - value.decimals) else { return nil }
      let (product, overflow) = value.digits.multipliedReportingOverflow(by: factor)
      guard !overflow, abs(product) <= 999_999_999_999_999 else { return nil }
      scaled.append(product)
    }
    self.init(scaled: scaled, decimals: decimals)
  }

  /// Values in binary, rounded to so many digits behind the point.
  package init(_ values: [Double], decimals: Int) {
    let scale = pow(10, Double(decimals))
    self.init(scaled: values.map { Int(($0 * scale).rounded()) }, decimals: decimals)
  }

  /// The values in binary.
  package var values: [Double] {
    let scale = pow(10, Double(decimals))
    return scaled.map { Double($0) / scale }
  }

  private static func power(_ exponent: Int) -> Int? {
    guard (0...15).contains(exponent) else { return nil }
    return (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  private static func parse(_ text: String) -> (digits: Int, decimals: Int)? {
    var bytes = Array(text.utf8)[...]
    var exponent = 0
    if let place = bytes.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) {
      guard let value = Int(String(decoding: bytes[(place + 1)...], as: UTF8.self)),
        abs(value) <= 15
      else { return nil }
      exponent = value
      bytes = bytes[..<place]
    }
    var decimals = 0
    if let point = bytes.firstIndex(of: UInt8(ascii: ".")) {
      decimals = bytes.count - (point - bytes.startIndex) - 1
      bytes.remove(at: point)
    }
    guard bytes.contains(where: { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let digits = Int(String(decoding: bytes, as: UTF8.self)), abs(digits) <= 999_999_999_999_999
    else { return nil }
    decimals -= exponent
    guard decimals < 0 else { return (digits, decimals) }
    guard let factor = power(-decimals) else { return nil }
    let (product, overflow) = digits.multipliedReportingOverflow(by: factor)
    return overflow ? nil : (product, 0)
  }
}
