/// A decimal number of up to 18 digits: `digits × 10^-scale`; sums and products are exact.
struct PathDecimal: Sendable, BitwiseCopyable {
  /// All digits, with the sign.
  let digits: Int64
  /// How many of the digits stand after the point.
  let scale: Int
  private static let maximumScale = 18

  init(digits: Int64, scale: Int) {
    self.digits = digits
    self.scale = scale
  }

  init(_ value: Int) {
    self.init(digits: Int64(value), scale: 0)
  }

  /// The number that a text spells as JSON does; nil where it needs more than 18 digits.
  init?(_ text: Span<UInt8>, _ range: Range<Int>) {
    var digits: Int64 = 0
    var scale = 0
    var exponent = 0
    var isFraction = false
    var offset = range.lowerBound
    let isNegative = !range.isEmpty && text[offset] == UInt8(ascii: "-")
    if isNegative { offset += 1 }
    while offset < range.upperBound {
      let byte = text[offset]
      offset += 1
      if byte == UInt8(ascii: ".") {
        isFraction = true
      } else if byte | 0x20 == UInt8(ascii: "e") {
        exponent = Self.exponent(text, offset..<range.upperBound)
        break
      } else {
        let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(Int64(byte) - 48)
        if overflow || carry {
          guard let value = Self.long(text, range) else { return nil }
          self = value
          return
        }
        digits = sum
        if isFraction { scale += 1 }
      }
    }
    guard let value = Self.fitted(Int128(isNegative ? -digits : digits), scale - exponent) else {
      return nil
    }
    self = value
  }

  /// A number whose digits do not fit because of zeros at its end.
  private static func long(_ text: Span<UInt8>, _ range: Range<Int>) -> PathDecimal? {
    var spelling: [UInt8] = []
    for offset in range { spelling.append(text[offset]) }
    guard spelling.contains(UInt8(ascii: ".")), spelling.last == UInt8(ascii: "0") else {
      return nil
    }
    while spelling.last == UInt8(ascii: "0") { spelling.removeLast() }
    if spelling.last == UInt8(ascii: ".") { spelling.removeLast() }
    return PathDecimal(spelling.span, 0..<spelling.count)
  }

  /// The number that a whole text spells, with a sign or without (FHIRPath N1 §5.5.6); nil for others.
  init?(spelling: some StringProtocol) {
    var bytes = Array(spelling.utf8)
    if bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
    let digits = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes[...]
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count),
      parts.allSatisfy({ part in
        !part.isEmpty && part.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
      })
    else { return nil }
    self.init(bytes.span, 0..<bytes.count)
  }

  private static func exponent(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
    var value = 0
    var isNegative = false
    for offset in range {
      let byte = text[offset]
      if byte == UInt8(ascii: "-") { isNegative = true }
      if byte &- UInt8(ascii: "0") < 10 { value = min(value * 10 + Int(byte) - 48, 10_000) }
    }
    return isNegative ? -value : value
  }

  /// The number with its scale brought into 0…18 (digits beyond are rounded); nil where it does not fit.
  private static func fitted(_ digits: Int128, _ scale: Int) -> PathDecimal? {
    var digits = digits
    var scale = scale
    if digits == 0 { return PathDecimal(digits: 0, scale: min(max(scale, 0), maximumScale)) }
    while scale < 0 {
      digits *= 10
      scale += 1
      if digits.magnitude > UInt128(Int64.max) { return nil }
    }
    while scale > maximumScale || (scale > 0 && digits.magnitude > UInt128(Int64.max)) {
      let rest = digits % 10
      digits = digits / 10 + (rest >= 5 ? 1 : rest <= -5 ? -1 : 0)
      scale -= 1
      if digits == 0 { return PathDecimal(digits: 0, scale: min(max(scale, 0), maximumScale)) }
    }
    guard digits.magnitude <= UInt128(Int64.max) else { return nil }
    return PathDecimal(digits: Int64(digits), scale: scale)
  }

  private static func power(_ exponent: Int) -> Int128 {
    var value: Int128 = 1
    for _ in 0..<exponent { value *= 10 }
    return value
  }

  private static func aligned(_ left: Self, _ right: Self) -> (Int128, Int128, Int) {
    let scale = max(left.scale, right.scale)
    return (
      Int128(left.digits) * power(scale - left.scale),
      Int128(right.digits) * power(scale - right.scale), scale
    )
  }

  /// Whether the left number is less (-1), equal (0) or greater (1).
  static func order(_ left: Self, _ right: Self) -> Int {
    let (first, second, _) = aligned(left, right)
    return first < second ? -1 : first > second ? 1 : 0
  }

  static func sum(_ left: Self, _ right: Self, negated: Bool = false) -> PathDecimal? {
    let (first, second, scale) = aligned(left, right)
    return fitted(negated ? first - second : first + second, scale)
  }

  static func product(_ left: Self, _ right: Self) -> PathDecimal? {
    fitted(Int128(left.digits) * Int128(right.digits), left.scale + right.scale)
  }

  /// The quotient to 18 digits after the point, as far as they fit; nil for a division by zero.
  static func quotient(_ left: Self, _ right: Self) -> PathDecimal? {
    let (first, second, _) = aligned(left, right)
    guard second != 0 else { return nil }
    // The digits that are left after an exact whole part are found one by one, as on paper.
    var digits = first / second
    var rest = first % second
    var scale = 0
    while rest != 0, scale < maximumScale, digits.magnitude < UInt128(Int64.max) / 10,
      rest.magnitude < UInt128.max / 32
    {
      rest *= 10
      digits = digits * 10 + rest / second
      rest %= second
      scale += 1
    }
    return fitted(digits, scale)
  }

  /// The whole part of the quotient, or what it leaves over; nil for a division by zero.
  static func wholeQuotient(_ left: Self, _ right: Self, remainder: Bool) -> PathDecimal? {
    let (first, second, scale) = aligned(left, right)
    guard second != 0 else { return nil }
    return remainder ? fitted(first % second, scale) : fitted(first / second, 0)
  }

  /// The number with so many digits after the point; what is beyond is rounded by a rule, zeros are added.
  func rounded(to places: Int, _ rule: Rounding = .nearest) -> PathDecimal? {
    let places = min(places, Self.maximumScale)
    if places >= scale {
      return Self.fitted(Int128(digits) * Self.power(places - scale), places)
    }
    let unit = Self.power(min(scale - places, 38))
    var whole = Int128(digits) / unit
    let rest = Int128(digits) % unit
    switch rule {
    case .down: if rest < 0 { whole -= 1 }
    case .up: if rest > 0 { whole += 1 }
    case .towardZero: break
    case .nearest: if rest.magnitude * 2 >= unit.magnitude { whole += digits < 0 ? -1 : 1 }
    }
    return Self.fitted(whole, places)
  }

  /// Which way digits are left out.
  enum Rounding {
    case down, up, towardZero, nearest
  }

  /// The number without zeros at the end of its fraction.
  var reduced: PathDecimal {
    var (digits, scale) = (digits, scale)
    while scale > 0, digits % 10 == 0 {
      digits /= 10
      scale -= 1
    }
    return PathDecimal(digits: digits, scale: scale)
  }

  /// Whether two numbers are the same when rounded to the less precise one; zeros at the end of a
  /// fraction do not count (FHIRPath N1 §6.1.2).
  static func areEquivalent(_ left: Self, _ right: Self) -> Bool {
    let (left, right) = (left.reduced, right.reduced)
    let places = min(left.scale, right.scale)
    guard let first = left.rounded(to: places), let second = right.rounded(to: places) else {
      return false
    }
    return order(first, second) == 0
  }

  /// The number that is nearest to a floating-point number; nil for one that is none or too large.
  init?(_ value: Double) {
    guard value.isFinite else { return nil }
    let bytes = Array("\(value)".utf8)
    self.init(bytes.span, 0..<bytes.count)
  }

  /// The number as floating point.
  var double: Double { Double(description) ?? .nan }

  var negated: PathDecimal { PathDecimal(digits: -digits, scale: scale) }

  /// The least or greatest number that is rounded to this one at its precision: half a unit of the
  /// last place away.
  func boundary(isHigh: Bool) -> PathDecimal? {
    Self.fitted(Int128(digits) * 10 + (isHigh ? 5 : -5), scale + 1)
  }

  /// The number as JSON spells it.
  var description: String {
    var text = String(digits.magnitude)
    if scale > 0 {
      if text.utf8.count <= scale {
        text = String(repeating: "0", count: scale + 1 - text.utf8.count) + text
      }
      text.insert(".", at: text.index(text.endIndex, offsetBy: -scale))
    }
    return digits < 0 ? "-" + text : text
  }
}
