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
    for pair in pairs {
      append(pair[0].bitPattern)
      append(pair[1].bitPattern)
    }
  }

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
      bytes.reserveCapacity(bytes.count + fates.count)
      for fate in fates { bytes.append(fate.rawValue) }
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
    var word: UInt64 = 0
    for index in 0..<8 { word |= UInt64(source[offset + index]) << UInt64(8 * index) }
    offset += 8
    return word
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
    var pairs: [SIMD2<Double>] = []
    pairs.reserveCapacity(length)
    for _ in 0..<length {
      pairs.append(
        SIMD2(Double(bitPattern: word() ?? 0), Double(bitPattern: word() ?? 0)))
    }
    return pairs
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
      fates.reserveCapacity(total)
      for byte in source[offset..<offset + total] {
        guard let fate = RowFate(rawValue: byte) else { return nil }
        fates.append(fate)
      }
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
