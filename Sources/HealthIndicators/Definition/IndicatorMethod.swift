extension IndicatorDefinition {
  /// How value and limits are computed.
  package enum Method: String, Sendable, CaseIterable {
    /// A proportion with Wilson's score interval.
    case wilson
    /// A proportion with Clopper and Pearson's exact interval.
    case clopperPearson = "clopper-pearson"
    /// A proportion with its exact interval, in a trial of two stages.
    case simonTwoStage = "simon-two-stage"
    /// Events per people, with Byar's interval, exact below 10 events.
    case rate
    /// A rate standardised directly, with Dobson's interval; none below 10 events.
    case direct
    /// A rate standardised directly, with Fay and Feuer's interval.
    case directGamma = "direct-gamma"
    /// Observed over expected events, with Byar's interval, exact below 10 events.
    case indirect
    /// A mean with its t interval.
    case mean
    /// A median with order statistics as limits.
    case median
    /// A quantile (type 7) with order statistics as limits.
    case quantile
    /// The sum of a value over the denominator's rows, by the count of the numerator; without limits.
    case sumRatio = "sum-ratio"
    /// The share of the value's sum that is the numerator's; without limits.
    case sumShare = "sum-share"
    /// The difference of proportions from a reference group, with Newcombe's interval.
    case riskDifference = "risk-difference"
    /// The ratio of proportions to a reference group, with its interval by logarithms.
    case riskRatio = "risk-ratio"

    /// What methods have in common.
    package enum Family: Sendable {
      /// A count out of a count.
      case proportion
      /// A count out of a population.
      case rate
      /// A number a row.
      case values
      /// Sums of a number.
      case sums
      /// Proportions beside those of another group.
      case comparison
    }

    /// What the method has in common with others.
    package var family: Family {
      switch self {
      case .wilson, .clopperPearson, .simonTwoStage: .proportion
      case .rate, .direct, .directGamma, .indirect: .rate
      case .mean, .median, .quantile: .values
      case .sumRatio, .sumShare: .sums
      case .riskDifference, .riskRatio: .comparison
      }
    }

    /// Whether the method is about ages.
    package var isStandardised: Bool { family == .rate && self != .rate }

    /// The unit where a definition names none.
    var defaultUnit: Unit {
      switch self {
      case .rate, .direct, .directGamma: Unit(rawValue: "per100000")
      case .indirect, .riskRatio: Unit(rawValue: "ratio")
      default: .proportion
      }
    }
  }

  /// What one of the value is.
  package struct Unit: RawRepresentable, Sendable, Hashable {
    /// How the unit is written.
    package let rawValue: String

    /// A unit; those that scale a proportion or rate are known by name, others stand for themselves.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// A share of 1.
    package static let proportion = Unit(rawValue: "proportion")
    /// A share of 100.
    package static let percent = Unit(rawValue: "percent")

    /// The names of units that scale a proportion or rate.
    package static let scales: [(name: String, scale: Double)] = [
      ("proportion", 1), ("ratio", 1), ("percent", 100), ("per1000", 1e3), ("per10000", 1e4),
      ("per100000", 1e5), ("per1000000", 1e6),
    ]

    /// The value of a proportion or rate of 1; 1 for units of other kinds.
    package var scale: Double {
      isScale ? Self.scales.first { $0.name == rawValue }?.scale ?? 1 : 1
    }

    /// Whether the unit scales a proportion or rate.
    package var isScale: Bool { Self.scales.contains { $0.name == rawValue } }
  }
}
