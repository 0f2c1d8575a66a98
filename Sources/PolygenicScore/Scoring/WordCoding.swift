internal import ByteIO

/// Appends numbers as little-endian 64-bit words.
struct WordWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ word: UInt64) {
    bytes.append(littleEndian: word)
  }

  mutating func append(_ number: Int) { append(UInt64(bitPattern: Int64(number))) }

  mutating func append(_ block: [UInt8]) {
    append(block.count)
    bytes.append(contentsOf: block)
  }

  mutating func append(_ pairs: [SIMD2<Double>]) {
    append(pairs.count)
    let pairs = pairs.span
    bytes.append(littleEndianWords: 2 * pairs.count) { pairs[$0 / 2][$0 % 2].bitPattern }
  }

  /// Makes room for a number of bytes.
  mutating func reserveCapacity(_ count: Int) { bytes.reserveCapacity(count) }

  /// Rows that were met, where they are few; else every row, eight a word.
  mutating func append(_ fates: [RowFate]) {
    let met = fates.count { $0 != .notMet }
    append(fates.count)
    append(met)
    if met < fates.count / 8 {
      for row in fates.indices where fates[row] != .notMet {
        append(UInt64(row) << 8 | UInt64(fates[row].rawValue))
      }
    } else {
      bytes.append(addingCapacity: fates.count) { (output: inout OutputSpan<UInt8>) in
        for fate in fates { output.append(fate.rawValue) }
      }
    }
  }

  mutating func append(_ numbers: [Int32]) {
    append(numbers.count)
    for number in numbers { append(Int(number)) }
  }
}

/// Reads what `WordWriter` wrote; nil wherever the bytes end too early or a length cannot be right.
struct WordReader {
  private let source: [UInt8]
  private var offset = 0

  init(_ source: [UInt8]) {
    self.source = source
  }

  var isAtEnd: Bool { offset == source.count }
  /// Bytes that are left.
  var remaining: Int { source.count - offset }

  mutating func word() -> UInt64? {
    guard source.count - offset >= 8 else { return nil }
    defer { offset += 8 }
    return ByteIO.word(source.span, at: offset)
  }

  /// A number from 0 to 2^48.
  mutating func count() -> Int? {
    guard let word = word(), word <= 1 << 48 else { return nil }
    return Int(word)
  }

  mutating func bytes() -> [UInt8]? {
    guard let length = count(), length <= source.count - offset else { return nil }
    defer { offset += length }
    return Array(source[offset..<offset + length])
  }

  mutating func pairs() -> [SIMD2<Double>]? {
    guard let length = count(), length <= (source.count - offset) / 16 else { return nil }
    defer { offset += 16 * length }
    let source = source
    let words = source.span.extracting(offset..<offset + 16 * length)
    return [SIMD2<Double>](capacity: length) { (pairs: inout OutputSpan<SIMD2<Double>>) in
      for number in 0..<length {
        pairs.append(
          SIMD2(
            Double(bitPattern: ByteIO.word(words, at: 16 * number)),
            Double(bitPattern: ByteIO.word(words, at: 16 * number + 8))))
      }
    }
  }

  /// The fates of so many rows.
  mutating func fates(_ total: Int) -> [RowFate]? {
    guard count() == total, let met = count(), met <= total else { return nil }
    var fates: [RowFate] = []
    if met < total / 8 {
      guard met <= (source.count - offset) / 8 else { return nil }
      fates = Array(repeating: .notMet, count: total)
      for _ in 0..<met {
        guard let word = word(), word >> 8 < UInt64(total),
          let fate = RowFate(rawValue: UInt8(truncatingIfNeeded: word))
        else { return nil }
        fates[Int(word >> 8)] = fate
      }
    } else {
      guard total <= source.count - offset else { return nil }
      let source = source
      let codes = source.span.extracting(offset..<offset + total)
      fates = [RowFate](capacity: total) { (fates: inout OutputSpan<RowFate>) in
        for number in 0..<total {
          guard let fate = RowFate(rawValue: codes[number]) else { return }
          fates.append(fate)
        }
      }
      guard fates.count == total else { return nil }
      offset += total
    }
    return fates
  }

  mutating func int32s() -> [Int32]? {
    guard let length = count(), length <= (source.count - offset) / 8 else { return nil }
    var numbers: [Int32] = []
    numbers.reserveCapacity(length)
    for _ in 0..<length {
      guard let word = word(), let number = Int32(exactly: Int64(bitPattern: word)) else {
        return nil
      }
      numbers.append(number)
    }
    return numbers
  }
}
