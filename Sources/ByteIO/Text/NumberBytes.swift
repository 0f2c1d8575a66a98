extension [UInt8] {
  /// Appends the eight bytes of a word, the lowest first.
  package mutating func append(littleEndian word: UInt64) {
    // SAFETY: the bytes of a local value are copied while it is alive.
    unsafe Swift.withUnsafeBytes(of: word.littleEndian) { unsafe append(contentsOf: $0) }
  }
}
