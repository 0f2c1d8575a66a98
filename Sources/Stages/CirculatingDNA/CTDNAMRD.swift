internal import CirculatingDNA
internal import Genomics
package import PipelineModel
internal import Tables

/// Tests plasma samples for the variants of a tumour, all sites together (`ctdna.mrd`).
package struct CTDNAMRD: TableStage {
  /// What becomes of sites that show more than the sample explains.
  private enum Outliers: String, Sendable, CaseIterable {
    case report, drop
  }

  private static let alpha = Setting<Double>(
    "alpha", .number(0...0.5), default: 0.01, shown: "0.01",
    "The p-value up to which a sample is positive.")
  private static let requiredLod = Setting<Double?>(
    optional: "requiredLod", .number(0...1),
    "The ctDNA fraction that a negative sample must have been able to show; with a lod95 above it a sample is indeterminate."
  )
  private static let errorRate = Setting<Double?>(
    optional: "errorRate", .number(0...0.5),
    "Errors a molecule at sites that the background says nothing about.")
  private static let outliers = Setting<Outliers>(
    "outliers", .oneOf, default: .report, shown: "\"report\"",
    "Sites that show more than the whole sample explains are marked (`report`), or left out as well (`drop`)."
  )
  private static let simulations = Setting<Int>(
    "simulations", .integer(0...10_000_000), default: 0, shown: "0",
    "Simulated samples for p_simulated, the test of ctDNAtools; 0 for none.")
  private static let simulatedErrorRate = Setting<Double?>(
    optional: "simulatedErrorRate", .number(0...0.5),
    "The one error rate of simulated samples, to any other base; \"errorRate\" where it is not given."
  )
  private static let seed = Setting<Int>(
    "seed", .integer(0 ... .max), default: 123, shown: "123",
    "The seed of simulated samples; the same seed gives the same answer on any number of cores.")
  private static let build = Setting<Assembly?>(
    optional: "build", .oneOf,
    "The genome build of the counts; positions must lie within its chromosomes, and a tumour list that names its build must name this one."
  )

  package static let kind = StageKind(
    "ctdna.mrd", shape: .table,
    "Tests for residual disease: whether a sample shows a tumour's variants more often than errors do, how much, and what would have been found.",
    inputs: [
      InputPort("counts", .table), InputPort("tumour", .table),
      InputPort("background", .table, .optional),
    ],
    outputs: [
      OutputPort(
        "mrd", .table,
        "One row a sample: \(InformedRows.schema.columns.map(\.name).joined(separator: ", "))."),
      OutputPort(
        "sites", .table,
        "One row a sample and variant: \(InformedRows.siteSchema.columns.map(\.name).joined(separator: ", "))."
      ),
    ],
    settings: [
      alpha, requiredLod, errorRate, outliers, simulations, simulatedErrorRate, seed, build,
    ])

  private let rules: InformedSample.Rules
  private let errorRate: Double?
  private let assembly: Assembly?

  package init(_ context: inout StageContext) throws(StageRefusal) {
    errorRate = try context[Self.errorRate]
    assembly = try context[Self.build]
    let simulations = try context[Self.simulations]
    let rate = try context[Self.simulatedErrorRate] ?? errorRate
    if simulations > 0, rate == nil {
      context.refuse(
        Self.simulations, "needs one error rate for all sites",
        remedy: "give \"simulatedErrorRate\"")
    }
    rules = InformedSample.Rules(
      level: try context[Self.alpha], requiredLimit: try context[Self.requiredLod],
      dropsOutliers: try context[Self.outliers] == .drop, simulations: simulations,
      seed: UInt64(try context[Self.seed]), simulatedRate: rate)
    context.requireErrorRate(errorRate)
    context.requireCounts(on: "counts")
    if let edge = context.edge("tumour") {
      for column in AlleleSite.columns + ["vaf"] { context.requireColumn(column, on: edge) }
    }
  }

  package var outputs: [String: EdgeType] {
    [
      "mrd": .table(InformedRows.schema, privacy: .identifiable),
      "sites": .table(InformedRows.siteSchema, privacy: .identifiable),
    ]
  }

  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    let background = try inputs.optional("background").map { table throws(StageError) in
      try BackgroundTable(table, assembly: assembly)
    }
    let counts = try AlleleCounts(try inputs.table("counts"), port: "counts", assembly: assembly)
    let tumour = try TumourList(try inputs.table("tumour"), assembly: assembly)
    try tumour.check(against: counts)
    let models = SiteModels(
      counts, counts.samples.flatMap { tumour.variants(of: $0.name) },
      ErrorRates(
        background: background, errorRate: errorRate, distribution: .betaBinomial,
        usesOverdispersion: false))
    try output.declareTable("mrd", schema: InformedRows.schema)
    try output.declareTable("sites", schema: InformedRows.siteSchema)
    let withSites = resources.isWanted("sites")
    for block in try mapInParallel(
      counts.samples.blocks(for: resources.cores), cores: resources.cores,
      { (samples) throws(StageError) in
        var rows = InformedRows()
        for sample in samples {
          let tested = try InformedSample(sample, counts, tumour, models, rules)
          rows.append(tested, rules, withSites: withSites)
        }
        return rows.take()
      })
    {
      try output.appendRows(block.samples.bytes, count: block.samples.count, to: "mrd")
      try output.appendRows(block.sites.bytes, count: block.sites.count, to: "sites")
    }
  }
}
