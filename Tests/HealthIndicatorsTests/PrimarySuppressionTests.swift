import HealthIndicators
import TestSupport
import Testing

struct PrimarySuppressionTests {
  private let rule = PrimarySuppression(minimumCell: 5)

  private func cell(
    _ numerator: Int?, _ denominator: Int?, _ divisions: [String?] = ["a"], period: String? = "2024"
  ) -> IndicatorCell {
    IndicatorCell(
      indicator: "U1", period: period, divisions: divisions, numerator: numerator,
      denominator: denominator)
  }

  @Test("A count, its complement and its denominator are small from 1 to below the minimum")
  func smallCounts() {
    for (numerator, denominator, isSmall) in [
      (0, 0, false), (0, 4, true), (0, 5, false), (1, 50, true), (4, 50, true), (5, 50, false),
      (46, 50, true), (49, 50, true), (45, 50, false), (50, 50, false), (3, 3, true), (5, 9, true),
      (5, 10, false),
    ] {
      #expect(rule.isSmall(cell(numerator, denominator)) == isSmall, "\(numerator)/\(denominator)")
    }
  }

  @Test("Counts that are missing or contradict each other are suppressed")
  func contradictions() {
    #expect(rule.isSmall(cell(nil, 50)))
    #expect(rule.isSmall(cell(10, nil)))
    #expect(rule.isSmall(cell(60, 50)))
    #expect(rule.isSmall(cell(-1, 50)))
  }

  @Test("Parts without a total are suppressed one by one")
  func parts() throws {
    let cells = [cell(20, 60, ["f"]), cell(3, 60, ["m"])]
    #expect(try rule.statuses(cells) == [.free, .smallCount])
  }

  /// A suppressed cell (`f` in region `N`, second quarter) beside one published cell that discloses it.
  static let disclosing: [(period: String?, divisions: [String?])] = [
    ("2024-Q2", ["N", nil]), ("2024-Q2", ["N", ""]), ("2024-Q2", [nil, "f"]),
    ("2024-Q2", [nil, nil]), ("2024", ["N", "f"]), ("2024", [nil, nil]), (nil, ["N", "f"]),
    ("2024-05", ["N", nil]), ("2024-Q2", ["N", "f"]),
  ]

  @Test(
    "A total beside a suppressed part is refused, by division or by period", arguments: disclosing)
  func totals(period: String?, divisions: [String?]) {
    let part = cell(3, 60, ["N", "f"], period: "2024-Q2")
    let error = #expect(throws: DisclosureError.self) {
      try rule.statuses([cell(40, 200, divisions, period: period), part])
    }
    #expect(error?.suppressedRow == 2)
    #expect(error?.publishedRow == 1)
    #expect(error?.indicator == "U1")
  }

  @Test("Another division of the same total is refused, because both add up to it")
  func crossing() {
    #expect(throws: DisclosureError.self) {
      try rule.statuses([
        cell(3, 60, [nil, "f"]), cell(40, 60, [nil, "m"]), cell(20, 60, ["N", nil]),
        cell(23, 60, ["S", nil]),
      ])
    }
  }

  @Test("Other periods, indicators and places, and parts of the suppressed cell, are no totals")
  func harmless() throws {
    let hidden = cell(3, 60, ["N", "f"], period: "2024-Q2")
    var other = cell(40, 200, ["N", nil], period: "2024-Q2")
    other.indicator = "U2"
    for cell in [
      other, cell(40, 200, ["N", nil], period: "2023"),
      cell(40, 200, ["S", nil], period: "2024-Q2"),
      cell(0, 50, ["N", "f"], period: "2024-04"), cell(40, 200, ["N", nil], period: "2024-07"),
    ] {
      #expect(try rule.statuses([cell, hidden]) == [.free, .smallCount])
    }
  }

  @Test("Totals are published when no part is suppressed")
  func freeTotals() throws {
    let cells = [cell(20, 60, ["f"]), cell(30, 60, ["m"]), cell(50, 120, [nil])]
    #expect(try rule.statuses(cells).allSatisfy { $0 == .free })
  }

  @Test("What is released never determines a suppressed count, for any mixture of divisions")
  func attacker() throws {
    var random = SeededGenerator(seed: 77)
    var released = 0
    var refused = 0
    for _ in 0..<400 {
      let population = RandomPopulation(&random)
      let minimum = PrimarySuppression(minimumCell: Int.random(in: 2...8, using: &random))
      guard let statuses = try? minimum.statuses(population.cells) else {
        refused += 1
        continue
      }
      guard statuses.contains(.smallCount) else { continue }
      released += 1
      let known = zip(population.vectors, statuses).filter { $1 == .free }.map(\.0)
      for (vector, status) in zip(population.vectors, statuses) where status != .free {
        #expect(!isCombination(vector, of: known))
      }
    }
    #expect(released > 20 && refused > 20)
  }
}

/// Random counts by region, sex and quarter, published in a random mixture of divisions.
struct RandomPopulation {
  var cells: [IndicatorCell] = []
  /// For each cell which of the smallest groups it adds up.
  var vectors: [[Double]] = []

  init(_ random: inout SeededGenerator) {
    let groups = ["N", "S"].flatMap { region in
      ["f", "m"].flatMap { sex in (1...2).map { (region, sex, $0) } }
    }
    let counts = groups.map { _ in
      let denominator = Int.random(in: 0...40, using: &random)
      return (Int.random(in: 0...denominator, using: &random), denominator)
    }
    for _ in 0..<Int.random(in: 1...2, using: &random) {
      let byRegion = Bool.random(using: &random)
      let bySex = Bool.random(using: &random)
      let byQuarter = Bool.random(using: &random)
      var parts: [[String?]: [Int]] = [:]
      for (number, group) in groups.enumerated() {
        let key = [
          byRegion ? group.0 : nil, bySex ? group.1 : nil, byQuarter ? "2024-Q\(group.2)" : "2024",
        ]
        parts[key, default: []].append(number)
      }
      for (key, members) in parts.sorted(by: { $0.value[0] < $1.value[0] }) {
        cells.append(
          IndicatorCell(
            indicator: "U", period: key[2], divisions: [key[0], key[1]],
            numerator: members.map { counts[$0].0 }.reduce(0, +),
            denominator: members.map { counts[$0].1 }.reduce(0, +)))
        vectors.append(groups.indices.map { members.contains($0) ? 1 : 0 })
      }
    }
  }
}

/// Whether a vector is a linear combination of others, by elimination.
func isCombination(_ vector: [Double], of others: [[Double]]) -> Bool {
  func rank(_ rows: [[Double]]) -> Int {
    var rows = rows
    var rank = 0
    for column in vector.indices {
      guard let pivot = rows.indices.dropFirst(rank).first(where: { abs(rows[$0][column]) > 1e-9 })
      else { continue }
      rows.swapAt(rank, pivot)
      for row in rows.indices where row != rank {
        let factor = rows[row][column] / rows[rank][column]
        for index in vector.indices { rows[row][index] -= factor * rows[rank][index] }
      }
      rank += 1
    }
    return rank
  }
  return rank(others) == rank(others + [vector])
}
