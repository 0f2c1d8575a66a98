/// Percent-encoding of characters that would otherwise separate values (VCFv4.3 §1.2).
///
/// Only the eight sequences of the specification, in capitals, stand for something; every other
/// percent sign is text.
package enum PercentEncoding {
  private static let percent = UInt8(ascii: "%")

  /// The bytes a range stands for.
  package static func decoded(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    var offset = range.lowerBound
    while offset < range.upperBound {
      if text[offset] == percent, offset + 2 < range.upperBound,
        let byte = character(text[offset + 1], text[offset + 2])
      {
        result.append(byte)
        offset += 3
      } else {
        result.append(text[offset])
        offset += 1
      }
    }
    return result
  }

  /// Appends a value with the characters encoded that separate values in a column.
  package static func append(_ value: String, in column: FieldColumn, to output: inout [UInt8]) {
    for byte in value.utf8 {
      if byte == percent || separates(byte, in: column), let digits = digits(of: byte) {
        output += [percent, digits.0, digits.1]
      } else {
        output.append(byte)
      }
    }
  }

  /// Whether a byte cannot stand for itself within a value of a column.
  package static func separates(_ byte: UInt8, in column: FieldColumn) -> Bool {
    switch byte {
    case 0x09, 0x0A, 0x0D, UInt8(ascii: ","): true
    case UInt8(ascii: ";"), UInt8(ascii: "="): column == .info
    case UInt8(ascii: ":"): column == .format
    default: false
    }
  }

  private static func character(_ first: UInt8, _ second: UInt8) -> UInt8? {
    switch (first, second) {
    case (0x33, 0x41): UInt8(ascii: ":")
    case (0x33, 0x42): UInt8(ascii: ";")
    case (0x33, 0x44): UInt8(ascii: "=")
    case (0x32, 0x35): percent
    case (0x32, 0x43): UInt8(ascii: ",")
    case (0x30, 0x44): 0x0D
    case (0x30, 0x41): 0x0A
    case (0x30, 0x39): 0x09
    default: nil
    }
  }

  private static func digits(of byte: UInt8) -> (UInt8, UInt8)? {
    switch byte {
    case UInt8(ascii: ":"): (0x33, 0x41)
    case UInt8(ascii: ";"): (0x33, 0x42)
    case UInt8(ascii: "="): (0x33, 0x44)
    case percent: (0x32, 0x35)
    case UInt8(ascii: ","): (0x32, 0x43)
    case 0x0D: (0x30, 0x44)
    case 0x0A: (0x30, 0x41)
    case 0x09: (0x30, 0x39)
    default: nil
    }
  }
}
