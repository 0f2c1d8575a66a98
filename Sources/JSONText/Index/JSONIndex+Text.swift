extension JSONIndex {
  /// Appends the text of a string or key, its escapes resolved; for another kind its bytes as they stand.
  package func appendText(_ position: Int, in text: Span<UInt8>, to output: inout [UInt8]) {
    let entry = entries[position]
    var offset = Int(entry.start)
    let end = Int(entry.end)
    guard entry.hasEscapes else {
      output.append(addingCapacity: end - offset) { (free: inout OutputSpan<UInt8>) in
        for offset in offset..<end { free.append(text[offset]) }
      }
      return
    }
    while offset < end {
      let byte = text[offset]
      offset &+= 1
      guard byte == UInt8(ascii: "\\") else {
        output.append(byte)
        continue
      }
      let escape = text[offset]
      offset &+= 1
      switch escape {
      case UInt8(ascii: "b"): output.append(0x08)
      case UInt8(ascii: "f"): output.append(0x0C)
      case UInt8(ascii: "n"): output.append(0x0A)
      case UInt8(ascii: "r"): output.append(0x0D)
      case UInt8(ascii: "t"): output.append(0x09)
      case UInt8(ascii: "u"): appendScalar(text, &offset, to: &output)
      default: output.append(escape)
      }
    }
  }

  /// Resolves `XXXX`, or `XXXX\uXXXX` of a surrogate pair; the reader has checked both.
  private func appendScalar(_ text: Span<UInt8>, _ offset: inout Int, to output: inout [UInt8]) {
    var scalar = hexadecimal(text, offset) ?? 0
    offset += 4
    if scalar & 0xFC00 == 0xD800 {
      let low = hexadecimal(text, offset + 2) ?? 0xDC00
      scalar = 0x10000 + (scalar & 0x3FF) << 10 + low & 0x3FF
      offset += 6
    }
    switch scalar {
    case 0..<0x80:
      output.append(UInt8(scalar))
    case 0x80..<0x800:
      output.append(UInt8(0xC0 | scalar >> 6))
      output.append(UInt8(0x80 | scalar & 0x3F))
    case 0x800..<0x10000:
      output.append(UInt8(0xE0 | scalar >> 12))
      output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      output.append(UInt8(0x80 | scalar & 0x3F))
    default:
      output.append(UInt8(0xF0 | scalar >> 18))
      output.append(UInt8(0x80 | scalar >> 12 & 0x3F))
      output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      output.append(UInt8(0x80 | scalar & 0x3F))
    }
  }
}

/// Steps over an escape that begins at `start`, a surrogate pair as one.
func endOfEscape(
  _ text: Span<UInt8>, _ start: Int, _ end: Int
) throws(JSONIndexError) -> Int {
  guard start &+ 1 < end else { throw JSONIndexError(.endOfText, at: end) }
  switch text[start &+ 1] {
  case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
    UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
    return start &+ 2
  case UInt8(ascii: "u"):
    guard start &+ 6 <= end else { throw JSONIndexError(.endOfText, at: end) }
    guard let scalar = hexadecimal(text, start &+ 2) else {
      throw JSONIndexError(.invalidEscape, at: start)
    }
    guard scalar & 0xF800 == 0xD800 else { return start &+ 6 }
    guard scalar < 0xDC00, start &+ 12 <= end, text[start &+ 6] == UInt8(ascii: "\\"),
      text[start &+ 7] == UInt8(ascii: "u"), let low = hexadecimal(text, start &+ 8),
      low & 0xFC00 == 0xDC00
    else { throw JSONIndexError(.loneSurrogate, at: start) }
    return start &+ 12
  default:
    throw JSONIndexError(.invalidEscape, at: start)
  }
}

/// The value of four hexadecimal digits; nil where one is none.
private func hexadecimal(_ text: Span<UInt8>, _ start: Int) -> UInt32? {
  var value: UInt32 = 0
  for offset in start..<start + 4 {
    let byte = text[offset]
    let digit: UInt8
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
    default: return nil
    }
    value = value << 4 | UInt32(digit)
  }
  return value
}

/// Steps over one scalar above U+007F (Unicode 15, table 3-7: well-formed UTF-8).
func endOfScalar(
  _ text: Span<UInt8>, _ start: Int, _ end: Int
) throws(JSONIndexError) -> Int {
  let lead = text[start]
  let length: Int
  let second: ClosedRange<UInt8>
  switch lead {
  case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
  case 0xE0: (length, second) = (3, 0xA0...0xBF)
  case 0xE1...0xEC, 0xEE, 0xEF: (length, second) = (3, 0x80...0xBF)
  case 0xED: (length, second) = (3, 0x80...0x9F)
  case 0xF0: (length, second) = (4, 0x90...0xBF)
  case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
  case 0xF4: (length, second) = (4, 0x80...0x8F)
  default: throw JSONIndexError(.invalidUTF8, at: start)
  }
  guard start &+ length <= end, second.contains(text[start &+ 1]) else {
    throw JSONIndexError(.invalidUTF8, at: start)
  }
  for offset in start &+ 2..<start &+ length where text[offset] & 0xC0 != 0x80 {
    throw JSONIndexError(.invalidUTF8, at: start)
  }
  return start &+ length
}
