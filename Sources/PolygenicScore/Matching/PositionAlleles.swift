internal import ByteIO
package import VCF

/// The records that stand at one position, as pairs of REF and one ALT.
///
/// Reused from position to position; the text is not copied.
package struct PositionAlleles: Sendable {
  /// One record of the position.
  package struct Record: Sendable {
    /// The record's index in its batch.
    package var index: Int
    /// The reference allele.
    package var reference: Range<Int>
    /// The first alternative allele.
    package var firstAlternative: Range<Int>
    /// Whether the record has several alternative alleles; those that stand for "any other allele" may or may
    /// not count.
    package var isMultiallelic: Bool
    /// The first record of the position with the same REF and first ALT: the two have the same variant
    /// identifier `chrom:pos:REF:ALT1`, as `plink2 --set-all-var-ids '@:#:$r:$a'` gives it.
    package var identity: Int
  }

  /// One alternative allele of one record.
  package struct Pair: Sendable {
    /// The record: an index into `records`.
    package var record: Int
    /// The alternative allele.
    package var alternative: Range<Int>
    /// The allele's number in the record, from 1.
    package var alleleIndex: Int
    /// REF and this allele where both are single bases.
    var bases: BasePair
  }

  /// Records longer than this in REF or the first ALT have no identifier and never match
  /// (`plink2 --new-id-max-allele-len 100 missing`).
  package static let longestAllele = 100

  /// The records that can be matched.
  package private(set) var records: [Record] = []
  /// Their alternative alleles, in the order of records and alleles.
  package private(set) var pairs: [Pair] = []

  private let countsPlaceholders: Bool

  /// A position without records.
  ///
  /// - Parameter countsPlaceholders: Whether `<NON_REF>` and `<*>` make a record multi-allelic.
  package init(countsPlaceholders: Bool = true) {
    self.countsPlaceholders = countsPlaceholders
  }

  /// Forgets the records.
  package mutating func removeAll() {
    records.clear()
    pairs.clear()
  }

  /// Adds a record, unless it has no alternative allele or too long ones.
  package mutating func add(_ bounds: RecordBounds, index: Int, _ text: Span<UInt8>) {
    let alternatives = bounds.alt
    let reference = bounds.ref
    var firstEnd = alternatives.lowerBound
    while firstEnd < alternatives.upperBound, text[firstEnd] != UInt8(ascii: ",") { firstEnd += 1 }
    let first = alternatives.lowerBound..<firstEnd
    let isMissing =
      alternatives.isEmpty || alternatives.count == 1 && text[first.lowerBound] == UInt8(ascii: ".")
    guard !isMissing, reference.count <= Self.longestAllele, first.count <= Self.longestAllele
    else { return }
    let record = records.count
    var start = first.lowerBound
    var alleleIndex = 0
    var placeholders = 0
    for offset in firstEnd...alternatives.upperBound
    where offset == alternatives.upperBound || text[offset] == UInt8(ascii: ",") {
      alleleIndex += 1
      let alternative = start..<offset
      if !alternative.isEmpty, text[start] == UInt8(ascii: "<"), isPlaceholder(text, alternative) {
        placeholders += 1
      }
      pairs.append(
        Pair(
          record: record, alternative: alternative, alleleIndex: alleleIndex,
          bases: alternative.isEmpty
            ? .others : BasePair(text, reference, orAbsent: alternative)))
      start = offset + 1
    }
    let identity = records.firstIndex { other in
      equal(text, other.firstAlternative, text, first)
        && equal(text, other.reference, text, reference)
    }
    records.append(
      Record(
        index: index, reference: reference, firstAlternative: first,
        isMultiallelic: alleleIndex - (countsPlaceholders ? 0 : placeholders) > 1,
        identity: identity ?? record))
  }
}

/// Whether an alternative allele stands for any allele that was not seen: `<NON_REF>` (GATK) or `<*>` (VCFv4.4
/// §1.6.1).
func isPlaceholder(_ text: Span<UInt8>, _ allele: Range<Int>) -> Bool {
  matches(text, allele, Array("<NON_REF>".utf8)) || matches(text, allele, Array("<*>".utf8))
}
