package import Genomics

/// A scoring file of the PGS Catalog (format 2.0, or 1.0), as columns of rows and a pool of alleles.
///
/// Rows keep the order of the file: their index is the `row` of every output.
package struct ScoringFile: Sendable {
  /// The header as read.
  package let header: ScoringFileHeader
  /// The identifier that outputs print.
  package let accession: String
  /// The rows in the order of the file.
  package var rows: [ScoringRow] = []
  /// `allelefrequency_effect` of each row, not a number where a row gives none; empty where the file does not
  /// have the column.
  package var frequencies: [Double] = []
  /// The four bases, then each longer allele behind its length (`AlleleCode`).
  package var alleles: [UInt8] = []
  /// The names of the contigs as the file spells them.
  package var contigNames: [String] = []
  /// Three weights (none, one, two effect alleles) for each nonadditive row.
  package var genotypeWeights: [Double] = []
  /// The effect alleles of those rows, ascending: theirs are not shared with other rows.
  var genotypeWeightAlleles: [UInt32] = []
  /// The variants of interaction rows, in the order of rows and of their entries.
  package var interactionParts: [InteractionPart] = []

  /// The assembly of the positions in use; nil where the file does not say.
  package var assembly: Assembly? { header.assembly }

  init(header: ScoringFileHeader) {
    self.header = header
    accession = header.accession
  }

  /// Parses a scoring file.
  ///
  /// - Parameters:
  ///   - bytes: The whole file, inflated.
  ///   - positions: Which of the two places of its rows counts.
  /// - Throws: `scoringFile` with line and column for the first thing that cannot be right; also for a file
  ///   without rows, and for one with fewer rows than its header announces.
  /// - Complexity: O(n) in the length of the file.
  package init(
    _ bytes: [UInt8], positions: ScoringPositions = .automatic
  ) throws(PolygenicScoreError) {
    let header = try ScoringFileHeader(bytes, positions: positions)
    var parser = try ScoringFileParser(header)
    try parser.parseRows(bytes)
    self = parser.file
  }

  /// The contig of a row as the file spells it; nil where the row has none.
  package func contigName(of row: ScoringRow) -> String? {
    Int(row.contigName) < contigNames.count ? contigNames[Int(row.contigName)] : nil
  }

  /// What a row adds to the score of a person with none, one and two effect alleles.
  package func contributions(of row: ScoringRow) -> InlineArray<3, Double> {
    switch row.model {
    case .additive: [0, row.weight, 2 * row.weight]
    case .dominant: [0, row.weight, row.weight]
    case .recessive: [0, 0, row.weight]
    case .nonadditive: weightsByGenotype(row.effectAllele)
    }
  }

  private func weightsByGenotype(_ allele: AlleleCode) -> InlineArray<3, Double> {
    var low = 0
    var high = genotypeWeightAlleles.count
    while low < high {
      let middle = (low + high) / 2
      if genotypeWeightAlleles[middle] < allele.value { low = middle + 1 } else { high = middle }
    }
    guard low < genotypeWeightAlleles.count, genotypeWeightAlleles[low] == allele.value else {
      return [0, 0, 0]
    }
    return [genotypeWeights[3 * low], genotypeWeights[3 * low + 1], genotypeWeights[3 * low + 2]]
  }

  /// Where the bases of an allele stand in `alleles`; empty for none.
  package func range(_ allele: AlleleCode) -> Range<Int> {
    if allele.value < 4 { return Int(allele.value)..<Int(allele.value) + 1 }
    if allele.isAbsent { return 0..<0 }
    let start = Int(allele.value) - 1
    var count = 0
    for byte in 0..<4 { count |= Int(alleles[start + byte]) << (8 * byte) }
    return start + 4..<start + 4 + count
  }
}
