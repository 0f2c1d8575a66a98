/// What the records of one batch come to, ready to be added to the sums: rows met, and the genotypes needed.
///
/// Batches are added in the order of the input, so every sum is the plain sum over the records in that order,
/// wherever the batches began and whoever decoded them.
package struct ScoredBatch: Sendable {
  /// One row of a score that counts, and the genotypes that it meets.
  struct Addition: BitwiseCopyable, Sendable {
    var entry: ScoreIndex.Entry
    /// Index into `rows`.
    var genotypes: UInt32
  }

  /// The samples of the input.
  package let samples: [String]
  /// The rows that had a candidate, in the order of the input; empty unless matches are kept.
  var matches: [MatchRecord] = []
  /// Where they are not, the numbers of those rows that a rule excludes.
  var excluded: [UInt32] = []
  /// The alleles of the matches.
  var alleles: [UInt8] = []
  /// The numbers of rows at whose position records stand, none of which fits.
  var unfitting: [UInt32] = []
  /// What is to be added, ordered by score; within a score in the order of the input.
  var additions: [Addition] = []
  /// Matches that are decided when the whole input has been read.
  var late: [LateMatch] = []
  /// What was found about the variants of rows that count; empty unless it is kept.
  var loci: [LocusQuality] = []
  /// One row of genotypes for each record that was read, for counts by sample; empty unless they are kept.
  var sites: [CountedSite] = []
  /// Each variant once that any score uses, for denominators over the run; empty unless they are asked for.
  var runAdditions: [Addition] = []
  /// How many records were compared with the genome, and how many have another reference allele.
  var reference = ReferenceCheckCount()
  /// The genotypes, shared by all scores that need them.
  var rows: [GenotypeRow] = []
  /// Samples that differ from the reference genotype: their numbers, or `Carrier`s.
  var carriers: [UInt32] = []
  /// The dosages of the others of rows that have some.
  var dosages: [Double] = []

  init(samples: [String]) {
    self.samples = samples
  }

  /// Appends what is to be decided late.
  mutating func append(
    _ match: SideMatch, genotypes: Int, reference: Span<UInt8>, alternative: Span<UInt8>
  ) {
    var record = MatchRecord(
      row: UInt32(truncatingIfNeeded: match.row),
      alleles: UInt32(truncatingIfNeeded: alleles.count),
      referenceCount: UInt32(truncatingIfNeeded: reference.count),
      alternativeCount: UInt32(truncatingIfNeeded: alternative.count), type: match.type,
      labels: match.labels, exclusions: match.exclusions)
    record.method = match.method
    for offset in 0..<reference.count { alleles.append(reference[offset]) }
    for offset in 0..<alternative.count { alleles.append(alternative[offset]) }
    late.append(
      LateMatch(
        match: record, part: match.part, genotypes: UInt32(truncatingIfNeeded: genotypes)))
  }

  mutating func append(
    _ decision: PositionMatcher.Decision, row: Int, reference: Span<UInt8>,
    alternative: Span<UInt8>
  ) {
    matches.append(
      MatchRecord(
        row: UInt32(truncatingIfNeeded: row), alleles: place(reference, alternative),
        referenceCount: UInt32(truncatingIfNeeded: reference.count),
        alternativeCount: UInt32(truncatingIfNeeded: alternative.count), type: decision.type,
        labels: decision.labels, exclusions: decision.exclusions))
  }

  /// Where the two alleles stand in the pool; neighbouring matches of one record share them.
  private mutating func place(_ reference: Span<UInt8>, _ alternative: Span<UInt8>) -> UInt32 {
    if let last = matches.last, last.referenceCount == reference.count,
      last.alternativeCount == alternative.count
    {
      let start = Int(last.alleles)
      if pool(start, equals: reference),
        pool(start + reference.count, equals: alternative)
      {
        return last.alleles
      }
    }
    let start = UInt32(truncatingIfNeeded: alleles.count)
    for offset in 0..<reference.count { alleles.append(reference[offset]) }
    for offset in 0..<alternative.count { alleles.append(alternative[offset]) }
    return start
  }

  private func pool(_ start: Int, equals allele: Span<UInt8>) -> Bool {
    let pool = alleles.span
    for offset in 0..<allele.count where pool[start + offset] != allele[offset] { return false }
    return true
  }

  /// Orders the additions by score and leaves their order within a score.
  mutating func sortAdditions(scoreCount: Int) {
    guard scoreCount > 1, additions.count > 1 else { return }
    var next = [Int](repeating: 0, count: scoreCount + 1)
    for addition in additions { next[Int(addition.entry.score) + 1] += 1 }
    for score in 0..<scoreCount { next[score + 1] += next[score] }
    var sorted = additions
    for addition in additions {
      sorted[next[Int(addition.entry.score)]] = addition
      next[Int(addition.entry.score)] += 1
    }
    additions = sorted
  }
}
