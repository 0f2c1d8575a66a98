import ByteIO
import Genomics

/// ALT: bases, symbols in angle brackets, breakends, `*` and `.`.
extension StrictRecordRules {
  func checkAlternates(
    _ record: RecordBounds, _ text: Span<UInt8>
  ) throws(RecordViolation) -> AlleleSummary {
    let range = record.alt
    var summary = AlleleSummary()
    if range.count == 1, !Allele.isBase(text[range.lowerBound]) {
      switch text[range.lowerBound] {
      case UInt8(ascii: "."): summary.isMissing = true
      case UInt8(ascii: "*"): summary.count = 2
      default: throw Self.notAnAllele()
      }
      return summary
    }
    var pieces = record.alternates
    while let piece = pieces.next(in: text) {
      summary.count += 1
      try checkAllele(text, piece, record, &summary)
    }
    if summary.count > 2, hasRepeatedBases(record, text) {
      throw RecordViolation(.alt, "ALT", "an allele stands twice in the record")
    }
    return summary
  }

  private static func notAnAllele() -> RecordViolation {
    RecordViolation(
      .alt, "ALT",
      "alleles are bases A, C, G, T and N, '*', <ID>, or a breakend; '.' stands alone")
  }

  private func checkAllele(
    _ text: Span<UInt8>, _ range: Range<Int>, _ record: RecordBounds,
    _ summary: inout AlleleSummary
  ) throws(RecordViolation) {
    let first = text[range.lowerBound]
    if first == UInt8(ascii: "<") { return try checkSymbol(text, range, &summary) }
    var bases = range.lowerBound
    while bases < range.upperBound, Allele.isBase(text[bases]) { bases += 1 }
    if bases == range.upperBound {
      if equalBases(text, range, record.ref) {
        throw RecordViolation(.alt, "ALT", "an alternate allele equals the reference allele")
      }
      return
    }
    if range.count == 1, first == UInt8(ascii: "*") { return }
    guard isBreakend(text, range, leading: bases) else { throw Self.notAnAllele() }
  }

  /// Judges an allele that begins with `<`.
  private func checkSymbol(
    _ text: Span<UInt8>, _ range: Range<Int>, _ summary: inout AlleleSummary
  ) throws(RecordViolation) {
    let id = range.lowerBound + 1..<max(range.lowerBound + 1, range.upperBound - 1)
    guard !id.isEmpty, text[range.upperBound - 1] == UInt8(ascii: ">") else {
      throw RecordViolation(.alt, "ALT", "a symbolic allele has the form <ID>")
    }
    var typeEnd = id.upperBound
    for offset in id {
      switch text[offset] {
      case 0x20, UInt8(ascii: "<"), UInt8(ascii: ">"):
        throw RecordViolation(
          .alt, "ALT", "the ID of a symbolic allele may not hold whitespace or angle brackets")
      case UInt8(ascii: ":"):
        typeEnd = min(typeEnd, offset)
      default: break
      }
    }
    let type = id.lowerBound..<typeEnd
    let structural = StructuralType(text, allele: range)
    let isBreakend = version < .v44 && matches(text, type, Self.breakend)
    guard structural != nil || isBreakend || typeEnd == id.upperBound else {
      throw RecordViolation(
        .alt, "ALT", "a symbolic allele with subtypes begins with DEL, INS, DUP, INV or CNV")
    }
    guard let structural else { return }
    summary.hasStructural = true
    if structural == .deletion || structural == .duplication {
      summary.hasDeletionOrDuplication = true
    }
    if matches(text, id, Self.tandemRepeat) { summary.tandemRepeats += 1 }
  }

  private static let tandemRepeat = Array("CNV:TR".utf8)
  private static let breakend = Array("BND".utf8)

  /// Whether an allele is a breakend (VCFv4.1 §5.4): `t[p[`, `t]p]`, `]p]t`, `[p[t`, `.t` or `t.`.
  ///
  /// - Parameter leading: Where the bases the allele begins with end.
  private func isBreakend(_ text: Span<UInt8>, _ range: Range<Int>, leading: Int) -> Bool {
    let last = range.upperBound - 1
    let hasLeadingBases = leading > range.lowerBound
    let first = text[leading]
    if first == UInt8(ascii: ".") {
      if hasLeadingBases { return leading == last }
      return leading < last && areBases(text, leading + 1..<range.upperBound)
    }
    guard first == UInt8(ascii: "[") || first == UInt8(ascii: "]"),
      let close = lastOffset(of: first, in: text, leading + 1..<range.upperBound)
    else { return false }
    let hasTrailingBases = close < last
    guard hasLeadingBases != hasTrailingBases,
      !hasTrailingBases || areBases(text, close + 1..<range.upperBound),
      let colon = lastOffset(of: UInt8(ascii: ":"), in: text, leading + 1..<close)
    else { return false }
    var contig = leading + 1..<colon
    if contig.count > 2, text[contig.lowerBound] == UInt8(ascii: "<"),
      text[contig.upperBound - 1] == UInt8(ascii: ">")
    {
      contig = contig.lowerBound + 1..<contig.upperBound - 1
    }
    guard let position = parseInteger(text, colon + 1..<close), position >= 0 else { return false }
    return ContigName.isValid(text, contig, version)
  }

  private func areBases(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for offset in range where !Allele.isBase(text[offset]) { return false }
    return true
  }

  /// Whether two alleles of bases are equal in either case.
  private func equalBases(_ text: Span<UInt8>, _ left: Range<Int>, _ right: Range<Int>) -> Bool {
    guard left.count == right.count else { return false }
    for index in 0..<left.count
    where (text[left.lowerBound + index] ^ text[right.lowerBound + index]) & 0xDF != 0 {
      return false
    }
    return true
  }

  /// Whether two alternate alleles are the same bases; symbols may stand several times.
  private func hasRepeatedBases(_ record: RecordBounds, _ text: Span<UInt8>) -> Bool {
    if record.alt.count > Self.longAlternates { return hasRepeatedBasesAmongMany(record, text) }
    var pieces = record.alternates
    while let piece = pieces.next(in: text) {
      guard text[piece.lowerBound] != UInt8(ascii: "<") else { continue }
      var others = pieces
      while let other = others.next(in: text) {
        if equalBases(text, piece, other) { return true }
      }
    }
    return false
  }

  /// Bytes of ALT from which on its alleles are not compared each with each.
  private static let longAlternates = 512

  private func hasRepeatedBasesAmongMany(_ record: RecordBounds, _ text: Span<UInt8>) -> Bool {
    var seen: Set<[UInt8]> = []
    var pieces = record.alternates
    while let piece = pieces.next(in: text) {
      guard !piece.isEmpty, text[piece.lowerBound] != UInt8(ascii: "<") else { continue }
      let bases = piece.map { text[$0] & 0xDF }
      if !seen.insert(bases).inserted { return true }
    }
    return false
  }
}
