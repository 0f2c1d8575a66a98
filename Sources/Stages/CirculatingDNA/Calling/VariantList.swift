internal import PipelineModel
internal import Tables

/// A file of variants with the columns chrom, pos, ref and alt (CSV or TSV).
struct VariantList: Sendable {
  private var alleles: Set<AlleleSite> = []

  /// Reads a file.
  init(path: String) throws(StageError) {
    let text = try wholeText(of: path)
    let isTabbed = path.lowercased().contains(".tsv") || path.lowercased().contains(".txt")
    var reader = RowReader(delimiter: UInt8(ascii: isTabbed ? "\t" : ","))
    var rows: AlleleReader?
    while try Self.next(&reader, text.span, path) {
      if let rows {
        alleles.insert(try rows.site(reader, text.span, row: reader.line))
        continue
      }
      let names = reader.cells.map { RowReader.string($0, in: text.span)?.lowercased() ?? "" }
      let places = AlleleSite.columns.compactMap { names.firstIndex(of: $0) }
      guard places.count == AlleleSite.columns.count else {
        throw StageError(
          .input, "the list of variants lacks a column",
          remedy: "its first line names chrom, pos, ref and alt", file: path)
      }
      rows = AlleleReader(columns: places, port: path)
    }
    guard !alleles.isEmpty else {
      throw StageError(.input, "the list of variants has no rows", file: path)
    }
  }

  /// Whether the list has an allele.
  func contains(_ site: AlleleSite) -> Bool { alleles.contains(site) }

  private static func next(
    _ reader: inout RowReader, _ text: Span<UInt8>, _ path: String
  ) throws(StageError) -> Bool {
    do throws(TableError) { return try reader.next(text) } catch {
      throw StageError(.input, error.description, file: path)
    }
  }
}
