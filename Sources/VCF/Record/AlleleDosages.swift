import ByteIO
import CVectors

/// How much of one allele each sample is estimated to carry, from FORMAT/DS or FORMAT/GP.
///
/// One value is reused from record to record; decoding allocates nothing.
package struct AlleleDosages: Sendable {
  /// The fields that hold dosages, the one preferred first.
  package enum Field: String, Sendable, CaseIterable {
    /// The dosage of each alternate allele, from 0 to the ploidy.
    case dosage = "DS"
    /// The probability of each genotype, in the order of VCFv4.4 §1.6.2; they add up to 1.
    case probabilities = "GP"

    /// The key as it stands in FORMAT.
    package var key: [UInt8] {
      switch self {
      case .dosage: [0x44, 0x53]
      case .probabilities: [0x47, 0x50]
      }
    }
  }

  /// Per sample: the dosage, from 0 to its ploidy; not a number where it is missing.
  package private(set) var values: [Double] = []
  /// Per sample: 2, or what FORMAT/GT or the number of probabilities says.
  package private(set) var ploidy: [UInt8] = []

  /// What rounding in a file may add to a dosage or to a sum of probabilities.
  static let tolerance = 0.02
  private static let genotypeKey: [UInt8] = [0x47, 0x54]

  /// Dosages of no samples yet.
  package init() {}

  /// Reads the dosages of an allele of a record: 0 is REF, 1 the first of ALT.
  ///
  /// A value of `.`, or one that a cell leaves out, is missing. Dosages a little outside their range are moved
  /// into it, probabilities are divided by their sum.
  ///
  /// - Throws: `format` when the record does not have the field, when a value is not a dosage or probability
  ///   (GP in Phred scale is none), or when there are not `sampleCount` samples. The error names the column,
  ///   not its content.
  /// - Complexity: O(n) in the length of the record.
  package mutating func decode(
    _ record: RecordBounds, _ text: Span<UInt8>, field: Field, alleleIndex: Int, sampleCount: Int
  ) throws(VCFError) {
    guard let fieldIndex = record.formatIndex(field.key, in: text) else {
      throw VCFError(.format, field: "FORMAT/\(field.rawValue)", "the record has no such field")
    }
    let layout = DosageLayout(
      field: field, index: fieldIndex,
      genotypeIndex: record.formatIndex(Self.genotypeKey, in: text),
      alleles: record.alleleCount(in: text), alleleIndex: alleleIndex)
    if values.count != sampleCount {
      values = Array(repeating: 0, count: sampleCount)
      ploidy = Array(repeating: 2, count: sampleCount)
    }
    let row = text.extracting(record.samples)
    let rule = layout.rule
    var progress = dosage_progress()
    while progress.sample < sampleCount {
      if let rule {
        read(row, rule, &progress, isReference: alleleIndex == 0)
        if progress.sample == sampleCount { break }
      }
      let sample = Int(progress.sample)
      var cursor = Int(progress.offset)
      guard cursor <= row.count else { throw Self.wrongCount(field) }
      guard let cell = layout.read(row, &cursor, row.count) else {
        throw VCFError(
          .format, field: "FORMAT/\(field.rawValue)",
          "column \(sample + 10) does not hold \(layout.expectation)")
      }
      values[sample] = cell.value
      ploidy[sample] = cell.ploidy
      progress.offset = cursor
      progress.sample += 1
    }
    guard progress.offset > row.count else { throw Self.wrongCount(field) }
  }

  /// Reads dosages of two alleles up to the first cell that the kernel leaves to the layout.
  private mutating func read(
    _ row: Span<UInt8>, _ rule: dosage_rule, _ progress: inout dosage_progress,
    isReference: Bool
  ) {
    let first = Int(progress.sample)
    // SAFETY: the kernel reads within the row and writes one element for each sample below the count.
    unsafe row.withUnsafeBufferPointer { row in
      unsafe values.withUnsafeMutableBufferPointer { values in
        unsafe read_dosages(
          row.baseAddress, row.count, rule, UInt32(truncatingIfNeeded: values.count), &progress,
          values.baseAddress)
      }
    }
    for sample in first..<Int(progress.sample) {
      ploidy[sample] = 2
      let value = min(values[sample], 2)
      values[sample] = isReference ? 2 - value : value
    }
  }

  private static func wrongCount(_ field: Field) -> VCFError {
    VCFError(
      .format, field: "FORMAT/\(field.rawValue)",
      "the record does not have as many samples as the header")
  }
}
