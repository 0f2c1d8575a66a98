import Crypto

/// A SHA-256 digest that names content: of a file, of a recipe, of what a task makes.
package struct ContentKey: Sendable, Hashable, Comparable, CustomStringConvertible {
  private let words: (UInt64, UInt64, UInt64, UInt64)

  private init(words: (UInt64, UInt64, UInt64, UInt64)) {
    self.words = words
  }

  /// The digest in 32 bytes, most significant first.
  package init?(bytes: Span<UInt8>) {
    guard bytes.count == 32 else { return nil }
    func word(_ start: Int) -> UInt64 {
      var word: UInt64 = 0
      for index in start..<start + 8 { word = word << 8 | UInt64(bytes[index]) }
      return word
    }
    self.init(words: (word(0), word(8), word(16), word(24)))
  }

  /// The digest in 64 hexadecimal digits.
  package init?(hexadecimal: String) {
    let digits = Array(hexadecimal.utf8)
    guard digits.count == 64 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: 64, by: 2) {
      let pair = String(decoding: digits[index..<index + 2], as: UTF8.self)
      guard let byte = UInt8(pair, radix: 16) else { return nil }
      bytes.append(byte)
    }
    self.init(bytes: bytes.span)
  }

  /// The digest as 32 bytes.
  package var bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(32)
    func append(_ word: UInt64) {
      for shift in stride(from: 56, through: 0, by: -8) {
        result.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
      }
    }
    append(words.0)
    append(words.1)
    append(words.2)
    append(words.3)
    return result
  }

  /// The digest in 64 hexadecimal digits.
  package var description: String {
    let text = [UInt8](capacity: 64) { text in
      func append(_ word: UInt64) {
        for shift in stride(from: 60, through: 0, by: -4) {
          let digit = UInt8(truncatingIfNeeded: word &>> UInt64(shift)) & 15
          text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
      }
      append(words.0)
      append(words.1)
      append(words.2)
      append(words.3)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The first eight digits, for people.
  package var short: String { String(description.prefix(8)) }

  /// Whether two digests are the same.
  package static func == (left: Self, right: Self) -> Bool { left.words == right.words }
  /// The order of the digests as numbers.
  package static func < (left: Self, right: Self) -> Bool { left.words < right.words }
  /// A digest is its own hash.
  package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

/// Makes a ``ContentKey`` from fields; each is preceded by its length, so that no two lists of fields collide.
package struct KeyHasher {
  private var hasher = SHA256()

  /// A hasher that has seen nothing.
  package init() {}

  /// Adds a text.
  package mutating func add(_ text: String) {
    let bytes = Array(text.utf8)
    addLength(bytes.count)
    hasher.update(data: bytes)
  }

  /// Adds a digest.
  package mutating func add(_ key: ContentKey) {
    hasher.update(data: key.bytes)
  }

  /// Adds a count, for example of the fields that follow.
  package mutating func addLength(_ count: Int) {
    var bytes: [UInt8] = []
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: count >> shift))
    }
    hasher.update(data: bytes)
  }

  /// Adds raw bytes without their length: for the content of a file.
  package mutating func addContent(_ bytes: [UInt8]) {
    hasher.update(data: bytes)
  }

  /// The digest of everything added.
  package consuming func key() -> ContentKey {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    for byte in hasher.finalize() { bytes.append(byte) }
    guard let key = ContentKey(bytes: bytes.span) else {
      preconditionFailure("SHA-256 gives 32 bytes")
    }
    return key
  }
}
