internal import Foundation
internal import Statistics

/// Gathers events and people, by cell and age band, and makes rates of them.
///
/// A row for every cell that has people or events: a cell without events has the rate 0. Events of an age or a cell that the
/// population does not have are in no standardised rate; a cell without people has no value.
struct RateCounting: Sendable {
  private let definition: IndicatorDefinition
  private var events: [IndicatorCellKey: [AgeBand?: Int]] = [:]
  private var people: [IndicatorCellKey: [AgeBand?: Double]] = [:]
  /// The bands of the population, in rising order once it is read.
  private var bands: Set<AgeBand> = []
  private var reference: [AgeBand: (events: Double, people: Double)] = [:]

  init(_ definition: IndicatorDefinition) { self.definition = definition }

  mutating func addEvents(_ count: Int, in cell: IndicatorCellKey, age: String?) {
    events[cell, default: [:]][age.flatMap { AgeBand($0) }, default: 0] += count
  }

  mutating func addPopulation(
    _ count: Double, in cell: IndicatorCellKey, age: String?
  ) throws(IndicatorCountingError) {
    guard definition.population?.age != nil else {
      people[cell, default: [:]][nil, default: 0] += count
      return
    }
    let band = try Self.band(age, "the population")
    bands.insert(band)
    people[cell, default: [:]][band, default: 0] += count
  }

  mutating func addReference(
    age: String?, events: Double, people: Double
  ) throws(IndicatorCountingError) {
    reference[try Self.band(age, "the reference")] = (events, people)
  }

  private static func band(
    _ text: String?, _ table: String
  ) throws(IndicatorCountingError) -> AgeBand {
    guard let band = text.flatMap({ AgeBand($0) }) else {
      throw IndicatorCountingError(
        message: "\(table) has an age that is no band; write bands as 0-4, 5-9, … 90+")
    }
    return band
  }

  func rows(_ standard: StandardPopulation) throws(IndicatorCountingError) -> [IndicatorRow] {
    let sorted = bands.sorted()
    for (one, next) in zip(sorted, sorted.dropFirst()) where one.overlaps(next) {
      throw IndicatorCountingError(message: "age bands of the population overlap")
    }
    let spread = spreadPeople()
    let weights = try weights(sorted, standard, spread)
    var rows: [IndicatorRow] = []
    for cell in Set(spread.keys).union(events.keys).sorted(by: Self.precedes) {
      rows.append(row(cell, spread[cell] ?? [:], weights))
    }
    return rows
  }

  /// The people of each cell; those of a population without periods stand in each period that has events.
  private func spreadPeople() -> [IndicatorCellKey: [AgeBand?: Double]] {
    guard definition.period != nil, definition.population?.period == nil else { return people }
    var spread: [IndicatorCellKey: [AgeBand?: Double]] = [:]
    for period in Set(events.keys.map(\.period)) {
      for (cell, counts) in people {
        var cell = cell
        cell.period = period
        spread[cell] = counts
      }
    }
    return spread
  }

  /// The weight of each band: of the standard, or the reference's rate.
  private func weights(
    _ bands: [AgeBand], _ standard: StandardPopulation,
    _ people: [IndicatorCellKey: [AgeBand?: Double]]
  ) throws(IndicatorCountingError) -> [AgeBand: Double] {
    guard definition.method.isStandardised else { return [:] }
    var weights: [AgeBand: Double] = [:]
    if definition.method != .indirect {
      for band in bands {
        guard let weight = standard.weight(of: band) else {
          throw IndicatorCountingError(
            message:
              "the population's age bands cut those of \(standard.name); give bands that are sums of its bands"
          )
        }
        weights[band] = weight
      }
      return weights
    }
    var rates = reference
    if definition.reference == nil {
      // In one order: sums of person-years must come out the same each time.
      for cell in people.keys.sorted(by: Self.precedes) {
        let counts = people[cell] ?? [:]
        for (band, count) in counts { if let band { rates[band, default: (0, 0)].people += count } }
        for (band, count) in eventsByBand(cell, counts) {
          rates[band, default: (0, 0)].events += Double(count)
        }
      }
    }
    for band in bands {
      guard let rate = rates[band], rate.people > 0 else {
        throw IndicatorCountingError(
          message:
            "the reference has no people in an age band of the population; give it the same bands")
      }
      weights[band] = rate.events / rate.people
    }
    return weights
  }

  /// Events by the population's bands; those of an age beyond them are left out.
  private func eventsByBand(
    _ cell: IndicatorCellKey, _ people: [AgeBand?: Double]
  ) -> [AgeBand: Int] {
    var counts: [AgeBand: Int] = [:]
    for (age, count) in events[cell] ?? [:] {
      guard let age, let band = people.keys.first(where: { $0?.contains(age) ?? false }) else {
        continue
      }
      if let band { counts[band, default: 0] += count }
    }
    return counts
  }

  private func row(
    _ cell: IndicatorCellKey, _ people: [AgeBand?: Double], _ weights: [AgeBand: Double]
  ) -> IndicatorRow {
    // Bands in one order, so that sums come out the same whatever the order of a dictionary.
    let ages = people.keys.compactMap(\.self).sorted()
    let counted = definition.method.isStandardised ? eventsByBand(cell, people) : [:]
    let all = (events[cell] ?? [:]).values.reduce(0, +)
    let inBands = definition.method.isStandardised ? counted.values.reduce(0, +) : all
    let total = ages.isEmpty ? people[nil] ?? 0 : ages.reduce(0) { $0 + (people[$1] ?? 0) }
    var row = IndicatorRow(
      cell: cell, numerator: inBands, denominator: Int(total.rounded()))
    let strata = ages.map {
      AgeStratum(
        events: counted[$0] ?? 0, population: people[$0] ?? 0, weight: weights[$0] ?? 0)
    }
    let scale = definition.unit.scale
    let confidence = definition.confidence
    switch definition.method {
    case .direct: row.set(.direct(strata, confidence: confidence), scale: scale)
    case .directGamma:
      row.set(.direct(strata, confidence: confidence, limits: .gamma), scale: scale)
    case .indirect: row.set(.indirect(strata, confidence: confidence), scale: scale)
    default:
      row.set(.crude(events: all, population: total, confidence: confidence), scale: scale)
    }
    return row
  }

  /// By period, geography and strata, byte by byte as SQLite orders them; nothing comes first.
  private static func precedes(_ left: IndicatorCellKey, _ right: IndicatorCellKey) -> Bool {
    let pairs = zip(
      [left.period, left.geography] + left.strata, [right.period, right.geography] + right.strata)
    for (one, other) in pairs where one != other {
      guard let one else { return true }
      guard let other else { return false }
      return one.utf8.lexicographicallyPrecedes(other.utf8)
    }
    return false
  }
}
