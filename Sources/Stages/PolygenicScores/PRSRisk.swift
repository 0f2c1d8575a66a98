internal import JSONText
package import PipelineModel
internal import PolygenicRisk
internal import Statistics
internal import Tables

/// Turns adjusted scores into absolute risks and strata (`prs.risk`).
package struct PRSRisk: TableStage {
  /// Which column of the adjusted scores is the z-score.
  enum ScoreColumn: String, Sendable, CaseIterable {
    case norm2 = "z_norm2"
    case norm1 = "z_norm1"
    case mostSimilarPopulation = "z_most_similar_population"
    case published = "z_published"
  }

  private static let incidence = Setting<PathPattern>(
    required: "incidence", .path, role: .referenceFiles,
    "Incidence of the disease: a CSV file with the columns age, rate (cases a year per person free of it) and, where rates differ by it, sex."
  )
  private static let mortality = Setting<PathPattern>(
    required: "mortality", .path, role: .referenceFiles,
    "Deaths from all other causes, a year per person, in the same form.")
  private static let horizon = Setting<Int?>(
    optional: "horizonYears", .integer(1...120), "The years that the risk is about.")
  private static let untilAge = Setting<Int?>(
    optional: "untilAge", .integer(1...130),
    "The age that the risk is about, instead of a number of years: 80 for the risk until the 80th birthday."
  )
  private static let age = Setting<Int?>(
    optional: "age", .integer(0...129),
    "The age of everybody, where no table of people gives each one's.")
  private static let strata = Setting<RiskStrata>(
    required: "strata", .strata,
    "Bands of absolute risk from the lowest to the highest: each has a name and, but for the last, a bound that its risks are below."
  )
  private static let logOdds = Setting<PerScore>(
    required: "logOddsPerSD", .perScore,
    "The logarithm of the odds ratio per standard deviation of the score, as published.")
  private static let logOddsError = Setting<PerScore?>(
    optional: "logOddsStandardError", .perScore,
    "Its standard error; without it and without \"zStandardDeviation\" a risk has no limits.")
  private static let zDeviation = Setting<Double>(
    "zStandardDeviation", .number(0...10), default: 0, shown: "0",
    "The standard deviation of z between repeated measurements of one person, for example of a control sample."
  )
  private static let confidence = Setting<Double>(
    "confidence", .number(0.5...0.999), default: 0.95, shown: "0.95",
    "How often the limits hold, where the two errors above are the only ones.")
  private static let scoreColumn = Setting<ScoreColumn>(
    "z", .oneOf, default: .norm2, shown: "\"z_norm2\"",
    "The column of the adjusted scores that is the score in standard deviations.")
  private static let factors = Setting<[NamedFactor]?>(
    optional: "factors", .factors,
    "Other risk factors: a column of the people, its log relative risk per unit, and how it is spread over the population that the incidence was measured in."
  )

  package static let kind = StageKind(
    "prs.risk", shape: .table,
    "Computes the absolute risk of a disease within some years from a polygenic score, age and other factors, with death from other causes competing, and sorts it into strata.",
    inputs: [InputPort("adjusted", .table), InputPort("people", .table, .optional)],
    outputs: [
      OutputPort(
        "risk", .table,
        "One row a sample and score: \(RiskRows.schema.columns.map(\.name).joined(separator: ", "))."
      ),
      OutputPort(
        "strata", .table,
        "How many people each stratum has: \(RiskRows.strataSchema.columns.map(\.name).joined(separator: ", "))."
      ),
    ],
    settings: [
      incidence, mortality, horizon, untilAge, age, strata, logOdds, logOddsError, zDeviation,
      confidence, scoreColumn, factors,
    ])

  private let rules: RiskRules

  package init(_ context: inout StageContext) throws(StageRefusal) {
    _ = (try context[Self.incidence], try context[Self.mortality])
    let horizon: RiskRules.Horizon
    switch (try context[Self.horizon], try context[Self.untilAge]) {
    case (let years?, nil): horizon = .years(years)
    case (nil, let age?): horizon = .untilAge(age)
    default:
      context.refuse(
        context.isGiven(Self.untilAge) ? Self.untilAge : Self.horizon,
        "and its counterpart say what years the risk is about; exactly one is needed",
        remedy: "give \"horizonYears\" or \"untilAge\"")
      throw StageRefusal()
    }
    rules = RiskRules(
      horizon: horizon, age: try context[Self.age], strata: try context[Self.strata],
      logOdds: try context[Self.logOdds], logOddsError: try context[Self.logOddsError],
      zDeviation: try context[Self.zDeviation],
      width: normalQuantile((1 + (try context[Self.confidence])) / 2),
      column: try context[Self.scoreColumn].rawValue, factors: try context[Self.factors] ?? [])
    if let edge = context.edge("adjusted") {
      for column in ["sample", "pgs_id", rules.column] {
        context.requireColumn(column, on: edge)
      }
    }
    guard let edge = context.edge("people") else {
      if rules.age == nil || !rules.factors.isEmpty {
        context.diagnostics.error(
          "missing-edge",
          "stage \"\(context.stageName)\" needs a table of people for ages and other factors",
          remedy: "name one under \"people\", or give one \"age\" for all and no \"factors\"",
          at: context.position)
      }
      return
    }
    context.requireColumn("sample", on: edge)
    if rules.age == nil { context.requireColumn("age", on: edge) }
    for factor in rules.factors { context.requireColumn(factor.column, on: edge) }
  }

  package var outputs: [String: EdgeType] {
    [
      "risk": .table(RiskRows.schema, privacy: .identifiable),
      "strata": .table(RiskRows.strataSchema, privacy: .aggregate),
    ]
  }

  /// Reads both tables of rates and checks that they fit together.
  package func preflight(files: [String: [String]]) -> [Diagnostic] {
    do {
      _ = try RiskRates(files: files, Self.incidence, Self.mortality)
      return []
    } catch {
      return [
        Diagnostic(
          rule: "rates", error.message, remedy: error.remedy, file: error.file,
          position: error.line.map { .init(line: $0, column: 1) })
      ]
    }
  }

  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    let rates = try RiskRates(files: resources.files, Self.incidence, Self.mortality)
    let people = try inputs.tables.first { $0.name == "people" }.map {
      (_, table) throws(StageError) in
      try RiskPeople(table, rules, needsSex: rates.isBySex)
    }
    if people == nil, rates.isBySex {
      throw StageError(
        .input, "the rates differ by sex, but no table of people says who has which",
        remedy: "name a table with a column \"sex\" under \"people\"")
    }
    let table = try inputs.table("adjusted")
    let sample = try table.index(of: "sample", for: "adjusted")
    let accession = try table.index(of: "pgs_id", for: "adjusted")
    let z = try table.index(of: rules.column, for: "adjusted")
    try output.declareTable("risk", schema: RiskRows.schema)
    try output.declareTable("strata", schema: RiskRows.strataSchema)
    var rows = RiskRows(rules.strata)
    var calculator = RiskCalculator(rules, rates)
    try table.forEachRow { (reader, text) throws(StageError) in
      guard let name = reader.string(sample, in: text),
        let score = reader.string(accession, in: text)
      else { return }
      let person = people?.person(name) ?? RiskPeople.Person(age: people == nil ? rules.age : nil)
      rows.append(
        name, score, person,
        try calculator.risk(score, z: reader.number(z, in: text), person))
      if rows.count == 8192 { try Self.write(&rows, output) }
    }
    try Self.write(&rows, output)
    let strata = rows.strata()
    try output.appendRows(strata.bytes, count: strata.count, to: "strata")
  }

  private static func write(
    _ rows: inout RiskRows, _ output: any TaskOutput
  ) throws(StageError) {
    let block = rows.take()
    try output.appendRows(block.bytes, count: block.count, to: "risk")
  }
}
