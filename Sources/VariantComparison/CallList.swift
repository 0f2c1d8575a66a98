/// The calls of one sample on one sequence, packed: a few bytes for each, so that a whole genome fits into little memory.
///
/// A packed call is: how many bytes its alleles take; the alleles as text (`REF`, a tab, alternatives with commas between
/// them); its genotype; its allele fraction. Calls with the same alleles begin with the same bytes.
package struct CallList: Sendable {
  /// The packed calls, one behind the other.
  private var bytes: [UInt8] = []
  private var positions: [Int32] = []
  private var starts: [Int32] = []
  private var isSorted = true

  /// No calls.
  package init() {}

  /// Calls in any order; they are sorted.
  package init(_ calls: [ComparedCall]) {
    for call in calls {
      var packed: [UInt8] = []
      Self.pack(call, into: &packed)
      append(position: call.position, packed)
    }
    sort()
  }

  /// How many calls there are.
  package var count: Int { positions.count }

  /// POS of a call, from 1.
  package func position(_ place: Int) -> Int { Int(positions[place]) }

  /// Adds a call that was packed already; ``sort()`` must follow the last.
  package mutating func append(position: Int, _ packed: some Collection<UInt8>) {
    if let last = positions.last, Int(last) > position { isSorted = false }
    positions.append(Int32(truncatingIfNeeded: position))
    starts.append(Int32(truncatingIfNeeded: bytes.count))
    bytes.append(contentsOf: packed)
  }

  /// Adds the packed call that begins at a place of a text.
  ///
  /// - Returns: Where the call ends.
  package mutating func append(position: Int, _ text: Span<UInt8>, at start: Int) -> Int {
    let end = Self.end(text, start)
    if let last = positions.last, Int(last) > position { isSorted = false }
    positions.append(Int32(truncatingIfNeeded: position))
    starts.append(Int32(truncatingIfNeeded: bytes.count))
    for place in start..<end { bytes.append(text[place]) }
    return end
  }

  /// Brings calls into the order of their positions, and leaves one of those with the same alleles at one position.
  ///
  /// - Complexity: O(n) where they are in order, O(n log n) otherwise.
  package mutating func sort() {
    if !isSorted {
      let order = positions.indices.sorted { (positions[$0], $0) < (positions[$1], $1) }
      positions = order.map { positions[$0] }
      starts = order.map { starts[$0] }
      isSorted = true
    }
    var kept = 0
    for place in positions.indices {
      var earlier = kept - 1
      var isRepeated = false
      while earlier >= 0, positions[earlier] == positions[place] {
        if hasSameAlleles(Int(starts[earlier]), Int(starts[place])) { isRepeated = true }
        earlier -= 1
      }
      if isRepeated { continue }
      positions[kept] = positions[place]
      starts[kept] = starts[place]
      kept += 1
    }
    positions.removeLast(positions.count - kept)
    starts.removeLast(starts.count - kept)
  }

  private func hasSameAlleles(_ one: Int, _ other: Int) -> Bool {
    let text = bytes.span
    let (mine, its) = (Self.alleles(text, one), Self.alleles(text, other))
    guard mine.count == its.count else { return false }
    for offset in 0..<mine.count
    where text[mine.lowerBound + offset] != text[its.lowerBound + offset] { return false }
    return true
  }

  /// Whether two calls have the same position and the same alleles, and the same genotype where that is asked.
  package func equals(
    _ place: Int, _ other: borrowing CallList, _ otherPlace: Int, genotype: Bool
  ) -> Bool {
    guard positions[place] == other.positions[otherPlace] else { return false }
    let (text, its) = (bytes.span, other.bytes.span)
    let alleles = Self.alleles(text, Int(starts[place]))
    let otherAlleles = Self.alleles(its, Int(other.starts[otherPlace]))
    guard alleles.count == otherAlleles.count else { return false }
    for offset in 0..<alleles.count
    where text[alleles.lowerBound + offset] != its[otherAlleles.lowerBound + offset] {
      return false
    }
    guard genotype else { return true }
    let mine = Self.unordered(text, alleles.upperBound)
    let others = Self.unordered(its, otherAlleles.upperBound)
    // Where a file gives no genotype, any is possible.
    return mine.isEmpty || others.isEmpty || mine == others
  }

  /// How many bases of the genome a call is about.
  package func referenceLength(_ place: Int) -> Int {
    let text = bytes.span
    let alleles = Self.alleles(text, Int(starts[place]))
    var length = 0
    while length < alleles.count, text[alleles.lowerBound + length] != UInt8(ascii: "\t") {
      length += 1
    }
    return length
  }

  /// A call, unpacked.
  package subscript(place: Int) -> ComparedCall {
    let text = bytes.span
    let alleles = Self.alleles(text, Int(starts[place]))
    var parts: [[UInt8]] = []
    var start = alleles.lowerBound
    for offset in alleles
    where text[offset] == UInt8(ascii: "\t") || text[offset] == UInt8(ascii: ",") {
      parts.append(Array(bytes[start..<offset]))
      start = offset + 1
    }
    let last = Array(bytes[start..<alleles.upperBound])
    let genotype = Self.genotype(text, alleles.upperBound)
    let hasFraction = text[alleles.upperBound] & Self.hasFraction != 0
    return ComparedCall(
      unpacked: Int(positions[place]), parts.first ?? [], Array(parts.dropFirst()) + [last],
      genotype.copies, isPhased: genotype.isPhased,
      alleleFraction: hasFraction ? Self.fraction(text, genotype.end) : nil)
  }

  /// The allele fraction of a call.
  package func alleleFraction(_ place: Int) -> Double? {
    let text = bytes.span
    let alleles = Self.alleles(text, Int(starts[place]))
    guard text[alleles.upperBound] & Self.hasFraction != 0 else { return nil }
    return Self.fraction(text, Self.genotype(text, alleles.upperBound).end)
  }
}

// How a call is packed.
extension CallList {
  /// Genotypes that take one byte.
  private static let common: [(copies: [Int], isPhased: Bool)] = [
    ([], false), ([0, 1], false), ([1, 1], false), ([0, 1], true), ([1, 0], true), ([1, 1], true),
    ([1, 0], false), ([1], false), ([1, 2], false), ([1, 2], true), ([2, 1], true),
  ]
  private static let otherGenotype: UInt8 = 63
  private static let hasFraction: UInt8 = 64

  /// Packs a call.
  package static func pack(_ call: ComparedCall, into bytes: inout [UInt8]) {
    let length =
      call.reference.count + call.alternatives.reduce(0) { $0 + $1.count }
      + max(1, call.alternatives.count)
    packNumber(length, into: &bytes)
    bytes += call.reference
    bytes.append(UInt8(ascii: "\t"))
    for (number, allele) in call.alternatives.enumerated() {
      if number > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += allele
    }
    packGenotype(call.copies, call.isPhased, call.alleleFraction, into: &bytes)
  }

  /// Packs what follows the alleles.
  package static func packGenotype(
    _ copies: [Int], _ isPhased: Bool, _ fraction: Double?, into bytes: inout [UInt8]
  ) {
    let code = common.firstIndex { $0.copies == copies && $0.isPhased == isPhased }
    let flag = fraction == nil ? 0 : hasFraction
    if let code {
      bytes.append(UInt8(code) | flag)
    } else {
      bytes.append(otherGenotype | flag)
      bytes.append(UInt8(min(copies.count, 127)) | (isPhased ? 128 : 0))
      for copy in copies.prefix(127) { bytes.append(UInt8(clamping: copy)) }
    }
    guard let fraction else { return }
    var bits = fraction.bitPattern
    for _ in 0..<8 {
      bytes.append(UInt8(truncatingIfNeeded: bits))
      bits >>= 8
    }
  }

  /// Packs a number from 0 on, seven bits a byte.
  package static func packNumber(_ number: Int, into bytes: inout [UInt8]) {
    var rest = number
    while rest > 127 {
      bytes.append(UInt8(rest & 127) | 128)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// A number, and where it ends.
  package static func number(_ text: Span<UInt8>, _ start: Int) -> (value: Int, end: Int) {
    var (value, place, shift) = (0, start, 0)
    while place < text.count {
      let byte = text[place]
      place += 1
      value |= Int(byte & 127) << shift
      if byte < 128 { break }
      shift += 7
    }
    return (value, place)
  }

  private static func alleles(_ text: Span<UInt8>, _ start: Int) -> Range<Int> {
    let (length, place) = number(text, start)
    return place..<place + length
  }

  private static func genotype(
    _ text: Span<UInt8>, _ start: Int
  ) -> (copies: [Int], isPhased: Bool, end: Int) {
    let code = text[start] & ~hasFraction
    if code != otherGenotype {
      let known = common[Int(code)]
      return (known.copies, known.isPhased, start + 1)
    }
    let count = Int(text[start + 1] & 127)
    let copies = (0..<count).map { Int(text[start + 2 + $0]) }
    return (copies, text[start + 1] & 128 != 0, start + 2 + count)
  }

  /// The copies without an order; the only copy of a genotype of one stands for two.
  private static func unordered(_ text: Span<UInt8>, _ start: Int) -> [Int] {
    let copies = genotype(text, start).copies
    return copies.count == 1 ? [copies[0], copies[0]] : copies.sorted()
  }

  private static func fraction(_ text: Span<UInt8>, _ start: Int) -> Double {
    var bits: UInt64 = 0
    for place in (start..<start + 8).reversed() { bits = bits << 8 | UInt64(text[place]) }
    return Double(bitPattern: bits)
  }

  private static func end(_ text: Span<UInt8>, _ start: Int) -> Int {
    let alleles = alleles(text, start)
    let flag = text[alleles.upperBound] & hasFraction
    let code = text[alleles.upperBound] & ~hasFraction
    let genotype =
      code == otherGenotype ? 2 + Int(text[alleles.upperBound + 1] & 127) : 1
    return alleles.upperBound + genotype + (flag == 0 ? 0 : 8)
  }
}
