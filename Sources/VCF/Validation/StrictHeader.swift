/// The rules of a header that lenient reading passes over (VCFv4.1 to VCFv4.5, §1.2 to §1.5).
///
/// What makes a header unreadable is refused when it is parsed.
package enum StrictHeader {
  /// All violations in the order of the lines, one a line.
  package static func violations(of header: VCFHeader) -> [VCFError] {
    var rules = StrictHeaderRules(version: SpecificationVersion(header))
    var violations: [VCFError] = []
    for (index, line) in header.metaLines.enumerated() {
      do throws(StrictHeaderRules.Violation) {
        try rules.check(line, isFirst: index == 0)
      } catch {
        violations.append(
          VCFError(error.rule, field: error.field, error.message, line: line.line))
      }
    }
    if rules.version.requiresLastLineBreak, header.text.last != UInt8(ascii: "\n") {
      violations.append(
        VCFError(
          .newline, field: "#CHROM", "the last line of the file must end with a line break",
          line: header.lineCount))
    }
    return violations
  }

  /// The first violation; nil for a header that follows the specification.
  package static func firstViolation(_ header: VCFHeader) -> VCFError? {
    violations(of: header).first
  }
}

/// Checks the meta lines of a header one by one.
struct StrictHeaderRules {
  /// What a line does wrong.
  struct Violation: Error {
    var rule = VCFError.Rule.header
    let field: String
    let message: String

    init(_ field: String, _ message: String) {
      self.field = field
      self.message = message
    }
  }

  let version: SpecificationVersion
  private let infos: [String: ReservedField]
  private let formats: [String: ReservedField]
  /// `key\tID` of the structured lines so far.
  private var known: Set<String> = []

  init(version: SpecificationVersion) {
    self.version = version
    infos = ReservedField.infos(version)
    formats = ReservedField.formats(version)
  }

  mutating func check(_ meta: MetaLine, isFirst: Bool) throws(Violation) {
    try checkText(meta)
    guard !meta.key.isEmpty, !meta.value.isEmpty else {
      // A line without '=' may be any text, which no message repeats.
      let isText = meta.key.contains { $0.isWhitespace }
      throw Violation(
        isText ? "##" : meta.key, "a meta line has the form ##key=value, with a value")
    }
    switch meta.key {
    case "fileformat":
      if !isFirst { throw Violation("fileformat", "the file format is stated twice") }
    case "assembly", "pedigreeDB":
      try checkURL(meta)
    case "INFO", "FORMAT", "FILTER", "ALT", "contig", "META", "SAMPLE", "PEDIGREE":
      try checkStructured(meta)
    default:
      try checkOther(meta)
    }
  }

  private func checkText(_ meta: MetaLine) throws(Violation) {
    guard version >= .v43 else { return }
    for scalar in (meta.key + meta.value).unicodeScalars
    where scalar.value < 0x20 && scalar != "\t" || scalar == "\u{FFFD}" {
      var violation = Violation(
        meta.key, "control characters and text that is not UTF-8 are not allowed")
      violation.rule = .encoding
      throw violation
    }
  }

  private mutating func checkStructured(_ meta: MetaLine) throws(Violation) {
    let line = try parse(meta)
    switch meta.key {
    case "INFO": try checkDefinition(line, "INFO", reserved: infos)
    case "FORMAT": try checkDefinition(line, "FORMAT", reserved: formats)
    case "FILTER": try checkFilter(line)
    case "ALT": try checkAlternate(line)
    case "contig": try checkContig(line)
    case "META": try checkMeta(line)
    case "SAMPLE": try checkSample(line)
    default: try checkPedigree(line)
    }
    try checkUnique(line, meta.key)
  }

  /// A line whose key the specification does not define.
  private mutating func checkOther(_ meta: MetaLine) throws(Violation) {
    guard meta.value.hasPrefix("<") else { return }
    // Up to VCFv4.2 a value in angle brackets may be free text in quotes.
    if version < .v43, meta.value.hasPrefix("<\""), meta.value.hasSuffix("\">") { return }
    let line = try parse(meta)
    guard version >= .v43 else { return }
    guard line["ID"] != nil else {
      throw Violation(meta.key, "a structured line needs an ID")
    }
    try checkUnique(line, meta.key)
  }

  private func parse(_ meta: MetaLine) throws(Violation) -> StructuredLine {
    do throws(StructuredLine.Fault) {
      return try StructuredLine(meta.value)
    } catch {
      throw Violation(meta.key, error.message)
    }
  }

  private mutating func checkUnique(_ line: StructuredLine, _ key: String) throws(Violation) {
    guard version >= .v43, let id = line["ID"] else { return }
    guard known.insert(key + "\t" + id.value).inserted else {
      throw Violation(key, "the ID is that of an earlier \(key) line; IDs must differ")
    }
    var keys: Set<String> = []
    for field in line.fields where !keys.insert(field.key).inserted {
      throw Violation(key, "a key stands twice in the line")
    }
  }

  private func checkURL(_ meta: MetaLine) throws(Violation) {
    var value = Substring(meta.value)
    if value.hasPrefix("<"), value.hasSuffix(">") { value = value.dropFirst().dropLast() }
    guard Self.isURL(value) else {
      throw Violation(meta.key, "a URL was expected, such as ftp://host/path")
    }
  }

  /// Whether a text is `scheme://[user@]host[:port][/…]` (RFC 3986 §3); a file needs no host.
  private static func isURL(_ text: Substring) -> Bool {
    guard let colon = text.firstRange(of: "://"), let first = text.first,
      first.isASCII && first.isLetter, !text.contains(where: \.isWhitespace)
    else { return false }
    let scheme = text[..<colon.lowerBound]
    guard scheme.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) })
    else { return false }
    var authority = text[colon.upperBound...].prefix { !"/?#".contains($0) }
    if authority.isEmpty { return scheme == "file" && colon.upperBound < text.endIndex }
    if let at = authority.lastIndex(of: "@") {
      authority = authority[authority.index(after: at)...]
    }
    if authority.hasPrefix("[") { return authority.contains("]") }
    let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
    guard let host = parts.first, !host.isEmpty, parts.count <= 2 else { return false }
    if parts.count == 2, !parts[1].allSatisfy({ $0.isASCII && $0.isNumber }) { return false }
    // A host of digits alone is a port whose host was forgotten.
    return !host.allSatisfy { $0.isASCII && $0.isNumber }
  }
}
