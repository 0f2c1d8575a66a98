internal import Foundation
package import Statistics

/// Limits of measures of inequality by drawing each group's value from what its own limits say of it.
///
/// Proportions are drawn on the scale of log odds, rates of logarithms, others as they are; the standard error is the
/// width of the group's interval on that scale over 2z. Where a limit is missing or lies at the end of the scale (0 of n,
/// n of n), half an event is added to a proportion's counts; other groups without limits are not drawn.
package struct EquitySimulation: Sendable {
  /// How many draws.
  package var draws: Int
  /// The seed: the same seed gives the same limits.
  package var seed: UInt64
  /// The confidence of the groups' limits and of the result.
  package var confidence: Double

  /// A simulation.
  package init(draws: Int = 10_000, seed: UInt64 = 20_130_213, confidence: Double = 0.95) {
    self.draws = draws
    self.seed = seed
    self.confidence = confidence
  }

  /// How one group's value is drawn.
  private struct Sampler {
    let middle: Double
    let deviation: Double
    let back: @Sendable (Double) -> Double
  }

  /// The limits of every measure that is defined in all draws: quantiles of the draws (type 7).
  ///
  /// - Returns: Nothing where a group has no limits.
  /// - Complexity: O(draws × groups).
  package func limits(
    _ dimension: EquityGroups, isFavourable: Bool = true
  ) -> [InequalityMeasure: ConfidenceInterval] {
    let z = -normalQuantile((1 - confidence) / 2)
    let samplers = dimension.groups.compactMap { Self.sampler($0, dimension.scale, z) }
    guard samplers.count == dimension.groups.count else { return [:] }
    var random = RandomStream(seed: seed)
    var drawn: [InequalityMeasure: [Double]] = [:]
    for measure in InequalityMeasure.allCases { drawn[measure] = [] }
    var draw = dimension
    for _ in 0..<draws {
      for (place, sampler) in samplers.enumerated() {
        let normal = normalQuantile(max(random.uniform(), 0x1p-54))
        draw.groups[place].count = nil
        draw.groups[place].value = sampler.back(sampler.middle + sampler.deviation * normal)
      }
      for (measure, value) in InequalityMeasures(draw, isFavourable: isFavourable).values {
        drawn[measure, default: []].append(value)
      }
    }
    var limits: [InequalityMeasure: ConfidenceInterval] = [:]
    for (measure, values) in drawn where values.count == draws && draws > 1 {
      let sorted = values.sorted()
      if let lower = quantile((1 - confidence) / 2, ofSorted: sorted),
        let upper = quantile((1 + confidence) / 2, ofSorted: sorted)
      {
        limits[measure] = ConfidenceInterval(lower: lower, upper: upper)
      }
    }
    return limits
  }

  private static func sampler(
    _ group: EquityGroups.Group, _ scale: EquityGroups.Scale, _ z: Double
  ) -> Sampler? {
    switch scale {
    case .proportion(let whole):
      func logit(_ p: Double) -> Double { log(p / (1 - p)) }
      let back: @Sendable (Double) -> Double = { whole / (1 + exp(-$0)) }
      if let lower = group.lower, let upper = group.upper, lower > 0, upper < whole,
        group.value > 0, group.value < whole
      {
        return Sampler(
          middle: logit(group.value / whole),
          deviation: (logit(upper / whole) - logit(lower / whole)) / (2 * z), back: back)
      }
      guard let count = group.count else { return nil }
      let (yes, no) = (Double(count) + 0.5, group.population - Double(count) + 0.5)
      return Sampler(
        middle: log(yes / no), deviation: (1 / yes + 1 / no).squareRoot(), back: back)
    case .rate:
      guard let lower = group.lower, let upper = group.upper, lower > 0, group.value > 0 else {
        return nil
      }
      return Sampler(
        middle: log(group.value), deviation: (log(upper) - log(lower)) / (2 * z), back: { exp($0) })
    case .continuous:
      guard let lower = group.lower, let upper = group.upper else { return nil }
      return Sampler(
        middle: group.value, deviation: (upper - lower) / (2 * z), back: { $0 })
    }
  }
}
