/// Turns text in UTF-16 into UTF-8, block by block; other text passes as it is.
///
/// Which it is, is told by the first bytes: a byte order mark, or a brace, bracket or `<` beside a zero byte. Half a
/// surrogate pair becomes a byte that is no UTF-8, so that the record with it is refused.
package struct UTF16Decoder: Sendable {
  private enum Form: Sendable {
    case unknown, other, littleEndian, bigEndian
  }

  private var form = Form.unknown
  private var oddByte: UInt8?
  private var highSurrogate: UInt32?
  /// Whether the text is in UTF-16; known after the first block.
  package var isUTF16: Bool { form == .littleEndian || form == .bigEndian }

  /// A decoder at the beginning of a text.
  package init() {}

  /// The text of a block in UTF-8.
  package mutating func decode(_ block: [UInt8]) -> [UInt8] {
    var block = block[...]
    if form == .unknown, block.count >= 2 { begin(&block) }
    guard isUTF16 else { return Array(block) }
    var output: [UInt8] = []
    output.reserveCapacity(block.count / 2 + 4)
    for byte in block {
      guard let first = oddByte.take() else {
        oddByte = byte
        continue
      }
      let unit =
        form == .littleEndian
        ? UInt32(byte) << 8 | UInt32(first) : UInt32(first) << 8 | UInt32(byte)
      append(unit, to: &output)
    }
    return output
  }

  /// What is left at the end of the text: halves that never were completed.
  package mutating func finish() -> [UInt8] {
    oddByte.take() != nil || highSurrogate.take() != nil ? [0xFF] : []
  }

  private mutating func begin(_ block: inout ArraySlice<UInt8>) {
    let first = block[block.startIndex]
    let second = block[block.startIndex + 1]
    let signs: [UInt8] = [UInt8(ascii: "<"), UInt8(ascii: "{"), UInt8(ascii: "[")]
    switch (first, second) {
    case (0xFF, 0xFE), (0xFE, 0xFF):
      form = first == 0xFF ? .littleEndian : .bigEndian
      block = block.dropFirst(2)
    case (let sign, 0) where signs.contains(sign): form = .littleEndian
    case (0, let sign) where signs.contains(sign): form = .bigEndian
    default: form = .other
    }
  }

  private mutating func append(_ unit: UInt32, to output: inout [UInt8]) {
    if let high = highSurrogate.take() {
      guard unit & 0xFC00 == 0xDC00 else {
        output.append(0xFF)
        return append(unit, to: &output)
      }
      return append(scalar: 0x10000 + (high & 0x3FF) << 10 + unit & 0x3FF, to: &output)
    }
    switch unit & 0xFC00 {
    case 0xD800: highSurrogate = unit
    case 0xDC00: output.append(0xFF)
    default: append(scalar: unit, to: &output)
    }
  }

  private func append(scalar: UInt32, to output: inout [UInt8]) {
    guard let scalar = Unicode.Scalar(scalar) else { return }
    output.append(contentsOf: String(scalar).utf8)
  }
}
