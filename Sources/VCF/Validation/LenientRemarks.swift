import ByteIO

/// Counts what lenient reading tolerates: keys and filters that nobody declared, contigs without a
/// line, positions past the end of a contig, records out of order.
///
/// Fed with the batches of a file in order; counts of several files, or of parallel readers, are
/// merged (then records out of order are found within a reader's batches only).
package struct LenientRemarks: Sendable {
  /// How often a rule was broken.
  package struct Count: Sendable, Equatable {
    /// The rule.
    package let rule: VCFError.Rule
    /// The field concerned.
    package let field: String
    /// Records that break it.
    package let count: Int
  }

  private var undeclaredInfos = 0
  private var undeclaredFormats = 0
  private var undeclaredFilters = 0
  private var unknownContigs = 0
  private var pastEnds = 0
  private var misplaced = 0

  private let infoKeys: KeyTable
  private let formatKeys: KeyTable
  private let filterNames: KeyTable
  private let contigKeys: KeyTable
  private let contigEnds: [Int]
  private var order = RecordOrder()

  /// Counts for the records behind a header.
  package init(header: VCFHeader) {
    infoKeys = KeyTable(header.infos.keys.map { Array($0.utf8) })
    formatKeys = KeyTable(header.formats.keys.map { Array($0.utf8) })
    filterNames = KeyTable(
      ["PASS", "."].map { Array($0.utf8) } + header.filters.map { Array($0.utf8) })
    contigKeys = KeyTable(header.contigs.map { Array($0.name.utf8) })
    // One past the end is the telomere.
    contigEnds = header.contigs.map { $0.length.map { $0 + 1 } ?? Int.max }
  }

  /// What was counted, rules that no record broke left out.
  package var counts: [Count] {
    [
      Count(rule: .undeclared, field: "INFO", count: undeclaredInfos),
      Count(rule: .undeclared, field: "FORMAT", count: undeclaredFormats),
      Count(rule: .undeclared, field: "FILTER", count: undeclaredFilters),
      Count(rule: .unknownContig, field: "CHROM", count: unknownContigs),
      Count(rule: .pastContigEnd, field: "POS", count: pastEnds),
      Count(rule: .order, field: "POS", count: misplaced),
    ].filter { $0.count > 0 }
  }

  /// Adds the counts of another reader.
  package mutating func merge(_ other: LenientRemarks) {
    undeclaredInfos += other.undeclaredInfos
    undeclaredFormats += other.undeclaredFormats
    undeclaredFilters += other.undeclaredFilters
    unknownContigs += other.unknownContigs
    pastEnds += other.pastEnds
    misplaced += other.misplaced
  }

  /// Counts the records of a batch.
  ///
  /// - Complexity: O(n) in the length of CHROM to FORMAT; samples are not read.
  package mutating func add(_ batch: RecordBatch) {
    let text = batch.chunk.text.span
    var contig = 0..<0
    var end: Int? = Int.max
    var format = 0..<0
    var knowsFormat = true
    for record in batch.records {
      if !equal(text, contig, text, record.chrom) {
        contig = record.chrom
        end = contigKeys.index(of: text, contig.lowerBound, contig.upperBound).map {
          contigEnds[$0]
        }
      }
      if let end {
        if Int(record.position) > end { pastEnds += 1 }
      } else {
        unknownContigs += 1
      }
      if !Self.isKnown(text, record.filter, UInt8(ascii: ";"), filterNames) {
        undeclaredFilters += 1
      }
      if !knowsInfo(text, record.info) { undeclaredInfos += 1 }
      if !equal(text, format, text, record.format) {
        format = record.format
        knowsFormat = Self.isKnown(text, format, UInt8(ascii: ":"), formatKeys)
      }
      if !knowsFormat { undeclaredFormats += 1 }
    }
    misplaced += order.check(batch).count
  }

  /// Whether all pieces of a range are in a table; empty ranges and `.` are.
  private static func isKnown(
    _ text: Span<UInt8>, _ range: Range<Int>, _ separator: UInt8, _ table: KeyTable
  ) -> Bool {
    if isMissing(range, in: text) { return true }
    var start = range.lowerBound
    while true {
      let end = offset(of: separator, or: separator, in: text, start, range.upperBound)
      if table.index(of: text, start, end) == nil { return false }
      if end >= range.upperBound { return true }
      start = end &+ 1
    }
  }

  /// Whether all keys of INFO are declared.
  private func knowsInfo(_ text: Span<UInt8>, _ info: Range<Int>) -> Bool {
    if isMissing(info, in: text) { return true }
    let end = info.upperBound
    var offset = info.lowerBound
    let (equals, semicolon) = (UInt8(ascii: "="), UInt8(ascii: ";"))
    while offset < end {
      let keyEnd = ByteIO.offset(of: equals, or: semicolon, in: text, offset, end)
      if infoKeys.index(of: text, offset, keyEnd) == nil { return false }
      offset = ByteIO.offset(of: semicolon, or: semicolon, in: text, keyEnd, end) &+ 1
    }
    return true
  }
}
