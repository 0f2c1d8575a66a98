internal import Foundation

/// Turns a z-score and other risk factors into the probability of the disease within some years, with death from
/// other causes competing (the model of iCARE).
///
/// R(a, s) = Σ_{t=a}^{a+s-1} λ₀(t) e^η exp(-Σ_{u=a}^{t-1} (λ₀(u) e^η + µ(u))) with η = β z + Σ βᵢ xᵢ. The z-scores of the
/// population that the incidence was measured in are taken as standard normal.
package struct AbsoluteRiskModel: Sendable {
  /// What is uncertain about a person's risk, and enters its limits.
  package struct Uncertainty: Sendable, Equatable {
    /// The standard error of the log odds ratio per standard deviation.
    package var logOddsStandardError: Double
    /// The standard deviation of repeated measurements of one person's z-score.
    package var zStandardDeviation: Double

    /// An uncertainty.
    package init(logOddsStandardError: Double, zStandardDeviation: Double) {
      self.logOddsStandardError = logOddsStandardError
      self.zStandardDeviation = zStandardDeviation
    }
  }

  /// The ages that both tables have a rate for.
  package let ages: Range<Int>
  private let mortality: AgeRates
  private let logOdds: Double
  private let factors: [RiskFactor]
  private let baseline: BaselineHazard
  private let distribution: PredictorDistribution
  /// Baselines for a log odds ratio that is a little smaller and a little greater.
  private let neighbours: (BaselineHazard, BaselineHazard)

  /// By how much the log odds ratio and the z-score are changed to see how the risk follows them.
  private static let change = 1e-4

  /// A model for one population.
  ///
  /// - Parameters:
  ///   - incidence: Of the disease among people free of it; from the youngest age that the disease occurs at.
  ///   - mortality: From all causes but the disease.
  ///   - logOddsPerSD: The log odds ratio (log relative risk) per standard deviation of the score.
  package init(
    incidence: AgeRates, mortality: AgeRates, logOddsPerSD: Double, factors: [RiskFactor] = []
  ) {
    ages = incidence.ages.clamped(to: mortality.ages)
    self.mortality = mortality
    logOdds = logOddsPerSD
    self.factors = factors
    distribution = PredictorDistribution(logOddsPerSD: logOddsPerSD, factors)
    baseline = BaselineHazard(incidence: incidence, distribution)
    func neighbour(_ change: Double) -> BaselineHazard {
      BaselineHazard(
        incidence: incidence,
        PredictorDistribution(logOddsPerSD: logOddsPerSD + change, factors))
    }
    neighbours = (neighbour(-Self.change), neighbour(Self.change))
  }

  /// The risk of a person who is free of the disease.
  ///
  /// - Parameters:
  ///   - z: The score in standard deviations of the population.
  ///   - exposures: The values of the other factors, in their order.
  ///   - age: At the beginning, in ``ages``.
  ///   - years: The horizon; `age + years` is at most the end of ``ages``.
  package func risk(z: Double, exposures: [Double], age: Int, years: Int) -> Double {
    risk(baseline, predictor: logOdds * z + other(exposures), age, years)
  }

  /// The average risk of the people of the population who are free of the disease at an age.
  ///
  /// - Complexity: O(years × points of the distribution).
  package func populationRisk(age: Int, years: Int) -> Double {
    var people = 0.0
    var sum = 0.0
    for (predictor, weight) in zip(distribution.predictors, distribution.weights) {
      let free = weight * exp(-baseline.cumulative(before: age) * exp(predictor))
      people += free
      sum += free * risk(baseline, predictor: predictor, age, years)
    }
    return sum / people
  }

  /// The limits of a risk, by the delta method on the scale of log(-log(1 - R)), which keeps them between 0 and 1.
  ///
  /// The errors of the log odds ratio and of the z-score are taken as normal and independent. A change of the log odds
  /// ratio changes the baseline too. Rates and other factors are taken as known.
  /// - Parameter width: Half the width in standard errors, such as 1.96.
  package func limits(
    z: Double, exposures: [Double], age: Int, years: Int, _ uncertainty: Uncertainty, width: Double
  ) -> (lower: Double, upper: Double) {
    let other = other(exposures)
    func transformed(_ risk: Double) -> Double { log(-log1p(-risk)) }
    let middle = transformed(risk(baseline, predictor: logOdds * z + other, age, years))
    guard middle.isFinite else { return (0, 1) }
    let step = Self.change
    func slope(_ below: Double, _ above: Double) -> Double {
      (transformed(above) - transformed(below)) / (2 * step)
    }
    let byLogOdds = slope(
      risk(neighbours.0, predictor: (logOdds - step) * z + other, age, years),
      risk(neighbours.1, predictor: (logOdds + step) * z + other, age, years))
    let byScore = slope(
      risk(baseline, predictor: logOdds * (z - step) + other, age, years),
      risk(baseline, predictor: logOdds * (z + step) + other, age, years))
    let error = hypot(
      byLogOdds * uncertainty.logOddsStandardError, byScore * uncertainty.zStandardDeviation)
    func back(_ value: Double) -> Double { -expm1(-exp(value)) }
    return (back(middle - width * error), back(middle + width * error))
  }

  private func other(_ exposures: [Double]) -> Double {
    zip(factors, exposures).reduce(0) { $0 + $1.0.logRelativeRisk * $1.1 }
  }

  private func risk(
    _ baseline: BaselineHazard, predictor: Double, _ age: Int, _ years: Int
  ) -> Double {
    let factor = exp(predictor)
    var cumulative = 0.0
    var risk = 0.0
    for year in age..<age + years {
      let hazard = baseline[year] * factor
      risk += hazard * exp(-cumulative)
      cumulative += hazard + mortality[year]
    }
    return min(risk, 1)
  }
}
