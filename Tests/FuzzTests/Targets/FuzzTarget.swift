import PolygenicScore
import VCF

/// Everything that an input can be run through.
struct FuzzTarget {
  private let scratch: Scratch
  private let variants: VariantTarget
  private let index: IndexTarget
  private let scoringFiles: ScoringFileTarget
  private let accumulators: AccumulatorTarget
  private let resources: ResourceTarget
  private let paths: PathTarget

  /// The scorer whose score has rows at the seeds' positions.
  static func fixedScorer() throws -> PolygenicScorer {
    PolygenicScorer(try ScoreIndex(ScoringSeed.fixed.map { try ScoringFile($0) }))
  }

  init(_ scratch: Scratch, _ pool: SeedPool, _ scorer: PolygenicScorer) throws {
    self.scratch = scratch
    variants = VariantTarget(scratch: scratch, scorer: scorer)
    index = IndexTarget(scratch: scratch)
    accumulators = AccumulatorTarget(scorer: scorer)
    resources = try ResourceTarget()
    paths = PathTarget(ResourceSeed(usesSharedFiles: false))
    var cohorts: [RecordBatch] = []
    for text in pool.variants.prefix(8) {
      let reader = try VCFFileReader(path: scratch.write(text, to: "cohort.vcf"))
      while let batch = try reader.nextBatch() { cohorts.append(batch) }
    }
    scoringFiles = ScoringFileTarget(cohorts: cohorts)
  }

  /// Runs an input, which is on the disk before anything reads it.
  func run(_ input: FuzzInput) throws -> Outcome {
    try scratch.write(input.bytes, to: input.name)
    if input.kind == .index { try scratch.write(input.indexed, to: "input.vcf.gz") }
    switch input.kind {
    case .variants: return try variants.run(input)
    case .index: return try index.run(input)
    case .scoringFile: return try scoringFiles.run(input)
    case .accumulator: return try accumulators.run(input)
    case .json, .xml: return try resources.run(input)
    case .path: return try paths.run(input)
    }
  }
}
