import ByteIO
import Tables
import VCF

/// Encodes what records say about counts as rows.
struct CountRowEncoder {
  /// `end_pos` is the last position of a reference block, in the rows of a gVCF whose alt is `<NON_REF>`.
  static let schema = TableSchema([
    Column("sample", .string), Column("chrom", .string), Column("pos", .integer),
    Column("ref", .string), Column("alt", .string), Column("alt_count", .integer),
    Column("ref_count", .integer), Column("alt_molecules", .integer),
    Column("ref_molecules", .integer), Column("alt_forward", .integer),
    Column("alt_reverse", .integer), Column("ref_forward", .integer),
    Column("ref_reverse", .integer), Column("end_pos", .integer), Column("filter", .string),
  ])

  /// The rows so far.
  var writer = RowWriter()
  private let header: VCFHeader
  private let reader: CountFieldReader
  private let sampleName: String?
  private let end: FieldCodec

  /// - Parameter sampleName: The sample of a file that names none.
  init(_ header: VCFHeader, _ fields: CountFields, sampleName: String?) {
    self.header = header
    self.sampleName = sampleName
    reader = CountFieldReader(header, fields)
    end = FieldCodec(.info, key: "END", header: header)
  }

  /// Appends the rows of a record, one a sample and alternate allele.
  ///
  /// - Throws: What is wrong with the record; none of its rows is then written.
  mutating func append(_ record: RecordBounds, _ text: Span<UInt8>) throws(VCFError) {
    let start = writer.mark
    do throws(VCFError) {
      try appendRows(record, text)
    } catch {
      writer.restore(start)
      throw error
    }
  }

  private mutating func appendRows(_ record: RecordBounds, _ text: Span<UInt8>) throws(VCFError) {
    guard !header.samples.isEmpty else {
      guard let sampleName else {
        throw VCFError(
          .format, field: "FORMAT",
          "the file names no sample; give \"sample\" to ctdna.counts, and read one such file at a time"
        )
      }
      guard record.alleleCount(in: text) == 2 else {
        throw VCFError(
          .alt, field: "ALT", "a record without samples has several alleles; split it first")
      }
      appendRow(sampleName, record, 1, try reader.tallies(record, text), text)
      return
    }
    var cells = record.sampleCells
    for name in header.samples {
      guard let cell = cells.next(in: text) else { break }
      var hasAllele = false
      for allele in 1..<max(2, record.alleleCount(in: text)) {
        guard let range = record.allele(allele, in: text), !isMissing(range, in: text) else {
          continue
        }
        if text[range.lowerBound] == UInt8(ascii: "<")
          || text[range.lowerBound] == UInt8(ascii: "*")
        {
          continue
        }
        hasAllele = true
        guard let tallies = try reader.tallies(record, allele: allele, cell: cell, text) else {
          continue
        }
        appendRow(name, record, allele, tallies, text)
      }
      if !hasAllele, let depth = try reader.blockDepth(record, cell: cell, text) {
        try appendBlock(name, record, depth, text)
      }
    }
  }

  private mutating func appendRow(
    _ sample: String, _ record: RecordBounds, _ allele: Int, _ tallies: AlleleTallies,
    _ text: Span<UInt8>
  ) {
    writer.append(sample)
    writer.append(text, record.chrom)
    writer.append(Int(record.position))
    writer.append(text, record.ref)
    if let range = record.allele(allele, in: text) { writer.append(text, range) }
    for count in [
      tallies.mutant, tallies.reference, tallies.mutantMolecules, tallies.referenceMolecules,
      tallies.mutantForward, tallies.mutantReverse, tallies.referenceForward,
      tallies.referenceReverse, nil,
    ] {
      writer.append(count)
    }
    appendFilter(record, text)
  }

  private mutating func appendBlock(
    _ sample: String, _ record: RecordBounds, _ depth: Int, _ text: Span<UInt8>
  ) throws(VCFError) {
    writer.append(sample)
    writer.append(text, record.chrom)
    writer.append(Int(record.position))
    writer.append(text, record.ref)
    writer.append(AlleleReader.block)
    writer.append(0)
    writer.append(depth)
    for _ in 0..<6 { writer.appendNull() }
    var last = Int(record.position)
    if case .integer(let end)? = try record.info(end, text) { last = end }
    writer.append(last)
    appendFilter(record, text)
  }

  private mutating func appendFilter(_ record: RecordBounds, _ text: Span<UInt8>) {
    if isMissing(record.filter, in: text) {
      writer.appendNull()
    } else {
      writer.append(text, record.filter)
    }
    writer.endRow()
  }
}
