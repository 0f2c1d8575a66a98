internal import PipelineModel
internal import PolygenicRisk

/// A risk with its limits, beside that of the population; or why there is none.
struct PersonalRisk {
  var value: Double?
  var lower: Double?
  var upper: Double?
  var population: Double?
  var remark: String?
}

/// Computes risks; a model is made when the first person of its kind comes.
struct RiskCalculator {
  private struct ModelKey: Hashable {
    let accession: String
    let sex: String?
  }
  private struct PopulationKey: Hashable {
    let model: ModelKey
    let age: Int
    let years: Int
  }

  private let rules: RiskRules
  private let rates: RiskRates
  private var models: [ModelKey: AbsoluteRiskModel] = [:]
  private var populationRisks: [PopulationKey: Double] = [:]

  init(_ rules: RiskRules, _ rates: RiskRates) {
    self.rules = rules
    self.rates = rates
  }

  /// The risk of a person, or why there is none: a value is missing, or the years lie beyond the tables.
  mutating func risk(
    _ accession: String, z: Double?, _ person: RiskPeople.Person
  ) throws(StageError) -> PersonalRisk {
    guard let z else { return PersonalRisk(remark: "no_z") }
    guard let age = person.age else { return PersonalRisk(remark: "no_age") }
    guard let exposures = person.exposures, exposures.count == rules.factors.count else {
      return PersonalRisk(remark: "factor_missing")
    }
    guard let pair = rates.pair(person.sex) else { return PersonalRisk(remark: "no_rates_of_sex") }
    let key = ModelKey(accession: accession, sex: rates.isBySex ? person.sex : nil)
    let model = try model(key, pair)
    let years =
      switch rules.horizon {
      case .years(let years): years
      case .untilAge(let end): end - age
      }
    guard years > 0, age >= model.ages.lowerBound, age + years <= model.ages.upperBound else {
      return PersonalRisk(remark: years > 0 ? "beyond_rates" : "past_horizon")
    }
    var risk = PersonalRisk(
      value: model.risk(z: z, exposures: exposures, age: age, years: years))
    let place = PopulationKey(model: key, age: age, years: years)
    let population = populationRisks[place] ?? model.populationRisk(age: age, years: years)
    populationRisks[place] = population
    risk.population = population
    let error = rules.logOddsError?.value(accession)
    if error != nil || rules.zDeviation > 0 {
      (risk.lower, risk.upper) = model.limits(
        z: z, exposures: exposures, age: age, years: years,
        .init(logOddsStandardError: error ?? 0, zStandardDeviation: rules.zDeviation),
        width: rules.width)
    }
    return risk
  }

  private mutating func model(
    _ key: ModelKey, _ pair: RiskRates.Pair
  ) throws(StageError) -> AbsoluteRiskModel {
    if let model = models[key] { return model }
    guard let logOdds = rules.logOdds.value(key.accession) else {
      throw StageError(
        .input, "\"logOddsPerSD\" has no number for \(key.accession)",
        remedy: "add it, or leave the score out before this stage")
    }
    let model = AbsoluteRiskModel(
      incidence: pair.incidence, mortality: pair.mortality, logOddsPerSD: logOdds,
      factors: rules.factors.map(\.factor))
    models[key] = model
    return model
  }
}
