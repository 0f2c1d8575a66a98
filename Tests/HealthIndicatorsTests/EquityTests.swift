import Foundation
import HealthIndicators
import Statistics
import Testing

struct EquityTests {
  private static let people = [78.0, 91, 162, 103, 105]
  private static let percents = [20.0, 30, 40, 50, 60]

  static func fifths(_ scale: EquityGroups.Scale = .proportion(whole: 100)) throws -> EquityGroups {
    let groups = zip(people, percents).enumerated().map { place, pair in
      EquityGroups.Group(
        name: "Q\(place + 1)", population: pair.0, value: pair.1,
        count: Int((pair.0 * pair.1 / 100).rounded()))
    }
    return try #require(EquityGroups(groups, isOrdered: true, scale: scale))
  }

  static let known: [(InequalityMeasure, Double)] = [
    (.absoluteConcentration, 7.32842032073413), (.relativeConcentration, 0.17776861174058037),
    (.theil, 0.05251743036588921), (.meanLogDeviation, 0.05740151041570986),
    (.betweenGroupVariance, 170.30025368217787), (.gini, 0.1777686117405803),
    (.slope, 46.25381094243094), (.relativeSlope, 3.5558002721553987),
    (.attributableRisk, 18.775510204081627), (.attributableFraction, 45.54455445544552),
    (.disparity, 25.88034313635445), (.slopeOfLogit, 44.90526404360246),
    (.relativeSlopeOfLogit, 3.2239234419928846), (.difference, 40), (.ratio, 3),
  ]

  @Test("Measures of five groups are what other packages give, to 1e-9", arguments: known)
  func knownAnswers(measure: InequalityMeasure, expected: Double) throws {
    let found = try #require(InequalityMeasures(try Self.fifths()).values[measure])
    #expect(abs(found - expected) <= 1e-9 * abs(expected))
  }

  @Test(
    "Without an order only measures that need none are computed, and the best group is the highest")
  func unordered() throws {
    var fifths = try Self.fifths()
    fifths.isOrdered = false
    fifths.groups.reverse()
    let found = InequalityMeasures(fifths)
    #expect(found.values.keys.allSatisfy { !$0.needsOrder })
    #expect(found.best == 0 && found.worst == 4)
    #expect(abs((found.values[.attributableRisk] ?? 0) - 18.775510204081627) < 1e-9)
    #expect(InequalityMeasures(fifths, isFavourable: false).best == 4)
  }

  @Test("A rate of zero stands for the recorded epsilon in Theil and MLD")
  func zero() throws {
    var fifths = try Self.fifths(.rate)
    fifths.groups[0].value = 0
    let found = InequalityMeasures(fifths)
    #expect(found.replacedZero)
    #expect(
      found.values[.theil]?.isFinite == true && found.values[.meanLogDeviation]?.isFinite == true)
    #expect(found.values[.slopeOfLogs] == nil && found.values[.ratio] == nil)
  }

  @Test("Limits are the same for the same seed and hold the delta method's width within 5 %")
  func simulation() throws {
    let fifths = try Self.fifths()
    let one = EquitySimulation(draws: 4000, seed: 1).limits(fifths)
    #expect(one == EquitySimulation(draws: 4000, seed: 1).limits(fifths))
    #expect(one != EquitySimulation(draws: 4000, seed: 2).limits(fifths))
    // The slope is a weighted sum of values: its variance by log odds of counts plus a half each.
    let ranks = fifths.ranks
    let shares = fifths.shares
    let mean = zip(shares, ranks).reduce(0) { $0 + $1.0 * $1.1 }
    let squares = zip(shares, ranks).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
    var variance = 0.0
    for (place, group) in fifths.groups.enumerated() {
      let p = group.value / 100
      let weight = shares[place] * (ranks[place] - mean) / squares
      variance += weight * weight * p * (1 - p) / group.population * 10_000
    }
    let limits = try #require(one[.slope])
    let width = 2 * 1.959964 * variance.squareRoot()
    #expect(abs((limits.upper - limits.lower) / width - 1) < 0.05)
  }

  @Test("Groups that a whole cannot be made of are refused")
  func refused() {
    let one = EquityGroups.Group(name: "a", population: 1, value: 1)
    let empty = EquityGroups.Group(name: "b", population: 0, value: 1)
    #expect(EquityGroups([one], isOrdered: true, scale: .rate) == nil)
    #expect(EquityGroups([one, empty], isOrdered: true, scale: .rate) == nil)
  }
}
