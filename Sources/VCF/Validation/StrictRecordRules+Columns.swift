import ByteIO
import Genomics

/// CHROM, POS, ID, REF, QUAL and FILTER.
extension StrictRecordRules {
  func checkContig(_ record: RecordBounds, _ text: Span<UInt8>) throws(RecordViolation) {
    var name = record.chrom
    let isBracketed = text[name.lowerBound] == UInt8(ascii: "<")
    if isBracketed {
      guard name.count > 2, text[name.upperBound - 1] == UInt8(ascii: ">") else {
        throw RecordViolation(.chrom, "CHROM", "a contig of the assembly file has the form <ID>")
      }
      name = name.lowerBound + 1..<name.upperBound - 1
    }
    // A declared name was judged with the header, though only its own line is refused there.
    let declared =
      contigs.isEmpty ? nil : contigKeys.index(of: text, name.lowerBound, name.upperBound)
    guard declared != nil || ContigName.isValid(text, name, version) else {
      throw RecordViolation(
        .chrom, "CHROM",
        "the name of a contig may not hold whitespace or any of \(ContigName.forbidden(version))")
    }
    guard !contigs.isEmpty, !isBracketed else { return }
    guard let declared else {
      throw RecordViolation(
        .unknownContig, "CHROM", "the header has contig lines, but none for this contig")
    }
    // One past the end is the telomere (VCFv4.1 §1.4.1).
    if let length = contigs[declared].length, Int(record.position) > length + 1 {
      throw RecordViolation(
        .pastContigEnd, "POS", "the contig ends at \(length), as its line in the header states")
    }
  }

  func checkIdentifiers(_ text: Span<UInt8>, _ range: Range<Int>) throws(RecordViolation) {
    if range.count == 1, text[range.lowerBound] == UInt8(ascii: ".") { return }
    guard isList(text, range) else {
      throw RecordViolation(
        .id, "ID", "identifiers without whitespace, separated by single semicolons, were expected")
    }
    if version >= .v43, hasDuplicates(text, range) {
      throw RecordViolation(.id, "ID", "an identifier stands twice in the record")
    }
  }

  func checkReference(_ text: Span<UInt8>, _ range: Range<Int>) throws(RecordViolation) {
    for offset in range where !Allele.isBase(text[offset]) {
      throw RecordViolation(.ref, "REF", "the reference allele must consist of A, C, G, T and N")
    }
  }

  func checkQuality(_ text: Span<UInt8>, _ range: Range<Int>) throws(RecordViolation) {
    if range.count == 1, text[range.lowerBound] == UInt8(ascii: ".") { return }
    var end = range.lowerBound
    let isNumber = FloatSyntax.skip(text, &end, range.upperBound, version)
    guard isNumber && end == range.upperBound || FloatSyntax.isSpecial(text, range) else {
      throw RecordViolation(.qual, "QUAL", "a number or '.' was expected")
    }
    guard text[range.lowerBound] == UInt8(ascii: "-") else { return }
    let isInfinite = text[range.lowerBound + 1] | 0x20 == UInt8(ascii: "i")
    if isInfinite || parseDouble(text, range).map({ $0 < 0 }) == true {
      throw RecordViolation(.qual, "QUAL", "a quality is not negative")
    }
  }

  func checkFilters(_ text: Span<UInt8>, _ range: Range<Int>) throws(RecordViolation) {
    if range.count == 1, text[range.lowerBound] == UInt8(ascii: ".") { return }
    guard isList(text, range) else {
      throw RecordViolation(
        .filter, "FILTER", "'.', PASS or filters separated by single semicolons were expected")
    }
    if range.count == 4, !contains(text, range, UInt8(ascii: ";")) {
      // PASS and other names of four letters need no closer look.
      return
    }
    var pieces = ByteFields(range, separatedBy: UInt8(ascii: ";"))
    while let piece = pieces.next(in: text) {
      guard piece.count == 1 else { continue }
      let byte = text[piece.lowerBound]
      if byte == UInt8(ascii: ".") {
        throw RecordViolation(.filter, "FILTER", "'.' stands alone or not at all")
      }
      if byte == UInt8(ascii: "0") {
        throw RecordViolation(.filter, "FILTER", "'0' is reserved and is no filter")
      }
    }
    if version >= .v43, hasDuplicates(text, range) {
      throw RecordViolation(.filter, "FILTER", "a filter stands twice in the record")
    }
  }

  /// Whether a range is a list of pieces separated by single semicolons, without whitespace.
  private func isList(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var previous = UInt8(ascii: ";")
    for offset in range {
      let byte = text[offset]
      if byte == 0x20 || byte == UInt8(ascii: ";") && previous == byte { return false }
      previous = byte
    }
    return previous != UInt8(ascii: ";")
  }

  private func contains(_ text: Span<UInt8>, _ range: Range<Int>, _ byte: UInt8) -> Bool {
    for offset in range where text[offset] == byte { return true }
    return false
  }

  /// Whether two pieces between semicolons are equal.
  ///
  /// - Complexity: O(k·n) for k pieces.
  private func hasDuplicates(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard contains(text, range, UInt8(ascii: ";")) else { return false }
    var pieces = ByteFields(range, separatedBy: UInt8(ascii: ";"))
    while let piece = pieces.next(in: text) {
      var others = pieces
      while let other = others.next(in: text) {
        if equal(text, piece, text, other) { return true }
      }
    }
    return false
  }
}
