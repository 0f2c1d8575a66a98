internal import Genomics
internal import JSONText
package import PipelineModel
internal import PolygenicScore

/// Computes polygenic scores of every sample from scoring files of the PGS Catalog (`prs.score`).
package struct PRSScore: CombineStage {
  package static let kind = StageKind(
    "prs.score", version: 2, shape: .combine,
    "Computes polygenic scores of every sample, and says for every row of every scoring file what became of it.",
    inputs: [
      InputPort("variants", .variants), InputPort("frequencies", .table, .optional),
    ],
    outputs: PRSScoreTables.allCases.map(\.port), settings: PRSScoreSettings.all)

  let options: PRSScoreOptions
  let assembly: Assembly?
  private let edge: IncomingEdge?
  /// Read once a run, not once a task.
  private let scorer = OnceRead<PolygenicScorer>()

  package init(_ context: inout StageContext) throws(StageRefusal) {
    options = try PRSScoreOptions(&context)
    edge = context.edge("variants")
    assembly = edge?.type.attributes[EdgeAttribute.build].flatMap { Assembly(rawValue: $0) }
    if let frequencies = context.edge("frequencies") {
      for column in FrequencyColumns.names { context.requireColumn(column, on: frequencies) }
    }
  }

  package var outputs: [String: EdgeType] {
    Dictionary(
      uniqueKeysWithValues: PRSScoreTables.allCases.map {
        ($0.rawValue, .table($0.schema, privacy: $0.privacy))
      })
  }

  /// Compares the build of every scoring file with that of the variants, at the line of the edge.
  package func preflight(files: [String: [String]]) -> [Diagnostic] {
    guard let edge else { return [] }
    var diagnostics: [Diagnostic] = []
    for path in files[PRSScoreSettings.scoringFiles.name] ?? [] {
      do {
        let header = try ScoringFile.header(path: path, positions: options.positions)
        if let assembly, let problem = Self.buildProblem(header, path: path, assembly, edge) {
          diagnostics.append(problem)
        }
        if header.saysWeightsAreRatios { diagnostics.append(Self.ratioWarning(path, edge)) }
      } catch {
        diagnostics.append(
          Diagnostic(
            rule: "scoring-file", error.message, remedy: error.remedy, file: path,
            position: error.line.map { .init(line: $0, column: 1) }))
      }
    }
    return diagnostics
  }

  private static func ratioWarning(_ path: String, _ edge: IncomingEdge) -> Diagnostic {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return Diagnostic(
      .warning, rule: "weights-are-ratios",
      "scoring file \(name) says that its weights are ratios; they are added up as they stand",
      remedy:
        "check the publication; if they are ratios, call the column OR or HR, and their logarithms are taken",
      position: edge.position)
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
    PRSScoreSink(try makeScorer(resources))
  }

  /// Only the positions of scoring rows matter, unless blocks that begin elsewhere are looked at.
  package func wantedRecords(
    _ resources: StageResources
  ) throws(StageError) -> (any WantedRecords)? {
    if options.scoringRules.absent == .covered { return nil }
    return ScoredPositions(try makeScorer(resources))
  }

  func makeScorer(_ resources: StageResources) throws(StageError) -> PolygenicScorer {
    try scorer.value { () throws(StageError) in try readScorer(resources) }
  }

  private func readScorer(_ resources: StageResources) throws(StageError) -> PolygenicScorer {
    let positions = options.positions
    let files = try mapInParallel(
      resources.files(PRSScoreSettings.scoringFiles), cores: resources.cores
    ) { path throws(StageError) in try ScoringFile(path: path, positions: positions) }
    let index = try scoring { () throws(PolygenicScoreError) in
      let index = try ScoreIndex(files, cores: resources.cores)
      if options.isCompatible { try index.refuseWeightsByGenotype() }
      return index
    }
    let evidence = try ScoringEvidence(resources, index, assembly: assembly)
    return try scoring { () throws(PolygenicScoreError) in
      try PolygenicScorer(
        index, assembly: assembly, matchRules: options.matchRules,
        scoringRules: options.scoringRules, evidence: evidence,
        keeps: PRSScoreTables.details(resources))
    }
  }

  private func scoring<Value>(
    _ work: () throws(PolygenicScoreError) -> Value
  ) throws(StageError) -> Value {
    do throws(PolygenicScoreError) { return try work() } catch { throw StageError(error) }
  }
}

extension ScoreIndex {
  /// Refuses scores whose rows have weights by genotype only, which pgsc_calc leaves out.
  fileprivate func refuseWeightsByGenotype() throws(PolygenicScoreError) {
    for file in files where !file.genotypeWeights.isEmpty {
      throw PolygenicScoreError(
        .unsupported,
        "\(file.accession) has weights by genotype (dosage_N_weight), which pgsc_calc does not score; leave the "
          + "file out, or leave compatibility out")
    }
  }
}
