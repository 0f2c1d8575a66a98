package import Genomics
package import VCF

/// Computes all scores of a run: a part of the input in, its sums out; parts are merged in input order.
///
/// Safe to use from many threads at once.
package struct PolygenicScorer: Sendable {
  /// The scoring rows by position.
  package let index: ScoreIndex
  /// Which matched rows count.
  package let matchRules: MatchRules
  /// What missing and haploid genotypes count as.
  package let scoringRules: ScoringRules

  /// The assembly of the variants, whose RefSeq accessions are understood as contigs.
  package let assembly: Assembly?

  /// A scorer for an index of scoring rows.
  package init(
    _ index: ScoreIndex, assembly: Assembly? = nil, matchRules: MatchRules = MatchRules(),
    scoringRules: ScoringRules = ScoringRules()
  ) {
    self.index = index
    self.assembly = assembly
    self.matchRules = matchRules
    self.scoringRules = scoringRules
  }

  /// A record whose genotypes cannot be scored.
  package struct RefusedRecord: Sendable, Equatable {
    /// The record's index in its batch.
    package var index: Int
    /// What is wrong with it.
    package var error: VCFError
  }

  /// Finds what the records of one batch add to the scores.
  ///
  /// Records of one position must all stand in one batch, next to each other. Nothing of a record is read
  /// but contig and position unless scoring rows stand there. A record whose genotypes are needed but
  /// cannot be read is refused, and the position is matched as if the record were not there.
  ///
  /// - Parameter refused: Gets the records that were refused.
  /// - Throws: `missingGenotype`, naming the position, where missing genotypes are not allowed.
  /// - Complexity: O(records + samples x records met + scoring rows met).
  package func score(
    _ batch: RecordBatch, refused: inout [RefusedRecord]
  ) throws(PolygenicScoreError) -> ScoredBatch {
    var pass = BatchPass(self, batch)
    try pass.run()
    refused.append(contentsOf: pass.refused)
    return pass.result
  }

  /// Adds the batches that follow in the input to its sums.
  ///
  /// - Throws: `differentSamples` when a batch is about other samples; `repeatedPosition` when records of a
  ///   position stand in two places of the input.
  package func add(
    _ batches: [ScoredBatch], to sums: inout ScoreAccumulator
  ) throws(PolygenicScoreError) {
    try sums.add(batches, index, scoringRules)
  }

  /// Appends the part of the input that follows.
  ///
  /// - Throws: `differentSamples` when the parts are about different samples; `repeatedPosition` when both
  ///   have records of one position.
  package func merge(
    _ later: ScoreAccumulator, into earlier: inout ScoreAccumulator
  ) throws(PolygenicScoreError) {
    try earlier.merge(later, index)
  }
}
