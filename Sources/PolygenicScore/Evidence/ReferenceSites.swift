internal import ByteIO
internal import Genomics
package import ReferenceGenome

/// The reference genome at the places of scoring rows.
package struct ReferenceSites: Sendable {
  /// The genome.
  let genome: ReferenceGenome
  /// For each contig number (`ScoredContig`) the number of its sequence.
  private let sequences: [Int?]

  /// The sequences of a genome that scores are defined on.
  package init(_ genome: ReferenceGenome) {
    self.genome = genome
    sequences = (0...Int(ScoredContig.y)).map { number in
      guard number > 0 else { return nil }
      let name = ScoredContig.name(UInt8(number))
      return genome.contig(named: name) ?? genome.contig(named: "chr" + name)
    }
  }

  /// The name of a contig's sequence; nil where the genome has none.
  func name(of contig: UInt8) -> String? {
    sequences[Int(contig)].map { genome.index.contigs[$0].name }
  }

  /// Whether the genome has an allele at a position (from 1); upper and lower case are the same.
  func has(
    _ allele: Span<UInt8>, contig: UInt8, position: Int
  ) throws(ReferenceError) -> Bool {
    guard let sequence = sequences[Int(contig)], !allele.isEmpty else { return false }
    var bases: [UInt8] = []
    try genome.append(
      contig: sequence, position - 1..<position - 1 + allele.count, to: &bases)
    guard bases.count == allele.count else { return false }
    for offset in bases.indices where bases[offset] & 0xDF != allele[offset] & 0xDF { return false }
    return true
  }

  /// How a row's alleles would meet a record without alternative alleles.
  ///
  /// - Returns: The type that says which of its alleles is the reference; nil where neither is, or either could
  ///   be (an insertion or deletion in a repeat).
  func type(of row: ScoringRow, in file: ScoringFile) throws(ReferenceError) -> MatchType? {
    let pool = file.alleles.span
    let position = Int(row.position)
    let effectFits = try has(
      pool.extracting(file.range(row.effectAllele)), contig: row.contig, position: position)
    if row.otherAllele.isAbsent {
      if effectFits { return .noOARef }
      return file.range(row.effectAllele).count == 1 && sequences[Int(row.contig)] != nil
        ? .noOAAlt : nil
    }
    let otherFits = try has(
      pool.extracting(file.range(row.otherAllele)), contig: row.contig, position: position)
    if effectFits == otherFits { return nil }
    return effectFits ? .refalt : .altref
  }
}
