internal import Foundation
internal import Statistics

/// Events and people of one age band.
package struct AgeStratum: Sendable, Equatable {
  /// Events.
  package var events: Int
  /// People, or person-years.
  package var population: Double
  /// The weight of the band (direct), or its reference rate (indirect).
  package var weight: Double

  /// A stratum.
  package init(events: Int, population: Double, weight: Double) {
    self.events = events
    self.population = population
    self.weight = weight
  }
}

/// A rate, crude or standardised, with its limits; per person.
package struct RateEstimate: Sendable, Equatable {
  /// The rate or ratio; nil where it is suppressed or undefined.
  package var value: Double?
  /// The limits; each nil where there is none.
  package var lower: Double?
  /// The upper limit.
  package var upper: Double?

  /// An estimate without value.
  package static let none = RateEstimate(value: nil, lower: nil, upper: nil)

  private init(value: Double?, lower: Double?, upper: Double?) {
    self.value = value
    self.lower = lower
    self.upper = upper
  }

  /// The smallest number of events from which a directly standardised rate is computed: below it, its limits do not
  /// hold (Dobson and others; the rule of England's public health agency).
  package static let fewestDirectEvents = 10

  /// Events per person with Byar's limits, exact ones below 10 events.
  ///
  /// A lower limit below 0, which Byar's formula gives for few events at a high confidence, is missing.
  package static func crude(events: Int, population: Double, confidence: Double) -> RateEstimate {
    guard population > 0, let limits = ConfidenceInterval.eventCount(events, confidence: confidence)
    else { return .none }
    return RateEstimate(
      value: Double(events) / population,
      lower: limits.lower < 0 ? nil : limits.lower / population, upper: limits.upper / population)
  }

  /// How the limits of a directly standardised rate are computed.
  package enum DirectLimits: Sendable {
    /// Dobson and others, Statistics in Medicine 10:457-462, 1991, with Byar's limits of the sum.
    case dobson
    /// Fay and Feuer, Statistics in Medicine 16:791-801, 1997: quantiles of gamma distributions.
    case gamma
  }

  /// The rate that the standard population would have: `Σ wᵢ Oᵢ/nᵢ / Σ wᵢ`.
  ///
  /// Bands without people count with a rate of 0; they must be without events. Fewer than ``fewestDirectEvents``
  /// events give no value.
  package static func direct(
    _ strata: [AgeStratum], confidence: Double, limits: DirectLimits = .dobson
  ) -> RateEstimate {
    let weights = strata.reduce(0) { $0 + $1.weight }
    let events = strata.reduce(0) { $0 + $1.events }
    guard weights > 0, events >= fewestDirectEvents,
      strata.allSatisfy({ $0.population > 0 || $0.events == 0 && $0.population == 0 })
    else { return .none }
    var (rate, variance, largest) = (0.0, 0.0, 0.0)
    for stratum in strata where stratum.population > 0 {
      let factor = stratum.weight / weights / stratum.population
      rate += factor * Double(stratum.events)
      variance += factor * factor * Double(stratum.events)
      largest = max(largest, factor)
    }
    switch limits {
    case .dobson:
      guard let sum = ConfidenceInterval.byar(count: events, confidence: confidence) else {
        return .none
      }
      let scale = (variance / Double(events)).squareRoot()
      return RateEstimate(
        value: rate, lower: rate + scale * (sum.lower - Double(events)),
        upper: rate + scale * (sum.upper - Double(events)))
    case .gamma:
      let half = (1 - confidence) / 2
      let (upperRate, upperVariance) = (rate + largest, variance + largest * largest)
      let low = GammaDistribution(shape: rate * rate / variance)?.quantile(half)
      let high = GammaDistribution(shape: upperRate * upperRate / upperVariance)?
        .quantile(1 - half)
      return RateEstimate(
        value: rate, lower: low.map { $0 * variance / rate },
        upper: high.map { $0 * upperVariance / upperRate })
    }
  }

  /// Observed over expected events, `O / Σ nᵢ rᵢ`, with Byar's or exact limits of O over the expected: the standardised
  /// ratio. The weights of the strata are the reference rates rᵢ.
  package static func indirect(_ strata: [AgeStratum], confidence: Double) -> RateEstimate {
    let expected = strata.reduce(0) { $0 + $1.population * $1.weight }
    let events = strata.reduce(0) { $0 + $1.events }
    return crude(events: events, population: expected, confidence: confidence)
  }

  /// The estimate times a factor.
  package func scaled(by factor: Double) -> RateEstimate {
    RateEstimate(
      value: value.map { $0 * factor }, lower: lower.map { $0 * factor },
      upper: upper.map { $0 * factor })
  }
}
