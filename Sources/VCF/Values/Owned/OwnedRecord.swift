import ByteIO

/// A record that stands on its own and can be changed.
///
/// It keeps the bytes it was made from. The first columns are values; INFO and the samples are read
/// through their definitions when they are asked for. What is not changed is written byte for byte
/// as it was read, down to single INFO fields and sample values.
package struct OwnedRecord: Sendable {
  /// The columns whose values differ from the bytes kept.
  struct Changes: OptionSet, Sendable {
    let rawValue: UInt16
    static let contig = Changes(rawValue: 1)
    static let position = Changes(rawValue: 2)
    static let identifiers = Changes(rawValue: 4)
    static let reference = Changes(rawValue: 8)
    static let alternates = Changes(rawValue: 16)
    static let quality = Changes(rawValue: 32)
    static let filters = Changes(rawValue: 64)
  }

  /// The header that defines the fields.
  package let header: VCFHeader
  /// CHROM.
  package var contig: String { didSet { changes.insert(.contig) } }
  /// POS, from 1; 0 is the telomere.
  package var position: Int { didSet { changes.insert(.position) } }
  /// The names in ID; none for `.`.
  package var identifiers: [String] { didSet { changes.insert(.identifiers) } }
  /// REF.
  package var reference: [UInt8] { didSet { changes.insert(.reference) } }
  /// The alleles of ALT as written (see ``Alternate``); none for `.`.
  ///
  /// Setting them leaves the fields that have values for each allele as they are: see
  /// ``keepAlleles(_:dropped:)``.
  package var alternates: [[UInt8]] { didSet { changes.insert(.alternates) } }
  /// QUAL; nil for `.`.
  package var quality: Double? { didSet { changes.insert(.quality) } }
  /// The names in FILTER, `PASS` among them; none for `.` (no filter was applied).
  package var filters: [String] { didSet { changes.insert(.filters) } }

  /// INFO as it will be written.
  package internal(set) var infoText: [UInt8]
  /// FORMAT as it will be written; empty when the file has no genotypes.
  package internal(set) var formatText: [UInt8]
  /// The sample columns as they will be written, with the tabs between them.
  package internal(set) var samplesText: [UInt8]

  private let line: [UInt8]
  private let bounds: RecordBounds
  private var changes: Changes = []
  var areFieldsChanged = false

  /// A copy of a record of a chunk's text.
  ///
  /// - Complexity: O(n) in the length of the record.
  package init(_ record: RecordBounds, _ text: Span<UInt8>, header: VCFHeader) {
    self.header = header
    var line: [UInt8] = []
    line.append(text, record.wholeLine(in: text))
    if line.last != 0x0A { line.append(0x0A) }
    self.line = line
    let own = line.span
    let bounds = RecordBounds(
      scanLine(own, from: 0), line: Int(record.line), position: Int(record.position))
    self.bounds = bounds
    contig = string(own, bounds.chrom)
    position = Int(record.position)
    identifiers = Self.names(own, bounds.id, separator: UInt8(ascii: ";"))
    reference = Array(line[bounds.ref])
    let alleles = line[bounds.alt]
      .split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    alternates = isMissing(bounds.alt, in: own) ? [] : alleles.map { Array($0) }
    quality = parseFloat(own, bounds.qual)
    filters = Self.names(own, bounds.filter, separator: UInt8(ascii: ";"))
    infoText = Array(line[bounds.info])
    formatText = Array(line[bounds.format])
    samplesText = Array(line[bounds.samples])
  }

  /// Alleles of the record, the reference included.
  package var alleleCount: Int { alternates.count + 1 }

  /// An allele as what it is, 0 being REF; nil when there is none of that number or it is
  /// malformed.
  package func allele(_ number: Int) -> Alternate? {
    if number == 0 { return .bases(reference) }
    guard number > 0, number <= alternates.count else { return nil }
    return Alternate(alternates[number - 1])
  }

  /// Gives contigs other names, in CHROM and in the mates of breakends.
  package mutating func renameContigs(_ names: ContigRenaming) {
    if let name = names.name(Array(contig.utf8)) { contig = String(decoding: name, as: UTF8.self) }
    for index in alternates.indices {
      var renamed: [UInt8] = []
      let allele = alternates[index]
      names.append(alternates: allele.span, 0..<allele.count, to: &renamed)
      if renamed != allele { alternates[index] = renamed }
    }
  }

  /// Appends the line, with the line end it had; a newline where it had none.
  ///
  /// - Complexity: O(n) in the length of the record.
  package func append(to output: inout [UInt8]) {
    if changes.isEmpty, !areFieldsChanged {
      output += line
      return
    }
    let tab = UInt8(ascii: "\t")
    column(.contig, bounds.chrom, Array(contig.utf8), &output)
    output.append(tab)
    column(.position, bounds.pos, Array(String(position).utf8), &output)
    output.append(tab)
    column(.identifiers, bounds.id, Self.joined(identifiers), &output)
    output.append(tab)
    column(.reference, bounds.ref, reference, &output)
    output.append(tab)
    let alleles = Array(alternates.joined(separator: [UInt8(ascii: ",")]))
    column(.alternates, bounds.alt, alternates.isEmpty ? [UInt8(ascii: ".")] : alleles, &output)
    output.append(tab)
    var number: [UInt8] = []
    if let quality { number.append(float: quality) } else { number.append(UInt8(ascii: ".")) }
    column(.quality, bounds.qual, number, &output)
    output.append(tab)
    column(.filters, bounds.filter, Self.joined(filters), &output)
    output.append(tab)
    output += infoText
    if !formatText.isEmpty || !samplesText.isEmpty {
      output.append(tab)
      output += formatText
      output.append(tab)
      output += samplesText
    }
    output += line[Int(bounds.end)...]
  }

  private func column(
    _ change: Changes, _ range: Range<Int>, _ value: [UInt8], _ output: inout [UInt8]
  ) {
    if changes.contains(change) { output += value } else { output += line[range] }
  }

  private static func names(
    _ text: Span<UInt8>, _ range: Range<Int>, separator: UInt8
  ) -> [String] {
    if isMissing(range, in: text) { return [] }
    var names: [String] = []
    var pieces = ByteFields(range, separatedBy: separator)
    while let piece = pieces.next(in: text) { names.append(string(text, piece)) }
    return names
  }

  private static func joined(_ names: [String]) -> [UInt8] {
    names.isEmpty ? [UInt8(ascii: ".")] : Array(names.joined(separator: ";").utf8)
  }
}
