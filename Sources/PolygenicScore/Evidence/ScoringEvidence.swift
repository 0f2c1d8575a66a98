/// What a run knows beside the variants and the scoring files.
package struct ScoringEvidence: Sendable {
  /// Frequencies of alleles in a population, which come before those of the cohort.
  package var frequencies: AlleleFrequencies?
  /// The reference genome.
  package var reference: ReferenceSites?
  /// Where a site without a record has the reference in every sample.
  package var coverage: CoveredPositions?

  /// Nothing but the variants, unless said otherwise.
  package init(
    frequencies: AlleleFrequencies? = nil, reference: ReferenceSites? = nil,
    coverage: CoveredPositions? = nil
  ) {
    self.frequencies = frequencies
    self.reference = reference
    self.coverage = coverage
  }

  /// The frequency of a row's effect allele that is expected: of the table, else of the scoring file.
  func expectedFrequency(
    of row: ScoringRow, number: Int, in file: ScoringFile
  ) -> Double? {
    if let known = frequencies?.frequency(of: row, in: file) { return known }
    guard !file.frequencies.isEmpty, !file.frequencies[number].isNaN else { return nil }
    return file.frequencies[number]
  }
}
