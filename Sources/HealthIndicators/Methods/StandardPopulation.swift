/// Weights by age, to which rates are standardised.
package struct StandardPopulation: Sendable, Equatable {
  /// What it is called.
  package let name: String
  /// The bands in rising order, with their weights.
  package let bands: [(band: AgeBand, weight: Double)]

  /// A population; nil where bands overlap or weights are not positive.
  package init?(name: String, _ bands: [(band: AgeBand, weight: Double)]) {
    let sorted = bands.sorted { $0.band < $1.band }
    for (one, next) in zip(sorted, sorted.dropFirst()) where one.band.overlaps(next.band) {
      return nil
    }
    guard !bands.isEmpty, bands.allSatisfy({ $0.weight >= 0 && $0.weight.isFinite }) else {
      return nil
    }
    self.name = name
    self.bands = sorted
  }

  /// Five-year bands from 5 on, of 100,000 people.
  private init(_ name: String, infants: Double, toddlers: Double, from5: [Double]) {
    self.name = name
    bands =
      [(AgeBand(0, 0), infants), (AgeBand(1, 4), toddlers)]
      + from5.enumerated().map { place, weight in
        let first = 5 + 5 * place
        return (AgeBand(first, place + 1 < from5.count ? first + 4 : nil), weight)
      }
  }

  /// The European Standard Population of 2013 (Eurostat, KS-RA-13-028), in 21 bands.
  package static let esp2013 = StandardPopulation(
    "ESP2013", infants: 1000, toddlers: 4000,
    from5: [
      5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000,
      2500, 1500, 800, 200,
    ])

  /// The European standard population of 1976 (Waterhouse and others, IARC 15).
  package static let esp1976 = StandardPopulation(
    "ESP1976", infants: 1600, toddlers: 6400,
    from5: [
      7000, 7000, 7000, 7000, 7000, 7000, 7000, 7000, 7000, 7000, 6000, 5000, 4000, 3000, 2000,
      1000, 1000,
    ])

  /// The world standard population after Segi and Doll.
  package static let world = StandardPopulation(
    "World1960", infants: 2400, toddlers: 9600,
    from5: [
      10_000, 9000, 9000, 8000, 8000, 6000, 6000, 6000, 6000, 5000, 4000, 4000, 3000, 2000, 1000,
      500, 500,
    ])

  /// Those that have a name.
  package static let named = [esp2013, esp1976, world]

  /// The weight of a band: the sum of the standard's bands within it.
  ///
  /// - Returns: Nil where the band cuts a band of the standard, because nothing says how its weight divides.
  package func weight(of band: AgeBand) -> Double? {
    var sum = 0.0
    var isEmpty = true
    for own in bands where band.overlaps(own.band) {
      guard band.contains(own.band) else { return nil }
      sum += own.weight
      isEmpty = false
    }
    return isEmpty ? nil : sum
  }

  /// By name and weights.
  package static func == (left: Self, right: Self) -> Bool {
    left.name == right.name && left.bands.count == right.bands.count
      && zip(left.bands, right.bands).allSatisfy { $0.band == $1.band && $0.weight == $1.weight }
  }
}
