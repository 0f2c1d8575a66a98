internal import CVectors

/// The first offset, from `start` on, that is no space, tab or line end.
func skipSpace(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
  var offset = start
  while offset < end {
    let byte = text[offset]
    guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { break }
    offset &+= 1
  }
  return offset
}

/// The first offset, from `start` on, of a quote, backslash, control character or byte above 0x7F.
///
/// Eight bytes at a time: in a word, `(x - 0x01…) & ~x & 0x80…` has the high bit of the lowest zero byte.
func endOfPlainText(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
  let ones: UInt64 = 0x0101_0101_0101_0101
  let highs: UInt64 = 0x8080_8080_8080_8080
  var offset = start
  while offset &+ 8 <= end {
    let word = word(text, at: offset)
    let quote = word ^ (ones &* 0x22)
    let backslash = word ^ (ones &* 0x5C)
    let hits =
      ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (word &- ones &* 0x20) & ~word
        | word) & highs
    if hits != 0 { return offset &+ hits.trailingZeroBitCount >> 3 }
    offset &+= 8
  }
  while offset < end {
    let byte = text[offset]
    if byte == 0x22 || byte == 0x5C || byte < 0x20 || byte >= 0x80 { break }
    offset &+= 1
  }
  return offset
}

/// Eight bytes as a little-endian word; the fixed window lets the compiler make it one load.
@inline(__always)
private func word(_ text: Span<UInt8>, at offset: Int) -> UInt64 {
  let window = text.extracting(offset..<offset &+ 8)
  let low =
    UInt64(window[0]) | UInt64(window[1]) << 8 | UInt64(window[2]) << 16 | UInt64(window[3]) << 24
  let high =
    UInt64(window[4]) << 32 | UInt64(window[5]) << 40 | UInt64(window[6]) << 48
    | UInt64(window[7]) << 56
  return low | high
}

/// A hash of the bytes of a key, from its length and its first and last eight bytes.
func keyHash(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> UInt16 {
  guard start < end else { return 0 }
  precondition(start >= 0 && end <= text.count, "range outside the text")
  // SAFETY: the range was checked against the text above, and nothing is read outside the text.
  return unsafe text.withUnsafeBufferPointer {
    unsafe json_key_hash($0.baseAddress, $0.count, start, end)
  }
}

/// Steps over a number (RFC 8259 §6).
func endOfNumber(
  _ text: Span<UInt8>, _ start: Int, _ end: Int
) throws(JSONIndexError) -> Int {
  var offset = start
  if text[offset] == UInt8(ascii: "-") { offset &+= 1 }
  let integer = offset
  offset = endOfDigits(text, offset, end)
  guard offset > integer, offset == integer &+ 1 || text[integer] != UInt8(ascii: "0") else {
    throw JSONIndexError(.invalidNumber, at: start)
  }
  if offset < end, text[offset] == UInt8(ascii: ".") {
    let fraction = offset &+ 1
    offset = endOfDigits(text, fraction, end)
    guard offset > fraction else { throw JSONIndexError(.invalidNumber, at: start) }
  }
  if offset < end, text[offset] | 0x20 == UInt8(ascii: "e") {
    offset &+= 1
    if offset < end, text[offset] == UInt8(ascii: "+") || text[offset] == UInt8(ascii: "-") {
      offset &+= 1
    }
    let exponent = offset
    offset = endOfDigits(text, exponent, end)
    guard offset > exponent else { throw JSONIndexError(.invalidNumber, at: start) }
  }
  return offset
}

private func endOfDigits(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
  var offset = start
  while offset < end, text[offset] &- UInt8(ascii: "0") < 10 { offset &+= 1 }
  return offset
}
