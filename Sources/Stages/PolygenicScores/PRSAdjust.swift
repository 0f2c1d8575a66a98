internal import JSONText
package import PipelineModel
internal import PolygenicRisk
internal import Tables

/// Sets polygenic scores beside those of a reference panel (`prs.adjust`).
package struct PRSAdjust: TableStage {
  /// What a score is set beside.
  enum Method: String, Sendable, CaseIterable {
    case all, mostSimilarPopulation, norm1, norm2, published
  }

  private static let method = Setting<Method>(
    "method", .oneOf, default: .all, shown: "\"all\"",
    "What a score is set beside: the people of the most similar population; the regression on principal components with one spread (norm1) or with one that follows them (norm2); constants that the score's authors published; `all` is the first three, and the last where constants are given."
  )
  private static let components = Setting<Int>(
    "components", .integer(1...40), default: 4, shown: "4",
    "How many principal components norm1 and norm2 regress on.")
  private static let populationComponents = Setting<Int>(
    "populationComponents", .integer(1...40), default: 5, shown: "5",
    "How many principal components tell which population somebody is most similar to, where the projections do not say; fewer where the tables have fewer."
  )
  private static let minimumReference = Setting<Int>(
    "minimumReference", .integer(2 ... .max), default: 100, shown: "100",
    "The fewest unrelated people that a reference must have.")
  private static let mean = Setting<Double?>(
    optional: "mean", .number(-Double.infinity ... .infinity),
    "The published mean of the raw score, where one score comes in.")
  private static let sd = Setting<Double?>(
    optional: "sd", .number(0 ... .infinity),
    "The published standard deviation of the raw score, where one score comes in.")
  private static let alpha = Setting<Double?>(
    optional: "alpha", .number(0...1),
    "The square root of the share of the polygenic variance that the score explains, as CanRisk takes it."
  )
  private static let variants = Setting<Int?>(
    optional: "variants", .integer(1 ... .max),
    "How many variants the published constants were derived with; a score computed from another number gets no published z."
  )
  private static let version = Setting<String?>(
    optional: "parametersVersion", .string,
    "What the published constants are called in the output, such as \"BCAC313 2020-01\".")
  private static let parameters = Setting<FileOrInline?>(
    optional: "parameters", .fileOrInline, role: .referenceFiles,
    "Published constants of several scores: {\"version\": …, \"scores\": {\"PGS…\": {\"mean\": …, \"sd\": …, \"alpha\": …, \"variants\": …}}}."
  )

  package static let kind = StageKind(
    "prs.adjust", shape: .table,
    "Sets polygenic scores beside those of a reference panel: z-scores and percentiles, by ancestry or by published constants.",
    inputs: [
      InputPort("scores", .table), InputPort("reference", .table, .optional),
      InputPort("projections", .table, .optional),
    ],
    outputs: [
      OutputPort(
        "adjusted", .table,
        "One row a sample and score: \(AdjustedRows.schema.columns.map(\.name).joined(separator: ", "))."
      ),
      OutputPort(
        "models", .table,
        "What the reference was found to be, one row a number: \(FittedModel.schema.columns.map(\.name).joined(separator: ", "))."
      ),
    ],
    settings: [
      method, components, populationComponents, minimumReference, mean, sd, alpha, variants,
      version, parameters,
    ])

  private let plan: AdjustmentPlan
  private let published: PublishedScores?
  private let referencePrivacy: Privacy

  package init(_ context: inout StageContext) throws(StageRefusal) {
    let method = try context[Self.method]
    published = try Self.published(&context)
    plan = AdjustmentPlan(
      findsPopulation: method == .all || method == .mostSimilarPopulation,
      fitsConstantSpread: method == .all || method == .norm1,
      fitsLogLinearSpread: method == .all || method == .norm2,
      components: try context[Self.components],
      populationComponents: try context[Self.populationComponents],
      minimumReference: try context[Self.minimumReference])
    referencePrivacy = context.edge("reference")?.type.privacy ?? .released
    for port in ["reference", "projections"] where context.edge(port) == nil && plan.needsReference
    {
      context.diagnostics.error(
        "missing-edge",
        "nothing comes into \"\(port)\" of stage \"\(context.stageName)\", which \"method\": "
          + "\"\(method.rawValue)\" needs",
        remedy:
          "name a table under \"from\", or write \"method\": \"published\" with published constants",
        at: context.position)
    }
    if method == .published, published == nil, try context[Self.parameters] == nil {
      context.refuse(
        Self.method, "asks for published constants, but none are given",
        remedy: "write \"mean\" and \"sd\", or \"parameters\"")
    }
    if method != .published, method != .all, context.isGiven(Self.mean) {
      context.refuse(Self.mean, "is not used by \"method\": \"\(method.rawValue)\"")
    }
    checkColumns(&context)
  }

  private func checkColumns(_ context: inout StageContext) {
    func require(_ port: String, _ columns: [String]) {
      guard let edge = context.edge(port) else { return }
      for column in columns { context.requireColumn(column, on: edge) }
    }
    require("scores", ["sample", "pgs_id", "score_sum"])
    guard plan.needsReference else { return }
    let places = (1...plan.components).map { "PC\($0)" }
    let needed = plan.fitsConstantSpread || plan.fitsLogLinearSpread ? places : ["PC1"]
    require("reference", ["population", "unrelated", "score"] + needed)
    require("projections", ["sample"] + needed)
  }

  /// Constants from the settings; nil where there are none or where they stand in a file that cannot be read.
  private static func published(
    _ context: inout StageContext
  ) throws(StageRefusal) -> PublishedScores? {
    let single = [mean, sd, alpha] as [any SettingDeclaration] + [variants, version]
    switch try context[parameters] {
    case .some(let given):
      for setting in single where context.isGiven(setting) {
        context.refuse(setting, "stands beside \"parameters\"", remedy: "give one of the two")
      }
      let (scores, problem) = read(given)
      if var problem {
        if problem.position == nil { problem.position = context.position(of: parameters) }
        context.diagnostics.add(problem)
        throw StageRefusal()
      }
      return scores
    case nil:
      guard let mean = try context[mean], let sd = try context[sd], sd > 0 else {
        for setting in single where context.isGiven(setting) {
          context.refuse(
            setting, "needs \"mean\" and an \"sd\" above 0 beside it",
            remedy: "give both, as the score's authors published them")
        }
        return nil
      }
      let parameters = PublishedParameters(
        mean: mean, standardDeviation: sd, alpha: try context[alpha],
        variants: try context[variants])
      return PublishedScores(
        version: try context[version] ?? "constants of the definition", scores: [nil: parameters])
    }
  }

  private static func read(_ given: FileOrInline) -> (PublishedScores?, Diagnostic?) {
    let rule = "published-parameters"
    var path: String?
    do {
      let node: JSONNode
      switch given {
      case .inline(let written): node = written
      case .file(let pattern):
        guard let text = try? wholeText(of: pattern.path) else { return (nil, nil) }
        path = pattern.path
        node = try JSONParser.parse(text)
      }
      return (try PublishedScores(node), nil)
    } catch let error as PublishedScoresError {
      return (nil, Diagnostic(rule: rule, error.message, file: path, position: error.position))
    } catch let error as JSONTextError {
      return (nil, Diagnostic(rule: rule, error.message, file: path, position: error.position))
    } catch {
      return (nil, Diagnostic(rule: rule, "\(error)", file: path))
    }
  }

  package var outputs: [String: EdgeType] {
    [
      "adjusted": .table(AdjustedRows.schema, privacy: .identifiable),
      // Means and coefficients of a panel of people are an aggregate, unless the panel is free to go.
      "models": .table(
        FittedModel.schema,
        privacy: referencePrivacy == .identifiable ? .aggregate : referencePrivacy),
    ]
  }

  package func run(
    _ inputs: TaskInputs, _ resources: StageResources, into output: any TaskOutput
  ) throws(StageError) {
    let scores = try inputs.table("scores")
    let reference = inputs.tables.first { $0.name == "reference" }?.table
    let projections = inputs.tables.first { $0.name == "projections" }?.table
    var adjustment = try ScoreAdjustment(
      plan, published: published, reference: plan.needsReference ? reference : nil,
      projections: plan.needsReference ? projections : nil)
    try output.declareTable("adjusted", schema: AdjustedRows.schema)
    try output.declareTable("models", schema: FittedModel.schema)
    let columns = try ScoreColumns(scores)
    var rows = AdjustedRows()
    try scores.forEachRow { (reader, text) throws(StageError) in
      guard let score = columns.score(reader, text) else { return }
      rows.append(try adjustment.adjusted(score))
      if rows.count == 8192 { try Self.write(&rows, output) }
    }
    try Self.write(&rows, output)
    var writer = RowWriter()
    for model in adjustment.models { model.write(to: &writer) }
    try output.appendRows(writer.takeBytes(), count: writer.rowCount, to: "models")
  }

  private static func write(
    _ rows: inout AdjustedRows, _ output: any TaskOutput
  ) throws(StageError) {
    let block = rows.take()
    try output.appendRows(block.bytes, count: block.count, to: "adjusted")
  }
}
