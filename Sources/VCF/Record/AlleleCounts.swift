import ByteIO

/// How often each sample carries one allele of a record, from FORMAT/GT.
///
/// One value is reused from record to record; decoding allocates nothing.
package struct AlleleCounts: Sendable {
  /// The value of a sample whose call is missing, wholly or in part.
  package static let missing: UInt8 = 255

  /// Per sample: copies of the allele, or ``missing``.
  package private(set) var copies: [UInt8] = []
  /// Per sample: alleles the call names, missing ones included (`.` names one, `./.` two).
  package private(set) var ploidy: [UInt8] = []
  private var allDiploid = false
  private static let genotypeKey: [UInt8] = [0x47, 0x54]
  private static let tab = UInt8(ascii: "\t")

  /// Counts for no samples yet.
  package init() {}

  /// Counts an allele of a record: 0 is REF, 1 the first of ALT.
  ///
  /// A call of which any allele is `.` is missing, and so is a call that a cell leaves out. Records
  /// without GT are missing in every sample, as if each cell were `.`.
  ///
  /// - Throws: `format` when a call is not a genotype, names an allele the record does not have, or
  ///   when there are not `sampleCount` samples. The error names the column, not its content.
  /// - Complexity: O(n) in the length of the record; eight samples at a time while all are `0|0`.
  package mutating func decode(
    _ record: RecordBounds, _ text: Span<UInt8>, alleleIndex: Int, sampleCount: Int
  ) throws(VCFError) {
    reset(sampleCount, to: alleleIndex == 0 ? 2 : 0)
    guard let genotype = record.formatIndex(Self.genotypeKey, in: text) else {
      for sample in 0..<sampleCount { set(sample, Self.missing, 1) }
      return
    }
    let alleles = record.alleleCount(in: text)
    var cursor = record.samples.lowerBound
    let end = record.samples.upperBound
    var sample = 0
    let isShort = record.format.count == 2 && alleles <= 10 && alleleIndex <= 9
    let separator = end - cursor >= 3 ? text[cursor + 1] : UInt8(ascii: "/")
    let pair = DiploidPair(
      separator: separator == UInt8(ascii: "|") ? separator : UInt8(ascii: "/"),
      alleles: min(alleles, 10), alleleIndex: min(alleleIndex, 9))
    while sample < sampleCount {
      if isShort, sample &+ 8 <= sampleCount {
        decodePairs(text, &cursor, &sample, end, pair)
        if sample == sampleCount { break }
      }
      guard cursor <= end else { throw Self.wrongCount() }
      let cell = GenotypeCell(text, cursor, end, key: genotype, alleles: alleles, alleleIndex)
      guard let cell else { throw Self.broken(sample, alleles) }
      set(sample, cell.copies, cell.ploidy)
      cursor = cell.next
      sample += 1
    }
    guard cursor > end else { throw Self.wrongCount() }
  }

  private mutating func reset(_ sampleCount: Int, to copies: UInt8) {
    if self.copies.count != sampleCount {
      self.copies = Array(repeating: copies, count: sampleCount)
      ploidy = Array(repeating: 2, count: sampleCount)
      allDiploid = true
      return
    }
    var span = self.copies.mutableSpan
    span.update(repeating: copies)
    if !allDiploid {
      var span = ploidy.mutableSpan
      span.update(repeating: 2)
      allDiploid = true
    }
  }

  private mutating func set(_ sample: Int, _ copies: UInt8, _ ploidy: UInt8) {
    self.copies[sample] = copies
    if ploidy != 2 {
      self.ploidy[sample] = ploidy
      allDiploid = false
    }
  }

  /// Decodes two calls at a time up to the first pair that needs the general decoder.
  ///
  /// Calls equal to the reference are passed over: `copies` was reset to their value.
  private mutating func decodePairs(
    _ text: Span<UInt8>, _ cursor: inout Int, _ sample: inout Int, _ end: Int, _ pair: DiploidPair
  ) {
    var copies = self.copies.mutableSpan
    var offset = cursor
    var index = sample
    while index &+ 8 <= copies.count, offset &+ 32 <= end {
      let first = word(text, at: offset)
      let second = word(text, at: offset &+ 8)
      let third = word(text, at: offset &+ 16)
      let fourth = word(text, at: offset &+ 24)
      let reference = pair.reference
      let differences =
        (first ^ reference) | (second ^ reference) | (third ^ reference) | (fourth ^ reference)
      if differences != 0 {
        guard Self.store(pair.counts(first), &copies, &index, &offset),
          Self.store(pair.counts(second), &copies, &index, &offset),
          Self.store(pair.counts(third), &copies, &index, &offset),
          Self.store(pair.counts(fourth), &copies, &index, &offset)
        else { break }
      } else {
        index &+= 8
        offset &+= 32
      }
    }
    cursor = offset
    sample = index
  }

  @inline(__always)
  private static func store(
    _ counts: (first: UInt8, second: UInt8)?, _ copies: inout MutableSpan<UInt8>,
    _ index: inout Int, _ offset: inout Int
  ) -> Bool {
    guard let counts else { return false }
    copies[index] = counts.first
    copies[index &+ 1] = counts.second
    index &+= 2
    offset &+= 8
    return true
  }

  private static func wrongCount() -> VCFError {
    VCFError(
      .format, field: "FORMAT/GT", "the record does not have as many samples as the header")
  }

  private static func broken(_ sample: Int, _ alleles: Int) -> VCFError {
    VCFError(
      .format, field: "FORMAT/GT",
      "column \(sample + 10) does not hold a genotype of the record's \(alleles) alleles")
  }
}
