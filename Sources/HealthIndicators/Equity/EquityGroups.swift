/// The groups of a population along one dimension of inequality, with what an indicator says of each.
package struct EquityGroups: Sendable, Equatable {
  /// One group.
  package struct Group: Sendable, Equatable {
    /// What the group is called.
    package var name: String
    /// Its people; the weight of the group.
    package var population: Double
    /// The indicator's value.
    package var value: Double
    /// Its limits, where they are known.
    package var lower: Double?
    /// The upper limit.
    package var upper: Double?
    /// Those counted, where the indicator is a proportion.
    package var count: Int?

    /// A group.
    package init(
      name: String, population: Double, value: Double, lower: Double? = nil, upper: Double? = nil,
      count: Int? = nil
    ) {
      self.name = name
      self.population = population
      self.value = value
      self.lower = lower
      self.upper = upper
      self.count = count
    }
  }

  /// What values are, which decides how they vary.
  package enum Scale: Sendable, Equatable {
    /// Shares of a whole, such as 1 or 100.
    case proportion(whole: Double)
    /// Rates and ratios, which are not negative.
    case rate
    /// Anything else.
    case continuous
  }

  /// The groups; from the most disadvantaged to the most advantaged where they have an order.
  package var groups: [Group]
  /// Whether the groups have an order.
  package var isOrdered: Bool
  /// What values are.
  package var scale: Scale

  /// The groups of a dimension; nil for fewer than two, or a group without people.
  package init?(_ groups: [Group], isOrdered: Bool, scale: Scale) {
    guard groups.count >= 2, groups.allSatisfy({ $0.population > 0 && $0.value.isFinite }) else {
      return nil
    }
    self.groups = groups
    self.isOrdered = isOrdered
    self.scale = scale
  }

  /// Each group's share of the people.
  package var shares: [Double] {
    let total = groups.reduce(0) { $0 + $1.population }
    return groups.map { $0.population / total }
  }

  /// The middle of each group's range of cumulated shares (its ridit).
  package var ranks: [Double] {
    var below = 0.0
    return shares.map { share in
      defer { below += share }
      return below + share / 2
    }
  }
}
