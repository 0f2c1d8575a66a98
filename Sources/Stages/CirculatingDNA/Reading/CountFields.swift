import ByteIO
import VCF

/// Which caller's fields hold the counts of a record.
enum CountFields: String, Sendable, CaseIterable {
  /// By the fields that stand there.
  case auto
  /// `AD` of every allele, `SB` for strands; also gVCF.
  case mutect2
  /// `AD`, or `VD`; `RD` and `ALD` for strands.
  case vardict
  /// INFO/`DP4`, without samples.
  case lofreq
  /// `M_AC` and `M_REF`, molecules with several reads; `AC` and `DP` for reads.
  case umivar
}

/// Counts of one allele in one sample.
struct AlleleTallies: Sendable, Equatable {
  var mutant: Int?
  var reference: Int?
  var mutantMolecules: Int?
  var referenceMolecules: Int?
  var mutantForward: Int?
  var mutantReverse: Int?
  var referenceForward: Int?
  var referenceReverse: Int?

  /// A count that is negative, or an allele with more reads than the depth.
  func problem(depth: Int?) -> String? {
    let counts = [mutant, reference, mutantMolecules, referenceMolecules]
    if counts.contains(where: { ($0 ?? 0) < 0 }) { return "a count is negative" }
    if let depth, let mutant, mutant > depth {
      return "the allele has more reads than the depth; correct AD or DP"
    }
    return nil
  }
}

/// Reads counts from the fields of a record. FORMAT/AF is never read: callers that estimate it let it differ from counts.
struct CountFieldReader {
  private let header: VCFHeader
  private let fields: CountFields
  private let codecs: [String: FieldCodec]
  private let depthOfAll: FieldCodec
  private let strandsOfAll: FieldCodec

  init(_ header: VCFHeader, _ fields: CountFields) {
    self.header = header
    self.fields = fields
    let keys = ["AD", "DP", "VD", "RD", "ALD", "SB", "AC", "M_AC", "M_REF", "MIN_DP"]
    codecs = Dictionary(
      keys.map { ($0, FieldCodec(.format, key: $0, header: header)) },
      uniquingKeysWith: { first, _ in first })
    depthOfAll = FieldCodec(.info, key: "DP", header: header)
    strandsOfAll = FieldCodec(.info, key: "DP4", header: header)
  }

  /// The counts of a record of a file without samples (LoFreq).
  func tallies(_ record: RecordBounds, _ text: Span<UInt8>) throws(VCFError) -> AlleleTallies {
    guard fields == .auto || fields == .lofreq,
      let reads = Self.integers(try record.info(strandsOfAll, text)), reads.count == 4
    else {
      throw VCFError(
        .info, field: "INFO/DP4",
        "the record has no sample and no four counts of reads; LoFreq writes them")
    }
    let tallies = AlleleTallies(
      mutant: reads[2] + reads[3], reference: reads[0] + reads[1], mutantForward: reads[2],
      mutantReverse: reads[3], referenceForward: reads[0], referenceReverse: reads[1])
    let depth = Self.integers(try record.info(depthOfAll, text))?.first
    if let problem = tallies.problem(depth: depth) {
      throw VCFError(.info, field: "INFO/DP4", problem)
    }
    return tallies
  }

  /// The counts of an allele in one cell; nil where the sample has no reads there.
  func tallies(
    _ record: RecordBounds, allele: Int, cell: Range<Int>, _ text: Span<UInt8>
  ) throws(VCFError) -> AlleleTallies? {
    let depth = try integers("DP", record, cell, text)?.first
    var tallies = AlleleTallies()
    let molecules = try integers("M_AC", record, cell, text)
    if fields == .umivar || (fields == .auto && molecules != nil) {
      tallies.mutantMolecules = Self.count(molecules, allele)
      tallies.referenceMolecules = try integers("M_REF", record, cell, text)?.first
      tallies.mutant = Self.count(try integers("AC", record, cell, text), allele)
      if let all = try integers("AD", record, cell, text) {
        (tallies.reference, tallies.mutant) = (all.first, all.count > allele ? all[allele] : nil)
      }
      guard tallies.mutantMolecules != nil, tallies.referenceMolecules != nil else {
        throw VCFError(.format, field: "FORMAT/M_AC", "M_AC or M_REF is missing")
      }
    } else {
      let counts = try integers("AD", record, cell, text)
      if let counts, counts.count > allele {
        (tallies.reference, tallies.mutant) = (counts[0], counts[allele])
      } else if depth ?? 0 == 0, counts == nil,
        record.formatIndex(Array("AD".utf8), in: text) != nil
      {
        return nil
      } else {
        throw VCFError(
          .format, field: "FORMAT/AD",
          "the reads of each allele are missing; have the caller write AD, since AF is an estimate")
      }
      try addStrands(record, allele, cell, text, to: &tallies)
    }
    if let problem = tallies.problem(depth: depth) {
      throw VCFError(.format, field: "FORMAT/AD", problem)
    }
    return tallies
  }

  /// Molecules that a reference block of a gVCF is sure of; nil where it does not say.
  func blockDepth(
    _ record: RecordBounds, cell: Range<Int>, _ text: Span<UInt8>
  ) throws(VCFError) -> Int? {
    if let least = try integers("MIN_DP", record, cell, text)?.first { return least }
    return try integers("DP", record, cell, text)?.first
  }

  /// Reads by strand: VarDict's RD and ALD, or GATK's SB where there is one allele.
  private func addStrands(
    _ record: RecordBounds, _ allele: Int, _ cell: Range<Int>, _ text: Span<UInt8>,
    to tallies: inout AlleleTallies
  ) throws(VCFError) {
    var reads: [Int]?
    if fields != .mutect2, let reference = try integers("RD", record, cell, text),
      let mutant = try integers("ALD", record, cell, text), reference.count == 2, mutant.count == 2
    {
      reads = reference + mutant
    } else if fields != .vardict, record.alleleCount(in: text) == 2 {
      reads = try integers("SB", record, cell, text)
    }
    guard let reads, reads.count == 4 else { return }
    (tallies.referenceForward, tallies.referenceReverse) = (reads[0], reads[1])
    (tallies.mutantForward, tallies.mutantReverse) = (reads[2], reads[3])
  }

  private func integers(
    _ key: String, _ record: RecordBounds, _ cell: Range<Int>, _ text: Span<UInt8>
  ) throws(VCFError) -> [Int]? {
    guard let codec = codecs[key] else { return nil }
    return Self.integers(try record.format(codec, cell: cell, text))
  }

  /// The whole numbers of a value, also where the header calls them text; nil where one is missing.
  private static func integers(_ value: FieldValue?) -> [Int]? {
    switch value {
    case .integer(let number): return [number]
    case .integers(let numbers):
      let known = numbers.compactMap { $0 }
      return known.count == numbers.count && !known.isEmpty ? known : nil
    case .string(let text):
      let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
      let known = parts.compactMap { $0 }
      return known.count == parts.count && !known.isEmpty ? known : nil
    case .strings(let texts):
      let known = texts.compactMap { $0.flatMap { Int($0) } }
      return known.count == texts.count && !known.isEmpty ? known : nil
    default: return nil
    }
  }

  /// The count of an alternate allele in a list of them.
  private static func count(_ counts: [Int]?, _ allele: Int) -> Int? {
    guard let counts, allele - 1 < counts.count else { return nil }
    return counts[allele - 1]
  }
}
