internal import ByteIO
internal import Genomics
internal import VCF
internal import VariantComparison

/// Packs the calls of batches of one file.
struct CallReading {
  private let level: ComparisonLevel
  private let sampleCount: Int
  private(set) var sheet = CallSheetWriter()
  private var runs: [CallRunWriter]
  private var sequence: [UInt8] = []
  private static let genotypeKey = Array("GT".utf8)

  /// - Parameter samples: How many columns the file has; 0 for a file without genotypes.
  init(level: ComparisonLevel, samples: Int) {
    self.level = level
    sampleCount = samples
    runs = Array(repeating: CallRunWriter(), count: max(1, samples))
  }

  /// Adds what each sample has of a record.
  mutating func add(_ record: RecordBounds, _ text: Span<UInt8>) {
    if !matches(text, record.chrom, sequence) {
      flush()
      sequence = []
      sequence.append(text, record.chrom)
    }
    let alleles = Alleles(record, text)
    guard alleles.hasAny else { return }
    guard sampleCount > 0 else {
      let present = alleles.ranges.indices.filter { alleles.ranges[$0] != nil }.map { $0 + 1 }
      append(record, text, alleles, present, nil, 0) { alleles.infoFraction(record, text, $0) }
      return
    }
    let genotypes = record.formatIndex(Self.genotypeKey, in: text)
    let fractions = AlleleFractionFields(record, text)
    var cells = record.sampleCells
    var sample = 0
    while let cell = cells.next(in: text), sample < runs.count {
      defer { sample += 1 }
      func fraction(_ number: Int) -> Double? {
        if let own = fractions.value(cell, text, allele: number, of: alleles.ranges.count + 1) {
          return own
        }
        return sample == 0 && record.samples.count == cell.count
          ? alleles.infoFraction(record, text, number) : nil
      }
      let call = genotypes.flatMap { subfield($0, of: cell, in: text) }
        .flatMap { Genotype(text, $0) }.flatMap { $0.isMissing ? nil : $0 }
      var present: [Int] = []
      for number in 1...alleles.ranges.count where alleles.ranges[number - 1] != nil {
        let isPresent: Bool
        if let call {
          isPresent = call.alleles.contains { $0.number == number }
        } else if genotypes == nil {
          isPresent = fraction(number) != 0
        } else {
          isPresent = (fraction(number) ?? 0) > 0
        }
        if isPresent { present.append(number) }
      }
      append(record, text, alleles, present, call, sample, fraction)
    }
  }

  /// Ends the runs that are open.
  mutating func flush() {
    let name = String(decoding: sequence, as: UTF8.self)
    for sample in runs.indices {
      sheet.add(runs[sample], sample: sample, sequence: name)
      runs[sample] = CallRunWriter()
    }
  }

  private mutating func append(
    _ record: RecordBounds, _ text: Span<UInt8>, _ alleles: Alleles, _ present: [Int],
    _ genotype: Genotype?, _ sample: Int, _ fraction: (Int) -> Double?
  ) {
    if present.isEmpty { return }
    let reference = alleles.bytes(record.ref, text)
    let isPhased = genotype?.alleles.dropFirst().allSatisfy(\.isPhased) ?? false
    if level == .allele {
      if present.count == 1, alleles.ranges.count == 1, let genotype, genotype.ploidy <= 2 {
        runs[sample].append(
          position: Int(record.position), reference: reference,
          alternative: alleles.bytes(record.alt, text),
          copies: genotype.alleles.map { $0.number ?? 0 }, isPhased: isPhased, fraction(1))
        return
      }
      for number in present {
        guard let range = alleles.ranges[number - 1] else { continue }
        runs[sample].append(
          ComparedCall(
            position: Int(record.position), reference: reference,
            alternatives: [alleles.bytes(range, text)],
            copies: genotype?.alleles.map { $0.number == number ? 1 : 0 } ?? [],
            isPhased: isPhased, alleleFraction: fraction(number)))
      }
      return
    }
    let places = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1, $0 + 1) })
    runs[sample].append(
      ComparedCall(
        position: Int(record.position), reference: reference,
        alternatives: present.compactMap { alleles.ranges[$0 - 1] }.map { alleles.bytes($0, text) },
        copies: genotype?.alleles.map { $0.number.flatMap { places[$0] } ?? 0 } ?? [],
        isPhased: isPhased, alleleFraction: present.count == 1 ? fraction(present[0]) : nil))
  }

  /// The alleles of a record that can be compared.
  private struct Alleles {
    /// For each alternative where it stands; nil for one that is none, or belongs to another record.
    var ranges: [Range<Int>?] = []
    var hasAny = false

    init(_ record: RecordBounds, _ text: Span<UInt8>) {
      var pieces = record.alternates
      while let piece = pieces.next(in: text) {
        var range: Range<Int>? = piece
        // A deletion that began before, alone or with bases behind it, is an allele of another record.
        if isMissing(piece, in: text)
          || firstOffset(of: UInt8(ascii: "*"), in: text, piece) != nil
        {
          range = nil
        } else if piece.count != 1 || record.ref.count != 1 {
          switch VariantType.classify(text, reference: record.ref, alternate: piece) {
          case .reference, .overlappingDeletion: range = nil
          default: break
          }
        }
        if range != nil { hasAny = true }
        ranges.append(range)
      }
    }

    func bytes(_ range: Range<Int>, _ text: Span<UInt8>) -> [UInt8] {
      var bytes: [UInt8] = []
      bytes.append(text, range)
      return bytes
    }

    func infoFraction(_ record: RecordBounds, _ text: Span<UInt8>, _ number: Int) -> Double? {
      record.infoValue(Array("AF".utf8), in: text).flatMap {
        AlleleFractionFields.piece(number - 1, $0, text)
      }
    }
  }
}

/// The fields of a record that say which share of molecules has an allele.
struct AlleleFractionFields {
  private let fraction: Int?
  private let depths: Int?

  init(_ record: RecordBounds, _ text: Span<UInt8>) {
    fraction =
      record.formatIndex(Self.fractionKey, in: text)
      ?? record.formatIndex(Self.variantFractionKey, in: text)
    depths = record.formatIndex(Self.depthsKey, in: text)
  }

  private static let fractionKey = Array("AF".utf8)
  private static let variantFractionKey = Array("VAF".utf8)
  private static let depthsKey = Array("AD".utf8)

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
