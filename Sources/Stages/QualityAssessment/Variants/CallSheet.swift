internal import ByteIO
internal import Genomics
internal import PipelineModel
internal import Tables
internal import VCF
internal import VariantComparison

/// The alleles that one file says its samples have.
struct CallSheet {
  /// The port at which the file came in.
  var port = ""
  /// The file's name.
  var file = ""
  /// The names of its samples; none for a file without genotypes.
  var samples: [String] = []
  /// Alleles by sample (0 for a file without) and by the name of their sequence, in the order of the file.
  var alleles: [[String: [ComparedVariant]]] = []

  /// Adds what an accumulator holds, as ``CallSheetWriter`` has written it.
  mutating func add(_ bytes: [UInt8]) throws(StageError) {
    let text = bytes.span
    var reader = RowReader(delimiter: UInt8(ascii: "\t"))
    do throws(TableError) {
      while try reader.next(text) {
        guard reader.cells.count > 1, let kind = reader.string(0, in: text) else { continue }
        switch kind {
        case "file":
          port = reader.string(1, in: text) ?? ""
          file = reader.string(2, in: text) ?? ""
        case "sample": samples.append(reader.string(1, in: text) ?? "")
        default: addAllele(reader, text)
        }
      }
    } catch {
      throw StageError(.internal, error.description)
    }
  }

  private mutating func addAllele(_ reader: RowReader, _ text: Span<UInt8>) {
    guard let sample = reader.integer(1, in: text), let chrom = reader.string(2, in: text),
      let position = reader.integer(3, in: text)
    else { return }
    func bases(_ column: Int) -> [UInt8] {
      var result: [UInt8] = []
      RowReader.appendText(reader.cells[column], in: text, to: &result)
      return result
    }
    while alleles.count <= sample { alleles.append([:]) }
    alleles[sample][chrom, default: []].append(
      ComparedVariant(
        position: position, reference: bases(4), alternative: bases(5),
        alleleFraction: reader.number(6, in: text)))
  }
}

/// Writes the alleles of batches of one file.
struct CallSheetWriter {
  private(set) var rows = RowWriter(delimiter: UInt8(ascii: "\t"))
  private static let genotypeKey = Array("GT".utf8)

  /// Says which file it is.
  mutating func begin(_ source: StreamSource, _ header: VCFHeader) {
    rows.append("file")
    rows.append(source.port)
    rows.append(source.fileNames.first ?? "")
    rows.endRow()
    for sample in header.samples {
      rows.append("sample")
      rows.append(sample)
      rows.endRow()
    }
  }

  /// Adds each allele of a record for each sample that has it.
  mutating func add(_ record: RecordBounds, _ text: Span<UInt8>, hasSamples: Bool) {
    let count = record.alleleCount(in: text)
    guard count > 1 else { return }
    for number in 1..<count {
      guard let allele = record.allele(number, in: text),
        // A deletion that began before, alone or with bases behind it, is an allele of another record.
        firstOffset(of: UInt8(ascii: "*"), in: text, allele) == nil
      else { continue }
      switch VariantType.classify(text, reference: record.ref, alternate: allele) {
      case .reference, .overlappingDeletion: continue
      default: break
      }
      guard hasSamples else {
        append(record, text, allele, sample: 0, infoFraction(record, text, number))
        continue
      }
      addSamples(record, text, allele, number, count)
    }
  }

  private mutating func addSamples(
    _ record: RecordBounds, _ text: Span<UInt8>, _ allele: Range<Int>, _ number: Int, _ count: Int
  ) {
    let genotypes = record.formatIndex(Self.genotypeKey, in: text)
    let fractions = AlleleFractionFields(record, text)
    var cells = record.sampleCells
    var sample = 0
    while let cell = cells.next(in: text) {
      defer { sample += 1 }
      var fraction = fractions.value(cell, text, allele: number, of: count)
      if fraction == nil, sample == 0, record.samples.count == cell.count {
        fraction = infoFraction(record, text, number)
      }
      let call = genotypes.flatMap { subfield($0, of: cell, in: text) }
        .flatMap { Genotype(text, $0) }
      let isPresent: Bool
      if let call, !call.isMissing {
        isPresent = call.alleles.contains { $0.number == number }
      } else if genotypes == nil {
        isPresent = fraction != 0
      } else {
        isPresent = (fraction ?? 0) > 0
      }
      if isPresent { append(record, text, allele, sample: sample, fraction) }
    }
  }

  private func infoFraction(_ record: RecordBounds, _ text: Span<UInt8>, _ number: Int) -> Double? {
    record.infoValue(Array("AF".utf8), in: text).flatMap {
      AlleleFractionFields.piece(number - 1, $0, text)
    }
  }

  private mutating func append(
    _ record: RecordBounds, _ text: Span<UInt8>, _ allele: Range<Int>, sample: Int,
    _ fraction: Double?
  ) {
    rows.append("allele")
    rows.append(sample)
    rows.append(text, record.chrom)
    rows.append(Int(record.position))
    rows.append(text, record.ref)
    rows.append(text, allele)
    rows.append(fraction)
    rows.endRow()
  }

  mutating func takeBytes() -> [UInt8] { rows.takeBytes() }
}

/// The fields of a record that say which share of molecules has an allele.
struct AlleleFractionFields {
  private let fraction: Int?
  private let depths: Int?

  init(_ record: RecordBounds, _ text: Span<UInt8>) {
    fraction =
      record.formatIndex(Array("AF".utf8), in: text)
      ?? record.formatIndex(Array("VAF".utf8), in: text)
    depths = record.formatIndex(Array("AD".utf8), in: text)
  }

  /// The share of an allele in a sample: FORMAT/AF or VAF, else the allele's part of FORMAT/AD.
  func value(_ cell: Range<Int>, _ text: Span<UInt8>, allele: Int, of count: Int) -> Double? {
    if let fraction, let range = subfield(fraction, of: cell, in: text),
      let value = Self.piece(allele - 1, range, text)
    {
      return value
    }
    guard let depths, let range = subfield(depths, of: cell, in: text) else { return nil }
    let reads = (0..<count).map { Self.piece($0, range, text) ?? 0 }
    let sum = reads.reduce(0, +)
    return sum > 0 ? reads[allele] / sum : nil
  }

  /// One of several values that commas separate.
  static func piece(_ number: Int, _ range: Range<Int>, _ text: Span<UInt8>) -> Double? {
    var pieces = ByteFields(range, separatedBy: UInt8(ascii: ","))
    var piece = pieces.next(in: text)
    for _ in 0..<number { piece = pieces.next(in: text) }
    guard let piece, let value = parseDouble(text, piece), value.isFinite else { return nil }
    return value
  }
}
