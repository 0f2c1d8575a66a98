import ByteIO
import CVectors

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
/// One value is reused from record to record; decoding allocates nothing once the lists have their size.
package struct AlleleCarriers: Sendable {
  /// Calls that are not two complete alleles, in the order of the samples.
  package private(set) var others: [AlleleCarrier] = []
  /// How many of them are missing, wholly or in part.
  package private(set) var missing = 0
  /// Whether any call has other than two alleles.
  package private(set) var hasOtherPloidies = false
  /// Copies that a sample has which is not listed.
  package private(set) var baseline: UInt8 = 0

  private var oneCopy: [UInt32] = []
  private var opposite: [UInt32] = []
  private var progress = call_progress()

  private static let genotypeKey: [UInt8] = [0x47, 0x54]

  /// No carriers yet.
  package init() {}

  /// Samples with one copy of two, in their order.
  package var heterozygous: ArraySlice<UInt32> { oneCopy[..<Int(progress.heterozygous)] }
  /// Samples with two copies where ``baseline`` is none, or none where it is two; in their order.
  package var homozygous: ArraySlice<UInt32> { opposite[..<Int(progress.homozygous)] }
  /// How many samples are listed.
  package var count: Int { heterozygous.count + homozygous.count + others.count }

  /// All that are listed, in one list.
  package var all: [AlleleCarrier] {
    heterozygous.map { AlleleCarrier(sample: $0, copies: 1, ploidy: 2) }
      + homozygous.map { AlleleCarrier(sample: $0, copies: 2 - baseline, ploidy: 2) } + others
  }

  /// Finds the carriers of an allele of a record: 0 is REF, 1 the first of ALT.
  ///
  /// A sample without an entry has two alleles, and two copies of REF or none of another allele. A call of
  /// which any allele is `.` is missing, and so is a call that a cell leaves out. Records without GT are
  /// missing in every sample, as if each cell were `.`.
  ///
  /// - Throws: `format` when a call is not a genotype, names an allele the record does not have, or
  ///   when there are not `sampleCount` samples. The error names the column, not its content.
  /// - Complexity: O(n) in the length of the record; dozens of samples at a time while all are `0|0`.
  package mutating func decode(
    _ record: RecordBounds, _ text: Span<UInt8>, alleleIndex: Int, sampleCount: Int
  ) throws(VCFError) {
    reset(alleleIndex, sampleCount)
    guard let genotype = record.formatIndex(Self.genotypeKey, in: text) else {
      for sample in 0..<sampleCount { append(sample, AlleleCarrier.missing, 1) }
      return
    }
    let alleles = record.alleleCount(in: text)
    let row = text.extracting(record.samples)
    let rule = genotype == 0 ? Self.rule(record, alleles, alleleIndex) : nil
    while progress.sample < sampleCount {
      if let rule {
        read(row, rule, sampleCount)
        if progress.sample == sampleCount { break }
      }
      let (sample, start) = (Int(progress.sample), Int(progress.offset))
      guard start <= row.count else { throw Self.wrongCount() }
      let cell = GenotypeCell(
        row, start, row.count, key: genotype, alleles: alleles, alleleIndex)
      guard let cell else { throw Self.broken(sample, alleles) }
      append(sample, cell.copies, cell.ploidy)
      progress.offset = cell.next
      progress.sample += 1
    }
    guard progress.offset > row.count else { throw Self.wrongCount() }
  }

  private mutating func reset(_ alleleIndex: Int, _ sampleCount: Int) {
    if oneCopy.count < sampleCount {
      oneCopy = Array(repeating: 0, count: sampleCount)
      opposite = oneCopy
    }
    others.clear()
    progress = call_progress()
    baseline = alleleIndex == 0 ? 2 : 0
    missing = 0
    hasOtherPloidies = false
  }

  private mutating func append(_ sample: Int, _ copies: UInt8, _ ploidy: UInt8) {
    let number = UInt32(truncatingIfNeeded: sample)
    if ploidy == 2, copies == baseline { return }
    if ploidy == 2, copies == 1 {
      oneCopy[Int(progress.heterozygous)] = number
      progress.heterozygous += 1
    } else if ploidy == 2, copies != AlleleCarrier.missing {
      opposite[Int(progress.homozygous)] = number
      progress.homozygous += 1
    } else {
      others.append(AlleleCarrier(sample: number, copies: copies, ploidy: ploidy))
      if copies == AlleleCarrier.missing { missing += 1 }
      if ploidy != 2 { hasOtherPloidies = true }
    }
  }

  /// The rule of the kernel, which reads alleles of one digit; nil for records with more.
  private static func rule(
    _ record: RecordBounds, _ alleles: Int, _ alleleIndex: Int
  ) -> call_rule? {
    guard alleles <= 10, alleleIndex < alleles else { return nil }
    return call_rule(
      alleles: UInt8(alleles), allele: UInt8(alleleIndex), leads: record.format.count > 2,
      portable: false)
  }

  /// Reads calls up to the first that the kernel leaves to the general decoder.
  private mutating func read(_ row: Span<UInt8>, _ rule: call_rule, _ sampleCount: Int) {
    var now = progress
    // SAFETY: the kernel reads within the row and lists every sample below the count at most once, for which
    // `reset` has made room.
    unsafe row.withUnsafeBufferPointer { row in
      unsafe oneCopy.withUnsafeMutableBufferPointer { oneCopy in
        unsafe opposite.withUnsafeMutableBufferPointer { opposite in
          unsafe read_calls(
            row.baseAddress, row.count, rule, UInt32(truncatingIfNeeded: sampleCount), &now,
            oneCopy.baseAddress, opposite.baseAddress)
        }
      }
    }
    progress = now
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
