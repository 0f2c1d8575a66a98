package import ByteIO

/// The rules of records (VCFv4.1 to VCFv4.5, §1.4 or §1.6), for the files of one header.
///
/// One value serves all workers. Whether records stand in order, and whether one repeats another,
/// is for ``RecordOrder`` to say; what lenient reading refuses (see `RecordBatch.rejected`) is not
/// judged again.
package struct StrictRecordRules: Sendable {
  let version: SpecificationVersion
  let infoRules: [FieldRule]
  let infoKeys: KeyTable
  let formatRules: [FieldRule]
  let formatKeys: KeyTable
  let contigs: [ContigDefinition]
  let contigKeys: KeyTable
  let sampleCount: Int

  /// The rules for records behind a header.
  package init(header: VCFHeader) {
    version = SpecificationVersion(header)
    infoRules = FieldRule.infos(header, version)
    infoKeys = KeyTable(infoRules.map { Array($0.key.utf8) })
    formatRules = FieldRule.formats(header, version)
    formatKeys = KeyTable(formatRules.map { Array($0.key.utf8) })
    contigs = header.contigs
    contigKeys = KeyTable(contigs.map { Array($0.name.utf8) })
    sampleCount = header.samples.count
  }

  /// The first rule a record breaks, in the order of its columns; nil when it breaks none.
  ///
  /// The error states rule, field and what was expected; the caller knows the line.
  /// - Complexity: O(n) in the length of the record. Allocates only for FORMAT and for errors.
  package func firstViolation(_ record: RecordBounds, _ text: Span<UInt8>) -> VCFError? {
    do throws(RecordViolation) {
      try check(record, text)
      return nil
    } catch {
      return VCFError(error.rule, field: error.field, error.message)
    }
  }

  /// The violation of a file whose last line has no line end; nil for chunks that end with one.
  ///
  /// Only the last chunk of a file can break this rule (VCFv4.3 §1.6).
  package func newlineViolation(_ chunk: TextChunk) -> VCFError? {
    guard version.requiresLastLineBreak, let last = chunk.text.last, last != UInt8(ascii: "\n")
    else {
      return nil
    }
    return VCFError(.newline, field: "", "the last line of the file must end with a line break")
  }

  private func check(_ record: RecordBounds, _ text: Span<UInt8>) throws(RecordViolation) {
    try checkText(text, Int(record.start)..<max(record.info.upperBound, record.format.upperBound))
    try checkLimits(record, text)
    try checkContig(record, text)
    try checkIdentifiers(text, record.id)
    try checkReference(text, record.ref)
    let alleles = try checkAlternates(record, text)
    try checkQuality(text, record.qual)
    try checkFilters(text, record.filter)
    try checkInfo(record, text, alleles)
    if sampleCount > 0 { try checkSamples(record, text, alleles) }
  }

  /// A column that lists more than any file has reason to is refused before its parts are compared with each
  /// other; the specification sets no limit, but the work must have one.
  private func checkLimits(
    _ record: RecordBounds, _ text: Span<UInt8>
  ) throws(RecordViolation) {
    try checkLimit(text, record.id, UInt8(ascii: ";"), .id, "ID")
    try checkLimit(text, record.alt, UInt8(ascii: ","), .alt, "ALT")
    try checkLimit(text, record.filter, UInt8(ascii: ";"), .filter, "FILTER")
    try checkLimit(text, record.info, UInt8(ascii: ";"), .info, "INFO")
    try checkLimit(text, record.format, UInt8(ascii: ":"), .format, "FORMAT")
  }

  private func checkLimit(
    _ text: Span<UInt8>, _ range: Range<Int>, _ separator: UInt8, _ rule: VCFError.Rule,
    _ field: String
  ) throws(RecordViolation) {
    // Each part but the last takes a separator, and most take more.
    guard range.count > Self.mostParts, count(of: separator, in: text, range) >= Self.mostParts
    else { return }
    throw RecordViolation(rule, field, "more than \(Self.mostParts) entries stand in the column")
  }

  private static let mostParts = 4096

  /// Control characters, and text that is not UTF-8 (VCFv4.3 §1.2).
  func checkText(_ text: Span<UInt8>, _ range: Range<Int>) throws(RecordViolation) {
    guard version >= .v43, let fault = TextEncoding.fault(text, range) else { return }
    throw RecordViolation(
      .encoding, "",
      fault == .control
        ? "control characters are not allowed; a carriage return may only end a line"
        : "the text is not UTF-8")
  }
}

/// A rule that a record breaks.
struct RecordViolation: Error {
  let rule: VCFError.Rule
  let field: String
  let message: String

  init(_ rule: VCFError.Rule, _ field: String, _ message: String) {
    self.rule = rule
    self.field = field
    self.message = message
  }
}

/// The alleles of a record, as far as other columns depend on them.
struct AlleleSummary: BitwiseCopyable {
  /// Alleles, the reference included.
  var count = 1
  /// Whether ALT is `.`.
  var isMissing = false
  /// Whether one is a structural variant in angle brackets.
  var hasStructural = false
  /// Whether one is a deletion or duplication in angle brackets.
  var hasDeletionOrDuplication = false
  /// Tandem repeats, `<CNV:TR>`.
  var tandemRepeats = 0

  /// The highest number a genotype may name.
  ///
  /// With ALT `.` that is 1, an allele the record does not describe, as a conformance file has it.
  var highest: Int { isMissing ? 1 : count - 1 }

  /// Whether a field of that many values is complete.
  ///
  /// With ALT `.` a field may leave the absent allele out or give it a value, as the conformance
  /// files do.
  func allows(_ values: Int, _ number: FieldNumber, ploidy: Int?, localAlleles: Int?) -> Bool {
    guard
      let expected = number.expected(alleles: count, ploidy: ploidy, localAlleles: localAlleles)
    else { return true }
    if values == expected { return true }
    return isMissing
      && values == number.expected(alleles: 2, ploidy: ploidy, localAlleles: localAlleles)
  }
}
