import ByteIO
package import Genomics
package import ReferenceGenome
package import VCF

/// Copies what gathered knowledge says about alleles to records that have them.
package struct VariantAnnotator: Sendable {
  /// The header of the records that come out: with a line for each field.
  package let header: VCFHeader
  private let stores: [KnowledgeStore]
  private let fields: [KnowledgeField]
  private let rules: AnnotationRules
  private let genome: ReferenceGenome?
  private let assembly: Assembly

  /// An annotator of the records of a file.
  ///
  /// - Parameters:
  ///   - stores: The knowledge, file by file; what comes first counts as first.
  ///   - genome: The genome that the knowledge was gathered with, or none.
  /// - Throws: Files of knowledge that declare a field in different ways, and a field that the header declares
  ///   otherwise.
  package init(
    _ header: VCFHeader, _ stores: [KnowledgeStore], rules: AnnotationRules,
    genome: ReferenceGenome?, assembly: Assembly
  ) throws(VCFError) {
    self.stores = stores
    self.rules = rules
    self.genome = genome
    self.assembly = assembly
    fields = stores.first?.fields ?? []
    var lines: [String] = []
    for (index, field) in fields.enumerated() {
      guard case .info(let key) = field.target else { continue }
      for other in stores.dropFirst().map({ $0.fields[index] })
      where other.number != field.number || other.type != field.type {
        throw Self.contradiction(key, field, other.number, other.type, "another file of it")
      }
      if let declared = header.infos[key] {
        guard declared.number == field.number, declared.type == field.type else {
          throw Self.contradiction(
            key, field, declared.number, declared.type, "the header of the variants")
        }
      } else {
        lines.append(Self.line(key, field.number, field.type, field.description))
      }
    }
    if let mark = rules.mark {
      if let declared = header.infos[mark] {
        guard declared.type == .flag else {
          throw VCFError(
            .type, field: "INFO/\(mark)",
            "the header of the variants declares this key, and not as a flag; choose another")
        }
      } else {
        lines.append(Self.line(mark, .count(0), .flag, "The knowledge has an allele of the record"))
      }
    }
    self.header = try header.adding(lines)
  }

  private static func contradiction(
    _ key: String, _ field: KnowledgeField, _ number: FieldNumber, _ type: FieldType,
    _ other: String
  ) -> VCFError {
    VCFError(
      .type, field: "INFO/\(key)",
      "the knowledge declares it with Number=\(field.number.text) and Type=\(field.type.rawValue), "
        + "\(other) with Number=\(number.text) and Type=\(type.rawValue); choose another INFO key "
        + "under \"fields\"")
  }

  private static func line(
    _ key: String, _ number: FieldNumber, _ type: FieldType, _ description: String
  ) -> String {
    let text = description.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return
      "##INFO=<ID=\(key),Number=\(number.text),Type=\(type.rawValue),Description=\"\(text)\">"
  }

  /// The records of a batch with what is known about their alleles; those that nothing changes as they were.
  ///
  /// - Throws: A genome that cannot be read; with ``AnnotationRules/Duplicates/fail`` an allele that is stated twice.
  /// - Complexity: O(n) in the size of the batch, the bases that alleles move, and the knowledge between its first and
  ///   its last record.
  package func annotated(_ batch: RecordBatch) throws(AnnotationError) -> AnnotatedBatch {
    let text = batch.chunk.text.span
    var counts = AnnotationCounts()
    var unknownContigs = 0
    var lookup = AlleleLookup()
    let places = try keys(batch, &lookup, &counts, &unknownContigs)
    if let record = lookup.run(stores, rules.duplicates) {
      throw .records(
        batch.located(
          VCFError(
            .duplicate, field: "ALT",
            "the knowledge states an allele of this record more than once; "
              + "set \"duplicates\" to \"first\" or \"last\""),
          at: batch.records[record], firstLine: 0))
    }
    var annotation = InfoAnnotation(fields, rules)
    var writer = AnnotatedLines(base: text.count + 1)
    var records: [RecordBounds] = []
    records.reserveCapacity(batch.records.count)
    var alleles: [Range<Int>?] = []
    var next = 0
    for record in batch.records {
      alleles.clear()
      while next < places.count, places[next].record == counts.total {
        alleles.append(places[next].key.flatMap { lookup.values(of: $0) })
        next += 1
      }
      counts.total += 1
      let known = alleles.count { $0 != nil }
      counts.known += known
      if known > 0 { counts.annotated += 1 }
      annotation.read(alleles, lookup.values.span)
      records.append(
        writer.append(
          record, text, isKnown: known > 0, &annotation,
          virtualOffset: batch.chunk.virtualOffset(of: Int(record.start))))
    }
    let headed = RecordBatch(
      header: header, chunk: batch.chunk, lineCount: batch.lineCount, records: records,
      rejected: batch.rejected)
    return AnnotatedBatch(
      records: writer.text.isEmpty
        ? headed : headed.appending(writer.text, origins: writer.origins, records: records),
      counts: counts, unknownContigs: unknownContigs)
  }

  /// The alternate alleles of all records in their order: the number of the record, and of the key that is looked up.
  private func keys(
    _ batch: RecordBatch, _ lookup: inout AlleleLookup, _ counts: inout AnnotationCounts,
    _ unknownContigs: inout Int
  ) throws(AnnotationError) -> [(record: Int, key: Int?)] {
    let text = batch.chunk.text.span
    var form = AlleleForm(genome)
    var alleles = AlleleStrings()
    var contig: [UInt8] = []
    var isKnown = false
    var places: [(record: Int, key: Int?)] = []
    places.reserveCapacity(batch.records.count)
    for (number, record) in batch.records.enumerated() {
      if contig.isEmpty || !matches(text, record.chrom, contig) {
        contig.clear()
        contig.append(text, record.chrom)
        let name = assembly.canonicalName(of: string(text, record.chrom))
        isKnown = stores.contains { $0.hasContig(name) }
        lookup.begin(name)
        form.select(text, record.chrom)
      }
      if !isKnown { unknownContigs += 1 }
      alleles.read(record, text)
      for allele in 1..<max(alleles.count, 1) {
        counts.alleles += 1
        let end = alleles.isSymbolic(allele) ? record.span(in: text).upperBound : 0
        do throws(ReferenceError) {
          let isKey = try lookup.add(record: number) { (bytes) throws(ReferenceError) in
            try form.append(
              allele, of: alleles, position: Int(record.position), end: end, to: &bytes)
          }
          places.append((number, isKey ? lookup.count - 1 : nil))
        } catch {
          throw .file(error)
        }
      }
    }
    return places
  }
}

/// Annotated records, and what was done.
package struct AnnotatedBatch: Sendable {
  /// The records.
  package let records: RecordBatch
  /// What was done to how many.
  package let counts: AnnotationCounts
  /// Records on contigs about which nothing is known.
  package let unknownContigs: Int
}

/// The lines of records that were changed.
private struct AnnotatedLines {
  private(set) var text: [UInt8] = []
  private(set) var origins: [TextOrigin] = []
  private let base: Int

  init(base: Int) {
    self.base = base
  }

  /// Appends a record with its annotation, or gives it back where that changes nothing.
  mutating func append(
    _ record: RecordBounds, _ source: Span<UInt8>, isKnown: Bool,
    _ annotation: inout InfoAnnotation, virtualOffset: UInt64
  ) -> RecordBounds {
    let start = text.count
    text.append(source, Int(record.start)..<record.id.lowerBound)
    guard let place = annotation.append(record, source, isKnown: isKnown, to: &text) else {
      text.removeLast(text.count - start)
      return record
    }
    let toStart = base + start - Int(record.start)
    let toID = base + place.idEnd - record.id.upperBound
    let toEnd = base + text.count - record.info.upperBound
    text.append(source, record.info.upperBound..<Int(record.end))
    let end = base + text.count
    if Int(record.end) < source.count, source[Int(record.end)] == 0x0D { text.append(0x0D) }
    text.append(0x0A)
    origins.append(TextOrigin(textOffset: base + start, virtualOffset: virtualOffset))
    var tabs = record.tabs
    for index in tabs.indices {
      let distance = index < 2 ? toStart : index < 7 ? toID : toEnd
      tabs[index] = UInt32(truncatingIfNeeded: Int(tabs[index]) + distance)
    }
    return RecordBounds(
      start: base + start, end: end, tabs: tabs, line: record.line,
      position: Int(record.position))
  }
}
