internal import Foundation
internal import Statistics

/// What multiplies a person's hazard, and how it is spread over the population whose incidence is given.
package struct RiskFactor: Sendable, Equatable {
  /// How the factor is spread over the population.
  package enum Spread: Sendable, Equatable {
    /// 1 for a share of the population, 0 for the rest.
    case binary(prevalence: Double)
    /// Normal with a mean and a standard deviation.
    case normal(mean: Double, standardDeviation: Double)
  }

  /// The logarithm of the relative risk per unit of the factor, adjusted for the other factors and the score.
  package var logRelativeRisk: Double
  /// Over the population.
  package var spread: Spread

  /// A factor.
  package init(logRelativeRisk: Double, spread: Spread) {
    self.logRelativeRisk = logRelativeRisk
    self.spread = spread
  }
}

/// The distribution of the linear predictor η = Σ β x over a population, as points with weights that sum to 1.
///
/// Factors are taken as independent. The normal ones, the score's z among them, make one normal, cut at eight standard
/// deviations into points 1/16 apart: the trapezoidal rule, whose error for a Gaussian is far below rounding there.
/// Binary ones double the points.
struct PredictorDistribution: Sendable {
  let predictors: [Double]
  let weights: [Double]

  /// - Complexity: O(257 × 2^(binary factors)).
  init(logOddsPerSD: Double, _ factors: [RiskFactor]) {
    var variance = logOddsPerSD * logOddsPerSD
    var mean = 0.0
    for factor in factors {
      guard case .normal(let centre, let deviation) = factor.spread else { continue }
      mean += factor.logRelativeRisk * centre
      variance += pow(factor.logRelativeRisk * deviation, 2)
    }
    let nodes = (-128...128).map { Double($0) / 16 }
    var predictors = nodes.map { mean + variance.squareRoot() * $0 }
    let densities = nodes.map(normalDensity)
    let whole = densities.reduce(0, +)
    var weights = densities.map { $0 / whole }
    for factor in factors {
      guard case .binary(let prevalence) = factor.spread else { continue }
      predictors += predictors.map { $0 + factor.logRelativeRisk }
      weights = weights.map { $0 * (1 - prevalence) } + weights.map { $0 * prevalence }
    }
    self.predictors = predictors
    self.weights = weights
  }
}
