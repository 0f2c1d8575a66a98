import HealthIndicators
import TestSupport
import Testing

struct DisclosureControlTests {
  private let control = DisclosureControl(PrimarySuppression(minimumCell: 5))

  private func cell(
    _ numerator: Int?, _ denominator: Int?, _ divisions: [String?], _ period: String? = "2024",
    basis: CountBasis = .proportion
  ) -> IndicatorCell {
    IndicatorCell(
      indicator: "U1", period: period, divisions: divisions, numerator: numerator,
      denominator: denominator, basis: basis)
  }

  /// Counts of four groups by sex with all margins, each out of a hundred.
  static let known: [IndicatorCell] = {
    let counts = ["A": (18, 2), "B": (14, 19), "C": (12, 10), "D": (11, 14)]
    var cells: [IndicatorCell] = []
    for group in [nil, "A", "B", "C", "D"] {
      for sex in [nil, "m", "f"] {
        let groups = group.map { [$0] } ?? counts.keys.sorted()
        let numerator = groups.map { name in
          let (male, female) = counts[name] ?? (0, 0)
          return (sex == "f" ? 0 : male) + (sex == "m" ? 0 : female)
        }.reduce(0, +)
        cells.append(
          IndicatorCell(
            indicator: "K", period: "2024", divisions: [group, sex], numerator: numerator,
            denominator: 100 * groups.count * (sex == nil ? 2 : 1)))
      }
    }
    return cells
  }()

  @Test(
    "The table that packages for disclosure control share: cost 40, and the intervals of its cells")
  func knownAnswer() throws {
    let outcome = try control.protect(Self.known)
    var found: [String: [Double]] = [:]
    for (row, cell) in Self.known.enumerated() where outcome.statuses[row] != .free {
      let interval = outcome.intervals[row][0]
      let name = cell.divisions.map { $0 ?? "-" }.joined()
      found[name] = [interval.lowest, interval.highest]
    }
    #expect(found == ["Af": [0, 12], "Am": [8, 20], "Cf": [0, 12], "Cm": [10, 22]])
    #expect(outcome.parts.map(\.weight) == [40])
    #expect(outcome.parts.map(\.lowerBound) == [40])
    #expect(outcome.statuses.filter { $0 == .smallCount }.count == 1)
    #expect(outcome.statuses.filter { $0 == .secondary }.count == 3)
  }

  @Test("A lone contributor does not uncover another cell")
  func singletons() throws {
    // With 1 known, 3 would follow from the total of the two.
    let cells = [
      cell(1, 100, ["a"]), cell(3, 100, ["b"]), cell(20, 100, ["c"]), cell(40, 100, ["d"]),
      cell(64, 400, [nil]),
    ]
    let outcome = try control.protect(cells)
    #expect(outcome.statuses.map(\.rawValue) == ["A", "A", "D", "F", "F"])
  }

  @Test("The only person of a total and of its part is one, from whom nobody need be hidden there")
  func samePerson() throws {
    var cells: [IndicatorCell] = []
    for (row, counts) in ["x": [1, 0], "y": [12, 10], "z": [8, 0]] {
      cells += [
        cell(counts[0], 100, [row, "a"]), cell(counts[1], 100, [row, "b"]),
        cell(counts[0] + counts[1], 200, [row, nil]),
      ]
    }
    cells += [cell(21, 300, [nil, "a"]), cell(10, 300, [nil, "b"]), cell(31, 600, [nil, nil])]
    let outcome = try control.protect(cells)
    for (row, cell) in cells.enumerated() where cell.numerator == 1 {
      #expect(outcome.statuses[row] == .smallCount)
      let interval = outcome.intervals[row][0]
      #expect(interval.highest - interval.lowest >= 5)
    }
  }

  @Test("A small complement is protected like a small count")
  func complements() throws {
    let cells = [
      cell(98, 100, ["a"]), cell(50, 100, ["b"]), cell(60, 100, ["c"]), cell(208, 300, [nil]),
    ]
    let outcome = try control.protect(cells)
    #expect(outcome.statuses.map(\.rawValue) == ["A", "D", "F", "F"])
    #expect(outcome.intervals[0][1].highest - outcome.intervals[0][1].lowest >= 5)
  }

  @Test("Events among a known population are hidden within it")
  func rates() throws {
    let cells = [
      cell(2, 8, ["a"], basis: .rate), cell(30, 31, ["b"], basis: .rate),
      cell(40, 900, ["c"], basis: .rate), cell(72, 939, [nil], basis: .rate),
    ]
    let outcome = try control.protect(cells)
    // b has a complement of 1. Either of the two could have what the other has not, within its people.
    #expect(outcome.statuses.map(\.rawValue) == ["A", "A", "F", "F"])
    #expect(outcome.intervals[0][0].highest <= 8)
  }

  @Test(
    "A sum of costs that one contributor dominates is hidden, so that the estimate is poor enough")
  func dominance() throws {
    var control = control
    control.rule.dominance = PrimarySuppression.Dominance(count: 1, share: 0.6)
    func amount(_ sum: Double, _ largest: [Double], _ place: String?) -> IndicatorCell {
      IndicatorCell(
        indicator: "U12", period: "2024", divisions: [place], numerator: nil, denominator: 20,
        basis: .amount, amount: sum, contributions: largest)
    }
    let cells = [
      amount(1000, [900, 20], "a"), amount(800, [90, 80], "b"), amount(500, [40, 30], "c"),
      amount(2300, [900, 90], nil),
    ]
    let outcome = try control.protect(cells)
    #expect(outcome.statuses.map(\.rawValue) == ["O", "F", "D", "F"])
    #expect(outcome.intervals[0][0].highest >= 1500)
    control.rule.dominance = nil
    control.rule.estimate = 0.2
    #expect(try control.protect(cells).statuses[0] == .dominated)
  }

  @Test("Parts of parts are protected along a hierarchy")
  func hierarchy() throws {
    var control = control
    control.hierarchies = [["N1": "N", "N2": "N", "N3": "N"]]
    let cells = [
      cell(2, 50, ["N1"]), cell(20, 50, ["N2"]), cell(30, 50, ["N3"]), cell(52, 150, ["N"]),
      cell(40, 60, ["S"]), cell(92, 210, [nil]),
    ]
    #expect(
      try control.protect(cells).statuses.map(\.rawValue) == ["A", "D", "F", "F", "F", "F"])
  }

  @Test("Divisions that cross without their common one are refused, as are two counts for one row")
  func refusals() {
    func pair(_ first: Int, _ second: Int) -> [IndicatorCell] {
      var cells: [IndicatorCell] = []
      for left in ["a", "b"] {
        for right in ["a", "b"] {
          var divisions: [String?] = [nil, nil, nil]
          divisions[first] = left
          divisions[second] = right
          cells.append(cell(left == right ? 3 : 20, 100, divisions))
        }
      }
      return cells
    }
    let crossing = #expect(throws: DisclosureError.self) {
      try control.protect(pair(0, 1) + pair(1, 2) + pair(0, 2))
    }
    #expect(crossing?.reason == .crossingDivisions)
    let twice = #expect(throws: DisclosureError.self) {
      try control.protect([cell(3, 100, ["a"]), cell(4, 100, ["a"]), cell(50, 200, [nil])])
    }
    #expect(twice?.reason == .contradiction(otherRow: 2))
  }

  @Test("What no further suppression protects is refused")
  func unprotectable() {
    let cells = [cell(3, 100, ["a"]), cell(20, 100, ["b"]), cell(23, 200, [nil])]
    var register = ReleaseRegister()
    for (place, numerator, complement) in [("b", 20.0, 80.0), ("", 23, 177)] {
      register.add(
        ReleaseRegister.Place(indicator: "U1", period: "2024", divisions: [place]),
        [numerator...numerator, complement...complement])
    }
    let error = #expect(throws: DisclosureError.self) {
      try control.protect(cells, register: register)
    }
    #expect(error?.reason == .unprotectable)
    #expect(error?.suppressedRow == 1)
  }

  @Test(
    "What a release leaves known never determines a suppressed count, for any mixture of divisions")
  func mixtures() throws {
    var random = SeededGenerator(seed: 78)
    var released = 0
    for _ in 0..<200 {
      let population = RandomPopulation(&random)
      let rule = PrimarySuppression(minimumCell: Int.random(in: 2...8, using: &random))
      guard let outcome = try? DisclosureControl(rule).protect(population.cells) else { continue }
      guard outcome.statuses.contains(.smallCount) else { continue }
      released += 1
      let known = zip(population.vectors, outcome.statuses).filter { $1 == .free }.map(\.0)
      for (vector, status) in zip(population.vectors, outcome.statuses) where status == .smallCount
      {
        #expect(!isCombination(vector, of: known))
      }
    }
    #expect(released > 60)
  }

  @Test("Counts are rounded to multiples that add up, and stay hidden")
  func rounding() throws {
    let (rounded, outcome) = try ControlledRounding(base: 5, control).round(Self.known)
    var sums: [String?: Int] = [:]
    for (row, cell) in Self.known.enumerated() {
      let numerator = try #require(rounded[row].numerator)
      #expect(numerator % 5 == 0 && abs(numerator - (cell.numerator ?? 0)) < 5)
      let sign = (cell.divisions[0] == nil ? -1 : 1)
      sums[cell.divisions[1], default: 0] += sign * numerator
      #expect(outcome.intervals[row].allSatisfy { $0.highest - $0.lowest >= $0.width })
    }
    #expect(sums.values.allSatisfy { $0 == 0 })
  }
}
