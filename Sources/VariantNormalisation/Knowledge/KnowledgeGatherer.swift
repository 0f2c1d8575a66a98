import ByteIO
package import Genomics
package import ReferenceGenome
package import VCF

/// Gathers what the records of a VCF file say about their alleles.
package struct KnowledgeGatherer: Sendable {
  /// A field and where a record has it.
  private struct Source: Sendable {
    enum Place: Sendable {
      case info([UInt8])
      case id
      case quality
      case filter
    }

    var place: Place
    var field: KnowledgeField
  }

  /// The fields in the order of the entries.
  package var fields: [KnowledgeField] { sources.map(\.field) }
  private let sources: [Source]
  private let genome: ReferenceGenome?
  private let assembly: Assembly

  /// A gatherer of the records of a file.
  ///
  /// - Throws: A field that the file does not have, or whose values belong to genotypes.
  package init(
    _ header: VCFHeader, fields: [AnnotationField], genome: ReferenceGenome?, assembly: Assembly
  ) throws(VCFError) {
    self.genome = genome
    self.assembly = assembly
    var sources: [Source] = []
    for field in fields { sources.append(try Self.source(field, header)) }
    self.sources = sources
  }

  private static func source(
    _ field: AnnotationField, _ header: VCFHeader
  ) throws(VCFError) -> Source {
    func column(_ place: Source.Place, _ number: FieldNumber, _ type: FieldType) -> Source {
      Source(
        place: place,
        field: KnowledgeField(
          target: field.target, number: number, type: type,
          description: "\(field.source) of the knowledge"))
    }
    switch field.source {
    case "ID": return column(.id, .unbounded, .string)
    case "QUAL": return column(.quality, .count(1), .float)
    case "FILTER": return column(.filter, .unbounded, .string)
    default: break
    }
    let key = field.source.hasPrefix("INFO/") ? String(field.source.dropFirst(5)) : field.source
    let codec = FieldCodec(.info, key: key, header: header)
    guard codec.isKnown else {
      throw VCFError(
        .undeclared, field: "INFO/\(key)",
        "the header of the knowledge does not declare this field; it declares "
          + (header.infos.keys.sorted().prefix(20).joined(separator: ", ")))
    }
    switch codec.definition.number {
    case .count, .unbounded, .perAlternate, .perAllele: break
    default:
      throw VCFError(
        .number, field: "INFO/\(key)",
        "values for each genotype (Number=\(codec.definition.number.text)) cannot be given to alleles"
      )
    }
    return Source(
      place: .info(Array(key.utf8)),
      field: KnowledgeField(
        target: field.target, number: codec.definition.number, type: codec.definition.type,
        description: codec.definition.description))
  }

  /// The entries of a batch.
  ///
  /// - Throws: `order`, with the line within the chunk, where its records are not sorted.
  /// - Complexity: O(n) in the size of the batch and the bases that alleles move.
  package func entries(_ batch: RecordBatch) throws(AnnotationError) -> KnowledgeEntries {
    let text = batch.chunk.text.span
    var entries = KnowledgeEntries()
    var form = AlleleForm(genome)
    var alleles = AlleleStrings()
    var key: [UInt8] = []
    var values: [UInt8] = []
    for record in batch.records {
      let position = Int(record.position)
      guard
        entries.begin(
          text, record.chrom, position: position, line: record.lineInChunk,
          canonical: assembly.canonicalName(of:))
      else {
        var error = KnowledgeFile.unsorted(at: "\(string(text, record.chrom)):\(position)")
        error.line = record.lineInChunk
        throw .records(error)
      }
      form.select(text, record.chrom)
      alleles.read(record, text)
      for allele in 1..<max(alleles.count, 1) {
        key.clear()
        let end = alleles.isSymbolic(allele) ? record.span(in: text).upperBound : 0
        let place: Int?
        do throws(ReferenceError) {
          place = try form.append(allele, of: alleles, position: position, end: end, to: &key)
        } catch {
          throw .file(error)
        }
        guard let place else { continue }
        values.clear()
        for (index, source) in sources.enumerated() {
          if index > 0 { values.append(UInt8(ascii: "\t")) }
          Self.append(source, allele, record, text, to: &values)
        }
        entries.add(position: place, form: key, values: values)
      }
    }
    return entries
  }

  /// Appends what a record says about an allele; nothing where it says nothing.
  private static func append(
    _ source: Source, _ allele: Int, _ record: RecordBounds, _ text: Span<UInt8>,
    to values: inout [UInt8]
  ) {
    let column: Range<Int>
    switch source.place {
    case .info(let key):
      guard let value = record.infoValue(key, in: text) else { return }
      if source.field.type == .flag {
        values.append(UInt8(ascii: "1"))
      } else {
        append(value, source.field.number, allele, text, to: &values)
      }
      return
    case .id: column = record.id
    case .quality: column = record.qual
    case .filter: column = record.filter
    }
    if isMissing(column, in: text) { return }
    for offset in column {
      // A list of identifiers becomes a list of values, but in the ID column it stays what it is.
      let isSeparator = text[offset] == UInt8(ascii: ";") && source.field.target != .id
      values.append(isSeparator ? UInt8(ascii: ",") : text[offset])
    }
  }

  private static func append(
    _ value: Range<Int>, _ number: FieldNumber, _ allele: Int, _ text: Span<UInt8>,
    to values: inout [UInt8]
  ) {
    let wanted: [Int]
    switch number {
    case .perAlternate: wanted = [allele - 1]
    case .perAllele: wanted = [0, allele]
    default:
      if !isMissing(value, in: text) { values.append(text, value) }
      return
    }
    var found: [Range<Int>] = []
    var pieces = ByteFields(value, separatedBy: UInt8(ascii: ","))
    var index = 0
    while let piece = pieces.next(in: text) {
      if wanted.contains(index) { found.append(piece) }
      index += 1
    }
    guard found.count == wanted.count else { return }
    if found.allSatisfy({ isMissing($0, in: text) }) { return }
    for (index, piece) in found.enumerated() {
      if index > 0 { values.append(UInt8(ascii: ",")) }
      values.append(text, piece)
    }
  }
}
