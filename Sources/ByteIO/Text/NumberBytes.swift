extension [UInt8] {
  /// Appends the eight bytes of a word, the lowest first.
  package mutating func append(littleEndian word: UInt64) {
    // SAFETY: the bytes of a local value are copied while it is alive.
    unsafe Swift.withUnsafeBytes(of: word.littleEndian) { unsafe append(contentsOf: $0) }
  }

  /// Appends the eight bytes of each of some words, the lowest first; faster than one by one.
  ///
  /// - Parameter word: Gives each of them by its number.
  @inlinable
  package mutating func append(littleEndianWords count: Int, _ word: (Int) -> UInt64) {
    append(addingCapacity: 8 * count) { (output: inout OutputSpan<UInt8>) in
      // SAFETY: there is room for all words.
      unsafe output.withUnsafeMutableBufferPointer { free, filled in
        let start = UnsafeMutableRawBufferPointer(free)
        for number in 0..<count {
          unsafe start.storeBytes(
            of: word(number).littleEndian, toByteOffset: 8 * number, as: UInt64.self)
        }
        filled = 8 * count
      }
    }
  }
}
