/// Where the values of keys that are judged together stand in a record.
struct StructuralValues {
  /// Start and end of the values by the number of their key; 0 where the key is absent or missing.
  private var ranges = InlineArray<24, UInt64>(repeating: 0)
  /// Keys that are present, as bits; `.` counts.
  private var stated: UInt32 = 0
  /// Whether no key is present.
  var isEmpty: Bool { stated == 0 }

  /// Notes the values of a key; nil for `.`.
  @inline(__always)
  mutating func set(_ key: ValueRule.Special, _ range: Range<Int>?) {
    stated |= 1 &<< UInt32(key.rawValue)
    guard let range else { return }
    ranges[key.rawValue] = UInt64(range.lowerBound) &<< 32 | UInt64(range.upperBound)
  }

  /// Whether a key is present, with a value or with `.`.
  func isStated(_ key: ValueRule.Special) -> Bool {
    stated & (1 &<< UInt32(key.rawValue)) != 0
  }

  /// The values of a key; nil where it is absent or `.`.
  subscript(key: ValueRule.Special) -> Range<Int>? {
    let packed = ranges[key.rawValue]
    if packed == 0 { return nil }
    return Int(packed &>> 32)..<Int(packed & 0xFFFF_FFFF)
  }
}
