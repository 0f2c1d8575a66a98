import ByteIO
import Tables
import VCF

/// Encodes records as rows of a table.
struct VariantRowEncoder {
  /// The rows so far.
  var writer = RowWriter()
  /// The columns as this file's header types them.
  let schema: TableSchema
  private let columns: [VariantColumn]
  private let samples: [[UInt8]]
  private let isPerSample: Bool
  /// For the columns of INFO and FORMAT how their values are spelled.
  private let codecs: [FieldCodec?]
  private var formatIndices: [Int?]

  init(_ columns: [VariantColumn], _ header: VCFHeader) {
    self.columns = columns
    schema = TableSchema(columns.map { Column($0.name, $0.type(in: header)) })
    isPerSample = columns.contains(where: \.isPerSample)
    codecs = columns.map { column in
      switch column.source {
      case .info(let key):
        FieldCodec(.info, key: String(decoding: key, as: UTF8.self), header: header)
      case .format(let key):
        FieldCodec(.format, key: String(decoding: key, as: UTF8.self), header: header)
      default: nil
      }
    }
    samples = isPerSample ? header.samples.map { Array($0.utf8) } : []
    formatIndices = Array(repeating: nil, count: columns.count)
  }

  /// Appends the row of a record, or its rows, one for each sample.
  ///
  /// - Throws: The first value that is not of its column's type; no row of the record is then written.
  mutating func append(_ record: RecordBounds, _ text: Span<UInt8>) throws(VCFError) {
    guard isPerSample else {
      try appendRow(record, text, sample: -1, cell: 0..<0)
      return
    }
    for (index, column) in columns.enumerated() {
      if case .format(let key) = column.source {
        formatIndices[index] = record.formatIndex(key, in: text)
      }
    }
    let start = writer.mark
    var cells = record.sampleCells
    for sample in samples.indices {
      guard let cell = cells.next(in: text) else { break }
      do throws(VCFError) {
        try appendRow(record, text, sample: sample, cell: cell)
      } catch {
        writer.restore(start)
        throw error
      }
    }
  }

  private mutating func appendRow(
    _ record: RecordBounds, _ text: Span<UInt8>, sample: Int, cell: Range<Int>
  ) throws(VCFError) {
    let start = writer.mark
    for (index, column) in columns.enumerated() {
      let type = schema.columns[index].type
      let range: Range<Int>?
      switch column.source {
      case .chrom: range = record.chrom
      case .pos: range = record.pos
      case .id: range = record.id
      case .ref: range = record.ref
      case .alt: range = record.alt
      case .qual: range = record.qual
      case .filter: range = record.filter
      case .info(let key): range = record.infoValue(key, in: text)
      case .format: range = formatIndices[index].flatMap { subfield($0, of: cell, in: text) }
      case .sample:
        writer.append(samples[sample])
        continue
      }
      guard append(text, range, type, codecs[index]) else {
        writer.restore(start)
        throw Self.wrongType(column, type, sample)
      }
    }
    writer.endRow()
  }

  /// Appends one value; false when it is not of the type.
  private mutating func append(
    _ text: Span<UInt8>, _ range: Range<Int>?, _ type: ColumnType, _ codec: FieldCodec?
  ) -> Bool {
    if type == .boolean {
      // Old files write `DB=0` for a flag that is not set.
      writer.append(range.map { !matches(text, $0, [UInt8(ascii: "0")]) } ?? false)
      return true
    }
    guard let range, !isMissing(range, in: text) else {
      writer.appendNull()
      return true
    }
    switch type {
    case .integer:
      guard let value = parseInteger(text, range) else { return false }
      writer.append(value)
    case .number:
      guard let value = parseFloat(text, range) else { return false }
      writer.append(value)
    default:
      if let codec, codec.mayBeEncoded, firstOffset(of: UInt8(ascii: "%"), in: text, range) != nil {
        let decoded = PercentEncoding.decoded(text, range)
        writer.append(decoded.span, 0..<decoded.count)
      } else {
        writer.append(text, range)
      }
    }
    return true
  }

  private static func wrongType(
    _ column: VariantColumn, _ type: ColumnType, _ sample: Int
  ) -> VCFError {
    let rule: VCFError.Rule
    switch column.source {
    case .info: rule = .info
    case .format: rule = .format
    case .qual: rule = .qual
    default: rule = .columns
    }
    let place = sample < 0 ? "" : " in column \(sample + 10)"
    return VCFError(
      rule, field: column.name,
      "a value of type \(type.rawValue) was expected\(place); correct the record or the header's "
        + "definition of the field")
  }
}
