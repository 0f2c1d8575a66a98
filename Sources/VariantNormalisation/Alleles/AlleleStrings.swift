import ByteIO
import Genomics
import VCF

/// The alleles of one record, the reference first, as bytes that may be changed.
struct AlleleStrings: Sendable {
  /// The bytes of all alleles, one behind the other.
  private(set) var bytes: [UInt8] = []
  /// Where each allele ends in ``bytes``.
  private var ends: [Int] = []

  /// How many there are.
  var count: Int { ends.count }

  /// Where an allele stands.
  subscript(_ allele: Int) -> Range<Int> {
    (allele == 0 ? 0 : ends[allele - 1])..<ends[allele]
  }

  /// Takes the alleles of a record; `.` in ALT is none.
  mutating func read(_ record: RecordBounds, _ text: Span<UInt8>) {
    removeAll()
    append(text, record.ref)
    if record.alt.count == 1, text[record.alt.lowerBound] == UInt8(ascii: ".") { return }
    var alternates = record.alternates
    while let allele = alternates.next(in: text) { append(text, allele) }
  }

  /// Removes all.
  mutating func removeAll() {
    bytes.clear()
    ends.clear()
  }

  /// Adds one at the end.
  mutating func append(_ text: Span<UInt8>, _ range: Range<Int>) {
    bytes.append(text, range)
    ends.append(bytes.count)
  }

  /// Takes two alleles of others; the bytes are copied.
  mutating func read(_ others: borrowing AlleleStrings, first: Int, then second: Int) {
    removeAll()
    append(others.bytes.span, others[first])
    append(others.bytes.span, others[second])
  }

  /// Takes all alleles of others; the bytes are copied.
  mutating func read(_ others: borrowing AlleleStrings) {
    removeAll()
    for allele in 0..<others.count { append(others.bytes.span, others[allele]) }
  }

  /// Adds one made of bases of the genome and a part of another's, the latter in upper case.
  mutating func append(
    _ context: Span<UInt8>, _ range: Range<Int>, then others: borrowing AlleleStrings,
    _ part: Range<Int>
  ) {
    bytes.append(context, range)
    for offset in part { bytes.append(others.bytes[offset] & 0xDF) }
    ends.append(bytes.count)
  }

  /// Adds one at the end.
  mutating func append(_ allele: [UInt8]) {
    bytes += allele
    ends.append(bytes.count)
  }

  /// Replaces one byte.
  mutating func set(_ offset: Int, to byte: UInt8) { bytes[offset] = byte }

  /// The alleles in another order, or some of them.
  func reordered(_ order: [Int]) -> AlleleStrings {
    var result = AlleleStrings()
    for allele in order { result.append(bytes.span, self[allele]) }
    return result
  }

  /// Whether an allele is made of A, C, G, T and N, in either case.
  func isBases(_ allele: Int) -> Bool {
    let range = self[allele]
    let bytes = bytes.span
    for offset in range where !Allele.isBase(bytes[offset]) { return false }
    return !range.isEmpty
  }

  /// Whether all are.
  var areBases: Bool {
    let bytes = bytes.span
    for offset in bytes.indices where !Allele.isBase(bytes[offset]) { return false }
    return true
  }

  /// Whether an allele is `<…>`.
  func isSymbolic(_ allele: Int) -> Bool {
    let range = self[allele]
    return !range.isEmpty && bytes[range.lowerBound] == UInt8(ascii: "<")
  }

  /// Whether an allele stands for any but those listed: `<*>`, `<NON_REF>`.
  func isUnspecified(_ allele: Int) -> Bool {
    let text = bytes[self[allele]]
    return text.elementsEqual("<*>".utf8) || text.elementsEqual("<NON_REF>".utf8)
  }

  /// Whether an allele is `*`.
  func isStar(_ allele: Int) -> Bool {
    self[allele].count == 1 && bytes[self[allele].lowerBound] == UInt8(ascii: "*")
  }

  /// Whether an allele is a breakend (VCFv4.4 §5.4): it has a bracket, or a point at one of its ends.
  func isBreakend(_ allele: Int) -> Bool {
    let range = self[allele]
    for offset in range
    where bytes[offset] == UInt8(ascii: "[") || bytes[offset] == UInt8(ascii: "]") {
      return true
    }
    return range.count > 1
      && (bytes[range.lowerBound] == UInt8(ascii: ".")
        || bytes[range.upperBound - 1] == UInt8(ascii: "."))
  }

  /// Whether two alleles are the same, whatever their case.
  func areEqual(_ one: Int, _ other: Int) -> Bool {
    let first = self[one]
    let second = self[other]
    guard first.count == second.count else { return false }
    for index in 0..<first.count
    where bytes[first.lowerBound + index] & 0xDF != bytes[second.lowerBound + index] & 0xDF {
      return false
    }
    return true
  }

  /// The alleles as they read on the other strand; `<…>` and `*` read the same.
  func reverseComplement() -> AlleleStrings {
    var result = AlleleStrings()
    for allele in 0..<count {
      let own = bytes[self[allele]]
      result.append(isBases(allele) ? own.reversed().map(Self.complement) : Array(own))
    }
    return result
  }

  private static func complement(_ base: UInt8) -> UInt8 {
    Allele.complement(of: base & 0xDF) ?? UInt8(ascii: "N")
  }

  /// Appends the alleles as REF and ALT stand in a line: `REF`, a tab, the others with commas.
  func appendColumns(to output: inout [UInt8]) {
    for allele in 0..<count {
      if allele == 1 { output.append(UInt8(ascii: "\t")) }
      if allele > 1 { output.append(UInt8(ascii: ",")) }
      output.append(bytes.span, self[allele])
    }
    if count == 1 { output += [UInt8(ascii: "\t"), UInt8(ascii: ".")] }
  }

  /// Appends them into room for ``columnsCount`` bytes.
  func appendColumns(to output: inout OutputSpan<UInt8>) {
    for allele in 0..<count {
      if allele == 1 { output.append(UInt8(ascii: "\t")) }
      if allele > 1 { output.append(UInt8(ascii: ",")) }
      output.append(bytes.span, self[allele])
    }
    if count == 1 {
      output.append(UInt8(ascii: "\t"))
      output.append(UInt8(ascii: "."))
    }
  }

  /// Bytes that ``appendColumns(to:)`` appends.
  var columnsCount: Int { count == 1 ? bytes.count + 2 : bytes.count + count - 1 }
}
