import Foundation
import PolygenicRisk
import Testing

/// Absolute risk against a slow computation of its own: iCARE's iteration over many thousand made-up people.
struct AbsoluteRiskTests {
  /// Rates that rise with age, about those of breast cancer and of death from other causes.
  static let incidence = AgeRates(
    from: 20, (20..<90).map { 0.004 / (1 + exp(-0.12 * (Double($0) - 50))) })
  static let mortality = AgeRates(
    from: 20, (20..<90).map { 0.0004 * exp(0.085 * (Double($0) - 30)) })

  /// The linear predictors of people at equal quantiles of a normal score, each with and without a factor.
  private static func people(
    logOdds: Double, factor: Double, prevalence: Double
  ) -> [(predictor: Double, weight: Double)] {
    let count = 40_000
    return (0..<count).flatMap { index -> [(predictor: Double, weight: Double)] in
      let low = -9 + 18 * Double(index) / Double(count)
      let z = low + 9 / Double(count)
      let weight = exp(-z * z / 2)
      return [
        (logOdds * z, weight * (1 - prevalence)), (logOdds * z + factor, weight * prevalence),
      ]
    }
  }

  /// The baseline as iCARE finds it: by turns the expectation given the baseline, and the baseline given it.
  private static func baseline(_ people: [(predictor: Double, weight: Double)]) -> [Double] {
    let ages = Array(incidence.ages)
    var hazard = ages.map { incidence[$0] }
    for _ in 0..<60 {
      var next: [Double] = []
      var cumulative = 0.0
      for (index, age) in ages.enumerated() {
        var alive = 0.0
        var risk = 0.0
        for (predictor, weight) in people {
          let free = weight * exp(-cumulative * exp(predictor))
          alive += free
          risk += free * exp(predictor)
        }
        next.append(incidence[age] * alive / risk)
        cumulative += hazard[index]
      }
      let change = zip(hazard, next).map { abs($0 - $1) }.max() ?? 0
      hazard = next
      if change < 1e-15 { break }
    }
    return hazard
  }

  @Test("risks are those of iCARE's iteration over made-up people")
  func knownAnswer() {
    let (logOdds, factor, prevalence) = (0.48, 0.7, 0.12)
    let coarse = Self.people(logOdds: logOdds, factor: factor, prevalence: prevalence).enumerated()
      .filter { $0.offset % 40 < 2 }.map(\.element)
    let hazard = Self.baseline(coarse)
    let model = AbsoluteRiskModel(
      incidence: Self.incidence, mortality: Self.mortality, logOddsPerSD: logOdds,
      factors: [RiskFactor(logRelativeRisk: factor, spread: .binary(prevalence: prevalence))])
    for (z, exposure, age, years) in [
      (0.0, 0.0, 50, 10), (2.1, 0.0, 47, 10), (-1.5, 1.0, 20, 60), (3.0, 1.0, 30, 1),
    ] {
      var wanted = 0.0
      var gone = 0.0
      for year in age..<age + years {
        let own = hazard[year - 20] * exp(logOdds * z + factor * exposure)
        wanted += own * exp(-gone)
        gone += own + Self.mortality[year]
      }
      let found = model.risk(z: z, exposures: [exposure], age: age, years: years)
      #expect(abs(found / wanted - 1) < 1e-9, "z \(z) at \(age)")
    }
  }

  @Test("the average over the population is the risk that incidence and mortality give alone")
  func calibration() {
    let model = AbsoluteRiskModel(
      incidence: Self.incidence, mortality: Self.mortality, logOddsPerSD: 0.6)
    for (age, years) in [(20, 60), (50, 10), (70, 19)] {
      var crude = 0.0
      var gone = 0.0
      for year in age..<age + years {
        crude += Self.incidence[year] * exp(-gone)
        gone += Self.incidence[year] + Self.mortality[year]
      }
      #expect(abs(model.populationRisk(age: age, years: years) / crude - 1) < 0.003)
    }
  }

  @Test("without effect everybody has the population's risk; with it risk rises with the score")
  func order() {
    let flat = AbsoluteRiskModel(
      incidence: Self.incidence, mortality: Self.mortality, logOddsPerSD: 0)
    #expect(
      abs(
        flat.risk(z: 3, exposures: [], age: 40, years: 20)
          - flat.populationRisk(age: 40, years: 20)) < 1e-14)
    let model = AbsoluteRiskModel(
      incidence: Self.incidence, mortality: Self.mortality, logOddsPerSD: 0.5)
    let risks = stride(from: -4.0, through: 4, by: 0.5).map {
      model.risk(z: $0, exposures: [], age: 40, years: 20)
    }
    #expect(zip(risks, risks.dropFirst()).allSatisfy { $0 < $1 })
    #expect(risks.allSatisfy { (0...1).contains($0) })
  }

  @Test("limits come from the errors they are said to come from, and no others")
  func limits() {
    let model = AbsoluteRiskModel(
      incidence: Self.incidence, mortality: Self.mortality, logOddsPerSD: 0.5)
    func limits(_ z: Double, _ logOdds: Double, _ score: Double) -> (lower: Double, upper: Double) {
      model.limits(
        z: z, exposures: [], age: 40, years: 20,
        .init(logOddsStandardError: logOdds, zStandardDeviation: score), width: 1.96)
    }
    let risk = model.risk(z: 1.5, exposures: [], age: 40, years: 20)
    let none = limits(1.5, 0, 0)
    #expect(abs(none.lower - risk) < 1e-12 && abs(none.upper - risk) < 1e-12)
    // An error of z alone: the risk at z ± 1.96 s, to second order.
    let byScore = limits(1.5, 0, 0.01)
    #expect(
      abs(byScore.upper - model.risk(z: 1.5196, exposures: [], age: 40, years: 20)) < 2e-6)
    // An error of the log odds alone: the risk in models with the other value, each calibrated anew.
    let other = AbsoluteRiskModel(
      incidence: Self.incidence, mortality: Self.mortality, logOddsPerSD: 0.5 + 1.96 * 0.01)
    #expect(
      abs(limits(1.5, 0.01, 0).upper - other.risk(z: 1.5, exposures: [], age: 40, years: 20)) < 2e-5
    )
    #expect(limits(3, 0.1, 0.3).upper < 1 && limits(-3, 0.1, 0.3).lower > 0)
  }

  @Test("a measurement as a factor counts from its mean over the population")
  func normalFactor() {
    let factor = RiskFactor(logRelativeRisk: 0.3, spread: .normal(mean: 27, standardDeviation: 4))
    let model = AbsoluteRiskModel(
      incidence: Self.incidence, mortality: Self.mortality, logOddsPerSD: 0, factors: [factor])
    // The same factor in standard deviations is a score.
    let score = AbsoluteRiskModel(
      incidence: Self.incidence, mortality: Self.mortality, logOddsPerSD: 1.2)
    let found = model.risk(z: 0, exposures: [31], age: 40, years: 20)
    #expect(abs(found - score.risk(z: 1, exposures: [], age: 40, years: 20)) < 1e-12)
  }

  @Test("strata have rising bounds; a risk on a bound belongs to the band above")
  func strata() throws {
    let bands = try #require(
      RiskStrata([
        .init(name: "a", below: 0.15), .init(name: "b", below: 0.25), .init(name: "c", below: nil),
      ]))
    #expect([0, 0.15, 0.2499, 0.25, 1].map(bands.name) == ["a", "b", "b", "c", "c"])
    #expect(
      RiskStrata([
        .init(name: "a", below: 0.2), .init(name: "b", below: 0.1), .init(name: "c", below: nil),
      ]) == nil)
    #expect(RiskStrata([.init(name: "a", below: 0.2)]) == nil)
    #expect(RiskStrata([]) == nil)
  }
}
