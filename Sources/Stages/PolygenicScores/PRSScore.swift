internal import Genomics
internal import JSONText
package import PipelineModel
internal import PolygenicScore
internal import Synchronization
internal import Tables
internal import VCF

/// Computes polygenic scores of every sample from scoring files of the PGS Catalog (`prs.score`).
package struct PRSScore: CombineStage {
  private static let scoringFiles = Setting<[PathPattern]>(
    required: "scoringFiles", .paths, role: .referenceFiles,
    "Scoring files in the PGS Catalog's format, plain or gzip; harmonised positions are used where a file has them."
  )
  private static let minimumOverlap = Setting<Double>(
    "minimumOverlap", .rate, default: 0.75, shown: "0.75",
    "The share of a scoring file's rows that must be matched for its score to pass.")
  private static let ambiguous = Setting<MatchRules.Ambiguous>(
    "ambiguous", .oneOf, default: .drop, shown: "\"drop\"",
    "Whether rows with complementary alleles (A/T, C/G), whose strand cannot be told, are dropped or kept as given."
  )
  private static let multiallelic = Setting<MatchRules.Multiallelic>(
    "multiallelic", .oneOf, default: .drop, shown: "\"drop\"",
    "Whether rows that meet a record with several alternative alleles are dropped or kept.")
  private static let duplicates = Setting<MatchRules.Duplicates>(
    "duplicates", .oneOf, default: .drop, shown: "\"drop\"",
    "Whether several rows of a score on one variant are all dropped, summed where they name the same effect allele, or reduced to the first."
  )
  private static let missing = Setting<ScoringRules.Missing>(
    "missing", .oneOf, default: .mean, shown: "\"mean\"",
    "What a missing genotype contributes: the expectation at the cohort's allele frequency, nothing, the reference genotype, or a failure."
  )
  private static let dosage = Setting<ScoringRules.Dosage>(
    "dosage", .oneOf, default: .automatic, shown: "\"auto\"",
    "The FORMAT field that dosages come from: `GT`, the calls; `DS`, the dosages; `GP`, the probabilities of the genotypes; `auto` takes for each record the first of DS, GP and GT that it has."
  )
  private static let haploid = Setting<ScoringRules.Haploid>(
    "haploid", .oneOf, default: .diploid, shown: "\"diploid\"",
    "Whether a haploid call on X or Y counts as two alleles of two, or as the one observed.")

  package static let kind = StageKind(
    "prs.score", shape: .combine,
    "Computes polygenic scores of every sample, and says for every row of every scoring file what became of it.",
    inputs: [InputPort("variants", .variants)],
    outputs: [
      OutputPort(
        "scores", .table,
        "One row a sample and score: \(columnNames(ScoreResults.scoresSchema))."),
      OutputPort(
        "matches", .table, "One row a scoring row: \(columnNames(ScoreResults.matchesSchema))."),
      OutputPort("summary", .table, "One row a score: \(columnNames(ScoreResults.summarySchema))."),
    ],
    settings: [
      scoringFiles, minimumOverlap, ambiguous, multiallelic, duplicates, missing, dosage, haploid,
    ])

  private let matchRules: MatchRules
  private let scoringRules: ScoringRules
  private let overlap: Double
  private let assembly: Assembly?
  private let edge: IncomingEdge?
  /// Read once a run, not once a task.
  private let scorer = OnceRead<PolygenicScorer>()

  package init(_ context: inout StageContext) throws(StageRefusal) {
    matchRules = MatchRules(
      ambiguous: try context[Self.ambiguous], multiallelic: try context[Self.multiallelic],
      duplicates: try context[Self.duplicates])
    scoringRules = ScoringRules(
      missing: try context[Self.missing], haploid: try context[Self.haploid],
      dosage: try context[Self.dosage])
    overlap = try context[Self.minimumOverlap]
    _ = try context[Self.scoringFiles]
    edge = context.edge("variants")
    assembly = edge?.type.attributes[EdgeAttribute.build].flatMap { Assembly(rawValue: $0) }
  }

  package var outputs: [String: EdgeType] {
    [
      "scores": .table(ScoreResults.scoresSchema, privacy: .identifiable),
      "matches": .table(ScoreResults.matchesSchema, privacy: .released),
      "summary": .table(ScoreResults.summarySchema, privacy: .released),
    ]
  }

  /// Compares the build of every scoring file with that of the variants, at the line of the edge.
  package func preflight(files: [String: [String]]) -> [Diagnostic] {
    guard let edge, let assembly else { return [] }
    var diagnostics: [Diagnostic] = []
    for path in files[Self.scoringFiles.name] ?? [] {
      do {
        let header = try ScoringFile.header(path: path)
        if let problem = Self.buildProblem(header, path: path, assembly, edge) {
          diagnostics.append(problem)
        }
      } catch {
        diagnostics.append(
          Diagnostic(
            rule: "scoring-file", error.message, remedy: error.remedy, file: path,
            position: error.line.map { .init(line: $0, column: 1) }))
      }
    }
    return diagnostics
  }

  private static func buildProblem(
    _ header: ScoringFileHeader, path: String, _ assembly: Assembly, _ edge: IncomingEdge
  ) -> Diagnostic? {
    if header.assembly == assembly { return nil }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let build = header.build else {
      return Diagnostic(
        .warning, rule: "build-unknown",
        "scoring file \(name) does not say its genome build; its positions are taken as "
          + assembly.rawValue,
        remedy: "use the harmonised file of the PGS Catalog, or add #genome_build to its header",
        position: edge.position)
    }
    return Diagnostic(
      rule: "build-mismatch",
      "scoring file \(name) has positions of \(build), but \(edge.source) has variants of "
        + assembly.rawValue,
      remedy: "use the scoring file harmonised to \(assembly.rawValue), or lift the variants over",
      position: edge.position)
  }

  package func makeSink(_ resources: StageResources) throws(StageError) -> any Sink {
    PRSScoreSink(try makeScorer(resources), keepsMatches: resources.isWanted("matches"))
  }

  /// Only the positions of scoring rows matter.
  package func wantedRecords(
    _ resources: StageResources
  ) throws(StageError) -> (any WantedRecords)? {
    ScoredPositions(try makeScorer(resources))
  }

  private func makeScorer(_ resources: StageResources) throws(StageError) -> PolygenicScorer {
    try scorer.value { () throws(StageError) in try readScorer(resources) }
  }

  private func readScorer(_ resources: StageResources) throws(StageError) -> PolygenicScorer {
    let files = try mapInParallel(
      resources.files(Self.scoringFiles), cores: resources.cores
    ) { path throws(StageError) in try ScoringFile(path: path) }
    do throws(PolygenicScoreError) {
      return PolygenicScorer(
        try ScoreIndex(files), assembly: assembly, matchRules: matchRules,
        scoringRules: scoringRules)
    } catch {
      throw StageError(error)
    }
  }

  package func merge(
    _ partials: [[UInt8]], _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    let scorer = try makeScorer(resources)
    let results: ScoreResults
    do throws(PolygenicScoreError) {
      var sum = ScoreAccumulator(scorer.index, keepsMatches: resources.isWanted("matches"))
      for bytes in partials {
        try scorer.merge(try ScoreAccumulator(bytes, scorer.index), into: &sum)
      }
      results = scorer.finish(sum, minimumOverlap: overlap)
    } catch {
      throw StageError(error)
    }
    try output.declareTable("scores", schema: ScoreResults.scoresSchema)
    try output.declareTable("summary", schema: ScoreResults.summarySchema)
    try write(
      results.samples.count, rowsEach: results.totals.count, to: "scores", output, resources
    ) { results.writeScores(ofSamples: $0, to: &$1) }
    if resources.isWanted("matches") {
      try output.declareTable("matches", schema: ScoreResults.matchesSchema)
      try write(scorer.index.rowCount, rowsEach: 1, to: "matches", output, resources) {
        results.writeMatches(ofRows: $0, to: &$1)
      }
    }
    var writer = RowWriter()
    results.writeSummaries(to: &writer)
    try output.appendRows(writer.takeBytes(), count: writer.rowCount, to: "summary")
  }

  /// Writes a table in blocks of some thousand rows, a few of them at once, so that it never stands in
  /// memory as a whole.
  private func write(
    _ count: Int, rowsEach: Int, to port: String, _ output: any TaskOutput,
    _ resources: StageResources, _ rows: @Sendable (Range<Int>, inout RowWriter) -> Void
  ) throws(StageError) {
    let size = max(1, 8192 / max(1, rowsEach))
    let blocks = stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
    for start in stride(from: 0, to: blocks.count, by: resources.cores) {
      let some = Array(blocks[start..<min(start + resources.cores, blocks.count)])
      let writers = try mapInParallel(some, cores: resources.cores) { block in
        var writer = RowWriter()
        rows(block, &writer)
        return writer
      }
      for var writer in writers {
        try output.appendRows(writer.takeBytes(), count: writer.rowCount, to: port)
      }
    }
  }
}

/// Scores the batches of one shard.
private final class PRSScoreSink: Sink {
  private struct State {
    var sum: ScoreAccumulator
    /// Batches that follow, still to be added.
    var pending: [ScoredBatch] = []
  }

  private let scorer: PolygenicScorer
  private let state: Mutex<State>
  /// Batches that are added together: with many scores their sums do not fit into the processor's cache, and
  /// each is fetched once for all of these.
  private let together: Int

  init(_ scorer: PolygenicScorer, keepsMatches: Bool) {
    self.scorer = scorer
    state = Mutex(State(sum: ScoreAccumulator(scorer.index, keepsMatches: keepsMatches)))
    together = scorer.index.files.count > 4 ? 8 : 1
  }

  func process(
    _ batch: any Batch, _ log: inout RecordLog
  ) throws(StageError) -> ScoredBatch {
    let batch = try RecordBatch(incoming: batch)
    guard !batch.header.samples.isEmpty else {
      throw StageError(
        .input, "the VCF has no samples, so there is nobody to score",
        remedy: "give a VCF with FORMAT and one column a sample", field: "#CHROM")
    }
    log.read(batch.records.count)
    var refused: [PolygenicScorer.RefusedRecord] = []
    let part: ScoredBatch
    do throws(PolygenicScoreError) {
      part = try scorer.score(batch, refused: &refused)
    } catch {
      throw StageError(error)
    }
    for item in refused {
      try log.reject(batch.refusal(of: batch.records[item.index], item.error))
    }
    log.keep(batch.records.count - refused.count)
    return part
  }

  func absorb(_ part: ScoredBatch, into output: any TaskOutput) throws(StageError) {
    try state.withLock { (state) throws(StageError) in
      state.pending.append(part)
      if state.pending.count >= together { try add(&state) }
    }
  }

  func finish(into output: any TaskOutput) throws(StageError) {
    try output.appendPartial(
      state.withLock { (state) throws(StageError) in
        try add(&state)
        return state.sum.encoded()
      })
  }

  private func add(_ state: inout State) throws(StageError) {
    do throws(PolygenicScoreError) {
      try scorer.add(state.pending, to: &state.sum)
    } catch {
      throw StageError(error)
    }
    state.pending.removeAll(keepingCapacity: true)
  }
}

/// The names of a table's columns for its description.
private func columnNames(_ schema: TableSchema) -> String {
  schema.columns.map(\.name).joined(separator: ", ")
}
