internal import PipelineModel
internal import PolygenicRisk
internal import Tables

/// What is asked of an adjustment.
struct AdjustmentPlan: Sendable {
  let findsPopulation: Bool
  let fitsConstantSpread: Bool
  let fitsLogLinearSpread: Bool
  let components: Int
  let populationComponents: Int
  let minimumReference: Int

  var fits: Bool { fitsConstantSpread || fitsLogLinearSpread }
  var needsReference: Bool { findsPopulation || fits }
}

/// Adjusts scores one after the other; a model is fitted when the first score of its kind comes.
struct ScoreAdjustment {
  /// What the reference says about one score.
  private struct Models {
    var populations: [String: PopulationDistribution] = [:]
    var similarity: PopulationSimilarity?
    var constantSpread: AncestryRegression?
    var logLinearSpread: AncestryRegression?
  }

  private let plan: AdjustmentPlan
  private let published: PublishedScores?
  private let reference: ReferenceTable?
  private let projections: ProjectionTable?
  private let populationComponents: Int
  private var fitted: [String: Models] = [:]
  private var order: [String] = []

  /// Reads the reference and the projections, where they are needed.
  init(
    _ plan: AdjustmentPlan, published: PublishedScores?, reference: TableArtifact?,
    projections: TableArtifact?
  ) throws(StageError) {
    self.plan = plan
    self.published = published
    guard let reference, let projections else {
      self.reference = nil
      self.projections = nil
      populationComponents = 0
      return
    }
    let common = min(reference.componentCount, projections.componentCount)
    guard common >= (plan.fits ? plan.components : 1) else {
      throw StageError(
        .input, "reference and projections share \(common) principal components, PC1 and on",
        remedy: "give as many as \"components\" says, \(plan.components)")
    }
    populationComponents = min(plan.populationComponents, common)
    let used = max(plan.fits ? plan.components : 0, populationComponents)
    self.reference = try ReferenceTable(reference, components: used)
    self.projections = try ProjectionTable(projections, components: used)
  }

  /// A score beside its reference.
  mutating func adjusted(_ raw: RawScore) throws(StageError) -> AdjustedScore {
    var score = AdjustedScore(raw)
    if let reference, let sum = raw.sum {
      score.referenceDigest = reference.digest
      let models = try models(raw.accession, reference)
      setBeside(models, sum, &score)
    }
    try setBesidePublished(&score)
    return score
  }

  private func setBeside(_ models: Models, _ sum: Double, _ score: inout AdjustedScore) {
    let needed = max(plan.fits ? plan.components : 0, 1)
    guard let person = projections?.person(score.raw.sample, components: needed) else {
      score.remark = "not_projected"
      return
    }
    score.zNorm1 = models.constantSpread?.z(sum, at: person.place)
    score.zNorm2 = models.logLinearSpread?.z(sum, at: person.place)
    guard plan.findsPopulation else { return }
    if let population = person.population {
      score.population = population
      score.isLowConfidence = person.isLowConfidence
    } else if person.place.count >= populationComponents,
      let label = models.similarity?.label(of: person.place)
    {
      score.population = label.population
      score.isLowConfidence = label.isLowConfidence
    }
    guard let distribution = score.population.flatMap({ models.populations[$0] }) else {
      score.remark = "population_not_in_reference"
      return
    }
    score.zMostSimilarPopulation = distribution.z(sum)
    score.percentile = distribution.percentile(sum)
  }

  private func setBesidePublished(_ score: inout AdjustedScore) throws(StageError) {
    guard let published else { return }
    guard let parameters = published.parameters(score.raw.accession) else {
      score.remark = score.remark ?? "no_constants"
      return
    }
    if parameters.variants != nil, score.raw.variantsUsed == nil {
      throw StageError(
        .input, "the scores do not say how many variants they were computed from",
        remedy: "give the column \"variants_used\", or leave \"variants\" out",
        field: "variants_used")
    }
    score.published = parameters
    score.publishedVersion = published.version
    guard let sum = score.raw.sum else { return }
    if let refusal = parameters.refusal(
      variantsUsed: score.raw.variantsUsed ?? 0, isImputed: score.raw.isImputed)
    {
      score.remark = refusal.rawValue
    } else {
      score.zPublished = parameters.z(sum)
    }
  }

  private mutating func models(
    _ accession: String, _ reference: ReferenceTable
  ) throws(StageError) -> Models {
    if let found = fitted[accession] { return found }
    if !fitted.isEmpty, reference.panels[accession] == nil {
      throw StageError(
        .input, "several scores come in, but the reference does not say which its scores are",
        remedy: "give the reference a column \"pgs_id\", with one row a person and score")
    }
    let panel = try reference.panel(accession, minimum: plan.minimumReference)
    var models = Models()
    do throws(AdjustmentError) {
      if plan.findsPopulation {
        models.similarity = PopulationSimilarity(panel, components: populationComponents)
        var members: [String: [Double]] = [:]
        for (population, score) in zip(panel.populations, panel.scores) {
          members[population, default: []].append(score)
        }
        models.populations = members.mapValues { PopulationDistribution($0) }
      }
      if plan.fitsConstantSpread {
        models.constantSpread = try .constantSpread(panel, components: plan.components)
      }
      if plan.fitsLogLinearSpread {
        models.logLinearSpread = try .logLinearSpread(panel, components: plan.components)
      }
    } catch {
      throw StageError(.input, "\(accession) cannot be adjusted: \(error)")
    }
    fitted[accession] = models
    order.append(accession)
    return models
  }

  /// The numbers of every model that was fitted, scores in the order in which they came.
  var models: [FittedModel] {
    order.flatMap { accession -> [FittedModel] in
      guard let models = fitted[accession] else { return [] }
      var rows: [FittedModel] = []
      for (population, distribution) in models.populations.sorted(by: { $0.key < $1.key }) {
        for (term, value) in [
          ("people", Double(distribution.count)), ("mean", distribution.mean),
          ("sd", distribution.standardDeviation),
        ] {
          rows.append(
            FittedModel(accession, "mostSimilarPopulation", population: population, term, value))
        }
      }
      if let model = models.constantSpread { rows += FittedModel.rows(accession, "norm1", model) }
      if let model = models.logLinearSpread { rows += FittedModel.rows(accession, "norm2", model) }
      return rows
    }
  }
}

/// One number of a fitted model.
struct FittedModel {
  /// `term` is `people`, `mean` or `sd` of a population; `centre`, `mean` and `sd` or `logVariance` of a regression,
  /// with `:PC1` and on behind a coefficient, which is per standard deviation of the component in the reference.
  static let schema = TableSchema([
    Column("pgs_id", .string), Column("method", .string), Column("population", .string),
    Column("term", .string), Column("value", .number),
  ])

  private let accession: String
  private let method: String
  private let population: String?
  private let term: String
  private let value: Double

  init(
    _ accession: String, _ method: String, population: String? = nil, _ term: String,
    _ value: Double
  ) {
    self.accession = accession
    self.method = method
    self.population = population
    self.term = term
    self.value = value
  }

  /// The numbers of a regression.
  static func rows(
    _ accession: String, _ method: String, _ model: AncestryRegression
  ) -> [FittedModel] {
    var rows = [FittedModel(accession, method, "centre", model.centre)]
    func add(_ name: String, _ coefficients: [Double]) {
      for (component, value) in coefficients.enumerated() {
        let term = component == 0 ? name : "\(name):PC\(component)"
        rows.append(FittedModel(accession, method, term, value))
      }
    }
    add("mean", model.mean)
    switch model.spread {
    case .constant(let deviation): add("sd", [deviation])
    case .logLinear(let coefficients): add("logVariance", coefficients)
    }
    return rows
  }

  /// Writes the row.
  func write(to writer: inout RowWriter) {
    writer.append(accession)
    writer.append(method)
    writer.append(population)
    writer.append(term)
    writer.append(value)
    writer.endRow()
  }
}
