import ByteIO

/// How often each allele stands in the calls of some samples: what INFO/AC and INFO/AN say.
///
/// One value is reused from record to record; counting allocates nothing once there is room for the
/// record with the most alleles.
package struct AlleleTally {
  /// Per allele, the reference first: how often it is called.
  package private(set) var counts: [Int] = []
  /// How many alleles are called: INFO/AN. Missing ones do not count.
  package private(set) var total = 0

  /// A tally of nothing.
  package init() {}

  /// Begins a record.
  package mutating func reset(alleles: Int) {
    counts.clear()
    for _ in 0..<alleles { counts.append(0) }
    total = 0
  }

  /// Adds the call of a cell, which may leave it out.
  ///
  /// - Returns: Whether it is a call of the record's alleles.
  package mutating func add(_ text: Span<UInt8>, _ cell: Range<Int>, genotypeIndex: Int) -> Bool {
    var offset = cell.lowerBound
    let end = cell.upperBound
    for _ in 0..<genotypeIndex {
      while offset < end, text[offset] != UInt8(ascii: ":") { offset &+= 1 }
      if offset == end { return true }
      offset &+= 1
    }
    if offset == end { return true }
    if Self.isMark(text[offset]) { offset &+= 1 }
    while true {
      guard offset < end, add(text, &offset, end) else { return false }
      guard offset < end, Self.isMark(text[offset]) else { break }
      offset &+= 1
    }
    return offset == end || text[offset] == UInt8(ascii: ":")
  }

  /// Adds the allele at an offset and moves behind it.
  private mutating func add(_ text: Span<UInt8>, _ offset: inout Int, _ end: Int) -> Bool {
    if text[offset] == UInt8(ascii: ".") {
      offset &+= 1
      return true
    }
    let start = offset
    var allele = 0
    while offset < end, text[offset] &- 0x30 <= 9 {
      allele = min(allele &* 10 &+ Int(text[offset] &- 0x30), counts.count)
      offset &+= 1
    }
    guard offset > start, allele < counts.count else { return false }
    counts[allele] &+= 1
    total &+= 1
    return true
  }

  private static func isMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "|")
  }
}
