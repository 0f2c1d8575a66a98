import ByteIO
package import Genomics
package import ReferenceGenome
import VCF

/// Gathers what the rows of a table say about alleles.
package struct KnowledgeRows {
  /// What a cell holds.
  package enum Cell: Sendable {
    /// Text, in which separators of INFO are encoded.
    case text
    /// A number, as it stands.
    case number
    /// `true` sets a flag.
    case flag
  }

  /// The entries since ``takeEntries()``.
  private var entries = KnowledgeEntries()
  private let cells: [Cell]
  private let assembly: Assembly
  private var form: AlleleForm
  private var alleles = AlleleStrings()
  private var key: [UInt8] = []
  private var values: [UInt8] = []

  /// A gatherer of rows.
  ///
  /// - Parameter cells: What the cells of the fields hold.
  package init(_ cells: [Cell], genome: ReferenceGenome?, assembly: Assembly) {
    self.cells = cells
    self.assembly = assembly
    form = AlleleForm(genome)
  }

  /// Bytes of the entries.
  package var size: Int { entries.size }

  /// The entries so far; those that follow are new ones.
  package mutating func takeEntries() -> KnowledgeEntries {
    defer { entries = KnowledgeEntries() }
    return entries
  }

  /// Adds a row.
  ///
  /// - Parameters:
  ///   - alternates: ALT; several with commas.
  ///   - fields: The texts of the fields' cells; nil for a null.
  /// - Returns: Whether it stands where it should: not before the row that came last.
  /// - Throws: A genome that cannot be read.
  package mutating func add(
    contig: String, position: Int, reference: String, alternates: String, fields: [String?]
  ) throws(ReferenceError) -> Bool {
    let name = Array(contig.utf8)
    let assembly = assembly
    guard
      entries.begin(
        name.span, 0..<name.count, position: position,
        canonical: { assembly.canonicalName(of: $0) })
    else { return false }
    form.select(name.span, 0..<name.count)
    alleles.removeAll()
    alleles.append(Array(reference.utf8))
    for allele in alternates.split(separator: ",") where allele != "." {
      alleles.append(Array(allele.utf8))
    }
    values.clear()
    for (index, field) in fields.enumerated() {
      if index > 0 { values.append(UInt8(ascii: "\t")) }
      guard let field else { continue }
      switch cells[index] {
      case .text: PercentEncoding.append(field, in: .info, to: &values)
      case .number: values += field.utf8
      case .flag: if field == "true" { values.append(UInt8(ascii: "1")) }
      }
    }
    for allele in 1..<max(alleles.count, 1) {
      key.clear()
      let place = try form.append(
        allele, of: alleles, position: position, end: position + alleles[0].count - 1, to: &key)
      if let place { entries.add(position: place, form: key, values: values) }
    }
    return true
  }
}
