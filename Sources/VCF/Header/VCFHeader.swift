package import Genomics

/// The header of a VCF file: its meta lines, its columns, its samples.
///
/// Immutable, and shared by every batch of the file.
package final class VCFHeader: Sendable {
  /// The eight columns every file has.
  package static let fixedColumns = [
    "CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO",
  ]

  /// The version line's value, such as `VCFv4.2`.
  package let fileFormat: String
  /// All `##` lines in order.
  package let metaLines: [MetaLine]
  /// `##contig` lines in order.
  package let contigs: [ContigDefinition]
  /// `##INFO` lines by key; the first of several.
  package let infos: [String: FieldDefinition]
  /// `##FORMAT` lines by key; the first of several.
  package let formats: [String: FieldDefinition]
  /// Names of `##FILTER` lines in order.
  package let filters: [String]
  /// Names of the samples in column order. Identifiable: never in a message.
  package let samples: [String]
  /// Whether the file has a FORMAT column.
  package let hasGenotypes: Bool
  /// The header's bytes as read, up to and including the newline of the column line.
  package let text: [UInt8]
  /// Lines of the header.
  package let lineCount: Int
  /// What lenient reading passes over: meta lines that do not have the form the specification wants.
  package let remarks: [VCFError]

  init(_ content: VCFHeaderParser.Content, text: [UInt8]) {
    fileFormat = content.fileFormat
    metaLines = content.metaLines
    contigs = content.contigs
    infos = content.infos
    formats = content.formats
    filters = content.filters
    samples = content.samples
    hasGenotypes = content.hasGenotypes
    lineCount = content.lineCount
    remarks = content.remarks
    self.text = text
  }

  /// Columns that every record must have.
  package var columnCount: Int {
    hasGenotypes ? Self.fixedColumns.count + 1 + samples.count : Self.fixedColumns.count
  }

  /// Numbers for the contigs of the file.
  package func contigTable(
    assembly: Assembly, aliases: [String: String] = [:]
  ) -> ContigTable {
    var table = ContigTable(assembly: assembly, aliases: aliases)
    for contig in contigs { table.add(contig.name) }
    return table
  }

  /// The error of a header that states chromosome lengths of another build than declared; nil when
  /// nothing contradicts the declaration.
  package func contradiction(to assembly: Assembly) -> VCFError? {
    for meta in metaLines where meta.key == "contig" {
      guard let name = meta["ID"], let length = meta["length"].flatMap({ Int($0) }) else {
        continue
      }
      let builds = Assembly.builds(chromosome: name, length: length)
      if let other = builds.first, !builds.contains(assembly) {
        return VCFError(
          .header, field: "contig",
          "the file states the length of \(name) in \(other.rawValue), the definition says "
            + "\(assembly.rawValue); correct 'build' or lift the file over", line: meta.line)
      }
    }
    return nil
  }
}
