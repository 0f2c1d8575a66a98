/// Changes of bytes that know nothing of what the bytes mean.
enum ByteMutation: CaseIterable {
  case flipBits, setBytes, truncate, insert, remove, duplicate, splice, word

  /// Changes the bytes; `other` is what pieces are spliced in from.
  func apply(to bytes: inout [UInt8], _ other: [UInt8], _ choices: inout Choices) {
    switch self {
    case .flipBits:
      guard !bytes.isEmpty else { return }
      for _ in 0...choices.below(4) {
        bytes[choices.below(bytes.count)] ^= 1 << UInt8(choices.below(8))
      }
    case .setBytes:
      guard !bytes.isEmpty else { return }
      for _ in 0...choices.below(3) {
        bytes[choices.below(bytes.count)] =
          choices.oneIn(2) ? choices.byte() : choices.pick(Self.tellingBytes)
      }
    case .truncate: bytes.removeLast(choices.below(bytes.count + 1))
    case .insert:
      let place = choices.below(bytes.count + 1)
      let piece =
        choices.oneIn(2)
        ? (0...choices.below(8)).map { _ in choices.byte() }
        : Array(repeating: choices.pick(Self.tellingBytes), count: choices.number(1...4))
      bytes.insert(contentsOf: piece, at: place)
    case .remove: bytes.removeSubrange(choices.range(in: bytes.count, upTo: 64))
    case .duplicate:
      let piece = Array(bytes[choices.range(in: bytes.count, upTo: 400)])
      let place = choices.below(bytes.count + 1)
      for _ in 0...choices.below(3) { bytes.insert(contentsOf: piece, at: place) }
    case .splice:
      let cut = choices.below(bytes.count + 1)
      bytes = Array(bytes[..<cut]) + other[choices.below(other.count + 1)...]
    case .word:
      // A number of a binary format.
      guard bytes.count >= 8 else { return }
      let size = choices.pick([2, 4, 4, 4, 8])
      let place = (choices.below(bytes.count - 8) / 4) * 4
      let value = choices.pick(Self.tellingWords)
      for index in 0..<size {
        bytes[place + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index))
      }
    }
  }

  /// Bytes that mean something to a parser.
  private static let tellingBytes: [UInt8] = [
    0x00, 0x09, 0x0A, 0x0D, 0x20, 0x22, 0x23, 0x25, 0x2C, 0x2D, 0x2E, 0x2F, 0x30, 0x31, 0x39, 0x3A,
    0x3B, 0x3C, 0x3D, 0x3E, 0x5B, 0x5C, 0x5D, 0x7C, 0x7F, 0x80, 0xC3, 0xEF, 0xFF,
  ]

  private static let tellingWords: [UInt64] = [
    0, 1, 2, 27, 28, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x1_0000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF,
    37449, 37450, 0x1_0000_0000, 1 << 48, .max >> 16, .max >> 1, .max,
  ]
}
