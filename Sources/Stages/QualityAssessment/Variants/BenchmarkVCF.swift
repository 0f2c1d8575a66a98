internal import Genomics
internal import ReferenceGenome
internal import VariantComparison

/// Writes a comparison as VCF with the tags of the GA4GH's benchmarking tools: a column for the truth, one for what was
/// reported, in each the decision (BD), what kind of match it is (BK) and the type (BVT).
struct BenchmarkVCF {
  private(set) var bytes: [UInt8] = []
  private let level: ComparisonLevel

  init(_ level: ComparisonLevel) {
    self.level = level
  }

  /// Writes the header.
  mutating func begin(_ genome: ReferenceGenome) {
    append("##fileformat=VCFv4.2\n##source=pcmflow eqa.variants\n")
    for contig in genome.index.contigs {
      append("##contig=<ID=\(contig.name),length=\(contig.length)>\n")
    }
    append(
      """
      ##INFO=<ID=BS,Number=1,Type=Integer,Description="Where the cluster of variants begins that were compared together">
      ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype; 1 where only the allele is known">
      ##FORMAT=<ID=BD,Number=1,Type=String,Description="Decision: TP, FP, FN or UNK">
      ##FORMAT=<ID=BK,Number=1,Type=String,Description="Kind of match: gm genotype, am allele, lm another variant nearby">
      ##FORMAT=<ID=BVT,Number=1,Type=String,Description="Type: SNP, INDEL or NOCALL">
      ##FORMAT=<ID=BLT,Number=1,Type=String,Description="Copies: het, homalt, hetalt, hom, unknown or nocall">
      ##FORMAT=<ID=AF,Number=1,Type=Float,Description="Allele fraction">
      #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tTRUTH\tQUERY

      """)
  }

  /// Writes what was compared on a sequence.
  mutating func add(_ comparison: RoundComparison, contig: String) {
    // Clusters in which both sides have something that was not found.
    var missed: Set<Int> = []
    var wrong: Set<Int> = []
    comparison.forEachRow { row in
      if row.decision == .FN { missed.insert(row.locus) }
      if row.decision == .FP { wrong.insert(row.locus) }
    }
    let near = missed.intersection(wrong)
    var lines: [UInt8] = []
    comparison.forEachPlace { truth, query in
      guard let row = truth ?? query else { return }
      let alleles = row.call.alternatives.map { String(decoding: $0, as: UTF8.self) }
      let reference = String(decoding: row.call.reference, as: UTF8.self)
      lines +=
        "\(contig)\t\(row.call.position)\t.\t\(reference)\t\(alleles.joined(separator: ","))\t.\t.\tBS=\(row.locus)\tGT:BD:BK:BVT:BLT:AF\t"
        .utf8
      lines += cell(truth, near).utf8
      lines.append(UInt8(ascii: "\t"))
      lines += cell(query, near).utf8
      lines.append(UInt8(ascii: "\n"))
    }
    bytes += lines
  }

  private mutating func append(_ text: String) { bytes += text.utf8 }

  private func cell(_ row: ComparedRow?, _ near: Set<Int>) -> String {
    guard let row else { return ".:.:.:NOCALL:nocall:." }
    let kind =
      switch row.decision {
      case .TP: level == .genotype ? "gm" : "am"
      case .UNK: "."
      case .FN, .FP:
        row.reason == "other_genotype" ? "am" : near.contains(row.locus) ? "lm" : "."
      }
    let fraction = row.side == .query ? row.reportedFraction : row.truthFraction
    let type = row.type == .snv || row.type == .mnv ? "SNP" : "INDEL"
    return [
      Self.genotype(row.call), row.decision.rawValue, kind, type, Self.copies(row.call),
      fraction.map { "\($0)" } ?? ".",
    ].joined(separator: ":")
  }

  private static func genotype(_ call: ComparedCall) -> String {
    call.copies.isEmpty
      ? "1" : call.copies.map(String.init).joined(separator: call.isPhased ? "|" : "/")
  }

  private static func copies(_ call: ComparedCall) -> String {
    guard call.copies.count > 1 else { return call.copies.isEmpty ? "unknown" : "hom" }
    if call.copies.contains(0) { return "het" }
    return Set(call.copies).count > 1 ? "hetalt" : "homalt"
  }
}
