internal import CirculatingDNA
internal import Genomics
package import PipelineModel
internal import Tables

/// Calls the sites of plasma samples (`ctdna.call`).
package struct CTDNACall: TableStage {
  private static let model = Setting<ErrorRates.Distribution>(
    "model", .oneOf, default: .betaBinomial, shown: "\"betaBinomial\"",
    "How errors are spread: with the uncertainty of the background (`betaBinomial`), or as if its rate were known (`binomial`, `poisson`)."
  )
  private static let errorRate = Setting<Double?>(
    optional: "errorRate", .number(0...0.5),
    "Errors a molecule at sites that the background says nothing about.")
  private static let fdr = Setting<Double>(
    "fdr", .number(0...1), default: 0.05, shown: "0.05",
    "The false discovery rate over the tested sites of a sample; hotspots are a family of their own."
  )
  private static let minimumMolecules = Setting<Int>(
    "minimumMolecules", .integer(1 ... .max), default: 1, shown: "1",
    "Sites with fewer molecules are not tested.")
  private static let hotspots = Setting<PathPattern?>(
    optional: "hotspots", .path, role: .referenceFiles,
    "Variants known beforehand, adjusted apart from the rest: a CSV or TSV file with the columns chrom, pos, ref and alt."
  )
  private static let chip = Setting<RegionChoice?>(
    optional: "chip", .regions, role: .referenceFiles,
    "Genes of clonal haematopoiesis, as regions or a BED file: their sites are marked `chip_gene`, and stay called."
  )
  private static let lodAlpha = Setting<Double>(
    "lodAlpha", .number(0...0.5), default: 1e-4, shown: "0.0001",
    "The type-I error of the test that lod95 is stated for.")
  private static let panelNormals = Setting<Int>(
    "panelNormals", .integer(1 ... .max), default: 2, shown: "2",
    "A variant is `in_pon` where so many normals show it and one of them at no lower a fraction.")
  private static let germlineVAF = Setting<Double>(
    "germlineVAF", .number(0...1), default: 0.3, shown: "0.3",
    "From this allele fraction on a variant is in the `germline_range`.")
  private static let strandLevel = Setting<Double>(
    "strandLevel", .number(0...1), default: 1e-3, shown: "0.001",
    "Fisher's p below which an allele with at least nine tenths of its reads on one strand is marked `strand`."
  )
  private static let overdispersion = Setting<Bool>(
    "overdispersion", .boolean, default: false, shown: "false",
    "Widens the background by how much normals differ from each other at one site.")
  private static let build = Setting<Assembly?>(
    optional: "build", .oneOf,
    "The genome build of the counts; positions must lie within its chromosomes.")

  package static let kind = StageKind(
    "ctdna.call", shape: .table,
    "Tests each site of each sample against its background, and says what would have been found where nothing is.",
    inputs: [
      InputPort("counts", .table), InputPort("background", .table, .optional),
      InputPort("whiteCells", .table, .optional),
    ],
    outputs: [
      OutputPort(
        "calls", .table,
        "One row a sample and site: \(CallRows.schema.columns.map(\.name).joined(separator: ", "))."
      )
    ],
    settings: [
      model, errorRate, fdr, minimumMolecules, hotspots, chip, lodAlpha, panelNormals,
      germlineVAF, strandLevel, overdispersion, build,
    ])

  private let rules: CallingRules
  private let distribution: ErrorRates.Distribution
  private let errorRate: Double?
  private let usesOverdispersion: Bool
  private let chip: RegionChoice?
  private let assembly: Assembly?

  package init(_ context: inout StageContext) throws(StageRefusal) {
    var rules = CallingRules()
    rules.falseDiscoveryRate = try context[Self.fdr]
    rules.limitLevel = try context[Self.lodAlpha]
    rules.minimumMolecules = try context[Self.minimumMolecules]
    rules.panelNormals = try context[Self.panelNormals]
    rules.germlineFraction = try context[Self.germlineVAF]
    rules.strandLevel = try context[Self.strandLevel]
    self.rules = rules
    distribution = try context[Self.model]
    errorRate = try context[Self.errorRate]
    usesOverdispersion = try context[Self.overdispersion]
    chip = try context[Self.chip]
    assembly = try context[Self.build]
    _ = try context[Self.hotspots]
    context.requireErrorRate(errorRate)
    for name in ["counts", "whiteCells"] { context.requireCounts(on: name) }
  }

  package var outputs: [String: EdgeType] {
    ["calls": .table(CallRows.schema, privacy: .identifiable)]
  }

  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    let background = try inputs.optional("background").map { table throws(StageError) in
      try BackgroundTable(table, assembly: assembly)
    }
    let hotspots = try resources.files(Self.hotspots).first.map { path throws(StageError) in
      try VariantList(path: path)
    }
    var contigs = ContigTable(assembly: assembly ?? .grch38)
    var chipGenes: RegionSet?
    if let chip {
      chipGenes = try chip.set(files: resources.files(Self.chip), numberedBy: &contigs)
    }
    let whiteCells = try inputs.optional("whiteCells").map { table throws(StageError) in
      try AlleleCounts(table, port: "whiteCells", assembly: assembly)
    }
    let called = CalledCounts(
      try AlleleCounts(try inputs.table("counts"), port: "counts", assembly: assembly),
      ErrorRates(
        background: background, errorRate: errorRate, distribution: distribution,
        usesOverdispersion: usesOverdispersion),
      hotspots: hotspots, chip: chipGenes, contigs: contigs, whiteCells: whiteCells)
    try output.declareTable("calls", schema: CallRows.schema)
    for block in try mapInParallel(
      called.counts.samples.blocks(for: resources.cores), cores: resources.cores,
      { (samples) throws(StageError) in
        var caller = SiteCaller(rules, models: called.models)
        var rows = CallRows()
        for sample in samples {
          let evidence = called.evidence(sample)
          rows.append(
            sample, called.counts.sites, evidence, caller.calls(evidence), called.models)
        }
        return rows.take()
      })
    {
      try output.appendRows(block.bytes, count: block.count, to: "calls")
    }
  }
}

extension Array {
  /// The elements in order, in a few runs a core.
  func blocks(for cores: Int) -> [ArraySlice<Element>] {
    let size = Swift.max(1, (count + 4 * cores - 1) / (4 * Swift.max(1, cores)))
    return stride(from: 0, to: count, by: size).map { self[$0..<Swift.min(count, $0 + size)] }
  }
}
