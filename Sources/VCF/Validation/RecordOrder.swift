package import ByteIO

/// A record that does not stand where it belongs.
package struct Misplaced: Sendable, Equatable {
  /// Line within the chunk, from 0.
  package let line: Int
  /// `order` or `duplicate`.
  package let rule: VCFError.Rule
  /// The field concerned.
  package let field: String
  /// What is wrong and what was expected.
  package let message: String
}

/// Finds records that break the order of a file: contigs that are not contiguous, positions that
/// descend within a contig, and variants that an earlier record states (VCFv4.1 §1.4.1,
/// VCFv4.3 §1.6.1).
///
/// Fed with the chunks of a file in their order. A misplaced record counts as absent: what follows
/// it is compared with the records before it.
package struct RecordOrder: Sendable {
  private var contig: [UInt8] = []
  private var finished: Set<[UInt8]> = []
  private var position = 0
  /// The contig of the last line, when that one was misplaced.
  private var misplacedContig: [UInt8] = []
  private var variants: RecentVariants?
  private let refusesDescending: Bool

  /// An order in which no record stands yet.
  ///
  /// - Parameters:
  ///   - findsDuplicates: Whether REF and ALT are read as well and repeated variants found.
  ///   - refusesDescending: Whether positions must ascend.
  package init(findsDuplicates: Bool = false, refusesDescending: Bool = true) {
    variants = findsDuplicates ? RecentVariants() : nil
    self.refusesDescending = refusesDescending
  }

  /// What strict reading demands of the records behind a header, which depends on its version.
  package init(strictFor header: VCFHeader) {
    self.init(
      findsDuplicates: true,
      refusesDescending: SpecificationVersion(header).requiresAscendingPositions)
  }

  /// The misplaced records among the next lines of the file.
  ///
  /// Lines that are no records are passed over.
  /// - Complexity: O(n) in the size of the text, by `memchr` for the ends of lines; a line costs
  ///   little more than its first columns. Allocates nothing while the contig stays the same.
  package mutating func check(_ chunk: TextChunk) -> [Misplaced] {
    let text = chunk.text.span
    var misplaced: [Misplaced] = []
    var line = 0
    var start = chunk.start
    while start < text.count {
      let end = firstOffset(of: 0x0A, in: text, start..<text.count) ?? text.count
      if let found = checkLine(text, start, end, line) { misplaced.append(found) }
      line += 1
      start = end + 1
    }
    return misplaced
  }

  /// The misplaced records of the next batch of the file.
  ///
  /// - Complexity: O(1) for each record, without duplicates; reads the first columns only.
  package mutating func check(_ batch: RecordBatch) -> [Misplaced] {
    let text = batch.chunk.text.span
    var misplaced: [Misplaced] = []
    for record in batch.records {
      let found = check(
        text, contig: record.chrom, Int(record.position), ref: record.ref, alt: record.alt,
        Int(record.line))
      if let found { misplaced.append(found) }
    }
    return misplaced
  }

  @inline(__always)
  private mutating func checkLine(
    _ text: Span<UInt8>, _ start: Int, _ end: Int, _ line: Int
  ) -> Misplaced? {
    var columns = ByteFields(start..<end, separatedBy: 0x09)
    guard let contig = columns.next(in: text), !contig.isEmpty, let pos = columns.next(in: text),
      let position = parseInteger(text, pos), position >= 0
    else { return nil }
    guard variants != nil else {
      return check(text, contig: contig, position, ref: end..<end, alt: end..<end, line)
    }
    guard columns.next(in: text) != nil, let ref = columns.next(in: text),
      let alt = columns.next(in: text)
    else { return nil }
    return check(text, contig: contig, position, ref: ref, alt: alt, line)
  }

  @inline(__always)
  private mutating func check(
    _ text: Span<UInt8>, contig name: Range<Int>, _ position: Int, ref: Range<Int>,
    alt: Range<Int>, _ line: Int
  ) -> Misplaced? {
    // `<1>` is a contig of the assembly file, and stands among the records of `1`.
    var name = name
    if text[name.lowerBound] == UInt8(ascii: "<"), name.count > 2 {
      name = name.lowerBound + 1..<name.upperBound - 1
    }
    if !matches(text, name, contig), !enter(text, name) {
      return Misplaced(
        line: line, rule: .order, field: "CHROM",
        message: "the records of a contig must stand together; other contigs stand between")
    }
    if position < self.position {
      if refusesDescending {
        return Misplaced(
          line: line, rule: .order, field: "POS",
          message: "the records of a contig must stand in ascending order of POS")
      }
    } else {
      self.position = position
    }
    if variants?.insert(text, position, ref, alt) == true {
      return Misplaced(
        line: line, rule: .duplicate, field: "ALT",
        message: "an earlier record states the same variant")
    }
    return nil
  }

  /// Makes a contig the current one; false when its records ended before.
  private mutating func enter(_ text: Span<UInt8>, _ name: Range<Int>) -> Bool {
    if matches(text, name, misplacedContig) { return false }
    var bytes: [UInt8] = []
    bytes.append(text, name)
    if finished.contains(bytes) {
      misplacedContig = bytes
      return false
    }
    if !contig.isEmpty { finished.insert(contig) }
    contig = bytes
    position = 0
    variants?.removeAll()
    return true
  }
}
