package import Genomics
internal import ReferenceGenome
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
  /// What is known beside the variants.
  package let evidence: ScoringEvidence
  /// What is kept beside the sums.
  package let keeps: KeptDetails
  /// The second try of insertions and deletions; empty without a reference genome.
  let normalised: NormalisedRows
  /// Whether records are asked for more than the rows at their positions: decided once, so that a run without
  /// such rows does no work for them.
  let looksAside: Bool
  /// Whether rows are judged by their record's imputation quality and reference allele.
  let judgesRecords: Bool

  /// A scorer for an index of scoring rows.
  ///
  /// - Throws: `unsupported` where rules and evidence do not fit together; `reference` when the genome cannot be
  ///   read.
  package init(
    _ index: ScoreIndex, assembly: Assembly? = nil, matchRules: MatchRules = MatchRules(),
    scoringRules: ScoringRules = ScoringRules(), evidence: ScoringEvidence,
    keeps: KeptDetails = .matches
  ) throws(PolygenicScoreError) {
    self.index = index
    self.assembly = assembly
    self.matchRules = matchRules
    self.scoringRules = scoringRules
    self.evidence = evidence
    self.keeps = keeps
    let isPlain = scoringRules.denominators == .ofRun
    if let reference = evidence.reference, !isPlain {
      do throws(ReferenceError) {
        normalised = try NormalisedRows(index, reference)
      } catch {
        throw PolygenicScoreError(error)
      }
    } else {
      normalised = NormalisedRows()
    }
    if evidence.reference == nil, scoringRules.absent == .covered || scoringRules.absent == .homref
    {
      throw PolygenicScoreError(
        .unsupported,
        "which allele is the reference at a site without a record is not known; name the reference genome"
      )
    }
    looksAside =
      !isPlain
      && (!index.interactions.isEmpty || !normalised.isEmpty || scoringRules.absent == .covered)
    judgesRecords = evidence.reference != nil || matchRules.minimumR2 > 0 || keeps.contains(.loci)
  }

  /// A scorer that knows nothing beside the variants.
  package init(
    _ index: ScoreIndex, assembly: Assembly? = nil, matchRules: MatchRules = MatchRules(),
    scoringRules: ScoringRules = ScoringRules(), keeps: KeptDetails = .matches
  ) {
    self.index = index
    self.assembly = assembly
    self.matchRules = matchRules
    self.scoringRules = scoringRules
    self.keeps = keeps
    evidence = ScoringEvidence()
    normalised = NormalisedRows()
    looksAside = !index.interactions.isEmpty && scoringRules.denominators == .ofScore
    judgesRecords = matchRules.minimumR2 > 0 || keeps.contains(.loci)
  }

  /// A record whose genotypes cannot be scored.
  package struct RefusedRecord: Sendable, Equatable {
    /// The record's index in its batch.
    package var index: Int
    /// What is wrong with it.
    package var error: VCFError
  }

  /// The positions on a contig whose records the scores need, ascending; nil where they need records that begin
  /// elsewhere.
  ///
  /// - Complexity: O(n log n) in the number of positions of the contig.
  package func positions(onContig contig: UInt8) -> [Int]? {
    if scoringRules.absent == .covered { return nil }
    let own = index.positions(onContig: contig)
    guard looksAside else { return own }
    let all =
      own + index.interactions.positions(onContig: contig)
      + normalised.positions(onContig: contig)
    var distinct: [Int] = []
    for position in all.sorted() where position != distinct.last { distinct.append(position) }
    return distinct
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
    guard let count = batches.first?.samples.count else { return }
    try sums.add(batches, index, rules(sampleCount: count))
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

  /// The rules in force for a cohort of so many samples.
  func rules(sampleCount: Int) -> ScoringRules {
    scoringRules.settled(
      sampleCount: sampleCount, hasFrequencies: evidence.frequencies != nil)
  }
}

extension PolygenicScoreError {
  /// The failure of a reference genome.
  init(_ error: ReferenceError) {
    self.init(.reference, error.description)
  }
}
