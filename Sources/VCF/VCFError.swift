package import ByteIO

/// What a VCF file or record does wrong, where, and what to do about it.
///
/// Messages name columns, fields and rules, never the name of a sample or the content of its cells.
package struct VCFError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The rules a file or a record can break.
  package enum Rule: String, Sendable, CaseIterable {
    /// The file cannot be read.
    case file
    /// A rule of the header.
    case header
    /// A line is blank.
    case blank
    /// The number of columns.
    case columns
    /// The contig of a record.
    case chrom
    /// The position of a record.
    case pos
    /// The reference allele.
    case ref
    /// The alternate alleles.
    case alt
    /// The quality.
    case qual
    /// The filter status.
    case filter
    /// The information field.
    case info
    /// The genotype or another field of a sample.
    case format
    /// The order of the records.
    case order
    /// The identifiers of a record.
    case id
    /// A record that states a variant another record states already.
    case duplicate
    /// A contig that no `##contig` line declares, in a file that has such lines.
    case unknownContig = "unknown-contig"
    /// A position past the end that the contig's line states.
    case pastContigEnd = "past-contig-end"
    /// Two sample columns of one name.
    case duplicateSample = "duplicate-sample"
    /// The number of values of a field.
    case number
    /// The type of a value.
    case type
    /// A key or filter that no line of the header declares.
    case undeclared
    /// A character that may not stand in a VCF file, or text that is not UTF-8.
    case encoding
    /// The last line has no line end.
    case newline
    /// A record that cannot be brought to another genome.
    case lift
  }

  /// The rule that is broken.
  package var rule: Rule
  /// The field concerned, such as `POS` or `FORMAT/GT`.
  package var field: String
  /// What is wrong and what was expected.
  package var message: String
  /// Line in the file, from 1, when it is known.
  package var line: Int?
  /// The file, when it is known.
  package var path: String?
  /// Place in the file (see `TextOrigin`), when it is known.
  package var virtualOffset: UInt64?
  /// What went wrong below, for the rule `file`.
  package var cause: ByteIOError?

  /// An error with a rule, a field, a message and a place.
  package init(
    _ rule: Rule, field: String, _ message: String, line: Int? = nil, path: String? = nil,
    virtualOffset: UInt64? = nil
  ) {
    self.rule = rule
    self.field = field
    self.message = message
    self.line = line
    self.path = path
    self.virtualOffset = virtualOffset
  }

  /// The error of reading the bytes of a file.
  package init(_ cause: ByteIOError) {
    self.init(
      .file, field: "", cause.message, path: cause.path, virtualOffset: cause.offset)
    self.cause = cause
  }

  /// `path:line:field: message`.
  package var description: String {
    if let cause { return cause.description }
    var place: [String] = []
    if let path { place.append(path) }
    if let line { place.append("\(line)") }
    if !field.isEmpty { place.append(field) }
    return place.isEmpty ? message : place.joined(separator: ":") + ": " + message
  }
}
