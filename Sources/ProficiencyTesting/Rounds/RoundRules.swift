/// How a quantitative round is scored.
package struct RoundRules: Sendable, Equatable {
  /// Where the assigned value comes from (ISO 13528:2022, 7.3 to 7.7).
  package enum AssignedValue: Sendable, Equatable {
    /// The consensus of participants by Algorithm A.
    case algorithmA
    /// Their median.
    case median
    /// Their Hampel mean, with the spread of the Q method.
    case hampel
    /// Known beforehand, from how items were made or from a reference, with its standard uncertainty.
    case known(Double, uncertainty: Double)
  }

  /// Where σ_pt comes from.
  package enum Spread: Sendable, Equatable {
    /// The results, by Algorithm A.
    case algorithmA
    /// The results, by the Q method.
    case qMethod
    /// The results: the scaled median absolute deviation.
    case scaledDeviation
    /// The results: the normalised interquartile range.
    case normalisedRange
    /// What the purpose asks for.
    case fixed(Double)
    /// A share of the assigned value, but at least what sampling so many molecules leaves of an allele fraction.
    ///
    /// - Parameters:
    ///   - molecules: Nil for no such floor.
    ///   - scale: What the unit counts to: 1 for fractions, 100 for percent.
    case relative(Double, molecules: Double?, scale: Double)
  }

  /// Where the assigned value comes from; nil where it should be known beforehand and is not.
  package var assignedValue: AssignedValue?
  /// Where σ_pt comes from; nil where it should be given and is not.
  package var spread: Spread?
  /// Whether differences are taken in binary, as programs in R take them, not on the digits as written.
  package var comparesInBinary: Bool
  /// The fewest laboratories for a consensus.
  package var minimumLaboratories: Int
  /// The share of results that a mode must hold to count as one.
  package var modeShare: Double

  /// Rules of a round.
  package init(
    assignedValue: AssignedValue?, spread: Spread?, comparesInBinary: Bool = false,
    minimumLaboratories: Int = 3, modeShare: Double = 0.2
  ) {
    self.assignedValue = assignedValue
    self.spread = spread
    self.comparesInBinary = comparesInBinary
    self.minimumLaboratories = minimumLaboratories
    self.modeShare = modeShare
  }
}
