import Foundation
import HealthIndicators
import JSONText
import Statistics
import Tables
import TestSupport
import Testing

private func isClose(_ found: Double?, _ expected: Double, _ tolerance: Double = 1e-9) -> Bool {
  found.map { abs($0 - expected) <= tolerance * max(abs(expected), 1e-300) } ?? false
}

struct RateTests {
  @Test("Byar's limits of 65 events are the published ones, and counts below 10 are exact")
  func byar() throws {
    let limits = try #require(ConfidenceInterval.byar(count: 65, confidence: 0.95))
    #expect(isClose(limits.lower, 50.163187710459454) && isClose(limits.upper, 82.84913854593984))
    #expect(
      ConfidenceInterval.eventCount(9, confidence: 0.95)
        == ConfidenceInterval.poisson(count: 9, confidence: 0.95))
    let one = RateEstimate.crude(events: 1, population: 100, confidence: 0.998)
    #expect(one.lower != nil && isClose(one.value, 0.01))
  }

  @Test("A directly standardised rate is the weighted mean of rates, with Dobson's limits")
  func direct() throws {
    let strata = [
      AgeStratum(events: 40, population: 1000, weight: 3),
      AgeStratum(events: 25, population: 500, weight: 1),
    ]
    let rate = RateEstimate.direct(strata, confidence: 0.95)
    #expect(isClose(rate.value, (3 * 0.04 + 0.05) / 4))
    let variance: Double = (9.0 * 40.0 / 1e6 + 25.0 / 250_000.0) / 16.0
    let scale = (variance / 65.0).squareRoot()
    #expect(isClose(rate.lower, 0.0425 + scale * (50.163187710459454 - 65)))
    #expect(isClose(rate.upper, 0.0425 + scale * (82.84913854593984 - 65)))
    let gamma = RateEstimate.direct(strata, confidence: 0.95, limits: .gamma)
    #expect(gamma.value == rate.value && gamma.lower ?? 1 < 0.0425 && gamma.upper ?? 0 > 0.0425)
  }

  @Test("Fewer than ten events give no standardised rate; a band without people counts as 0")
  func few() {
    let strata = [AgeStratum(events: 9, population: 1000, weight: 3)]
    #expect(RateEstimate.direct(strata, confidence: 0.95) == .none)
    let empty = [
      AgeStratum(events: 12, population: 1000, weight: 3),
      AgeStratum(events: 0, population: 0, weight: 1),
    ]
    #expect(isClose(RateEstimate.direct(empty, confidence: 0.95).value, 0.009))
    #expect(
      RateEstimate.direct([AgeStratum(events: 12, population: 0, weight: 1)], confidence: 0.95)
        == .none)
  }

  @Test("Observed over expected, with the limits of the observed")
  func indirect() {
    let ratio = RateEstimate.indirect(
      [AgeStratum(events: 65, population: 1000, weight: 0.05)], confidence: 0.95)
    #expect(isClose(ratio.value, 1.3) && isClose(ratio.upper, 82.84913854593984 / 50))
  }

  @Test("Age bands are read as tables write them")
  func bands() {
    for (text, first, last) in [
      ("0-4", 0, 4), ("05–09", 5, 9), ("10 to 14", 10, 14), ("7", 7, 7), ("Y5-9", 5, 9),
      ("Y_LT5", 0, 4),
    ] {
      #expect(AgeBand(text) == AgeBand(first, last), "\(text)")
    }
    #expect(AgeBand("85+") == AgeBand(85, nil) && AgeBand("Y_GE85") == AgeBand(85, nil))
    for text in ["", "unknown", "9-5", "-4", "1-2-3"] { #expect(AgeBand(text) == nil, "\(text)") }
  }

  @Test("Standard populations sum to 100,000; bands sum theirs, and may not cut them")
  func standards() {
    for standard in StandardPopulation.named {
      #expect(standard.bands.reduce(0) { $0 + $1.weight } == 100_000, "\(standard.name)")
    }
    let standard = StandardPopulation.esp2013
    #expect(standard.weight(of: AgeBand(0, 4)) == 5000)
    #expect(standard.weight(of: AgeBand(90, nil)) == 1000)
    #expect(standard.weight(of: AgeBand(0, 49)) == 61_000)
    #expect(standard.weight(of: AgeBand(3, 9)) == nil)
  }

  @Test(
    "ESP2013 is the list of the specification",
    .enabled(if: SharedData.isPresent, "needs ../shared/data"))
  func europeanStandard() throws {
    let text = try String(contentsOfFile: SharedData.file("hta/esp2013.csv"), encoding: .utf8)
    for line in text.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let band = try #require(AgeBand(cells[0]))
      let weight = try #require(cells.dropFirst().compactMap { Double($0) }.first)
      #expect(StandardPopulation.esp2013.weight(of: band) == weight, "\(cells[0])")
    }
  }
}

struct ComparisonTests {
  @Test("Risk ratios and differences are the published ones")
  func comparisons() throws {
    let ratio = try #require(
      ProportionComparison.ratio(5, of: 24, against: 9, of: 30, confidence: 0.95))
    #expect(isClose(ratio.value, 0.6944444444444445))
    #expect(isClose(ratio.limits?.lower, 0.2679340468203082))
    #expect(isClose(ratio.limits?.upper, 1.7998947582170455))
    // Newcombe 1998, table II (a), method 10.
    let difference = try #require(
      ProportionComparison.difference(56, of: 70, against: 48, of: 80, confidence: 0.95))
    #expect(isClose(difference.limits?.lower, 0.0524, 1e-3))
    #expect(isClose(difference.limits?.upper, 0.3339, 1e-3))
    #expect(ProportionComparison.ratio(5, of: 24, against: 0, of: 30, confidence: 0.95) == nil)
  }

  @Test("The two-stage rule of DRUP has the operating characteristics it was chosen for")
  func twoStage() {
    let design = SimonTwoStage.drugRediscovery
    #expect(isClose(design.expansion(rate: 0.1), 0.07775522218114733))
    #expect(isClose(design.expansion(rate: 0.3), 0.8572128439377837))
    #expect(isClose(design.earlyStop(rate: 0.1), 0.4304672100000001))
    #expect(isClose(design.expectedPatients(rate: 0.1), 17.112524639999997))
    #expect(isClose(design.expectedPatients(rate: 0.3), 23.077631840000002))
  }

  @Test(
    "A cohort's state follows from its counts",
    arguments: [
      (0, 7, SimonTwoStage.State.open), (0, 8, .interimStop), (1, 8, .secondStage),
      (4, 24, .closedNegative), (5, 24, .expansion), (5, 12, .expansion), (0, 0, .open),
    ])
  func states(responses: Int, evaluable: Int, state: SimonTwoStage.State) {
    #expect(
      SimonTwoStage.drugRediscovery.state(responses: responses, evaluable: evaluable) == state)
  }

  @Test("t, quantiles of type 7 and their order statistics are those of R")
  func quantiles() {
    #expect(isClose(studentQuantile(confidence: 0.95, degrees: 9), 2.2621571627409915, 1e-9))
    #expect(isClose(studentQuantile(confidence: 0.99, degrees: 1), 63.65674116287399, 1e-9))
    let sorted = (1...10).map(Double.init)
    #expect(isClose(quantile(0.9, ofSorted: sorted), 9.1))
    let median = ConfidenceInterval.quantileRanks(0.5, ofSorted: sorted, confidence: 0.95)
    #expect(median.lower == 2 && median.upper == 9)
    let high = ConfidenceInterval.quantileRanks(0.9, ofSorted: sorted, confidence: 0.95)
    #expect(high.upper == nil)
  }
}

struct CalendarTests {
  private func date(_ text: String) throws -> CalendarDate {
    let bytes = Array(text.utf8)
    let parsed = CalendarDate(bytes.span, 0..<bytes.count)
    return try #require(parsed)
  }

  private func calendar(_ name: String) throws -> WorkingDayCalendar {
    let path = SharedData.project("pipelines/calendars/\(name).json")
    let text = try Data(contentsOf: URL(filePath: path))
    return try WorkingDayCalendar.parse(try JSONParser.parse([UInt8](text)))
  }

  @Test("Easter falls where both churches keep it")
  func easter() throws {
    for (year, western, orthodox) in [
      (2000, "2000-04-23", "2000-04-30"), (2024, "2024-03-31", "2024-05-05"),
      (2025, "2025-04-20", "2025-04-20"), (2038, "2038-04-25", "2038-04-25"),
    ] {
      #expect(Easter.western.sunday(of: year) == (try date(western)))
      #expect(Easter.orthodox.sunday(of: year) == (try date(orthodox)))
    }
  }

  @Test("Working days count the day of the end and not that of the beginning")
  func counting() throws {
    let sweden = try calendar("SE")
    for (from, through, days) in [
      ("2024-06-20", "2024-06-24", 1), ("2024-05-31", "2024-06-07", 4),
      ("2024-03-28", "2024-04-02", 1), ("2024-01-12", "2024-01-15", 1),
      ("2024-01-15", "2024-01-12", -1), ("2024-01-13", "2024-01-13", 0),
      ("2024-12-23", "2025-01-02", 3),
    ] {
      #expect(sweden.days(after: try date(from), through: try date(through)) == days, "\(from)")
    }
    #expect(sweden.days(after: try date("1980-01-01"), through: try date("2024-01-01")) == nil)
  }

  @Test(
    "Every calendar that comes with the project is read, and New Year's Day 2025 is free in all")
  func all() throws {
    let folder = SharedData.project("pipelines/calendars")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(names.count >= 16)
    for name in names {
      let calendar = try calendar(String(name.dropLast(5)))
      #expect(calendar.isWorked(try date("2025-01-01")) == false, "\(name)")
      #expect(calendar.isWorked(try date("2025-02-11")) == true, "\(name)")
    }
    // Saint Patrick's Day 2024 was a Sunday; the Monday after it was free.
    #expect(try calendar("IE").isWorked(try date("2024-03-18")) == false)
    #expect(try calendar("GR").isWorked(try date("2024-05-06")) == false)
  }

  @Test("Mistakes in a calendar file are reported where they stand")
  func mistakes() throws {
    let text = """
      {"calendar": "X", "title": "x", "weekend": ["saturn"],
       "holidays": [{"name": "a", "date": "02-30"}, {"name": "b", "eastern": 1}]}
      """
    let error = #expect(throws: IndicatorDefinitionError.self) {
      try WorkingDayCalendar.parse(try JSONParser.parse(text))
    }
    #expect(error?.problems.count ?? 0 >= 4)
    #expect(error?.problems.first?.position.line == 1)
  }
}
