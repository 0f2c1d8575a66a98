internal import ByteIO

/// Byte strings, each kept once and known by its place: what rows are grouped by.
struct DistinctKeys: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var hashes: [UInt64] = []
  /// Places by hash, open addressing; -1 where free. A power of two, at most half full.
  private var slots = [Int32](repeating: -1, count: 64)

  /// How many there are.
  var count: Int { ends.count }

  /// The bytes of all keys, one behind the other.
  var allBytes: [UInt8] { bytes }

  /// The bytes of a key.
  subscript(place: Int) -> ArraySlice<UInt8> { bytes[range(place)] }

  /// The key as text.
  func text(_ place: Int) -> String { String(decoding: self[place], as: UTF8.self) }

  /// The place of a range of bytes; a new one at the end where they have none yet.
  mutating func place(of text: Span<UInt8>, _ range: Range<Int>) -> Int {
    let hash = Fingerprint(text, range).high
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] >= 0 {
      let found = Int(slots[slot])
      if hashes[found] == hash, isKey(found, text, range) { return found }
      slot = (slot + 1) & mask
    }
    slots[slot] = Int32(ends.count)
    bytes.append(text, range)
    ends.append(bytes.count)
    hashes.append(hash)
    if 2 * ends.count > slots.count { grow() }
    return ends.count - 1
  }

  /// The place of a key.
  mutating func place(of key: [UInt8]) -> Int { place(of: key.span, 0..<key.count) }

  private func range(_ place: Int) -> Range<Int> {
    (place == 0 ? 0 : ends[place - 1])..<ends[place]
  }

  private func isKey(_ place: Int, _ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let key = self.range(place)
    guard key.count == range.count else { return false }
    for offset in 0..<range.count
    where bytes[key.lowerBound + offset] != text[range.lowerBound + offset] { return false }
    return true
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: 2 * slots.count)
    let mask = slots.count - 1
    for (place, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(place)
    }
  }
}
