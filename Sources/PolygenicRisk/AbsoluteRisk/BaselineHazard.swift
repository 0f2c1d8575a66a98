internal import Foundation

/// The hazard of a person whose linear predictor is 0, such that the population as a whole has the incidence given.
///
/// λ₀(t) = λ(t) / E[exp η | free of disease up to t] (iCARE, Choudhury et al., PLoS ONE 15:e0228198, 2020). The
/// expectation at an age needs λ₀ at younger ages only, so it is computed in one pass, where iCARE iterates. People are
/// taken as free of the disease at the first age of the table.
struct BaselineHazard: Sendable {
  private let ages: Range<Int>
  private let hazards: [Double]
  /// Σ λ₀ over the ages before each age, one more than there are ages.
  private let cumulative: [Double]

  /// - Complexity: O(ages × points of the distribution).
  init(incidence: AgeRates, _ distribution: PredictorDistribution) {
    ages = incidence.ages
    let factors = distribution.predictors.map { exp($0) }
    var free = distribution.weights
    var hazards: [Double] = []
    var cumulative = [0.0]
    for age in ages {
      var people = 0.0
      var risk = 0.0
      for index in free.indices {
        people += free[index]
        risk += free[index] * factors[index]
      }
      let hazard = incidence[age] * people / risk
      for index in free.indices { free[index] *= exp(-hazard * factors[index]) }
      hazards.append(hazard)
      cumulative.append(cumulative[cumulative.count - 1] + hazard)
    }
    self.hazards = hazards
    self.cumulative = cumulative
  }

  subscript(age: Int) -> Double { hazards[age - ages.lowerBound] }

  /// Σ λ₀ from the first age up to before an age.
  func cumulative(before age: Int) -> Double { cumulative[age - ages.lowerBound] }
}
