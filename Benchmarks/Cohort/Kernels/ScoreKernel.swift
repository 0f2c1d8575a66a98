import PolygenicScore
import VCF

/// Matches records to scoring rows, decodes them and adds them up: half of the records for each score.
struct ScoreKernel: Kernel {
  private let batches: [RecordBatch]
  private let scorer: PolygenicScorer

  init(_ input: KernelInput, scores: Int) throws {
    batches = input.batches
    let files = try (1...scores).map { number in
      var generator = SeededGenerator(seed: 1, stream: UInt64(number))
      let score = GeneratedScore(
        number: number, variants: input.sites.count / 2, from: input.sites, &generator)
      return try ScoringFile(Array(score.catalogText.utf8))
    }
    scorer = PolygenicScorer(try ScoreIndex(files))
  }

  mutating func run() throws -> Int {
    var sums = ScoreAccumulator(scorer.index)
    var refused: [PolygenicScorer.RefusedRecord] = []
    for batch in batches { try scorer.add([scorer.score(batch, refused: &refused)], to: &sums) }
    guard refused.isEmpty else { throw KernelFailure.brokenInput }
    return sums.matches.count
  }
}
