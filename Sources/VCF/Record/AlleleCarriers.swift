import ByteIO

/// What one sample carries of an allele.
package struct AlleleCarrier: BitwiseCopyable, Sendable, Equatable {
  /// The value of ``copies`` where the call is missing, wholly or in part.
  package static let missing: UInt8 = 255

  /// The sample's number.
  package var sample: UInt32
  /// Copies of the allele, or ``missing``.
  package var copies: UInt8
  /// Alleles the call names, missing ones included (`.` names one, `./.` two).
  package var ploidy: UInt8

  /// A sample and its copies.
  @inlinable package init(sample: UInt32, copies: UInt8, ploidy: UInt8) {
    self.sample = sample
    self.copies = copies
    self.ploidy = ploidy
  }
}

/// Who carries an allele of a record, and how often, from FORMAT/GT: every sample whose call is not that of
/// two reference alleles. In most records of a cohort these are few.
///
/// One value is reused from record to record; decoding allocates nothing.
package struct AlleleCarriers: Sendable {
  /// The carriers, one element a sample: the first ``count`` elements. The order is that of the samples but for
  /// neighbours.
  package private(set) var buffer: [AlleleCarrier] = []
  /// How many there are.
  package private(set) var count = 0
  /// Whether any call has other than two alleles.
  package private(set) var hasOtherPloidies = false
  /// Calls that are missing, wholly or in part.
  package private(set) var missing = 0

  private static let genotypeKey: [UInt8] = [0x47, 0x54]

  /// No carriers yet.
  package init() {}

  /// Finds the carriers of an allele of a record: 0 is REF, 1 the first of ALT.
  ///
  /// A sample without an entry has two alleles, and two copies of REF or none of another allele. A call of
  /// which any allele is `.` is missing, and so is a call that a cell leaves out. Records without GT are
  /// missing in every sample, as if each cell were `.`.
  ///
  /// - Throws: `format` when a call is not a genotype, names an allele the record does not have, or
  ///   when there are not `sampleCount` samples. The error names the column, not its content.
  /// - Complexity: O(n) in the length of the record; many samples at a time while all are `0|0`.
  package mutating func decode(
    _ record: RecordBounds, _ text: Span<UInt8>, alleleIndex: Int, sampleCount: Int
  ) throws(VCFError) {
    reset(sampleCount)
    guard let genotype = record.formatIndex(Self.genotypeKey, in: text) else {
      for sample in 0..<sampleCount { append(sample, AlleleCarrier.missing, 1) }
      return
    }
    let alleles = record.alleleCount(in: text)
    let baseline: UInt8 = alleleIndex == 0 ? 2 : 0
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
        decodePairs(text, &cursor, &sample, sampleCount, end, pair, baseline)
        if sample == sampleCount { break }
      }
      guard cursor <= end else { throw Self.wrongCount() }
      let cell = GenotypeCell(text, cursor, end, key: genotype, alleles: alleles, alleleIndex)
      guard let cell else { throw Self.broken(sample, alleles) }
      if cell.copies != baseline || cell.ploidy != 2 { append(sample, cell.copies, cell.ploidy) }
      cursor = cell.next
      sample += 1
    }
    guard cursor > end else { throw Self.wrongCount() }
  }

  private mutating func reset(_ sampleCount: Int) {
    // One more than samples: the pair kernel writes before it knows whether the sample is a carrier.
    if buffer.count <= sampleCount {
      buffer = Array(
        repeating: AlleleCarrier(sample: 0, copies: 0, ploidy: 2), count: sampleCount + 1)
    }
    count = 0
    missing = 0
    hasOtherPloidies = false
  }

  private mutating func append(_ sample: Int, _ copies: UInt8, _ ploidy: UInt8) {
    buffer[count] = AlleleCarrier(
      sample: UInt32(truncatingIfNeeded: sample), copies: copies, ploidy: ploidy)
    count += 1
    if copies == AlleleCarrier.missing { missing += 1 }
    if ploidy != 2 { hasOtherPloidies = true }
  }

  /// Decodes eight calls at a time up to the first that need the general decoder; calls equal to the
  /// reference are passed over, dozens at a time.
  private mutating func decodePairs(
    _ text: Span<UInt8>, _ cursor: inout Int, _ sample: inout Int, _ sampleCount: Int, _ end: Int,
    _ pair: DiploidPair, _ baseline: UInt8
  ) {
    let reference = pair.reference
    let baselines = UInt64(baseline) &* 0x0101_0101_0101_0101
    var found = count
    var carriers = buffer.mutableSpan
    var offset = cursor
    var index = sample
    var equalGroups = 0
    while index &+ 8 <= sampleCount, offset &+ 32 <= end {
      let first = word(text, at: offset)
      let second = word(text, at: offset &+ 8)
      let third = word(text, at: offset &+ 16)
      let fourth = word(text, at: offset &+ 24)
      let differences =
        (first ^ reference) | (second ^ reference) | (third ^ reference) | (fourth ^ reference)
      if differences == 0 {
        index &+= 8
        offset &+= 32
        equalGroups &+= 1
        // After a while without carriers there will be more of it: comparing in long steps pays.
        if equalGroups & 7 == 0 {
          let equal = repetitions(of: reference, in: text, offset..<end)
          let samples = min(2 &* equal, sampleCount &- index) & ~7
          index &+= samples
          offset &+= 4 &* samples
        }
        continue
      }
      equalGroups = 0
      var wrong: UInt64 = 0
      let copies =
        pair.counts(first, wrong: &wrong) | pair.counts(second, wrong: &wrong) << 8
        | pair.counts(third, wrong: &wrong) << 16 | pair.counts(fourth, wrong: &wrong) << 24
      if wrong != 0 { break }
      // Bytes 0 to 3 are calls 0, 2, 4, 6; bytes 4 to 7 are calls 1, 3, 5, 7.
      var unlike = (copies ^ baselines) & 0x0303_0303_0303_0303
      while unlike != 0 {
        let bit = unlike.trailingZeroBitCount & 0x38
        let call = (bit >> 2) & 7 | bit >> 5
        carriers[found] = AlleleCarrier(
          sample: UInt32(truncatingIfNeeded: index &+ call),
          copies: UInt8(truncatingIfNeeded: copies >> UInt64(bit)), ploidy: 2)
        found &+= 1
        unlike &= ~(0xFF << UInt64(bit))
      }
      index &+= 8
      offset &+= 32
    }
    count = found
    cursor = offset
    sample = index
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
